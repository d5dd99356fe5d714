//! Where commands write, and how much they do at a time.

use std::num::NonZeroUsize;
use std::thread::available_parallelism;

use camino::Utf8Path;
use run::{WorkDir, WorkDirError};
use terraform::Cancel;

use crate::exit::{Exit, Stop};
use crate::screen;

/// The work folder of a command, `target/xtask/<name>`.
pub(crate) fn take(root: &Utf8Path, name: &str, cancel: &Cancel) -> anyhow::Result<WorkDir> {
    let waiting = || {
        let waiting = format!("waiting for another `{name}` in this repository");
        // A terraform that applies goes on when its xtask is killed.
        screen::complain(&if name == "deploy" {
            format!(
                "{waiting}, or what a killed one has left (`fuser target/xtask/deploy/lock` names it)"
            )
        } else {
            waiting
        });
    };
    WorkDir::take(root, name, cancel, waiting).map_err(unwritable)
}

/// That a work folder cannot be had, or written to, as what ends a command.
pub(crate) fn unwritable(error: WorkDirError) -> anyhow::Error {
    let exit = match error {
        WorkDirError::Interrupted => Exit::Interrupted,
        WorkDirError::Unwritable { .. } => Exit::Findings,
    };
    // The message has the system's words in it already.
    let message = error.to_string();
    Stop { exit, message }.into()
}

/// More, for those that wait for AWS half of the time that they take.
pub(crate) fn jobs_that_wait() -> NonZeroUsize {
    default_jobs().saturating_mul(NonZeroUsize::MIN.saturating_add(1))
}

/// As many terraform processes as there are cores.
pub(crate) fn default_jobs() -> NonZeroUsize {
    available_parallelism().unwrap_or(NonZeroUsize::MIN)
}
