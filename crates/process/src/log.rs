//! What a command prints, in a file, without secrets.

use std::fs::File;
use std::io::{self, Write as _};
use std::sync::{Mutex, PoisonError};

use camino::Utf8Path;

use crate::command::{CommandError, Invocation};
use crate::secrets::Secrets;

/// The log file of one command, if it has one. A write that fails is remembered and reported
/// at the end: the pipes must be drained all the same.
pub(crate) struct Log<'a> {
    file: Mutex<(Option<File>, Option<io::Error>)>,
    secrets: &'a Secrets,
}

impl<'a> Log<'a> {
    /// Opens the file, makes its folder if needed, and writes the line that says what follows.
    pub(crate) fn open(
        invocation: &Invocation<'_>,
        secrets: &'a Secrets,
    ) -> Result<Self, CommandError> {
        let log = |file| Self {
            file: Mutex::new((file, None)),
            secrets,
        };
        let Some(path) = invocation.log else {
            return Ok(log(None));
        };
        let open = || {
            std::fs::create_dir_all(path.parent().unwrap_or(Utf8Path::new(".")))?;
            let mut file = File::options().create(true).append(true).open(path)?;
            let (dir, program) = (invocation.dir, invocation.program);
            let line = format!("$ cd {dir} && {program} {}", invocation.args.join(" "));
            writeln!(file, "{}", secrets.redact(&line))?;
            Ok(file)
        };
        let file = open().map_err(|source| CommandError::Log {
            path: path.to_owned(),
            source,
        })?;
        Ok(log(Some(file)))
    }

    /// Appends one line of output, in one piece.
    pub(crate) fn write(&self, line: &[u8]) {
        let line = self.secrets.redact_line(line);
        let mut log = self.file.lock().unwrap_or_else(PoisonError::into_inner);
        let written = log.0.as_mut().map_or(Ok(()), |file| file.write_all(&line));
        if let Err(error) = written {
            *log = (None, Some(error));
        }
    }

    /// Says whether all was written.
    pub(crate) fn finish(self, invocation: &Invocation<'_>) -> Result<(), CommandError> {
        let (_, error) = self
            .file
            .into_inner()
            .unwrap_or_else(PoisonError::into_inner);
        let path = invocation.log.map(Utf8Path::to_owned).unwrap_or_default();
        error.map_or(Ok(()), |source| Err(CommandError::Log { path, source }))
    }
}
