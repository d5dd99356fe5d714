//! Runs terraform commands, side by side where nothing stands against it.

use std::num::NonZeroUsize;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use camino::{Utf8Path, Utf8PathBuf};
use finding::{Code, Finding};
use schedule::Graph;
use terraform::{
    Cancel, CommandError, Diagnostic, Environment, InitFailure, PathMap, PlanOptions, Runner,
};

use crate::Report;
use crate::step::{Observer, Status, Step, StepKind, StepResult, Tests};

/// One terraform command to run.
pub(crate) struct Task {
    pub(crate) step: Step,
    /// The folder in the scratch copy.
    pub(crate) dir: Utf8PathBuf,
    pub(crate) log: Utf8PathBuf,
    pub(crate) command: Command,
    /// The earlier task without whose success this one makes no sense.
    pub(crate) needs: Option<usize>,
    /// The providers that it needs, as terraform names them: `hashicorp/aws`.
    pub(crate) providers: Vec<String>,
    /// Whether it makes no sense at all.
    pub(crate) is_blocked: bool,
}

/// What to run.
pub(crate) enum Command {
    Init,
    Validate,
    Plan(PlanOptions),
    Test,
}

impl Command {
    pub(crate) fn kind(&self) -> StepKind {
        match self {
            Command::Init => StepKind::Init,
            Command::Validate => StepKind::Validate,
            Command::Plan(_) => StepKind::Plan,
            Command::Test => StepKind::Test,
        }
    }

    /// How terraform's diagnostics are read, and the code of what it does not even say.
    fn codes(&self) -> (terraform::Step, Code) {
        match self {
            Command::Init => (terraform::Step::Init, Code::TerraformInit),
            Command::Validate => (terraform::Step::Validate, Code::TerraformValidate),
            Command::Plan(_) => (terraform::Step::Plan, Code::TerraformPlan),
            Command::Test => (terraform::Step::Test, Code::TerraformTest),
        }
    }
}

/// Tasks and what each waits for.
#[derive(Default)]
pub(crate) struct Tasks {
    pub(crate) list: Vec<Task>,
    graph: Graph,
}

impl Tasks {
    /// Adds a task that starts when those it waits for have ended, and returns its number.
    pub(crate) fn add(&mut self, task: Task, waits_for: Vec<usize>) -> usize {
        let needs = task.needs;
        self.list.push(task);
        self.graph.add(waits_for.into_iter().chain(needs))
    }

    /// Takes note of all tasks as not run.
    pub(crate) fn skip(self, report: &mut Report) {
        let steps = self.list.into_iter().map(|task| task.step);
        let results = steps.map(|step| StepResult::not_run(step, Status::Skipped));
        report.steps.extend(results);
    }
}

/// What runs tasks.
pub(crate) struct Engine<'a> {
    pub(crate) runner: Runner,
    /// The repository's root.
    pub(crate) root: &'a Utf8Path,
    /// The scratch copy's folder.
    pub(crate) scratch: &'a Utf8Path,
    pub(crate) jobs: NonZeroUsize,
    pub(crate) cancel: &'a Cancel,
    pub(crate) observer: &'a dyn Observer,
}

/// What has been found out so far.
struct Progress {
    /// How each task ended.
    statuses: Vec<Option<Status>>,
    /// What each task found. They end in any order; what is told is told in theirs.
    findings: Vec<Vec<Finding>>,
    /// Providers that cannot be had. Those who need one of them need not try.
    missing: Vec<String>,
}

impl Progress {
    fn allows(&self, task: &Task) -> bool {
        let has_providers = task
            .providers
            .iter()
            .all(|name| !self.missing.contains(name));
        let needed = task.needs.map(|needed| self.statuses[needed]);
        !task.is_blocked && has_providers && needed.is_none_or(|status| status == Some(Status::Ok))
    }
}

/// What a task came to.
struct Outcome {
    result: StepResult,
    findings: Vec<Finding>,
    /// Providers that it could not have.
    missing: Vec<String>,
}

