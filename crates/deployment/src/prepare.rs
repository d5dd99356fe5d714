//! All that has to be there before a stack can be planned.

use camino::Utf8Path;
use estate::{Estate, Stack};
use finding::{Code, Finding};
use process::Cancel;
use run::{Selection, WorkDir};
use terraform::{Imports, Ready, Scratch, Settings, Toolchain};

use crate::site::PLANS;

/// A terraform, and a copy of the repository's to run it in, since the source tree stays as it is.
#[derive(Debug)]
pub struct Ground {
    /// The terraform.
    pub ready: Ready,
    /// The copy.
    pub scratch: Scratch,
}

impl Ground {
    /// Makes it, without plans of earlier runs. What is wrong is added to the findings.
    pub fn prepare(
        estate: &Estate,
        stacks: &[&Stack],
        settings: &Settings,
        work_dir: &WorkDir,
        imports: Imports,
        cancel: &Cancel,
        findings: &mut Vec<Finding>,
    ) -> Option<Self> {
        let dirs: Vec<_> = stacks.iter().map(|stack| stack.dir.clone()).collect();
        let path = work_dir.path();
        let toolchain = Toolchain::prepare(settings, &estate.root, &dirs, path, cancel);
        findings.extend(toolchain.findings);
        match copy(&estate.root, work_dir, imports) {
            Ok(scratch) => {
                let skipped = scratch.skipped().iter();
                findings.extend(skipped.map(terraform::Skipped::to_finding));
                toolchain.ready.map(|ready| Self { ready, scratch })
            }
            Err(message) => {
                let finding = Finding::error(Code::UnwritableFile, message);
                let hint = "check the rights of the folder and the space on its disk";
                findings.push(finding.with_hint(hint));
                None
            }
        }
    }
}

fn copy(root: &Utf8Path, work_dir: &WorkDir, imports: Imports) -> Result<Scratch, String> {
    let cleared = work_dir.clear(Utf8Path::new(PLANS));
    cleared.map_err(|error| error.to_string())?;
    Scratch::prepare(root, work_dir.path(), imports).map_err(|error| error.to_string())
}

/// What can be told of these stacks from the files alone: with an error there is no use in going on.
pub fn check_files(
    estate: &Estate,
    estate_findings: &[Finding],
    selection: &Selection<'_>,
    env: &str,
) -> Vec<Finding> {
    let mut findings = estate_findings.to_vec();
    findings.extend(contracts::check_outputs(estate));
    findings.retain(|finding| selection.concerns(finding));
    let findings = estate.merge_environments(findings);
    if selection.stacks.is_empty() && findings.is_empty() {
        let message = format!("no stack lives in `{env}`");
        return vec![Finding::error(Code::SystemUnlisted, message)];
    }
    findings
}
