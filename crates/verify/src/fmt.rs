//! The formatting check.

use camino::{Utf8Path, Utf8PathBuf};
use finding::Finding;
use format::{Formatter, Mode};
use run::{Outcome, Status, Step, StepKind};
use terraform::{Cancel, Toolchain};

use crate::keys::Inputs;
use crate::memory::Memory;

/// Checks the format of all files, unless none has changed since they were fine.
pub(crate) fn check(
    root: &Utf8Path,
    toolchain: &Toolchain,
    memory: &Memory,
    cancel: &Cancel,
) -> Outcome {
    let step = Step::once(StepKind::Fmt);
    let files = format::inputs(root);
    let inputs = files
        .as_ref()
        .map(|files| Inputs::of(&absolute(root, files)));
    let key = files.and_then(|files| memory.keys.as_ref()?.files(root, &files).ok());
    if memory.recall_step(&step, key.as_deref()).is_some() {
        return Outcome::unchanged(None);
    }
    let mut outcome = Outcome::found(unformatted(root, toolchain, cancel));
    if cancel.is_requested() {
        outcome.status = Status::Interrupted;
    }
    if let (Status::Ok, [], Some(key)) = (outcome.status, &outcome.findings[..], key)
        && inputs.is_some_and(|inputs| inputs.are_the_same())
    {
        memory.note_step(&step, &key);
    }
    // Half a check is none: without terraform, its files were not looked at.
    if toolchain.binary.is_none() && outcome.status == Status::Ok {
        outcome.status = Status::Skipped;
    }
    outcome
}

fn absolute(root: &Utf8Path, files: &[Utf8PathBuf]) -> Vec<Utf8PathBuf> {
    files.iter().map(|file| root.join(file)).collect()
}

/// What is not formatted. Terraform files are left out when there is no terraform, which the
/// toolchain's own finding says.
fn unformatted(root: &Utf8Path, toolchain: &Toolchain, cancel: &Cancel) -> Vec<Finding> {
    let formatter = Formatter {
        root,
        mode: Mode::Check,
        cancel,
    };
    let mut findings = formatter.rust().findings;
    if let Some(binary) = &toolchain.binary {
        findings.extend(formatter.terraform(binary).findings);
    }
    findings.extend(formatter.toml().findings);
    findings
}