impl Engine<'_> {
    /// Runs all tasks and adds their results and findings to the report.
    pub(crate) fn run(&self, tasks: Tasks, report: &mut Report) {
        let progress = Mutex::new(Progress {
            statuses: vec![None; tasks.list.len()],
            findings: vec![Vec::new(); tasks.list.len()],
            missing: Vec::new(),
        });
        let is_stopped = || self.cancel.is_requested();
        let work = |at: usize| self.task(at, &tasks.list[at], &progress);
        let results = schedule::run(&tasks.graph, self.jobs, is_stopped, work);
        for (task, result) in tasks.list.iter().zip(results) {
            let not_started = || StepResult::not_run(task.step.clone(), Status::Interrupted);
            report.steps.push(result.unwrap_or_else(not_started));
        }
        let progress = progress
            .into_inner()
            .unwrap_or_else(PoisonError::into_inner);
        report
            .findings
            .extend(progress.findings.into_iter().flatten());
    }

    fn task(&self, at: usize, task: &Task, progress: &Mutex<Progress>) -> StepResult {
        let outcome = if lock(progress).allows(task) {
            self.observer.started(&task.step);
            self.command(task)
        } else {
            let result = StepResult::not_run(task.step.clone(), Status::Skipped);
            Outcome {
                result,
                findings: Vec::new(),
                missing: Vec::new(),
            }
        };
        let mut progress = lock(progress);
        progress.statuses[at] = Some(outcome.result.status);
        progress.findings[at] = outcome.findings;
        progress.missing.extend(outcome.missing);
        drop(progress);
        self.observer.ended(&outcome.result);
        outcome.result
    }

    fn command(&self, task: &Task) -> Outcome {
        let start = Instant::now();
        let result = StepResult::new(task.step.clone(), Status::Ok, Duration::ZERO);
        let mut outcome = Outcome {
            result,
            findings: Vec::new(),
            missing: Vec::new(),
        };
        match self.terraform(task, &mut outcome) {
            Ok(diagnostics) => outcome.findings = self.findings(task, &diagnostics),
            Err(CommandError::Interrupted) => outcome.result.status = Status::Interrupted,
            Err(error) => {
                outcome.result.status = Status::Failed;
                outcome.findings = vec![in_scope(not_run(&error, task), &task.step)];
            }
        }
        outcome.result.elapsed = start.elapsed();
        outcome
    }

    /// Runs the command and notes how it ended. What it said comes back.
    fn terraform(
        &self,
        task: &Task,
        outcome: &mut Outcome,
    ) -> Result<Vec<Diagnostic>, CommandError> {
        let (dir, log, nowhere) = (&task.dir, &task.log, &Environment::nowhere());
        let (ok, diagnostics) = match &task.command {
            Command::Init => {
                let init = self.runner.init(dir, log, nowhere)?;
                outcome.missing = init.failures.into_iter().filter_map(missing).collect();
                (init.ok, init.diagnostics)
            }
            Command::Validate => {
                let validate = self.runner.validate(dir, log, nowhere)?;
                (validate.ok, validate.diagnostics)
            }
            Command::Plan(options) => {
                let plan = self.runner.plan(dir, options, log)?;
                outcome.result.changes = plan.ok.then_some(plan.changes);
                (plan.ok, plan.diagnostics)
            }
            Command::Test => {
                let test = self.runner.test(dir, log, nowhere)?;
                let failed = test.failed + test.skipped;
                outcome.result.tests = Some(Tests {
                    passed: test.passed,
                    failed,
                });
                (test.ok, test.diagnostics)
            }
        };
        outcome.result.status = if ok { Status::Ok } else { Status::Failed };
        Ok(diagnostics)
    }

    fn findings(&self, task: &Task, diagnostics: &[Diagnostic]) -> Vec<Finding> {
        let paths = PathMap {
            root: self.root,
            scratch: self.scratch,
            dir: &task.dir,
        };
        let (step, _) = task.command.codes();
        let findings = diagnostics.iter().map(|diagnostic| {
            let mut finding = terraform::to_finding(step, diagnostic, &paths);
            if finding.code == Code::ProviderUnavailable {
                return finding;
            }
            if finding.hint.is_none() {
                let log = task.log.strip_prefix(self.root).unwrap_or(&task.log);
                finding.hint = Some(format!("all that terraform said is in {log}"));
            }
            in_scope(finding, &task.step)
        });
        let mut findings: Vec<_> = findings.collect();
        // Terraform looks at several blocks at a time, and names them as it is done with them.
        findings.sort_by(|a, b| a.location.cmp(&b.location));
        findings
    }
}

fn missing(failure: InitFailure) -> Option<String> {
    match failure {
        InitFailure::ProviderUnavailable { provider } => Some(provider),
        InitFailure::ProviderLock { .. } | InitFailure::Other => None,
    }
}

/// A command that has no outcome.
fn not_run(error: &CommandError, task: &Task) -> Finding {
    let (code, hint) = match error {
        CommandError::Log { .. } => (
            Code::UnwritableFile,
            "check the rights of `target/` and the space on its disk",
        ),
        CommandError::Spawn { .. } => (
            Code::ToolMissing,
            "`cargo xtask doctor` tells what is needed",
        ),
        _ => (task.command.codes().1, "run it again"),
    };
    Finding::error(code, error.to_string()).with_hint(hint)
}

/// Says which stack or module, and which environment, a finding is about.
fn in_scope(mut finding: Finding, step: &Step) -> Finding {
    finding.stack.clone_from(&step.subject);
    finding.env.clone_from(&step.env);
    finding
}

/// A panic elsewhere leaves what was noted so far as it is.
fn lock(progress: &Mutex<Progress>) -> MutexGuard<'_, Progress> {
    progress.lock().unwrap_or_else(PoisonError::into_inner)
}
