//! Stopping everything that runs: [`Cancel`].

use std::io;
use std::process::Command;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use rustix::process::{Pid, Signal, kill_process, kill_process_group};

use crate::group::Group;
use crate::secrets::Secrets;

/// How long a child may take to end by itself after it was asked to.
const GRACE: Duration = Duration::from_secs(10);

/// How many times longer a whole group may take: those in it give their own children that time first.
const PATIENCE: u32 = 3;

/// Who of a process group is asked to end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Asked {
    /// The leader, who ends the others in order, as terraform its providers.
    Leader,
    /// All of them, since the leader ends without a thought for the others, as cargo does. They are
    /// waited for.
    Group,
}

/// A token that stops all processes started under it, and knows what none of their logs may hold. Clones are the same token.
///
/// Each process leads a process group of its own, so a terminal's Ctrl-C reaches only us, and
/// [`Cancel::request`] decides what the children hear of it.
#[derive(Clone, Debug)]
pub struct Cancel(Arc<Shared>);

#[derive(Debug)]
struct Shared {
    grace: Duration,
    secrets: Secrets,
    state: Mutex<State>,
    /// Told each time a process has ended.
    ended: Condvar,
}

#[derive(Debug, Default)]
struct State {
    requested: bool,
    /// How many have asked not to be hurried: what runs for them is killed by a second request alone.
    held: usize,
    /// Whether what runs was killed: nobody need be waited for any more.
    killed: bool,
    /// Leaders of the process groups that run, and who of each is asked to end. No group in here is
    /// empty, or its leader has not been reaped yet, so no id can have passed to a stranger.
    running: Vec<(Pid, Asked)>,
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

    /// The same, with what is known as secret.
    pub fn hiding(secrets: Secrets) -> Self {
        Self::made(GRACE, secrets)
    }

    /// A token with another time between asking a child to end and killing it.
    pub fn with_grace(grace: Duration) -> Self {
        Self::made(grace, Secrets::default())
    }

    fn made(grace: Duration, secrets: Secrets) -> Self {
        let (state, ended) = (Mutex::default(), Condvar::new());
        Self(Arc::new(Shared {
            grace,
            secrets,
            state,
            ended,
        }))
    }

    /// Asks every running child to end (SIGINT, to the child alone: terraform ends its providers
    /// in order; to its whole group if it runs visibly) and lets no new one start. Whatever runs after
    /// the grace period and for nobody who holds it, or when this is called a second time, is killed with its whole process group.
    ///
    /// Returns at once. For any thread, such as the one that receives signals.
    pub fn request(&self) {
        let mut state = self.state();
        if state.requested {
            kill_all(&mut state);
            return;
        }
        state.requested = true;
        for &(pid, asked) in &state.running {
            // It may have ended this moment; then there is nothing to do.
            let _ = match asked {
                Asked::Leader => kill_process(pid, Signal::INT),
                Asked::Group => kill_process_group(pid, Signal::INT),
            };
        }
        if state.running.is_empty() {
            return;
        }
        let this = self.clone();
        let watch = std::thread::Builder::new().name("cancel".to_owned());
        if watch.spawn(move || this.kill_after_grace()).is_err() {
            kill_all(&mut state);
        }
    }

    /// Lets what runs take the time that it takes after a first request, until this is dropped: terraform finishes
    /// what it is making, and writes it down.
    pub fn hold(&self) -> Hold {
        self.state().held += 1;
        Hold(self.clone())
    }

    /// Whether [`Cancel::request`] was called.
    pub fn is_requested(&self) -> bool {
        self.state().requested
    }

    /// What is taken out of all that the processes leave in logs.
    pub fn secrets(&self) -> &Secrets {
        &self.0.secrets
    }

    /// Whether what ran was killed, by a second request or for want of time.
    pub fn has_killed(&self) -> bool {
        self.state().killed
    }

    /// The process group ids of the commands that run now.
    pub fn running(&self) -> Vec<i32> {
        self.state()
            .running
            .iter()
            .map(|(pid, _)| pid.as_raw_nonzero().get())
            .collect()
    }

    /// Starts a command as the leader of a process group of its own; `None` when everything
    /// is to stop. Starting and stopping exclude each other, so no child slips through.
    pub(crate) fn spawn(&self, command: &mut Command, asked: Asked) -> io::Result<Option<Group>> {
        let mut state = self.state();
        if state.requested {
            return Ok(None);
        }
        let group = Group::spawn(command, self.clone())?;
        state.running.push((group.pid(), asked));
        Ok(Some(group))
    }

    /// Whether all of a process group were asked to end, and have not been killed: what is left of it
    /// still has something to do.
    pub(crate) fn is_winding_down(&self, pid: Pid) -> bool {
        let state = self.state();
        state.requested && !state.killed && state.running.contains(&(pid, Asked::Group))
    }

    /// Takes a process group off the list; to be called while it is known to be ours.
    pub(crate) fn ended(&self, pid: Pid) {
        self.state().running.retain(|(running, _)| *running != pid);
        self.0.ended.notify_all();
    }

    fn kill_after_grace(&self) {
        let mut state = self.state();
        let has_group = state
            .running
            .iter()
            .any(|(_, asked)| *asked == Asked::Group);
        let grace = self.0.grace * if has_group { PATIENCE } else { 1 };
        let deadline = Instant::now() + grace;
        while !state.running.is_empty() {
            let left = deadline.saturating_duration_since(Instant::now());
            if left.is_zero() && state.held > 0 {
                let waited = self.0.ended.wait(state);
                state = waited.unwrap_or_else(PoisonError::into_inner);
                continue;
            }
            if left.is_zero() {
                kill_all(&mut state);
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

/// See [`Cancel::hold`].
#[derive(Debug)]
#[must_use]
pub struct Hold(Cancel);

impl Drop for Hold {
    fn drop(&mut self) {
        self.0.state().held -= 1;
        self.0.0.ended.notify_all();
    }
}

fn kill_all(state: &mut State) {
    state.killed = true;
    for &(pid, _) in &state.running {
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
        assert!(
            cancel
                .spawn(&mut Command::new("true"), Asked::Leader)
                .unwrap()
                .is_none()
        );
        assert!(cancel.running().is_empty());
    }
}
