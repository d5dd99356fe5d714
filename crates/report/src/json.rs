//! JSON, with stable keys.

use std::time::Duration;

use finding::{Finding, Location};
use run::StepResult;
use serde::Serialize;

/// A finding as machines read it. All keys are always there; what is not known is `null`.
#[derive(Clone, Debug, Serialize)]
pub struct FindingJson<'a> {
    code: &'static str,
    severity: &'static str,
    stack: Option<&'a str>,
    env: Option<&'a str>,
    file: Option<&'a str>,
    line: Option<usize>,
    column: Option<usize>,
    message: &'a str,
    hint: Option<&'a str>,
}

impl<'a> From<&'a Finding> for FindingJson<'a> {
    fn from(finding: &'a Finding) -> Self {
        let location = finding.location.as_ref();
        // 0 says that the whole file or line is meant.
        let known = |number: fn(&Location) -> usize| location.map(number).filter(|&n| n > 0);
        Self {
            code: finding.code.as_str(),
            severity: finding.severity.as_str(),
            stack: finding.stack.as_deref(),
            env: finding.env.as_deref(),
            file: location.map(|location| location.file.as_str()),
            line: known(|location| location.line),
            column: known(|location| location.column),
            message: &finding.message,
            hint: finding.hint.as_deref(),
        }
    }
}

/// A step of a run in one environment.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct StepJson<'a> {
    /// `null` for what is done once.
    stack: Option<&'a str>,
    step: &'static str,
    status: &'static str,
    seconds: f64,
}

impl<'a> From<&'a StepResult> for StepJson<'a> {
    fn from(result: &'a StepResult) -> Self {
        Self {
            stack: result.step.subject.as_deref(),
            step: result.step.kind.as_str(),
            status: result.status.as_str(),
            seconds: seconds(result.elapsed),
        }
    }
}

/// Wall time, to the millisecond.
pub(crate) fn seconds(elapsed: Duration) -> f64 {
    (elapsed.as_secs_f64() * 1000.0).round() / 1000.0
}

/// Indented JSON with a newline at its end.
pub fn to_json(value: &impl Serialize) -> serde_json::Result<String> {
    serde_json::to_string_pretty(value).map(|text| text + "\n")
}
