//! A child process and everything that it starts, as a group that ends together.

use std::io;
use std::os::unix::process::CommandExt as _;
use std::process::{Child, Command, ExitStatus};
use std::time::{Duration, Instant};

use process::Exit;
use rustix::io::Errno;
use rustix::process::{Pid, Signal, WaitId, WaitIdOptions, kill_process_group, waitid};

use crate::host::TICK;

/// A running child that leads a process group, so that a terminal's Ctrl-C does not reach it.
/// Dropping it kills the group.
#[derive(Debug)]
pub(crate) struct Group {
    /// `None` once it is nobody's any more: collected, or left to itself.
    child: Option<Child>,
    pid: Pid,
}

impl Group {
    /// Starts a command in a group of its own.
    pub(crate) fn spawn(command: &mut Command) -> io::Result<Self> {
        let child = command.process_group(0).spawn()?;
        let pid = Pid::from_child(&child);
        Ok(Self {
            child: Some(child),
            pid,
        })
    }

    /// Process id of the leader and id of the group.
    pub(crate) fn pid(&self) -> Pid {
        self.pid
    }

    /// Whether the leader has ended.
    pub(crate) fn has_ended(&self) -> io::Result<bool> {
        Ok(self.end_of_leader()?.is_some())
    }

    /// How the leader has ended, if it has. It stays to be collected, so its number stays its own.
    pub(crate) fn end_of_leader(&self) -> io::Result<Option<Exit>> {
        let options = WaitIdOptions::EXITED | WaitIdOptions::NOWAIT | WaitIdOptions::NOHANG;
        match waitid(WaitId::Pid(self.pid), options) {
            Ok(status) => Ok(status.map(|status| Exit {
                code: status.exit_status(),
                signal: status.terminating_signal(),
            })),
            Err(Errno::INTR) => Ok(None),
            Err(error) => Err(error.into()),
        }
    }

    /// Asks the group to end, kills what has not after `grace`, and collects the leader.
    pub(crate) fn end(&mut self, grace: Duration) -> io::Result<()> {
        if self.child.is_none() {
            return Ok(());
        }
        // It may have ended this moment; then there is nothing to do.
        let _ = kill_process_group(self.pid, Signal::TERM);
        let deadline = Instant::now() + grace;
        while !self.has_ended()? && Instant::now() < deadline {
            std::thread::sleep(TICK);
        }
        self.reap().map(drop)
    }

    /// Kills the group and collects the leader. In this order: until the leader is collected,
    /// the system keeps its number, so the signal cannot hit a stranger.
    pub(crate) fn reap(&mut self) -> io::Result<Option<ExitStatus>> {
        let Some(child) = &mut self.child else {
            return Ok(None);
        };
        // Usually nobody is left: no error.
        let _ = kill_process_group(self.pid, Signal::KILL);
        let status = child.wait()?;
        self.child = None;
        Ok(Some(status))
    }

    /// Lets it live on without us.
    pub(crate) fn detach(&mut self) {
        self.child = None;
    }
}

impl Drop for Group {
    fn drop(&mut self) {
        let _ = self.reap();
    }
}
