//! Trying again what may only be a matter of time.

use std::time::{Duration, Instant};

use process::Cancel;
use terraform::{ApplyOutcome, CommandError, Diagnostic};

/// How often an apply is tried.
pub(crate) const ATTEMPTS: u32 = 3;

/// How long is waited before the second try; twice as long before the third.
pub(crate) const PAUSE: Duration = Duration::from_secs(3);

/// How often is looked whether to stop.
const LOOK: Duration = Duration::from_millis(100);

/// An apply, and what came before it.
#[derive(Debug)]
pub(crate) struct Applied {
    pub(crate) last: ApplyOutcome,
    /// Those that were followed by another try, each with the words that let it hope.
    pub(crate) earlier: Vec<(&'static str, ApplyOutcome)>,
}

/// Tries until it succeeds, or fails for a reason that no second try mends, or there is nobody left
/// `to_ask`.
pub(crate) fn apply(
    cancel: &Cancel,
    pause: Duration,
    to_ask: impl Fn() -> bool,
    attempt: impl Fn() -> Result<ApplyOutcome, CommandError>,
) -> Result<Applied, CommandError> {
    let mut earlier = Vec::new();
    for attempts in 1.. {
        let last = attempt()?;
        match transient(&last) {
            Some(reason) if attempts < ATTEMPTS && to_ask() => earlier.push((reason, last)),
            _ => return Ok(Applied { last, earlier }),
        }
        wait(cancel, pause * attempts)?;
    }
    Err(CommandError::Interrupted)
}

/// The first reason, if all errors are such that a second try can mend them.
pub(crate) fn transient(outcome: &ApplyOutcome) -> Option<&'static str> {
    let errors = outcome.diagnostics.iter().filter(|it| it.is_error());
    let reasons: Option<Vec<_>> = errors.map(Diagnostic::transient).collect();
    reasons?.first().copied()
}

/// Waits, unless that is interrupted.
pub(crate) fn wait(cancel: &Cancel, time: Duration) -> Result<(), CommandError> {
    let end = Instant::now() + time;
    while Instant::now() < end {
        if cancel.is_requested() {
            return Err(CommandError::Interrupted);
        }
        std::thread::sleep(LOOK);
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use std::cell::Cell;

    use serde_json::json;
    use terraform::Changes;

    use super::*;

    /// An apply that ends with these errors.
    fn outcome(errors: &[&str]) -> ApplyOutcome {
        let diagnostic = |error: &&str| {
            let diagnostic = json!({ "severity": "error", "summary": error, "detail": "" });
            serde_json::from_value(diagnostic).unwrap()
        };
        ApplyOutcome {
            ok: errors.is_empty(),
            diagnostics: errors.iter().map(diagnostic).collect(),
            changes: Changes::default(),
            killed: false,
            elapsed: Duration::ZERO,
        }
    }

    /// How often is tried, and why again, when the tries end with these errors.
    fn tries(errors: &[&[&str]], is_alive: bool) -> (usize, Vec<&'static str>) {
        let count = Cell::new(0);
        let attempt = || {
            count.set(count.get() + 1);
            Ok(outcome(errors[count.get() - 1]))
        };
        let applied = apply(&Cancel::new(), Duration::ZERO, || is_alive, attempt).unwrap();
        let reasons = applied.earlier.iter().map(|(reason, _)| *reason);
        (count.get(), reasons.collect())
    }

    #[test]
    fn only_what_may_pass_is_tried_again_and_three_times_at_most() {
        let (passes, stays) = (&["Throttling"][..], &["AccessDenied"][..]);
        assert_eq!(tries(&[&[]], true), (1, vec![]));
        assert_eq!(tries(&[stays], true), (1, vec![]));
        assert_eq!(tries(&[passes, &[]], true), (2, vec!["Throttling"]));
        assert_eq!(tries(&[passes, stays], true), (2, vec!["Throttling"]));
        assert_eq!(tries(&[passes; 3], true), (3, vec!["Throttling"; 2]));
        // One that stays spoils it for the others.
        assert_eq!(tries(&[&["Throttling", "AccessDenied"]], true), (1, vec![]));
    }

    #[test]
    fn nobody_is_asked_again_who_is_dead() {
        assert_eq!(tries(&[&["connection refused"]], false), (1, vec![]));
    }

    #[test]
    fn the_pause_ends_with_an_interruption() {
        let cancel = Cancel::new();
        let attempt = || {
            cancel.request();
            Ok(outcome(&["Throttling"]))
        };
        // This test would not live to see the end of it.
        let result = apply(&cancel, Duration::from_secs(100_000), || true, attempt);
        assert!(
            matches!(result, Err(CommandError::Interrupted)),
            "{result:?}"
        );
    }
}
