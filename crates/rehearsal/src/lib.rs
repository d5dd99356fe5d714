//! `cargo xtask rehearse`: a whole environment, deployed from nothing by the real Terraform and the real
//! AWS provider to an AWS on this machine, exercised, planned once more, and destroyed.
//!
//! [`run`] goes the road: the files must agree; the local AWS starts with the environment's account and
//! region; then, side by side where nothing stands against it, Lambdas are built and stacks applied in
//! order ([`road`]), what was deployed is tried out ([`smoke`]), a second plan must find nothing to do but
//! what is the emulator's own fault ([`drifts`]), and all is destroyed in reverse order, of which nothing
//! may be left.

mod backend;
mod build;
mod context;
mod drifts;
mod leftovers;
mod local;
mod retry;
mod road;
mod smoke;
mod stack;

use std::num::NonZeroUsize;
use std::time::Instant;

use camino::{Utf8Path, Utf8PathBuf};
use emulator::Event;
use estate::{Environment, Estate, Stack, StateAddress};
use finding::{Code, Finding};
use process::Cancel;
use run::{Observer, Selection, Status, Step, StepKind, StepResult, WorkDir};
use terraform::{Ready, Scratch, Toolchain};

use crate::context::Context;
use crate::local::Local;
pub use crate::smoke::Check;

/// What a rehearsal needs to know.
#[derive(Clone, Debug)]
pub struct Options<'a> {
    /// The repository.
    pub estate: &'a Estate,
    /// What loading the estate found.
    pub estate_findings: &'a [Finding],
    /// The stacks to rehearse; those that keep their state in a file, and so make what the others keep
    /// theirs in, come with them.
    pub selection: &'a Selection<'a>,
    /// Where.
    pub environment: &'a Environment,
    /// Which terraform and providers to use.
    pub settings: &'a terraform::Settings,
    /// The Python for the local AWS, instead of `python3` on `PATH`.
    pub python: Option<Utf8PathBuf>,
    /// How many steps may run at a time.
    pub jobs: NonZeroUsize,
    /// Where everything that is written goes.
    pub work_dir: &'a WorkDir,
    /// The folder of `cargo xtask local`: where the local AWS is installed, and runs when it is kept.
    pub local_dir: &'a Utf8Path,
    /// Whether the compiler may use colours.
    pub color: bool,
    /// Whether it is to be left running, with all that is in it.
    pub keep: bool,
}

/// What a rehearsal came to.
#[derive(Clone, Debug, Default)]
pub struct Report {
    /// The environment.
    pub env: String,
    /// All steps, in order.
    pub steps: Vec<StepResult>,
    /// What was tried out.
    pub smoke: Vec<Check>,
    /// Everything that is wrong.
    pub findings: Vec<Finding>,
    /// The compiler's errors and warnings as cargo shows them; empty without any.
    pub diagnostics: String,
    /// What was left running.
    pub kept: Option<Kept>,
}

/// What was left running.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Kept {
    /// Where the local AWS answers.
    pub endpoint: String,
    /// Where the systems' APIs answer, with lines for a shell to try them with.
    pub apis: Vec<Api>,
}

/// An API that was left running.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Api {
    /// Its address.
    pub url: String,
    /// Lines for a shell.
    pub lines: Vec<String>,
}

impl Report {
    /// Whether everything was done and nothing is wrong.
    pub fn is_ok(&self) -> bool {
        let applied = self
            .steps
            .iter()
            .any(|result| result.step.kind == StepKind::Apply);
        applied
            && self.steps.iter().all(|result| result.status == Status::Ok)
            && self.smoke.iter().all(|check| check.status == Status::Ok)
            && !self.findings.iter().any(Finding::is_error)
    }

    /// Whether the user interrupted it.
    pub fn is_interrupted(&self) -> bool {
        self.steps
            .iter()
            .any(|result| result.status == Status::Interrupted)
    }
}

/// Is told what goes on, from several threads at once.
pub trait Audience: Observer {
    /// The local AWS has something to say.
    fn local_aws(&self, event: Event);
    /// Another command is building Lambdas, and this one waits for it.
    fn waits_for_build(&self);
}

