//! The folder for everything that a run writes.

use std::fs::{File, TryLockError};
use std::io;
use std::time::Duration;

use camino::{Utf8Path, Utf8PathBuf};
use estate::Stack;
use terraform::Cancel;

/// A work folder that one run at a time holds. The hold ends with the process, however it ends.
#[derive(Debug)]
pub struct WorkDir {
    path: Utf8PathBuf,
    lock: File,
}

/// Why the work folder cannot be had.
#[derive(Debug, thiserror::Error)]
pub enum WorkDirError {
    /// It cannot be written to.
    #[error("cannot write to `{path}`: {source}; check its rights and the space on its disk")]
    Unwritable {
        /// The folder or file.
        path: Utf8PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// The run was interrupted while it waited for another.
    #[error("interrupted while waiting for another run in this repository")]
    Interrupted,
}

impl WorkDir {
    /// Takes the folder of a command, making it if needed. While another run holds it, `waiting` is told
    /// once and this one waits.
    pub fn take(
        root: &Utf8Path,
        command: &str,
        cancel: &Cancel,
        waiting: impl FnOnce(),
    ) -> Result<Self, WorkDirError> {
        let unwritable = |path: &Utf8Path| {
            let path = path.to_owned();
            move |source| WorkDirError::Unwritable { path, source }
        };
        let path = root.join("target/xtask").join(command);
        let path = path.as_path();
        std::fs::create_dir_all(path).map_err(unwritable(path))?;
        let lock_path = path.join("lock");
        let lock = File::create(&lock_path).map_err(unwritable(&lock_path))?;
        let mut waiting = Some(waiting);
        loop {
            match lock.try_lock() {
                Ok(()) => {
                    let taken = Self {
                        path: path.to_owned(),
                        lock,
                    };
                    // Logs tell of one run.
                    taken.clear(Utf8Path::new("logs"))?;
                    return Ok(taken);
                }
                Err(TryLockError::Error(source)) => return Err(unwritable(&lock_path)(source)),
                Err(TryLockError::WouldBlock) if cancel.is_requested() => {
                    return Err(WorkDirError::Interrupted);
                }
                Err(TryLockError::WouldBlock) => {
                    if let Some(waiting) = waiting.take() {
                        waiting();
                    }
                    std::thread::sleep(Duration::from_millis(100));
                }
            }
        }
    }

    /// The folder.
    pub fn path(&self) -> &Utf8Path {
        &self.path
    }

    /// The locked file. Whoever gets it as its own holds the folder too, until it ends.
    pub fn lock(&self) -> &File {
        &self.lock
    }

    /// Removes a folder in it, with what an earlier run has left there.
    pub fn clear(&self, folder: &Utf8Path) -> Result<(), WorkDirError> {
        let path = self.path.join(folder);
        match std::fs::remove_dir_all(&path) {
            Err(source) if source.kind() != io::ErrorKind::NotFound => {
                Err(WorkDirError::Unwritable { path, source })
            }
            _ => Ok(()),
        }
    }

    /// The log of a step of a stack or module: `validate`, `plan-dev`.
    pub fn log(&self, subject: &str, step: &str) -> Utf8PathBuf {
        self.path
            .join("logs")
            .join(subject)
            .join(format!("{step}.log"))
    }

    /// The generated variables of a stack in an environment.
    pub fn inputs(&self, stack: &Stack, env: &str) -> Utf8PathBuf {
        let file = format!("{env}.tfvars.json");
        self.path
            .join("inputs")
            .join(stack.address.to_string())
            .join(file)
    }
}
