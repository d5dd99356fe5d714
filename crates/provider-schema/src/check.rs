//! Whether what is recorded is what the stacks lock.

use camino::Utf8Path;
use finding::{Code, Finding, Location};

use crate::files::{self, About, RecordError};
use crate::locks::{Lock, by_address};

/// Compares the records with what the stacks lock. Cheap: nothing is decompressed. A provider without a
/// record is fine; nothing relies on it.
pub fn check(root: &Utf8Path, locks: &[Lock]) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (address, locks) in by_address(locks) {
        match files::read(root, address) {
            Ok(None) => {}
            Ok(Some(record)) => {
                let stale = locks.iter().filter_map(|lock| stale(&record.about, lock));
                findings.extend(stale);
            }
            Err(error) => findings.push(error.to_finding()),
        }
    }
    findings
}

fn stale(about: &About, lock: &Lock) -> Option<Finding> {
    let Lock { stack, version, .. } = lock;
    let About {
        version: recorded,
        hash,
        ..
    } = about;
    let message = if version != recorded {
        format!("`{stack}` locks version {version}, but the schema of {recorded} is recorded")
    } else if !lock.hashes.contains(hash) {
        format!("the schema is recorded of a package ({hash}) that `{stack}` does not lock")
    } else {
        return None;
    };
    let finding = Finding::error(Code::SchemaStale, message)
        .with_stack(stack)
        .at(lock.at.clone());
    Some(finding.with_hint(HINT))
}

/// What to do about a record that is of no use.
const HINT: &str = "run `cargo xtask schema record`, and commit what it writes";

impl RecordError {
    /// The same as a finding.
    pub fn to_finding(&self) -> Finding {
        let (code, file, hint) = match self {
            RecordError::Read { file, .. } => (
                Code::UnreadableFile,
                file,
                "check that it is there, readable and UTF-8",
            ),
            RecordError::Damaged { file, .. } => (Code::SchemaStale, file, HINT),
            RecordError::Taken { file, .. } => (
                Code::SchemaStale,
                file,
                "stacks can use one of the two; remove the file if it is this one",
            ),
            RecordError::Write { file, .. } => (
                Code::UnwritableFile,
                file,
                "check the rights of `schemas/` and the space on its disk",
            ),
        };
        Finding::error(code, self.to_string())
            .at(Location::file(file.clone()))
            .with_hint(hint)
    }
}

#[cfg(test)]
mod tests;
