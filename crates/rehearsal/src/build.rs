//! The Lambdas' code.

use artifact::{Architecture, Options, Profile};
use finding::{Code, Finding};
use run::{Artifact, Outcome, Status, WorkDir, WorkDirError, lock};

use crate::Audience;
use crate::context::Context;

/// Builds the Lambdas of the stacks that take one, for this machine and in a hurry.
pub(crate) fn run(context: &Context<'_>, audience: &dyn Audience) -> Outcome {
    let architecture = match architecture() {
        Ok(architecture) => architecture,
        Err(finding) => return Outcome::found(vec![finding]),
    };
    let root = &context.options.estate.root;
    let names = names(context);
    let waiting = || audience.waits_for_build();
    let work_dir = match WorkDir::take(root, "build", context.cancel, waiting) {
        Ok(work_dir) => work_dir,
        Err(WorkDirError::Interrupted) => return Outcome::of(Status::Interrupted),
        Err(error) => {
            let finding = Finding::error(Code::UnwritableFile, error.to_string());
            return Outcome::found(vec![finding]);
        }
    };
    // Not where those for AWS are, and under our lock: an apply reads them at any time.
    let folder = context.options.work_dir.path().join("lambda");
    let options = Options {
        root,
        names: &names,
        profile: Profile::Rehearsal,
        architecture,
        zigbuild: false,
        folder: context.relative(&folder),
        color: context.options.color,
        work_dir: work_dir.path(),
        env: &process::inherited_environment(),
    };
    match artifact::build(&options, context.cancel, &|_| ()) {
        Ok(report) => {
            let artifacts = report.artifacts().map(|built| {
                let artifact = Artifact {
                    path: root.join(&built.zip),
                    source_code_hash: built.sha256_base64.clone(),
                    architecture: Some(built.architecture.as_str().to_owned()),
                };
                (built.name.clone(), artifact)
            });
            lock(&context.artifacts).extend(artifacts);
            lock(&context.diagnostics).push_str(&report.diagnostics);
            lock(&context.notes).extend(report.notes.iter().cloned());
            Outcome::found(report.findings)
        }
        Err(error) if error.is_interrupted() => Outcome::of(Status::Interrupted),
        Err(error) => Outcome::found(vec![Finding::error(Code::LambdaBuild, error.to_string())]),
    }
}

/// A stack's Lambda has the stack's name.
fn names(context: &Context<'_>) -> Vec<String> {
    let stacks = context.stacks.iter().filter(|stack| stack.takes_artifact());
    stacks
        .map(|stack| stack.address.name().to_owned())
        .collect()
}

/// What a process of this machine has to be built for; a finding where the local AWS runs none.
pub(crate) fn architecture() -> Result<Architecture, Finding> {
    match (std::env::consts::OS, std::env::consts::ARCH) {
        ("linux", "x86_64") => Ok(Architecture::X86_64),
        ("linux", "aarch64") => Ok(Architecture::Arm64),
        _ => {
            let message = "the local AWS runs Lambdas as processes of this machine, and this is no \
                           Linux machine of x86_64 or arm64";
            let finding = Finding::error(Code::ToolMissing, message);
            Err(finding.with_hint("rehearse in GitHub Actions, or in a Linux VM"))
        }
    }
}
