//! Who runs the emulator: says when to give up, and is told what goes on.

use std::fmt;
use std::io;
use std::time::Duration;

use camino::Utf8Path;
use process::{Cancel, Exit};

use crate::error::Error;

/// How often something that changes by itself is looked at.
pub(crate) const TICK: Duration = Duration::from_millis(20);

/// What may be worth a word while something is under way.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Event {
    /// Another command works in the same folder; this one waits for it.
    Waiting,
    /// The local AWS is being installed, which takes a while and needs `PyPI`.
    Installing,
    /// An emulator that a killed run left behind is being ended.
    EndingStray {
        /// Its process id.
        pid: i32,
    },
    /// Somebody else took the port; another one is tried.
    PortTaken {
        /// That port.
        port: u16,
    },
}

/// Who runs the emulator.
#[derive(Clone, Copy)]
pub struct Host<'a> {
    /// Gives up what is under way. An emulator that runs is not under it: what is torn down after
    /// a Ctrl-C still needs it.
    pub cancel: &'a Cancel,
    /// Is told what goes on.
    pub observer: &'a (dyn Fn(Event) + Sync),
}

impl Host<'_> {
    /// An error when everything is to stop.
    pub(crate) fn check(&self) -> Result<(), Error> {
        if self.cancel.is_requested() {
            return Err(Error::Interrupted);
        }
        Ok(())
    }

    pub(crate) fn tell(&self, event: Event) {
        (self.observer)(event);
    }
}

impl fmt::Debug for Host<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Host")
            .field("cancel", self.cancel)
            .finish_non_exhaustive()
    }
}

/// `exit code 1`, `signal 9`.
pub(crate) fn death(exit: Exit) -> String {
    match (exit.code, exit.signal) {
        (Some(code), _) => format!("exit code {code}"),
        (None, Some(signal)) => format!("signal {signal}"),
        (None, None) => "no exit code".to_owned(),
    }
}

/// An error about a file or folder.
pub(crate) fn file_error(path: &Utf8Path) -> impl FnOnce(io::Error) -> Error {
    let path = path.to_owned();
    move |source| Error::File { path, source }
}

#[cfg(test)]
pub(crate) mod testing {
    use super::{Cancel, Event, Host};

    /// Calls `with` with a host that never gives up and listens to nothing.
    pub(crate) fn quietly<T>(with: impl FnOnce(&Host<'_>) -> T) -> T {
        let cancel = Cancel::new();
        with(&Host {
            cancel: &cancel,
            observer: &|_: Event| {},
        })
    }
}
