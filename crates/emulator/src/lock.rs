//! One command at a time in a folder.

use std::fs::{File, TryLockError};

use camino::Utf8Path;

use crate::error::Error;
use crate::host::{self, Event, Host, TICK};

/// A hold on a folder. The system ends it with the process, however that ends.
#[derive(Debug)]
pub(crate) struct Lock {
    _file: File,
}

impl Lock {
    /// Takes the lock file `name` in a folder, making both if needed; waits while another has it.
    pub(crate) fn take(dir: &Utf8Path, name: &str, host: &Host<'_>) -> Result<Self, Error> {
        std::fs::create_dir_all(dir).map_err(host::file_error(dir))?;
        let path = dir.join(name);
        let file = File::create(&path).map_err(host::file_error(&path))?;
        let mut told = false;
        loop {
            match file.try_lock() {
                Ok(()) => return Ok(Self { _file: file }),
                Err(TryLockError::Error(source)) => return Err(Error::File { path, source }),
                Err(TryLockError::WouldBlock) => host.check()?,
            }
            if !std::mem::replace(&mut told, true) {
                host.tell(Event::Waiting);
            }
            std::thread::sleep(TICK);
        }
    }
}
