//! Exit codes. They are part of the interface: `docs/exit-codes.md` lists them.

use std::process::ExitCode;

use finding::{Code, Finding};

/// How a command ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Exit {
    /// Everything is fine.
    Fine,
    /// There are findings, or a step failed.
    Findings,
    /// The command line makes no sense.
    Usage,
    /// Something is missing on this machine: a tool, or credentials.
    Missing,
    /// A gate stays shut, plans that were reviewed do not fit any more, or what is to be released or deployed is not
    /// what was committed or built.
    Refused,
    /// Interrupted by the user.
    Interrupted,
}

impl Exit {
    /// Fine without errors among the findings. Where something is missing on this machine, that
    /// comes first: much of the rest may follow from it.
    pub(crate) fn of_findings(findings: &[Finding]) -> Self {
        if findings.iter().any(is_missing) {
            Exit::Missing
        } else if findings.iter().any(Finding::is_error) {
            Exit::Findings
        } else {
            Exit::Fine
        }
    }

    /// Fine when every step succeeded and nothing is wrong.
    pub(crate) fn of_run(findings: &[Finding], is_ok: bool, is_interrupted: bool) -> Self {
        if is_interrupted {
            return Exit::Interrupted;
        }
        match Exit::of_findings(findings) {
            Exit::Fine if !is_ok => Exit::Findings,
            exit => exit,
        }
    }

    /// The exit code of an error that ended a command; a failed step unless the error says more.
    pub(crate) fn of_error(error: &anyhow::Error) -> Self {
        error
            .downcast_ref::<Stop>()
            .map_or(Exit::Findings, |stop| stop.exit)
    }
}

/// A tool, a provider or credentials, without which nothing else can be found out.
fn is_missing(finding: &Finding) -> bool {
    let is_of_a_tool = matches!(
        finding.code,
        Code::ToolMissing | Code::ToolTooOld | Code::ProviderUnavailable | Code::Credentials
    );
    is_of_a_tool && finding.is_error()
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        ExitCode::from(match exit {
            Exit::Fine => 0,
            Exit::Findings => 1,
            Exit::Usage => 2,
            Exit::Missing => 3,
            Exit::Refused => 4,
            Exit::Interrupted => 130,
        })
    }
}

/// An error with an exit code of its own.
#[derive(Debug)]
pub(crate) struct Stop {
    pub(crate) exit: Exit,
    pub(crate) message: String,
}

impl std::fmt::Display for Stop {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for Stop {}

/// The command line makes no sense, for a reason that only the repository tells.
pub(crate) fn usage(message: impl Into<String>) -> anyhow::Error {
    Stop {
        exit: Exit::Usage,
        message: message.into(),
    }
    .into()
}
