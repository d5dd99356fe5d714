//! The formatting check.

use camino::{Utf8Path, Utf8PathBuf};
use finding::Finding;
use format::{Formatter, Mode};
use run::{Observer, Step, StepKind, StepResult};
use terraform::{Cancel, Toolchain};

use crate::keys::Inputs;
use crate::memory::Memory;

/// Checks the format of all files, unless none has changed since they were fine.
pub(crate) fn step(
    root: &Utf8Path,
    toolchain: &Toolchain,
    memory: &Memory,
    cancel: &Cancel,
    observer: &dyn Observer,
) -> (StepResult, Vec<Finding>) {
    let step = Step::once(StepKind::Fmt);
    let files = format::inputs(root);
    let inputs = files
        .as_ref()
        .map(|files| Inputs::of(&absolute(root, files)));
    let key = files.and_then(|files| memory.keys.as_ref()?.files(root, &files).ok());
    if memory.recall_step(&step, key.as_deref()).is_some() {
        let result = StepResult::unchanged(step);
        observer.ended(&result);
        return (result, Vec::new());
    }
    let check = || check(root, toolchain, cancel);
    let (result, findings) = run::once(StepKind::Fmt, cancel, observer, check);
    if let (run::Status::Ok, [], Some(key)) = (result.status, &findings[..], key)
        && inputs.is_some_and(|inputs| inputs.are_the_same())
    {
        memory.note_step(&step, &key);
    }
    (result, findings)
}

fn absolute(root: &Utf8Path, files: &[Utf8PathBuf]) -> Vec<Utf8PathBuf> {
    files.iter().map(|file| root.join(file)).collect()
}

/// What is not formatted. Terraform files are left out when there is no terraform, which the
/// toolchain's own finding says.
fn check(root: &Utf8Path, toolchain: &Toolchain, cancel: &Cancel) -> Vec<Finding> {
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