/// Rehearses an environment.
pub fn run(options: &Options<'_>, cancel: &Cancel, audience: &dyn Audience) -> Report {
    let mut report = Report {
        env: options.environment.name.clone(),
        ..Report::default()
    };
    let stacks = stacks(options);
    let agrees = once(&mut report, StepKind::Contracts, cancel, audience, || {
        check_files(options, &stacks)
    });
    if !agrees {
        return report;
    }
    let Some((ready, scratch)) = prepare(options, &stacks, cancel, &mut report) else {
        return report;
    };
    let mut local = None;
    let is_up = once(
        &mut report,
        StepKind::LocalAws,
        cancel,
        audience,
        || match Local::start(options, cancel, audience) {
            Ok(started) => {
                local = Some(started);
                Vec::new()
            }
            Err(error) => local::findings(&error),
        },
    );
    if let (true, Some(local)) = (is_up, local) {
        let context = Context::new(options, stacks, &local, &ready, &scratch, cancel);
        road::go(&context, audience, &mut report);
        if options.keep && !cancel.is_requested() {
            report.kept = Some(context.kept());
            local.keep();
        } else if let Err(error) = local.end() {
            report.findings.extend(local::findings(&error));
        }
    }
    report
}

/// The stacks that are rehearsed, producers first.
fn stacks<'a>(options: &Options<'a>) -> Vec<&'a Stack> {
    let env = options.environment.name.as_str();
    let wanted = |stack: &&Stack| {
        let state = stack.states.get(env);
        let is_local = matches!(state, Some(StateAddress::Local { .. }));
        let is_selected = options
            .selection
            .stacks
            .iter()
            .any(|selected| selected.address == stack.address);
        state.is_some() && (is_local || is_selected)
    };
    options.estate.stacks.iter().filter(wanted).collect()
}

/// What can be told from the files alone: without that there is no use in deploying.
fn check_files(options: &Options<'_>, stacks: &[&Stack]) -> Vec<Finding> {
    let mut findings = options.estate_findings.to_vec();
    findings.extend(contracts::check_outputs(options.estate));
    findings.retain(|finding| options.selection.concerns(finding));
    let findings = options.estate.merge_environments(findings);
    if stacks.is_empty() && findings.is_empty() {
        let env = &options.environment.name;
        let message = format!("no stack lives in `{env}`");
        return vec![Finding::error(Code::SystemUnlisted, message)];
    }
    findings
}

/// Terraform, and a copy of the repository's to run it in: the source tree stays as it is.
fn prepare(
    options: &Options<'_>,
    stacks: &[&Stack],
    cancel: &Cancel,
    report: &mut Report,
) -> Option<(Ready, Scratch)> {
    let (root, work_dir) = (&options.estate.root, options.work_dir.path());
    let dirs: Vec<_> = stacks.iter().map(|stack| stack.dir.clone()).collect();
    let toolchain = Toolchain::prepare(options.settings, root, &dirs, work_dir, cancel);
    report.findings.extend(toolchain.findings);
    let scratch = match Scratch::prepare(root, work_dir) {
        Ok(scratch) => scratch,
        Err(error) => {
            let finding = Finding::error(Code::UnwritableFile, error.to_string());
            let hint = "check the rights of the folder and the space on its disk";
            report.findings.push(finding.with_hint(hint));
            return None;
        }
    };
    let skipped = scratch.skipped().iter();
    report
        .findings
        .extend(skipped.map(terraform::Skipped::to_finding));
    Some((toolchain.ready?, scratch))
}

/// Runs a step that is done once, and tells whether it went well.
fn once(
    report: &mut Report,
    kind: StepKind,
    cancel: &Cancel,
    audience: &dyn Audience,
    work: impl FnOnce() -> Vec<Finding>,
) -> bool {
    let step = Step {
        subject: None,
        env: None,
        kind,
    };
    audience.started(&step);
    let start = Instant::now();
    let findings = work();
    let status = match findings.iter().any(Finding::is_error) {
        _ if cancel.is_requested() => Status::Interrupted,
        true => Status::Failed,
        false => Status::Ok,
    };
    let result = StepResult::new(step, status, start.elapsed());
    audience.ended(&result);
    report.steps.push(result);
    report.findings.extend(findings);
    status == Status::Ok
}
