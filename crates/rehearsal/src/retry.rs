//! Trying again what may only be a matter of time.

use std::time::{Duration, Instant};

use process::Cancel;
use terraform::{ApplyOutcome, CommandError, Diagnostic};

/// How often an apply is tried.
const ATTEMPTS: u32 = 3;

/// How long is waited before the second try; twice as long before the third.
const PAUSE: Duration = Duration::from_secs(3);

/// How often is looked whether to stop.
const LOOK: Duration = Duration::from_millis(100);

/// Tries until it succeeds, or fails for a reason that no second try mends. Also returns why it was tried
/// again, each time.
pub(crate) fn apply(
    cancel: &Cancel,
    attempt: impl Fn() -> Result<ApplyOutcome, CommandError>,
) -> Result<(ApplyOutcome, Vec<&'static str>), CommandError> {
    let mut reasons = Vec::new();
    for attempts in 1.. {
        let outcome = attempt()?;
        let reason = match transient(&outcome) {
            Some(reason) if attempts < ATTEMPTS => reason,
            _ => return Ok((outcome, reasons)),
        };
        reasons.push(reason);
        pause(cancel, PAUSE * attempts)?;
    }
    Err(CommandError::Interrupted)
}

/// The first reason, if all errors are such that a second try can mend them.
fn transient(outcome: &ApplyOutcome) -> Option<&'static str> {
    let errors = outcome.diagnostics.iter().filter(|it| it.is_error());
    let reasons: Option<Vec<_>> = errors.map(Diagnostic::transient).collect();
    reasons?.first().copied()
}

fn pause(cancel: &Cancel, time: Duration) -> Result<(), CommandError> {
    let end = Instant::now() + time;
    while Instant::now() < end {
        if cancel.is_requested() {
            return Err(CommandError::Interrupted);
        }
        std::thread::sleep(LOOK);
    }
    Ok(())
}
