//! Stopping everything that runs: [`Cancel`].

use std::io;
use std::process::Command;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use rustix::process::{Pid, Signal, kill_process, kill_process_group};

use crate::group::Group;

/// How long a child may take to end by itself after it was asked to.
const GRACE: Duration = Duration::from_secs(10);

/// A token that stops all processes started under it. Clones are the same token.
///
/// Each process leads a process group of its own, so a terminal's Ctrl-C reaches only us, and
/// [`Cancel::request`] decides what the children hear of it.
#[derive(Clone, Debug)]
pub struct Cancel(Arc<Shared>);

#[derive(Debug)]
struct Shared {
    grace: Duration,
    state: Mutex<State>,
    /// Told each time a process has ended.
    ended: Condvar,
}

#[derive(Debug, Default)]
struct State {
    requested: bool,
    /// Leaders of the process groups that run. None has been reaped yet, so no id in here
    /// can have passed to a stranger.
    running: Vec<Pid>,
}

impl Default for Cancel {
    fn default() -> Self {
        Self::new()
    }
}

impl Cancel {
    /// A token with which nothing runs yet.
    pub fn new() -> Self {
        Self::with_grace(GRACE)
    }

    /// A token with another time between asking a child to end and killing it.
    pub fn with_grace(grace: Duration) -> Self {
        let (state, ended) = (Mutex::default(), Condvar::new());
        Self(Arc::new(Shared {
            grace,
            state,
            ended,
        }))
    }

    /// Asks every running child to end (SIGINT, to the child alone: terraform ends its providers
    /// in order) and lets no new one start. Whatever runs after the grace period, or when
    /// this is called a second time, is killed with its whole process group.
    ///
    /// Returns at once. For any thread, such as the one that receives signals.
    pub fn request(&self) {
        let mut state = self.state();
        if state.requested {
            kill_all(&state);
            return;
        }
        state.requested = true;
        for &pid in &state.running {
            // It may have ended this moment; then there is nothing to do.
            let _ = kill_process(pid, Signal::INT);
        }
        if state.running.is_empty() {
            return;
        }
        let this = self.clone();
        let watch = std::thread::Builder::new().name("cancel".to_owned());
        if watch.spawn(move || this.kill_after_grace()).is_err() {
            kill_all(&state);
        }
    }

    /// Whether [`Cancel::request`] was called.
    pub fn is_requested(&self) -> bool {
        self.state().requested
    }

    /// The process group ids of the commands that run now.
    pub fn running(&self) -> Vec<i32> {
        self.state()
            .running
            .iter()
            .map(|pid| pid.as_raw_nonzero().get())
            .collect()
    }

    /// Starts a command as the leader of a process group of its own; `None` when everything
    /// is to stop. Starting and stopping exclude each other, so no child slips through.
    pub(crate) fn spawn(&self, command: &mut Command) -> io::Result<Option<Group>> {
        let mut state = self.state();
        if state.requested {
            return Ok(None);
        }
        let group = Group::spawn(command, self.clone())?;
        state.running.push(group.pid());
        Ok(Some(group))
    }

    /// Takes a process group off the list; to be called before its leader is reaped.
    pub(crate) fn ended(&self, pid: Pid) {
        self.state().running.retain(|&running| running != pid);
        self.0.ended.notify_all();
    }

    fn kill_after_grace(&self) {
        let deadline = Instant::now() + self.0.grace;
        let mut state = self.state();
        while !state.running.is_empty() {
            let left = deadline.saturating_duration_since(Instant::now());
            if left.is_zero() {
                kill_all(&state);
                return;
            }
            let waited = self.0.ended.wait_timeout(state, left);
            state = waited.unwrap_or_else(PoisonError::into_inner).0;
        }
    }

    /// The state is a list and a flag, right at every moment: a panic elsewhere spoils nothing.
    fn state(&self) -> MutexGuard<'_, State> {
        self.0.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn kill_all(state: &State) {
    for &pid in &state.running {
        let _ = kill_process_group(pid, Signal::KILL);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_starts_after_a_request() {
        let cancel = Cancel::new();
        assert!(!cancel.is_requested());
        cancel.clone().request();
        assert!(cancel.is_requested(), "clones are the same token");
        assert!(cancel.spawn(&mut Command::new("true")).unwrap().is_none());
        assert!(cancel.running().is_empty());
    }
}
