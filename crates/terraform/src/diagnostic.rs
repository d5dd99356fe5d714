//! What terraform has to say about a configuration.

use serde::Deserialize;

use process::{Exit, Output};

/// How many of the last lines of stderr a diagnostic about a death carries.
const LAST_LINES: usize = 10;

/// One thing that terraform reports, as in its `-json` output.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct Diagnostic {
    /// How bad it is.
    #[serde(default)]
    pub severity: DiagnosticSeverity,
    /// What it is, in a few words. Terraform ends it without a full stop.
    #[serde(default)]
    pub summary: String,
    /// More about it, in paragraphs; may be empty.
    #[serde(default)]
    pub detail: String,
    /// The resource or provider concerned: `module.queue.aws_sqs_queue.this`.
    pub address: Option<String>,
    /// Where in the configuration.
    pub range: Option<Range>,
    /// The lines there.
    pub snippet: Option<Snippet>,
}

/// How bad a [`Diagnostic`] is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum DiagnosticSeverity {
    /// Terraform cannot go on.
    #[default]
    Error,
    /// Terraform goes on.
    Warning,
    /// A severity that we do not know; terraform reserves the right to add some.
    #[serde(other)]
    Unknown,
}

/// A stretch of a file.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct Range {
    /// The file, as terraform names it: relative to the folder it ran in, or absolute.
    #[serde(default)]
    pub filename: String,
    /// Where it starts.
    #[serde(default)]
    pub start: Position,
    /// Behind its last character.
    #[serde(default)]
    pub end: Position,
}

/// A place in a file.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(default)]
pub struct Position {
    /// Line, from 1.
    pub line: usize,
    /// Column in characters, from 1.
    pub column: usize,
    /// Offset in bytes, from 0.
    pub byte: usize,
}

/// The part of the configuration that a [`Diagnostic`] is about.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct Snippet {
    /// The block it is in: `resource "aws_sqs_queue" "this"`.
    pub context: Option<String>,
    /// The lines.
    #[serde(default)]
    pub code: String,
    /// The first line's number, from 1.
    #[serde(default)]
    pub start_line: usize,
    /// The values that play a part. Terraform shows no sensitive ones.
    #[serde(default)]
    pub values: Vec<SnippetValue>,
}

/// A value that plays a part in a [`Diagnostic`].
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct SnippetValue {
    /// What has the value: `var.name`.
    #[serde(default)]
    pub traversal: String,
    /// What is said of it: `is "abc"`, `is a string, known only after apply`.
    #[serde(default)]
    pub statement: String,
}

impl Diagnostic {
    /// Whether terraform fails because of it.
    pub fn is_error(&self) -> bool {
        self.severity == DiagnosticSeverity::Error
    }

    /// One of our own, without a place.
    pub(crate) fn own(severity: DiagnosticSeverity, summary: String, detail: String) -> Self {
        Self {
            severity,
            summary,
            detail,
            address: None,
            range: None,
            snippet: None,
        }
    }

    /// For a terraform that failed and did not say why: how it ended and its last words.
    pub(crate) fn of_death(output: &Output) -> Self {
        // Its stdout is machine output; what it could not say there is on stderr.
        let said = if output.stderr.is_empty() {
            &output.stdout
        } else {
            &output.stderr
        };
        Self::of_death_with(output, said)
    }

    /// The same of one whose stdout holds values that are nobody's to see.
    pub(crate) fn of_secret_death(output: &Output) -> Self {
        Self::of_death_with(output, &output.stderr)
    }

    fn of_death_with(output: &Output, said: &[String]) -> Self {
        let end = match output.exit {
            Exit {
                signal: Some(signal),
                ..
            } => {
                format!(
                    "terraform was killed by signal {signal}{}",
                    signal_story(signal)
                )
            }
            Exit {
                code: Some(code), ..
            } => {
                format!("terraform ended with exit code {code} and did not report why")
            }
            Exit {
                code: None,
                signal: None,
            } => "terraform ended in an unknown way".to_owned(),
        };
        let start = said.len().saturating_sub(LAST_LINES);
        Self::own(DiagnosticSeverity::Error, end, said[start..].join("\n"))
    }
}

/// A few words for the signals that people meet.
fn signal_story(signal: i32) -> &'static str {
    match signal {
        2 => " (SIGINT)",
        6 => " (SIGABRT)",
        9 => " (SIGKILL: by somebody, or for want of memory)",
        11 => " (SIGSEGV)",
        15 => " (SIGTERM)",
        _ => "",
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    #[test]
    fn a_silent_death_is_told_with_its_last_words() {
        let words: Vec<String> = (1..=12).map(|n| format!("line {n}")).collect();
        let output = |code, signal, stderr: &[String]| Output {
            exit: Exit { code, signal },
            stdout: vec!["out".to_owned()],
            stderr: stderr.to_vec(),
            elapsed: Duration::ZERO,
        };
        let killed = Diagnostic::of_death(&output(None, Some(9), &words));
        assert!(killed.is_error());
        assert!(
            killed
                .summary
                .starts_with("terraform was killed by signal 9 (SIGKILL")
        );
        assert!(killed.detail.starts_with("line 3\n") && killed.detail.ends_with("line 12"));
        let failed = Diagnostic::of_death(&output(Some(2), None, &[]));
        assert_eq!(
            failed.summary,
            "terraform ended with exit code 2 and did not report why"
        );
        assert_eq!(failed.detail, "out");
    }

    #[test]
    fn fields_that_are_missing_or_new_do_no_harm() {
        let parse = |text: &str| serde_json::from_str::<Diagnostic>(text).unwrap();
        let bare = parse("{}");
        assert!(bare.is_error() && bare.summary.is_empty() && bare.range.is_none());
        let odd =
            parse(r#"{"severity":"notice","range":{"filename":"a.tf"},"snippet":{},"new":1}"#);
        assert_eq!(odd.severity, DiagnosticSeverity::Unknown);
        assert_eq!(odd.range.unwrap().start, Position::default());
    }
}
