//! Recording what providers say.

use bytes::Bytes;
use camino::Utf8Path;
use finding::{Code, Finding};

use crate::files::{Files, RecordError};
use crate::locks::{Lock, Locked, by_address, one_version};
use crate::{Recorded, load, strip, write};

/// What a provider answers when it is asked for its schema.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    /// The version of the protocol that it speaks.
    pub protocol: u32,
    /// The `h1:` hash of its package.
    pub hash: String,
    /// The answer, whole.
    pub message: Bytes,
}

/// A record, as it is now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Recording {
    /// The provider.
    pub address: String,
    /// Its version.
    pub version: String,
    /// The files of the record.
    pub files: Files,
    /// The size of the larger one.
    pub size: u64,
    /// Whether it was written; what was there before may say the same.
    pub written: bool,
}

/// What came of it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Report {
    /// All records that are good.
    pub recordings: Vec<Recording>,
    /// What is wrong.
    pub findings: Vec<Finding>,
}

/// Records the schema of each provider that the stacks lock. `ask` asks a provider for it, or says why that
/// cannot be done; nothing, if nobody needs to be told.
pub fn record(
    root: &Utf8Path,
    locks: &[Lock],
    mut ask: impl FnMut(&Locked) -> Result<Answer, Vec<Finding>>,
) -> Report {
    let mut report = Report::default();
    for (address, locks) in by_address(locks) {
        let locked = one_version(address, &locks).map_err(|finding| vec![finding]);
        let recording = locked.and_then(|locked| {
            let answer = ask(&locked)?;
            keep(root, locked, answer).map_err(|finding| vec![finding])
        });
        match recording {
            Ok(recording) => report.recordings.push(recording),
            Err(findings) => report.findings.extend(findings),
        }
    }
    report
}

fn keep(root: &Utf8Path, locked: Locked, answer: Answer) -> Result<Recording, Finding> {
    let Locked {
        address,
        version,
        hashes,
    } = locked;
    let schema = strip(&answer.message).map_err(|error| {
        let message = format!("what `{address}` {version} says of its types is not used: {error}");
        Finding::error(Code::ProviderUnavailable, message)
            .with_hint("look whether its package is whole, or lock another version")
    })?;
    let new = Recorded {
        address,
        version,
        protocol: answer.protocol,
        hash: answer.hash,
        schema,
    };
    let size = match load(root, &new.address) {
        Err(error @ RecordError::Taken { .. }) => return Err(error.to_finding()),
        Ok(Some(old)) if is_as_good(&old, &new, &hashes) => None,
        // It is about to be replaced, whatever is wrong with it.
        Ok(_) | Err(_) => Some(write(root, &new).map_err(|error| error.to_finding())?),
    };
    let files = Files::of(&new.address);
    let on_disk = || std::fs::metadata(root.join(&files.schema)).map_or(0, |it| it.len());
    Ok(Recording {
        size: size.unwrap_or_else(on_disk),
        written: size.is_some(),
        address: new.address,
        version: new.version,
        files,
    })
}

/// Whether an older record needs no other. It may come from a machine of another platform, where the package
/// has another hash: that is good as long as all stacks lock that one too.
fn is_as_good(old: &Recorded, new: &Recorded, hashes: &[String]) -> bool {
    let says = |it: &Recorded| (it.version.clone(), it.protocol, it.schema.clone());
    hashes.contains(&old.hash) && says(old) == says(new)
}

#[cfg(test)]
mod tests;
