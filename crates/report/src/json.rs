//! JSON, with stable keys.

use finding::{Finding, Location};
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

/// Indented JSON with a newline at its end.
pub fn to_json(value: &impl Serialize) -> serde_json::Result<String> {
    serde_json::to_string_pretty(value).map(|text| text + "\n")
}
