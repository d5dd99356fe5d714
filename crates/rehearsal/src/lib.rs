//! `cargo xtask rehearse`: a whole environment, deployed from nothing by the real Terraform and the real
//! AWS provider to an AWS on this machine, exercised, planned once more, and destroyed.
//!
//! [`run`] goes the road: the files must agree; the local AWS starts with the environment's account and
//! region; then, side by side where nothing stands against it, Lambdas are built and stacks applied in
//! order ([`road`]), what was deployed is tried out ([`smoke`]), a second plan must find nothing to do but
//! what is the emulator's own fault ([`deployment::drifts`]), and all is destroyed in reverse order, of which nothing
//! may be left.

mod build;
mod context;
mod leftovers;
mod local;
mod road;
mod smoke;
mod stack;

use std::collections::BTreeSet;
use std::num::NonZeroUsize;

use camino::{Utf8Path, Utf8PathBuf};
use deployment::Ground;
use emulator::Event;
use estate::{Environment, Estate, Stack, StackAddress, StateAddress};
use finding::{Code, Finding};
use process::Cancel;
use run::{Observer, Selection, Status, Step, StepKind, StepResult, WorkDir};
use terraform::Imports;

use crate::context::Context;
pub use ::smoke::Check;

/// What a rehearsal needs to know.
#[derive(Clone, Debug)]
pub struct Options<'a> {
    /// The repository.
    pub estate: &'a Estate,
    /// What loading the estate found.
    pub estate_findings: &'a [Finding],
    /// The stacks to rehearse. Those that they read come with them, and those that keep their state in a
    /// file, and so make what the others keep theirs in.
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
    /// What people should know of the build, a sentence each.
    pub notes: Vec<String>,
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
    let env = &options.environment.name;
    let deployed = deployed(options.estate, options.selection, env);
    let agrees = once(&mut report, StepKind::Contracts, cancel, audience, || {
        deployment::check_files(options.estate, options.estate_findings, &deployed, env)
    });
    if !agrees {
        return report;
    }
    let Some(ground) = prepare(options, &deployed.stacks, cancel, &mut report) else {
        if cancel.is_requested() {
            let next = Step::once(StepKind::LocalAws);
            report
                .steps
                .push(StepResult::not_run(next, Status::Interrupted));
        }
        return report;
    };
    let mut local = None;
    let is_up = once(
        &mut report,
        StepKind::LocalAws,
        cancel,
        audience,
        || match local::start(options, cancel, audience) {
            Ok(started) => {
                local = Some(started);
                Vec::new()
            }
            Err(error) => local::findings(&error),
        },
    );
    if let (true, Some(local)) = (is_up, local) {
        let context = Context::new(options, deployed.stacks, &local, &ground, cancel);
        road::go(&context, audience, &mut report);
        let is_kept = options.keep && !cancel.is_requested() && local.death().is_none();
        let kept = is_kept.then(|| context.kept());
        let ended = match kept {
            Some(_) => local.keep().map(drop),
            None => local.stop(),
        };
        match ended {
            Ok(()) => report.kept = kept,
            Err(error) => report.findings.extend(local::findings(&error)),
        }
    }
    report
}

/// What is deployed: what was selected, all that it reads, and the stacks that make what the others keep
/// their states in.
fn deployed<'a>(estate: &'a Estate, selection: &Selection<'a>, env: &str) -> Selection<'a> {
    let selected = selection.stacks.iter();
    let mut wanted: BTreeSet<&StackAddress> = selected.map(|stack| &stack.address).collect();
    // Producers come first: when one is come to from behind, all who read it have been.
    for stack in estate.stacks.iter().rev() {
        if matches!(stack.states.get(env), Some(StateAddress::Local { .. })) {
            wanted.insert(&stack.address);
        }
        if wanted.contains(&stack.address) {
            wanted.extend(estate.producers(&stack.address));
        }
    }
    let is_wanted =
        |stack: &&Stack| stack.states.contains_key(env) && wanted.contains(&stack.address);
    let mut deployed = selection.clone();
    deployed.stacks = estate.stacks.iter().filter(is_wanted).collect();
    deployed
}

/// Everything without which there is no use in starting: a machine that can do it, a work folder without
/// traces of earlier runs, terraform, and a copy of the repository's to run it in.
fn prepare(
    options: &Options<'_>,
    stacks: &[&Stack],
    cancel: &Cancel,
    report: &mut Report,
) -> Option<Ground> {
    let takes_artifact = stacks.iter().any(|stack| stack.takes_artifact());
    let unfit = build::architecture().err().filter(|_| takes_artifact);
    let is_fit = unfit.is_none();
    report.findings.extend(unfit);
    // What an earlier run knew of an AWS that is no more.
    let states = context::states(&options.environment.name);
    if let Err(error) = options.work_dir.clear(&states) {
        let finding = Finding::error(Code::UnwritableFile, error.to_string());
        report.findings.push(finding);
        return None;
    }
    let (estate, work_dir) = (options.estate, options.work_dir);
    let findings = &mut report.findings;
    let (settings, imports) = (options.settings, Imports::Left);
    let ground = Ground::prepare(
        estate, stacks, settings, work_dir, imports, cancel, findings,
    );
    ground.filter(|_| is_fit)
}

/// Runs a step that is done once, and tells whether it went well.
fn once(
    report: &mut Report,
    kind: StepKind,
    cancel: &Cancel,
    audience: &dyn Audience,
    work: impl FnOnce() -> Vec<Finding>,
) -> bool {
    let (result, findings) = run::once(kind, cancel, audience, work);
    let is_ok = result.status == Status::Ok;
    report.steps.push(result);
    report.findings.extend(findings);
    is_ok
}

#[cfg(test)]
mod tests {
    use run::Filter;

    use super::*;

    #[test]
    fn what_is_selected_comes_with_all_that_it_reads() {
        let estate = "../../xtask/tests/fixtures/estate";
        let root = Utf8Path::new(env!("CARGO_MANIFEST_DIR")).join(estate);
        let (estate, findings) = Estate::load(&root);
        let deployed = |system: &str| {
            let filter = Filter {
                env: Some("dev".to_owned()),
                system: Some(system.to_owned()),
                stack: None,
            };
            let selection = Selection::new(&estate, &findings, &filter).unwrap();
            let stacks = deployed(&estate, &selection, "dev").stacks;
            stacks
                .iter()
                .map(|it| it.address.to_string())
                .collect::<Vec<_>>()
        };
        assert_eq!(deployed("shop"), ["shop/infrastructure", "shop/api"]);
        let all = ["shop/infrastructure", "shop/api", "audit/log"];
        assert_eq!(deployed("audit"), all);
    }
}
