//! Commands that go on to their end when we are killed.

use std::fs::File;
use std::io::{self, Read, Seek as _, SeekFrom};
use std::os::unix::fs::OpenOptionsExt as _;
use std::process::{Command, Stdio};
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use camino::{Utf8Path, Utf8PathBuf};

/// How often is looked whether a command has written more.
const LOOK: Duration = Duration::from_millis(20);

/// What lets a command end in its own time when we are killed: it writes to files and not to us, and others see
/// that it still runs.
#[derive(Clone, Copy, Debug)]
pub struct Outliving<'a> {
    /// What its standard output is appended to. It is the caller's to remove.
    pub stdout: &'a Utf8Path,
    /// The same for its standard error.
    pub stderr: &'a Utf8Path,
    /// A file that we have locked. The command gets it as its standard input, and so holds the lock with us: the
    /// system gives it to nobody else before both have ended.
    pub lock: &'a File,
}

/// The files of a command that is to be started, opened for what it will write.
pub(crate) struct Files {
    pub(crate) stdout: File,
    pub(crate) stderr: File,
}

impl Outliving<'_> {
    /// Connects a command that is to be started.
    pub(crate) fn connect(&self, command: &mut Command) -> Result<Files, (Utf8PathBuf, io::Error)> {
        let ours = self.lock.try_clone();
        let lock = ours.map_err(|error| (Utf8PathBuf::from("the lock"), error))?;
        let [(written, stdout), (said, stderr)] = [open(self.stdout)?, open(self.stderr)?];
        command.stdin(lock).stdout(written).stderr(said);
        Ok(Files { stdout, stderr })
    }
}

/// A file to be appended to, and the same to be read from where that begins.
fn open(path: &Utf8Path) -> Result<(Stdio, File), (Utf8PathBuf, io::Error)> {
    let open = || {
        std::fs::create_dir_all(path.parent().unwrap_or(Utf8Path::new(".")))?;
        // It may show what only this user should see: it is not gone through, as a log is.
        let mut write = File::options();
        let write = write.create(true).append(true).mode(0o600).open(path)?;
        let mut read = File::open(path)?;
        read.seek(SeekFrom::End(0))?;
        Ok((Stdio::from(write), read))
    };
    open().map_err(|error| (path.to_owned(), error))
}

/// Reads a file while a command writes it, and to its end once that has ended.
pub(crate) struct Follow<'a> {
    pub(crate) file: File,
    pub(crate) has_ended: &'a AtomicBool,
}

impl Read for Follow<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        loop {
            // Before reading: what was written until then is read.
            let has_ended = self.has_ended.load(Ordering::Acquire);
            match self.file.read(buffer)? {
                0 if !has_ended => std::thread::sleep(LOOK),
                bytes => return Ok(bytes),
            }
        }
    }
}
