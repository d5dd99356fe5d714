//! Runs terraform commands, side by side where nothing stands against it.

use std::collections::BTreeSet;
use std::num::NonZeroUsize;
use std::sync::Mutex;

use camino::{Utf8Path, Utf8PathBuf};
use finding::{Code, Finding};
use run::{Observer, Outcome, Status, Step, StepKind, StepResult, Tests, lock};
use terraform::{Cancel, CommandError, Diagnostic, Environment, InitFailure, PathMap, Runner};

use crate::Report;
use crate::keys::{Hash, Inputs};
use crate::memory::Memory;
use crate::plan::{Made, Plan};
use crate::simulated::Simulated;

/// One terraform command to run.
pub(crate) struct Task {
    pub(crate) step: Step,
    /// The folder in the scratch copy.
    pub(crate) dir: Utf8PathBuf,
    pub(crate) log: Utf8PathBuf,
    pub(crate) command: Command,
    /// The providers that it needs, as terraform names them: `hashicorp/aws`.
    pub(crate) providers: Vec<String>,
    /// Whether it makes no sense at all.
    pub(crate) is_blocked: bool,
    /// What its result hangs on, as far as that stands in files; `None` when it cannot be said.
    pub(crate) key: Option<String>,
    /// Whether it is to be done even if it is remembered.
    pub(crate) is_wanted: bool,
    /// What it reads that is no copy, and so may change while it waits or runs.
    pub(crate) inputs: Inputs,
}

impl Task {
    /// What its result hangs on, as it is now: a plan hangs on the outputs that it reads, too.
    pub(crate) fn key(&self) -> Option<String> {
        let key = self.key.clone()?;
        let Some(simulated) = self.simulated() else {
            return Some(key);
        };
        let mut hash = Hash::new();
        hash.add(key);
        hash.add(simulated.inputs());
        Some(hash.text())
    }

    /// The hash of the outputs that it has left in the simulated AWS, if it has.
    pub(crate) fn outputs(&self) -> Option<String> {
        self.simulated().and_then(Simulated::outputs)
    }

    fn simulated(&self) -> Option<&Simulated> {
        match &self.command {
            Command::Plan(plan) => Some(&plan.simulated),
            Command::Init | Command::Validate | Command::Test => None,
        }
    }
}

/// What to run.
pub(crate) enum Command {
    Init,
    Validate,
    Plan(Box<Plan>),
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

/// What a plan may fail for without anybody's fault.
const MADE_UP: &str = "; what only AWS could tell is made up in it (docs/verify.md)";

/// Tasks and what each waits for.
#[derive(Default)]
pub(crate) struct Tasks {
    pub(crate) list: Vec<Planned>,
}

/// A task among others.
pub(crate) struct Planned {
    pub(crate) task: Task,
    /// The earlier task without whose success this one makes no sense.
    needs: Option<usize>,
    /// Those that it only comes after.
    after: Vec<usize>,
}

impl Tasks {
    /// Adds a task that starts when those it waits for have ended, and returns its number.
    pub(crate) fn add(&mut self, task: Task, needs: Option<usize>, after: Vec<usize>) -> usize {
        self.list.push(Planned { task, needs, after });
        self.list.len() - 1
    }

    /// Takes note of all tasks as not run.
    pub(crate) fn skip(self, report: &mut Report) {
        let steps = self.list.into_iter().map(|planned| planned.task.step);
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
    /// Providers that cannot be had. Those who need one of them need not try.
    missing: Mutex<Vec<String>>,
    /// The simulated states that were made in this run, or found to be as they would be made.
    good: Mutex<BTreeSet<Utf8PathBuf>>,
    memory: &'a Memory,
}

impl<'a> Engine<'a> {
    pub(crate) fn new(
        runner: Runner,
        root: &'a Utf8Path,
        scratch: &'a Utf8Path,
        memory: &'a Memory,
    ) -> Self {
        Self {
            memory,
            runner,
            root,
            scratch,
            missing: Mutex::default(),
            good: Mutex::default(),
        }
    }

