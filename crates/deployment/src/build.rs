//! The Lambdas' code.

use std::collections::BTreeMap;

use artifact::{Architecture, Options, Profile};
use camino::{Utf8Path, Utf8PathBuf};
use estate::Stack;
use finding::{Code, Finding};
use process::Cancel;
use release::Release;
use run::{Artifact, Outcome, Status, WorkDir, WorkDirError, lock};

use crate::context::Context;
use crate::{Audience, Aws};

/// The Lambdas of some stacks, to be built.
#[derive(Clone, Debug)]
pub struct Lambdas<'a> {
    /// The repository's root.
    pub root: &'a Utf8Path,
    /// Their names. A stack's Lambda has the stack's name.
    pub names: Vec<String>,
    /// How they are compiled.
    pub profile: Profile,
    /// The machine that they are for.
    pub architecture: Architecture,
    /// Where their zips go, relative to the root. The caller holds its lock: an apply reads them at any time.
    pub folder: Utf8PathBuf,
    /// Whether the compiler may use colours.
    pub color: bool,
}

/// What a build came to.
#[derive(Clone, Debug)]
pub struct Built {
    /// How it ended.
    pub outcome: Outcome,
    /// What was built, by the Lambda's name.
    pub artifacts: BTreeMap<String, Artifact>,
    /// The compiler's errors and warnings as cargo shows them.
    pub diagnostics: String,
    /// What people should know, a sentence each.
    pub notes: Vec<String>,
}

impl Built {
    fn none(outcome: Outcome) -> Self {
        Self {
            outcome,
            artifacts: BTreeMap::new(),
            diagnostics: String::new(),
            notes: Vec::new(),
        }
    }
}

impl Lambdas<'_> {
    /// The names of those that stacks take.
    pub fn names(stacks: &[&Stack]) -> Vec<String> {
        let stacks = stacks.iter().filter(|stack| stack.takes_artifact());
        stacks
            .map(|stack| stack.address.name().to_owned())
            .collect()
    }

    /// Builds them. While another command builds, `waiting` is told and this one waits.
    pub fn build(&self, cancel: &Cancel, waiting: impl FnOnce()) -> Built {
        let work_dir = match WorkDir::take(self.root, "build", cancel, waiting) {
            Ok(work_dir) => work_dir,
            Err(WorkDirError::Interrupted) => {
                return Built::none(Outcome::of(Status::Interrupted));
            }
            Err(error) => {
                let finding = Finding::error(Code::UnwritableFile, error.to_string());
                return Built::none(Outcome::found(vec![finding]));
            }
        };
        let options = Options {
            root: self.root,
            names: &self.names,
            profile: self.profile,
            architecture: self.architecture,
            zigbuild: false,
            folder: &self.folder,
            color: self.color,
            work_dir: work_dir.path(),
            env: &process::inherited_environment(),
        };
        match artifact::build(&options, cancel, &|_| ()) {
            Ok(report) => self.built(report),
            Err(error) if error.is_interrupted() => Built::none(Outcome::of(Status::Interrupted)),
            Err(error) => {
                let finding = Finding::error(Code::LambdaBuild, error.to_string());
                Built::none(Outcome::found(vec![finding]))
            }
        }
    }

    fn built(&self, report: artifact::Report) -> Built {
        let artifacts = report.artifacts().map(|built| {
            let artifact = Artifact {
                path: self.root.join(&built.zip),
                source_code_hash: built.sha256_base64.clone(),
                architecture: Some(built.architecture.as_str().to_owned()),
            };
            (built.name.clone(), artifact)
        });
        Built {
            artifacts: artifacts.collect(),
            outcome: Outcome::found(report.findings),
            diagnostics: report.diagnostics,
            notes: report.notes,
        }
    }
}

/// Builds the Lambdas of a run's stacks; those for an AWS on this machine in a hurry. With a release, takes them from
/// there.
pub(crate) fn run(context: &Context<'_>, audience: &dyn Audience) -> Outcome {
    let options = context.options;
    if let Some(release) = options.release {
        return released(context, release);
    }
    let (profile, architecture) = match options.aws {
        Aws::Real => (Profile::Release, Architecture::Arm64),
        Aws::Local(_) => match Architecture::of_this_machine() {
            Some(architecture) => (Profile::Rehearsal, architecture),
            None => return Outcome::found(vec![unfit()]),
        },
    };
    // Not where `cargo xtask build` may put others meanwhile.
    let folder = options.work_dir.path().join("lambda");
    let lambdas = Lambdas {
        root: &options.estate.root,
        names: Lambdas::names(&context.order.stacks),
        profile,
        architecture,
        folder: context.site.relative(&folder).to_owned(),
        color: options.color,
    };
    let mut built = lambdas.build(context.site.cancel, || audience.waits_for_build());
    for (name, artifact) in &mut built.artifacts {
        artifact.path = seen(name);
    }
    lock(&context.artifacts).extend(built.artifacts);
    lock(&context.diagnostics).push_str(&built.diagnostics);
    lock(&context.notes).extend(built.notes);
    built.outcome
}

/// A Lambda's zip as seen from a stack's folder in the copy: a plan is the same wherever the repository lies.
fn seen(name: &str) -> Utf8PathBuf {
    format!("../../../lambda/{name}.zip").into()
}

/// Puts the Lambdas of a release where a build would put them, in place of what is there. They are for the machine that
/// the release is for.
fn released(context: &Context<'_>, release: &Release) -> Outcome {
    let work_dir = context.options.work_dir;
    if let Err(error) = work_dir.clear(Utf8Path::new("lambda")) {
        let finding = Finding::error(Code::UnwritableFile, error.to_string());
        return Outcome::found(vec![finding]);
    }
    let mut findings = Vec::new();
    for name in Lambdas::names(&context.order.stacks) {
        match put(release, &name, &work_dir.path().join("lambda")) {
            Ok(artifact) => drop(lock(&context.artifacts).insert(name, artifact)),
            Err(finding) => findings.push(finding),
        }
    }
    Outcome::found(findings)
}

/// Puts one Lambda of a release into a folder.
fn put(release: &Release, name: &str, folder: &Utf8Path) -> Result<Artifact, Finding> {
    let mut made = release.manifest.artifacts.iter();
    let made = made.find(|it| it.name == name).ok_or_else(|| {
        let message =
            format!("the release has no Lambda `{name}`, whose code the stack of this name takes");
        let hint = "its commit has none: add it, and make another release";
        Finding::error(Code::ReleaseMismatch, message).with_hint(hint)
    })?;
    let (from, to) = (
        release.root.join(&made.zip),
        folder.join(format!("{name}.zip")),
    );
    let copied = std::fs::create_dir_all(folder).and_then(|()| std::fs::copy(from, &to));
    copied.map_err(|error| {
        let message = format!("cannot write `{to}`: {error}");
        Finding::error(Code::UnwritableFile, message)
    })?;
    Ok(Artifact {
        path: seen(name),
        source_code_hash: made.sha256_base64.clone(),
        architecture: Some(made.architecture.as_str().to_owned()),
    })
}

/// What says that a local AWS runs no Lambdas on this machine.
pub fn unfit() -> Finding {
    let message = "the local AWS runs Lambdas as processes of this machine, and this is no Linux machine of \
                   x86_64 or arm64";
    Finding::error(Code::ToolMissing, message).with_hint("use GitHub Actions, or a Linux VM")
}
