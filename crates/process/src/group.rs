//! One child process and everything that it starts, as a group that ends together.

use std::io;
use std::os::unix::process::CommandExt as _;
use std::process::{Child, Command, ExitStatus};
use std::sync::mpsc::{RecvTimeoutError, channel};
use std::time::Duration;

use rustix::io::Errno;
use rustix::process::{
    Pid, Signal, WaitId, WaitIdOptions, kill_process_group, test_kill_process_group, waitid,
};

use crate::cancel::Cancel;

/// How often is looked whether a group is empty, of which the system tells nothing.
const LOOK: Duration = Duration::from_millis(20);

/// A running child that leads a process group. Dropping it kills the group.
#[derive(Debug)]
pub(crate) struct Group {
    child: Child,
    pid: Pid,
    cancel: Cancel,
    reaped: bool,
}

impl Group {
    /// Starts a command in a group of its own. Only [`Cancel::spawn`] calls this.
    pub(crate) fn spawn(command: &mut Command, cancel: Cancel) -> io::Result<Self> {
        let child = command.process_group(0).spawn()?;
        let pid = Pid::from_child(&child);
        Ok(Self {
            child,
            pid,
            cancel,
            reaped: false,
        })
    }

    /// Process id of the leader and id of the group.
    pub(crate) fn pid(&self) -> Pid {
        self.pid
    }

    /// The child's pipes; each can be taken once.
    pub(crate) fn child(&mut self) -> &mut Child {
        &mut self.child
    }

    /// Waits until the child has ended and kills what is left of its group, unless all of it were asked
    /// to end: then they are given their time. `Ok(None)` when it had to be killed because it took
    /// longer than `limit`.
    pub(crate) fn wait(&mut self, limit: Option<Duration>) -> io::Result<Option<ExitStatus>> {
        let pid = self.pid;
        let in_time = match limit {
            None => wait_for_end(pid).map(|()| true),
            Some(limit) => wait_or_kill(pid, limit),
        }?;
        let status = if self.cancel.is_winding_down(pid) {
            self.see_off()
        } else {
            self.reap()
        }?;
        Ok(in_time.then_some(status))
    }

    /// Collects the leader and waits for the others: killed now, they could not end what they have
    /// started in groups of its own. The number of a group is nobody else's while somebody is in it.
    fn see_off(&mut self) -> io::Result<ExitStatus> {
        let status = self.child.wait()?;
        self.reaped = true;
        while self.cancel.is_winding_down(self.pid) && test_kill_process_group(self.pid).is_ok() {
            std::thread::sleep(LOOK);
        }
        self.cancel.ended(self.pid);
        Ok(status)
    }

    /// Ends the group and collects the leader. In this order: until the leader is collected,
    /// the system keeps its number, so the signal cannot hit a stranger.
    fn reap(&mut self) -> io::Result<ExitStatus> {
        self.cancel.ended(self.pid);
        // A provider outlives a terraform that was killed. Usually nobody is left: no error.
        let _ = kill_process_group(self.pid, Signal::KILL);
        let status = self.child.wait()?;
        self.reaped = true;
        Ok(status)
    }
}

impl Drop for Group {
    fn drop(&mut self) {
        if !self.reaped {
            let _ = self.reap();
        }
    }
}

/// Returns when the process has ended, and leaves it to be collected.
fn wait_for_end(pid: Pid) -> io::Result<()> {
    loop {
        match waitid(
            WaitId::Pid(pid),
            WaitIdOptions::EXITED | WaitIdOptions::NOWAIT,
        ) {
            Ok(_) => return Ok(()),
            Err(Errno::INTR) => {}
            Err(error) => return Err(error.into()),
        }
    }
}

/// Returns when the process has ended: `true` by itself, `false` killed because time was up.
fn wait_or_kill(pid: Pid, limit: Duration) -> io::Result<bool> {
    let (ended, watched) = channel::<()>();
    std::thread::scope(|scope| {
        let watchdog = scope.spawn(move || {
            let late = watched.recv_timeout(limit) == Err(RecvTimeoutError::Timeout);
            if late {
                let _ = kill_process_group(pid, Signal::KILL);
            }
            late
        });
        let result = wait_for_end(pid);
        drop(ended);
        let late = watchdog.join().unwrap_or(false);
        result.map(|()| !late)
    })
}