    /// Runs all tasks, after or beside what comes `first`, and adds their results and findings to the report.
    pub(crate) fn run<'b>(
        &'b self,
        tasks: &'b Tasks,
        first: run::Tasks<'b>,
        jobs: NonZeroUsize,
        cancel: &Cancel,
        observer: &dyn Observer,
        report: &mut Report,
    ) {
        let mut all = first;
        let mut numbers: Vec<usize> = Vec::new();
        for Planned { task, needs, after } in &tasks.list {
            let number = |at: &usize| numbers[*at];
            let needs: Vec<usize> = needs.iter().map(number).collect();
            let after: Vec<usize> = after.iter().map(number).collect();
            let outcome = || self.outcome(task);
            numbers.push(all.add(task.step.clone(), &needs, &after, outcome));
        }
        let ended = all.run(jobs, cancel, observer);
        let recorded = ended.steps.iter().filter(|step| step.recorded).count();
        report
            .findings
            .extend((recorded > 0).then(|| only_recorded(recorded)));
        report.add(ended);
    }

    fn outcome(&self, task: &Task) -> Outcome {
        let simulated = task.simulated();
        if let Some(simulated) = simulated {
            simulated.forget_all_but(&lock(&self.good));
        }
        let outcome = self.remembered_or_done(task);
        if let (Some(simulated), true) = (simulated, outcome.simulated) {
            simulated.note(&mut lock(&self.good));
        }
        outcome
    }

    fn remembered_or_done(&self, task: &Task) -> Outcome {
        let key = task.key();
        if let Some(remembered) = self.memory.recall(task, key.as_deref()) {
            return remembered.outcome();
        }
        let has_providers = {
            let missing = lock(&self.missing);
            task.providers.iter().all(|name| !missing.contains(name))
        };
        if task.is_blocked || !has_providers {
            return Outcome::of(Status::Skipped);
        }
        let mut outcome = Outcome::of(Status::Ok);
        match self.terraform(task, &mut outcome) {
            Ok(diagnostics) => outcome.findings = self.findings(task, &diagnostics),
            Err(CommandError::Interrupted) => outcome.status = Status::Interrupted,
            Err(error) => {
                outcome.status = Status::Failed;
                outcome.findings = vec![in_scope(not_run(&error, task), &task.step)];
            }
        }
        outcome.recorded = self.runner.is_recorded(&task.dir);
        if let (Status::Ok, [], Some(key)) = (outcome.status, &outcome.findings[..], &key)
            && task.inputs.are_the_same()
            && !outcome.recorded
        {
            self.memory.note(task, key, outcome.changes);
        }
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
                lock(&self.missing).extend(init.failures.into_iter().filter_map(missing));
                (init.ok, init.diagnostics)
            }
            Command::Validate => {
                let validate = self.runner.validate(dir, log, nowhere)?;
                (validate.ok, validate.diagnostics)
            }
            Command::Plan(plan) => {
                let made = plan.make(&self.runner, dir, log)?;
                outcome.simulated = made.simulated;
                let Made { plan, is_short, .. } = made;
                outcome.changes = plan.ok.then_some(plan.changes);
                let mut diagnostics = plan.diagnostics;
                if is_short {
                    diagnostics.retain(|it| !terraform::wants_known_keys(it));
                }
                if !plan.ok && !diagnostics.iter().any(Diagnostic::is_error) {
                    // It can only be planned with what was not there.
                    outcome.status = Status::Skipped;
                    return Ok(diagnostics);
                }
                (plan.ok, diagnostics)
            }
            Command::Test => {
                let test = self.runner.test(dir, log, nowhere)?;
                let failed = test.failed + test.skipped;
                outcome.tests = Some(Tests {
                    passed: test.passed,
                    failed,
                });
                (test.ok, test.diagnostics)
            }
        };
        outcome.status = if ok { Status::Ok } else { Status::Failed };
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
                let made_up = task.simulated().map_or("", |_| MADE_UP);
                finding.hint = Some(format!("all that terraform said is in {log}{made_up}"));
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

/// What is not checked by a provider should not pass for it.
fn only_recorded(steps: usize) -> Finding {
    let message = format!(
        "{steps} steps were run without a provider, by its recorded schema: what only the provider checks was not checked"
    );
    Finding::warning(Code::ProviderUnavailable, message)
        .with_hint("run `verify` again where the provider can be installed")
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
