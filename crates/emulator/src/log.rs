//! The emulator's log.

use std::fs::File;
use std::io::{self, Read as _, Seek as _};
use std::os::unix::fs::MetadataExt as _;

use camino::{Utf8Path, Utf8PathBuf};

/// How many lines of a log are told with what went wrong.
const END: usize = 15;

/// The end of a log, or nothing when it cannot be read.
pub(crate) fn end(path: &Utf8Path) -> String {
    last_lines(path, END)
}

fn last_lines(path: &Utf8Path, count: usize) -> String {
    let bytes = std::fs::read(path).unwrap_or_default();
    let text = String::from_utf8_lossy(&bytes);
    let lines: Vec<&str> = text.trim_end().lines().collect();
    lines[lines.len().saturating_sub(count)..].join("\n")
}

/// Reads a log that grows, from its beginning; a log that is replaced by a new one is gone on with.
#[derive(Debug)]
pub struct Tail {
    path: Utf8PathBuf,
    file: Option<File>,
}

impl Tail {
    /// Of a log that need not be there yet.
    pub fn new(path: &Utf8Path) -> Self {
        Self {
            path: path.to_owned(),
            file: None,
        }
    }

    /// What has come since the last call; empty when nothing has.
    pub fn read(&mut self) -> io::Result<Vec<u8>> {
        let mut out = Vec::new();
        if let Some(file) = &mut self.file {
            file.read_to_end(&mut out)?;
        }
        if out.is_empty() && self.is_other()? {
            let mut file = File::open(&self.path)?;
            file.read_to_end(&mut out)?;
            self.file = Some(file);
        }
        Ok(out)
    }

    /// Whether another file than the one being read is at the path, or it was cut.
    fn is_other(&mut self) -> io::Result<bool> {
        let there = match std::fs::metadata(&self.path) {
            Ok(there) => there,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(false),
            Err(error) => return Err(error),
        };
        let Some(file) = &mut self.file else {
            return Ok(true);
        };
        let same = file.metadata()?.ino() == there.ino();
        Ok(!same || there.len() < file.stream_position()?)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Write as _;

    #[test]
    fn the_last_lines_are_the_last() {
        let temp = tempfile::NamedTempFile::new().unwrap();
        let path = Utf8Path::from_path(temp.path()).unwrap();
        for (text, expected) in [
            ("", ""),
            ("a\n", "a"),
            ("a\nb\nc\n\n", "b\nc"),
            ("a\nb\nc", "b\nc"),
        ] {
            std::fs::write(path, text).unwrap();
            assert_eq!(last_lines(path, 2), expected, "{text:?}");
        }
        assert_eq!(last_lines(Utf8Path::new("/no/such/file"), 2), "");
    }

    #[test]
    fn a_log_is_followed_across_its_replacement() {
        let temp = tempfile::tempdir().unwrap();
        let path = Utf8PathBuf::try_from(temp.path().join("log")).unwrap();
        let mut tail = Tail::new(&path);
        let mut next = || String::from_utf8(tail.read().unwrap()).unwrap();
        assert_eq!(next(), "");
        let mut log = File::create(&path).unwrap();
        log.write_all(b"one\n").unwrap();
        assert_eq!(next(), "one\n");
        assert_eq!(next(), "");
        log.write_all(b"two").unwrap();
        assert_eq!(next(), "two");
        std::fs::remove_file(&path).unwrap();
        assert_eq!(next(), "");
        std::fs::write(&path, "another log, longer than the first\n").unwrap();
        assert_eq!(next(), "another log, longer than the first\n");
        std::fs::write(&path, "cut\n").unwrap();
        assert_eq!(next(), "cut\n");
    }
}
