//! Runs terraform commands, side by side where nothing stands against it.

use std::num::NonZeroUsize;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Instant;

use camino::{Utf8Path, Utf8PathBuf};
use finding::{Code, Finding};
use schedule::Graph;
use terraform::{Cancel, CommandError, Diagnostic, Environment, PathMap, PlanOptions, Runner};

use crate::Report;
use crate::step::{Observer, Status, Step, StepKind, StepResult, Tests};

/// One terraform command to run.
pub(crate) struct Task {
    pub(crate) step: Step,
    /// The folder in the scratch copy.
    pub(crate) dir: Utf8PathBuf,
    pub(crate) log: Utf8PathBuf,
    pub(crate) env: Environment,
    /// What a plan needs besides.
    pub(crate) plan: Option<PlanOptions>,
    /// The earlier task without whose success this one makes no sense.
    pub(crate) needs: Option<usize>,
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
    findings: Vec<Finding>,
}

impl Progress {
    /// A provider that one stack cannot have, none can: that is said, and tried, once.
    fn lacks_provider(&self) -> bool {
        self.findings
            .iter()
            .any(|finding| finding.code == Code::ProviderUnavailable)
    }
}

/// What a command came to.
struct Outcome {
    result: StepResult,
    findings: Vec<Finding>,
}

impl Engine<'_> {
    /// Runs all tasks and adds their results and findings to the report.
    pub(crate) fn run(&self, tasks: Tasks, report: &mut Report) {
        let statuses = vec![None; tasks.list.len()];
        let progress = Mutex::new(Progress {
            statuses,
            findings: Vec::new(),
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
        report.findings.extend(progress.findings);
    }

    fn task(&self, at: usize, task: &Task, progress: &Mutex<Progress>) -> StepResult {
        let outcome = if may_run(task, &lock(progress)) {
            self.observer.started(&task.step);
            self.command(task)
        } else {
            let result = StepResult::not_run(task.step.clone(), Status::Skipped);
            Outcome {
                result,
                findings: Vec::new(),
            }
        };
        let mut progress = lock(progress);
        progress.statuses[at] = Some(outcome.result.status);
        progress.findings.extend(outcome.findings);
        drop(progress);
        self.observer.ended(&outcome.result);
        outcome.result
    }

    fn command(&self, task: &Task) -> Outcome {
        let start = Instant::now();
        let mut result = StepResult::new(task.step.clone(), Status::Ok, start.elapsed());
        let ran = self.terraform(task, &mut result);
        result.elapsed = start.elapsed();
        let findings = match ran {
            Ok(diagnostics) => self.findings(task, &diagnostics),
            Err(CommandError::Interrupted) => {
                result.status = Status::Interrupted;
                Vec::new()
            }
            Err(error) => {
                result.status = Status::Failed;
                let (_, code) = codes(task.step.kind);
                vec![in_scope(
                    Finding::error(code, error.to_string()),
                    &task.step,
                )]
            }
        };
        Outcome { result, findings }
    }

    /// Runs the command and notes how it ended.
    fn terraform(
        &self,
        task: &Task,
        result: &mut StepResult,
    ) -> Result<Vec<Diagnostic>, CommandError> {
        let Task { dir, log, env, .. } = task;
        let (ok, diagnostics) = match (task.step.kind, &task.plan) {
            (StepKind::Init, _) => {
                let outcome = self.runner.init(dir, log, env)?;
                (outcome.ok, outcome.diagnostics)
            }
            (_, Some(options)) => {
                let outcome = self.runner.plan(dir, options, log)?;
                result.changes = outcome.ok.then_some(outcome.changes);
                (outcome.ok, outcome.diagnostics)
            }
            (StepKind::Test, _) => {
                let outcome = self.runner.test(dir, log, env)?;
                let failed = outcome.failed + outcome.skipped;
                result.tests = Some(Tests {
                    passed: outcome.passed,
                    failed,
                });
                (outcome.ok, outcome.diagnostics)
            }
            _ => {
                let outcome = self.runner.validate(dir, log, env)?;
                (outcome.ok, outcome.diagnostics)
            }
        };
        result.status = if ok { Status::Ok } else { Status::Failed };
        Ok(diagnostics)
    }

    fn findings(&self, task: &Task, diagnostics: &[Diagnostic]) -> Vec<Finding> {
        let paths = PathMap {
            root: self.root,
            scratch: self.scratch,
            dir: &task.dir,
        };
        let (step, _) = codes(task.step.kind);
        let findings = diagnostics.iter().map(|diagnostic| {
            let finding = terraform::to_finding(step, diagnostic, &paths);
            let everywhere = finding.code == Code::ProviderUnavailable;
            if everywhere {
                finding
            } else {
                in_scope(finding, &task.step)
            }
        });
        findings.collect()
    }
}

fn may_run(task: &Task, progress: &Progress) -> bool {
    let needed = task
        .needs
        .is_none_or(|needed| progress.statuses[needed] == Some(Status::Ok));
    needed && !(task.step.kind == StepKind::Init && progress.lacks_provider())
}

/// Says which stack or module, and which environment, a finding is about.
fn in_scope(mut finding: Finding, step: &Step) -> Finding {
    finding.stack.clone_from(&step.subject);
    finding.env.clone_from(&step.env);
    finding
}

fn codes(kind: StepKind) -> (terraform::Step, Code) {
    match kind {
        StepKind::Init => (terraform::Step::Init, Code::TerraformInit),
        StepKind::Plan => (terraform::Step::Plan, Code::TerraformPlan),
        StepKind::Test => (terraform::Step::Test, Code::TerraformTest),
        _ => (terraform::Step::Validate, Code::TerraformValidate),
    }
}

/// A panic elsewhere leaves what was noted so far as it is.
fn lock(progress: &Mutex<Progress>) -> MutexGuard<'_, Progress> {
    progress.lock().unwrap_or_else(PoisonError::into_inner)
}
