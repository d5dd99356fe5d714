//! The checks of a smoke test, one after the other.

use std::time::{Duration, Instant};

use process::Cancel;
use run::Status;

/// How long something may take to become true. The way of a change has five stops, each of which is
/// polled about once a second; the rest is for a busy machine.
const PATIENCE: Duration = Duration::from_secs(90);

/// How often is looked.
const LOOK: Duration = Duration::from_millis(250);

/// One thing that was tried.
#[derive(Clone, Debug, PartialEq)]
pub struct Check {
    /// The system.
    pub system: String,
    /// What was tried.
    pub name: String,
    /// How it ended.
    pub status: Status,
    /// How long it took.
    pub elapsed: Duration,
    /// Why it failed.
    pub problem: Option<String>,
}

/// Makes the checks of a smoke test and takes note of them.
#[derive(Debug)]
pub struct Checks<'a> {
    system: &'a str,
    names: &'static [&'static str],
    cancel: &'a Cancel,
    made: Vec<Check>,
}

impl<'a> Checks<'a> {
    /// For the checks of these names.
    pub fn new(system: &'a str, names: &'static [&'static str], cancel: &'a Cancel) -> Self {
        Self {
            system,
            names,
            cancel,
            made: Vec::new(),
        }
    }

    /// Makes the next check. Nothing comes back when it failed.
    pub(crate) fn next<T>(
        &mut self,
        work: impl FnOnce(&Waiting<'_>) -> Result<T, String>,
    ) -> Option<T> {
        let name = self
            .names
            .get(self.made.len())
            .copied()
            .unwrap_or("unnamed");
        let start = Instant::now();
        let result = work(&Waiting {
            cancel: self.cancel,
        });
        let status = match &result {
            _ if self.cancel.is_requested() => Status::Interrupted,
            Ok(_) => Status::Ok,
            Err(_) => Status::Failed,
        };
        let (value, problem) = match result {
            Ok(value) => (Some(value), None),
            Err(problem) => (None, Some(problem)),
        };
        self.made.push(Check {
            problem: problem.filter(|_| status == Status::Failed),
            status,
            elapsed: start.elapsed(),
            ..self.named(name)
        });
        value
    }

    /// All checks. Those that were not come to are skipped.
    pub fn ended(mut self) -> Vec<Check> {
        let missing = self.names.iter().skip(self.made.len());
        let missing: Vec<Check> = missing.map(|name| self.named(name)).collect();
        self.made.extend(missing);
        self.made
    }

    fn named(&self, name: &str) -> Check {
        Check {
            system: self.system.to_owned(),
            name: name.to_owned(),
            status: Status::Skipped,
            elapsed: Duration::ZERO,
            problem: None,
        }
    }
}

/// What a look came to.
pub(crate) enum Look<T> {
    /// It is there.
    Done(T),
    /// It may still come; this is what is missing.
    Pending(String),
}

/// Waits for what takes its time.
pub(crate) struct Waiting<'a> {
    cancel: &'a Cancel,
}

impl Waiting<'_> {
    /// Looks again and again until there is something. An error ends it at once: what is wrong does not
    /// come right. What is missing is told if it never comes.
    pub(crate) fn until<T>(&self, look: impl Fn() -> Result<Look<T>, String>) -> Result<T, String> {
        let end = Instant::now() + PATIENCE;
        loop {
            match look()? {
                Look::Done(found) => return Ok(found),
                Look::Pending(missing) if Instant::now() > end => {
                    let seconds = PATIENCE.as_secs();
                    return Err(format!("{missing}, after {seconds} s"));
                }
                Look::Pending(_) if self.cancel.is_requested() => {
                    return Err("interrupted".to_owned());
                }
                Look::Pending(_) => std::thread::sleep(LOOK),
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_not_come_to_is_skipped() {
        let cancel = Cancel::new();
        let mut checks = Checks::new("shop", &["one", "two", "three"], &cancel);
        assert_eq!(checks.next(|_| Ok(1)), Some(1));
        assert_eq!(checks.next(|_| Err::<(), _>("no".to_owned())), None);
        let ended = checks.ended();
        let told: Vec<_> = ended
            .iter()
            .map(|check| (check.name.as_str(), check.status, check.problem.as_deref()))
            .collect();
        assert_eq!(
            told,
            [
                ("one", Status::Ok, None),
                ("two", Status::Failed, Some("no")),
                ("three", Status::Skipped, None),
            ]
        );
    }
}
