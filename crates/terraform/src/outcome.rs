//! What terraform's commands come to.

use std::time::Duration;

use crate::changes::{self, Changes, count};
use crate::diagnostic::Diagnostic;
use crate::init_failure::InitFailure;
use crate::ui::{self, Event, ValidateDocument};
use process::Output;

/// What `terraform init` came to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InitOutcome {
    /// Whether it succeeded.
    pub ok: bool,
    /// Everything it reported.
    pub diagnostics: Vec<Diagnostic>,
    /// Why it failed, one for each error; empty when it succeeded.
    pub failures: Vec<InitFailure>,
    /// How long it took.
    pub elapsed: Duration,
}

/// What `terraform validate` came to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ValidateOutcome {
    /// Whether the configuration is valid.
    pub ok: bool,
    /// Everything it reported.
    pub diagnostics: Vec<Diagnostic>,
    /// How long it took.
    pub elapsed: Duration,
}

/// What `terraform plan` came to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PlanOutcome {
    /// Whether there is a plan.
    pub ok: bool,
    /// Everything it reported.
    pub diagnostics: Vec<Diagnostic>,
    /// What the plan would do; all zero when there is none.
    pub changes: Changes,
    /// How long it took.
    pub elapsed: Duration,
}

/// What `terraform apply` came to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ApplyOutcome {
    /// Whether all was done.
    pub ok: bool,
    /// Everything it reported.
    pub diagnostics: Vec<Diagnostic>,
    /// What was done, also when it failed on the way.
    pub changes: Changes,
    /// Whether terraform was killed, and has not written what it did.
    pub killed: bool,
    /// How long it took.
    pub elapsed: Duration,
}

/// What `terraform test` came to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TestOutcome {
    /// Whether all passed. Also when there are none: see `passed`.
    pub ok: bool,
    /// `run` blocks that passed.
    pub passed: usize,
    /// `run` blocks that failed, by an assertion or an error.
    pub failed: usize,
    /// `run` blocks that were not run because one before them failed.
    pub skipped: usize,
    /// Each of them, in order.
    pub runs: Vec<TestRun>,
    /// Everything reported.
    pub diagnostics: Vec<Diagnostic>,
    /// How long it took.
    pub elapsed: Duration,
}

/// One `run` block of a test.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TestRun {
    /// The test file, relative to the module's folder.
    pub file: String,
    /// The block's name.
    pub name: String,
    /// How it ended.
    pub status: TestStatus,
}

/// How a `run` block ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum TestStatus {
    /// Everything as asserted.
    Passed,
    /// An assertion does not hold, or something went wrong on the way.
    Failed,
    /// Not run, because one before it failed.
    Skipped,
}

impl InitOutcome {
    pub(crate) fn new(output: &Output) -> Self {
        let events = Event::parse_all(&output.stdout);
        let (ok, mut diagnostics) = judged(output, ui::diagnostics(&events));
        drop_preamble(&mut diagnostics);
        let errors = diagnostics.iter().filter(|it| !ok && it.is_error());
        let failures = errors.map(InitFailure::of).collect();
        Self {
            ok,
            diagnostics,
            failures,
            elapsed: output.elapsed,
        }
    }
}

impl ValidateOutcome {
    pub(crate) fn new(output: &Output) -> Self {
        let document = ValidateDocument::parse(&output.stdout);
        let diagnostics = document.map(|it| it.diagnostics).unwrap_or_default();
        let (ok, diagnostics) = judged(output, diagnostics);
        Self {
            ok,
            diagnostics,
            elapsed: output.elapsed,
        }
    }
}

impl PlanOutcome {
    pub(crate) fn new(output: &Output) -> Self {
        let events = Event::parse_all(&output.stdout);
        let (ok, mut diagnostics) = judged(output, ui::diagnostics(&events));
        let mut changes = Changes::default();
        // A failed plan is counted as far as it got, which says nothing.
        if ok {
            let (counted, doubt) = count(&events);
            changes = counted;
            diagnostics.extend(doubt);
        }
        Self {
            ok,
            diagnostics,
            changes,
            elapsed: output.elapsed,
        }
    }
}

impl ApplyOutcome {
    pub(crate) fn new(output: &Output) -> Self {
        let events = Event::parse_all(&output.stdout);
        let (ok, diagnostics) = judged(output, ui::diagnostics(&events));
        // The first one counts what the plan would do, the last one what was done.
        let summary = events.iter().rev().find_map(|event| match event {
            Event::ChangeSummary(summary) => Some(Changes::from(*summary)),
            _ => None,
        });
        // Terraform does not count what was done before it failed.
        let counted = || changes::applied(&events);
        Self {
            ok,
            diagnostics,
            changes: summary.filter(|_| ok).unwrap_or_else(counted),
            killed: output.exit.signal.is_some(),
            elapsed: output.elapsed,
        }
    }
}

impl TestOutcome {
    pub(crate) fn new(output: &Output) -> Self {
        let events = Event::parse_all(&output.stdout);
        let (ok, diagnostics) = judged(output, ui::diagnostics(&events));
        let runs: Vec<TestRun> = events.iter().filter_map(test_run).collect();
        let count = |status| runs.iter().filter(|run| run.status == status).count();
        let summary = events.iter().find_map(|event| match event {
            Event::TestSummary(it) => Some((it.passed, it.failed + it.errored, it.skipped)),
            _ => None,
        });
        // No summary: it died on the way, and what it had done so far is all there is.
        let (passed, failed, skipped) = summary.unwrap_or_else(|| {
            (
                count(TestStatus::Passed),
                count(TestStatus::Failed),
                count(TestStatus::Skipped),
            )
        });
        let elapsed = output.elapsed;
        Self {
            ok,
            passed,
            failed,
            skipped,
            runs,
            diagnostics,
            elapsed,
        }
    }
}

fn test_run(event: &Event) -> Option<TestRun> {
    let Event::TestRun(run) = event else {
        return None;
    };
    Some(TestRun {
        file: run.path.clone(),
        name: run.run.clone(),
        status: match run.status.as_str() {
            "pass" => TestStatus::Passed,
            "skip" => TestStatus::Skipped,
            _ => TestStatus::Failed,
        },
    })
}

/// Whether the command succeeded; when it failed without saying why, a diagnostic is added.
fn judged(output: &Output, mut diagnostics: Vec<Diagnostic>) -> (bool, Vec<Diagnostic>) {
    let has_error = diagnostics.iter().any(Diagnostic::is_error);
    let killed = output.exit.signal.is_some();
    if killed || !output.exit.is_success() && !has_error {
        diagnostics.push(Diagnostic::of_death(output));
    }
    (output.exit.is_success() && !has_error, diagnostics)
}

/// Syntax errors at `init` come with an error that only says that there are errors.
fn drop_preamble(diagnostics: &mut Vec<Diagnostic>) {
    let is_preamble = |it: &Diagnostic| {
        it.summary
            .starts_with("Terraform encountered problems during init")
    };
    if diagnostics
        .iter()
        .any(|it| it.is_error() && !is_preamble(it))
    {
        diagnostics.retain(|it| !is_preamble(it));
    }
}

#[cfg(test)]
mod tests;
