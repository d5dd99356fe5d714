//! One thing that a run does, and how it ended.

use std::time::{Duration, Instant};

use estate::Stack;
use finding::Finding;
use process::Cancel;
use terraform::Changes;

/// One thing that a run does.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    /// The stack's address, or the module's folder; `None` for what is done once for the
    /// repository.
    pub subject: Option<String>,
    /// The environment; `None` for what is done once for all.
    pub env: Option<String>,
    /// What is done.
    pub kind: StepKind,
}

impl Step {
    /// A step of a stack, in the one environment that a run is about.
    pub fn of(stack: &Stack, kind: StepKind) -> Self {
        Self {
            subject: Some(stack.address.to_string()),
            ..Self::once(kind)
        }
    }

    /// A step that is done once, for all stacks and environments.
    pub fn once(kind: StepKind) -> Self {
        Self {
            subject: None,
            env: None,
            kind,
        }
    }
}

/// The kinds of steps.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum StepKind {
    /// Outputs against their consumers.
    Contracts,
    /// Formatting.
    Fmt,
    /// `terraform init`.
    Init,
    /// `terraform validate`.
    Validate,
    /// `terraform plan`.
    Plan,
    /// `terraform test` of a module.
    Test,
    /// The artifacts of the Lambdas.
    Build,
    /// The local AWS.
    LocalAws,
    /// `terraform apply`.
    Apply,
    /// Every output has a value.
    Outputs,
    /// The deployed system does what it is for.
    Smoke,
    /// A plan right after an apply, which has nothing to do.
    Replan,
    /// An apply that takes the protection off what is to be destroyed.
    Unprotect,
    /// `terraform destroy`.
    Destroy,
    /// Nothing is left of what was deployed.
    Leftovers,
    /// What is there against what was applied.
    Drift,
}

impl StepKind {
    /// The name that people and machines read.
    pub fn as_str(self) -> &'static str {
        match self {
            StepKind::Contracts => "contracts",
            StepKind::Fmt => "fmt",
            StepKind::Init => "init",
            StepKind::Validate => "validate",
            StepKind::Plan => "plan",
            StepKind::Test => "test",
            StepKind::Build => "build",
            StepKind::LocalAws => "local-aws",
            StepKind::Apply => "apply",
            StepKind::Outputs => "outputs",
            StepKind::Smoke => "smoke",
            StepKind::Replan => "second-plan",
            StepKind::Unprotect => "unprotect",
            StepKind::Destroy => "destroy",
            StepKind::Leftovers => "leftovers",
            StepKind::Drift => "drift",
        }
    }
}

/// How a step ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Status {
    /// Nothing wrong.
    Ok,
    /// It failed; there are findings that say why.
    Failed,
    /// It was not run because a step that it needs failed.
    Skipped,
    /// The user interrupted it, or it had not started by then.
    Interrupted,
}

impl Status {
    /// The name that people and machines read.
    pub fn as_str(self) -> &'static str {
        match self {
            Status::Ok => "ok",
            Status::Failed => "failed",
            Status::Skipped => "skipped",
            Status::Interrupted => "interrupted",
        }
    }
}

/// A step that has ended.
#[derive(Clone, Debug, PartialEq)]
pub struct StepResult {
    /// What was done.
    pub step: Step,
    /// How it ended.
    pub status: Status,
    /// How long it took; zero when it was not run.
    pub elapsed: Duration,
    /// What a plan would do, if there is one.
    pub changes: Option<Changes>,
    /// How the tests of a module ended, if they were run.
    pub tests: Option<Tests>,
    /// Whether it was not done, because nothing has changed since it ended well.
    pub unchanged: bool,
    /// Whether its plan was applied to a simulated AWS.
    pub simulated: bool,
    /// Whether the recorded schema of a provider stood in for the provider.
    pub recorded: bool,
}

/// How many tests of a module there were.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tests {
    /// Those that passed.
    pub passed: usize,
    /// Those that failed, or were not run because one before them failed.
    pub failed: usize,
}

impl StepResult {
    /// A step that has ended, with nothing more to say of it.
    pub fn new(step: Step, status: Status, elapsed: Duration) -> Self {
        Self {
            step,
            status,
            elapsed,
            changes: None,
            tests: None,
            unchanged: false,
            simulated: false,
            recorded: false,
        }
    }

    /// A step that was fine before, and nothing has changed since.
    pub fn unchanged(step: Step) -> Self {
        Self {
            unchanged: true,
            ..Self::new(step, Status::Ok, Duration::ZERO)
        }
    }

    /// A step that was not run.
    pub fn not_run(step: Step, status: Status) -> Self {
        Self::new(step, status, Duration::ZERO)
    }
}

/// Is told of steps as they start and end, from several threads at once.
pub trait Observer: Sync {
    /// A step starts.
    fn started(&self, step: &Step);
    /// A step has ended.
    fn ended(&self, result: &StepResult);
}

/// Runs a step that is done once, unless the user has interrupted the run before. Returns how it ended and
/// what it found.
pub fn once(
    kind: StepKind,
    cancel: &Cancel,
    observer: &dyn Observer,
    work: impl FnOnce() -> Vec<Finding>,
) -> (StepResult, Vec<Finding>) {
    let step = Step::once(kind);
    if cancel.is_requested() {
        return (StepResult::not_run(step, Status::Interrupted), Vec::new());
    }
    observer.started(&step);
    let start = Instant::now();
    let findings = work();
    let status = match findings.iter().any(Finding::is_error) {
        _ if cancel.is_requested() => Status::Interrupted,
        true => Status::Failed,
        false => Status::Ok,
    };
    let result = StepResult::new(step, status, start.elapsed());
    observer.ended(&result);
    (result, findings)
}
