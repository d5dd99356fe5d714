//! A process that is not our child, known by its id and by when it started.

use std::process::Command;
use std::time::{Duration, Instant};

use camino::Utf8Path;
use rustix::process::{Pid, Signal, kill_process_group};
use serde::{Deserialize, Serialize};

use crate::error::Error;
use crate::host::TICK;

/// How long a killed process may take to be gone.
const KILLED: Duration = Duration::from_secs(10);

/// A process: its id and when it started. Ids are given anew, the two together are not.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Witness {
    pub(crate) pid: i32,
    /// As the system tells it; only good to be compared.
    process_start: String,
}

impl Witness {
    /// A process that runs now.
    pub(crate) fn of(pid: Pid) -> Option<Self> {
        let pid = pid.as_raw_nonzero().get();
        let process_start = start_of(pid)?;
        Some(Self { pid, process_start })
    }

    /// Whether this very process still runs. One that has ended and was not collected does not.
    pub(crate) fn is_alive(&self) -> bool {
        start_of(self.pid).as_ref() == Some(&self.process_start)
    }

    /// Ends the group that the process leads: asks it to, and kills what has not after `grace`.
    pub(crate) fn end(&self, grace: Duration) -> Result<(), Error> {
        let Some(group) = Pid::from_raw(self.pid).filter(|_| self.is_alive()) else {
            return Ok(());
        };
        // Whoever has ended this moment needs no signal.
        let _ = kill_process_group(group, Signal::TERM);
        self.wait(grace);
        // For what the leader has left behind: this follows its end so closely that its number
        // has not been given away.
        let _ = kill_process_group(group, Signal::KILL);
        if !self.wait(KILLED) {
            return Err(Error::Undead { pid: self.pid });
        }
        Ok(())
    }

    /// Waits until the process has ended; whether it has.
    fn wait(&self, limit: Duration) -> bool {
        let deadline = Instant::now() + limit;
        while self.is_alive() {
            if Instant::now() > deadline {
                return false;
            }
            std::thread::sleep(TICK);
        }
        true
    }
}

/// When a process started, or `None` when it does not run.
fn start_of(pid: i32) -> Option<String> {
    if Utf8Path::new("/proc/self/stat").exists() {
        return start_in_proc(pid);
    }
    start_by_ps(pid)
}

/// Ticks since boot, and which boot.
fn start_in_proc(pid: i32) -> Option<String> {
    let stat = std::fs::read(format!("/proc/{pid}/stat")).ok()?;
    let ticks = ticks(&String::from_utf8_lossy(&stat))?;
    let boot = std::fs::read_to_string("/proc/sys/kernel/random/boot_id").unwrap_or_default();
    Some(format!("{ticks} {}", boot.trim()))
}

/// Field 22 of a `/proc/<pid>/stat`, counted from behind the name, in which anything may stand;
/// field 3 is the state.
fn ticks(stat: &str) -> Option<u64> {
    let (_, rest) = stat.rsplit_once(") ")?;
    let fields: Vec<&str> = rest.split_whitespace().collect();
    let ended = matches!(*fields.first()?, "Z" | "X" | "x");
    fields.get(19)?.parse().ok().filter(|_| !ended)
}

/// Where there is no `/proc`. The start is told in local time, which changes twice a year.
fn start_by_ps(pid: i32) -> Option<String> {
    let mut ps = Command::new("ps");
    ps.args(["-o", "stat=", "-o", "lstart=", "-p", &pid.to_string()])
        .env("LC_ALL", "C")
        .env("TZ", "UTC0");
    let output = ps.output().ok()?;
    let line = String::from_utf8_lossy(&output.stdout);
    let (state, start) = line.trim().split_once(char::is_whitespace)?;
    (!state.starts_with('Z')).then(|| start.trim().to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::group::Group;

    fn sleeper(script: &str) -> Group {
        Group::spawn(Command::new("sh").args(["-c", script])).unwrap()
    }

    #[test]
    fn fields_are_counted_behind_the_name() {
        let rest = "1 1 1 0 -1 4194560 1 2 3 4 5 6 7 8 20 0 1 0 777 9 9";
        for (stat, expected) in [
            (format!("12 (sh) S {rest}"), Some(777)),
            (format!("12 (a ) S (b) R {rest}"), Some(777)),
            (format!("12 (sh) Z {rest}"), None),
            ("12 (sh) S 1 2".to_owned(), None),
            (String::new(), None),
        ] {
            assert_eq!(ticks(&stat), expected, "{stat}");
        }
    }

    #[test]
    fn a_process_is_told_from_another_with_its_number() {
        let group = sleeper("exec sleep 1000");
        let witness = Witness::of(group.pid()).unwrap();
        assert!(witness.is_alive());
        let other = Witness {
            process_start: "1 another".to_owned(),
            ..witness.clone()
        };
        assert!(!other.is_alive());
        other.end(Duration::ZERO).unwrap();
        assert!(
            witness.is_alive(),
            "a stranger with the number is not signalled"
        );
        let by_ps = start_by_ps(witness.pid).unwrap();
        assert_eq!(start_by_ps(witness.pid).unwrap(), by_ps);
        drop(group);
        assert!(!witness.is_alive());
        assert_eq!(start_by_ps(witness.pid), None);
    }

    #[test]
    fn what_does_not_end_when_asked_is_killed_and_one_not_collected_counts_as_gone() {
        let temp = tempfile::tempdir().unwrap();
        let deaf = temp.path().join("deaf");
        let script = format!(
            "trap '' TERM; : > '{}'; while :; do sleep 1; done",
            deaf.display()
        );
        let group = sleeper(&script);
        let deadline = Instant::now() + Duration::from_mins(1);
        while !deaf.exists() {
            assert!(Instant::now() < deadline);
            std::thread::sleep(TICK);
        }
        let witness = Witness::of(group.pid()).unwrap();
        witness.end(Duration::from_millis(50)).unwrap();
        assert!(!witness.is_alive());
        assert_eq!(start_by_ps(witness.pid), None, "not collected yet");
        assert!(Witness::of(group.pid()).is_none());
    }
}
