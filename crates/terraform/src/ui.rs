//! Terraform's machine-readable output, line by line and as one document.

use serde::Deserialize;

use crate::diagnostic::Diagnostic;

/// One line of `terraform … -json`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Event {
    /// Something to report.
    Diagnostic(Box<Diagnostic>),
    /// What a plan would do to one resource.
    PlannedChange(PlannedChange),
    /// Terraform's own count of these.
    ChangeSummary(ChangeSummary),
    /// What an apply has done to one resource.
    Applied(AppliedChange),
    /// One `run` block of a test has ended.
    TestRun(TestRunEnd),
    /// Terraform's own count of these.
    TestSummary(TestSummary),
    /// Progress and the like.
    Other,
    /// No machine output at all: terraform lets some plain text through.
    Text,
}

/// What a plan would do to one resource.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub(crate) struct PlannedChange {
    pub(crate) resource: Resource,
    /// `create`, `read`, `update`, `replace`, `delete`, `move`, `import`, `noop`, `remove`…
    #[serde(default)]
    pub(crate) action: String,
    /// There when the resource is imported too.
    pub(crate) importing: Option<serde_json::Value>,
}

/// What an apply has done to one resource.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub(crate) struct AppliedChange {
    /// `create`, `update`, `delete`; a replacement is told as two.
    #[serde(default)]
    pub(crate) action: String,
}

/// The resource that a message is about.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub(crate) struct Resource {
    #[serde(default)]
    pub(crate) addr: String,
}

/// Terraform's count of a plan's changes. A replacement counts under `add` and `remove`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(default)]
pub(crate) struct ChangeSummary {
    pub(crate) add: usize,
    pub(crate) change: usize,
    pub(crate) remove: usize,
    pub(crate) import: usize,
}

/// How far a `run` block of a test is.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub(crate) struct TestRunEnd {
    /// The test file, relative to the module's folder.
    #[serde(default)]
    pub(crate) path: String,
    /// The block's name.
    #[serde(default)]
    pub(crate) run: String,
    /// `pass`, `fail`, `error` or `skip`.
    #[serde(default)]
    pub(crate) status: String,
}

/// Terraform's count of `run` blocks by how they ended.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(default)]
pub(crate) struct TestSummary {
    pub(crate) passed: usize,
    pub(crate) failed: usize,
    pub(crate) errored: usize,
    pub(crate) skipped: usize,
}

/// A line as it stands: a type, and one of these.
#[derive(Deserialize)]
struct Line {
    #[serde(rename = "type")]
    kind: String,
    diagnostic: Option<Box<Diagnostic>>,
    change: Option<PlannedChange>,
    changes: Option<ChangeSummary>,
    hook: Option<AppliedChange>,
    test_run: Option<TestRunEnd>,
    test_summary: Option<TestSummary>,
}

impl Event {
    /// Understands one line. Whatever it is, there is an answer.
    pub(crate) fn parse(line: &str) -> Self {
        let Ok(line) = serde_json::from_str::<Line>(line) else {
            return Event::Text;
        };
        let event = match line.kind.as_str() {
            "diagnostic" => line.diagnostic.map(Event::Diagnostic),
            "planned_change" => line.change.map(Event::PlannedChange),
            "change_summary" => line.changes.map(Event::ChangeSummary),
            "apply_complete" => line.hook.map(Event::Applied),
            "test_summary" => line.test_summary.map(Event::TestSummary),
            // A run that goes on has no status yet.
            "test_run" => line
                .test_run
                .filter(|run| !run.status.is_empty())
                .map(Event::TestRun),
            _ => None,
        };
        event.unwrap_or(Event::Other)
    }

    /// Understands all lines of an output.
    pub(crate) fn parse_all(lines: &[String]) -> Vec<Self> {
        lines.iter().map(|line| Self::parse(line)).collect()
    }
}

/// The diagnostics among the events.
pub(crate) fn diagnostics(events: &[Event]) -> Vec<Diagnostic> {
    let diagnostic = |event: &Event| match event {
        Event::Diagnostic(diagnostic) => Some(Diagnostic::clone(diagnostic)),
        _ => None,
    };
    events.iter().filter_map(diagnostic).collect()
}

/// The document that `terraform validate -json` prints.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub(crate) struct ValidateDocument {
    #[serde(default)]
    pub(crate) diagnostics: Vec<Diagnostic>,
}

impl ValidateDocument {
    /// Understands it; `None` when it is not that document.
    pub(crate) fn parse(lines: &[String]) -> Option<Self> {
        serde_json::from_str(&lines.join("\n")).ok()
    }
}

#[cfg(test)]
mod tests;
