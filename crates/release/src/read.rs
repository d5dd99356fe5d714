//! Reading a release: a folder, or a zip.

use std::fs::File;
use std::io::{self, Read as _};
use std::os::unix::fs::PermissionsExt as _;

use camino::{Utf8Path, Utf8PathBuf};
use zip::ZipArchive;

use crate::contents::{Content, Contents, is_plain};

/// As much as all files of a release may have together, in bytes: a zip of this size may come from anybody.
const LARGEST: u64 = 1 << 30;

/// What there is.
#[derive(Debug, Default)]
pub(crate) struct Found {
    pub(crate) contents: Contents,
    /// What cannot be in a release: its path, and why, as a fragment that goes on from that.
    pub(crate) odd: Vec<(String, String)>,
    size: u64,
}

/// Reads all of it.
pub(crate) fn read(path: &Utf8Path) -> io::Result<Found> {
    let mut found = Found::default();
    let kind = std::fs::metadata(path)?.file_type();
    if kind.is_dir() {
        found.folder(path, Utf8Path::new(""))?;
    } else if kind.is_file() {
        found.zip(File::open(path)?)?;
    } else {
        return Err(io::Error::other("it is neither a folder nor a file"));
    }
    Ok(found)
}

impl Found {
    fn folder(&mut self, root: &Utf8Path, below: &Utf8Path) -> io::Result<()> {
        for entry in std::fs::read_dir(root.join(below))? {
            let entry = entry?;
            let name = entry.file_name();
            let path = below.join(name.to_string_lossy().as_ref());
            let kind = entry.file_type()?;
            if name.to_str().is_none() || !is_plain(path.as_str()) {
                self.leave(path, "has a name that no file of a release has");
            } else if kind.is_symlink() {
                self.leave(path, "is a link: what it leads to is not of the release");
            } else if kind.is_dir() {
                self.folder(root, &path)?;
            } else if kind.is_file() {
                let file = File::open(entry.path())?;
                let mode = file.metadata()?.permissions().mode();
                self.take(path, mode, file)?;
            } else {
                self.leave(path, "is no file");
            }
        }
        Ok(())
    }

    fn zip(&mut self, mut file: File) -> io::Result<()> {
        let mut bytes = Vec::new();
        file.by_ref().take(LARGEST).read_to_end(&mut bytes)?;
        let entries = entries(&bytes);
        let mut archive = ZipArchive::new(io::Cursor::new(bytes))?;
        if entries != Some(archive.len()) {
            let why = "names a file twice, or has something behind its end: others may see other files in it";
            self.odd.push((String::new(), why.to_owned()));
        }
        for index in 0..archive.len() {
            let entry = archive.by_index(index)?;
            let path = entry.name()?.into_owned();
            let mode = entry.unix_mode().unwrap_or(0o644);
            if !is_plain(path.strip_suffix('/').unwrap_or(&path)) {
                self.leave(
                    path.into(),
                    "leads out of the release, or has a name that no file of one has",
                );
            } else if ![0, REGULAR, FOLDER].contains(&(mode & KIND)) {
                self.leave(path.into(), "is a link, or something else that is no file");
            } else if !entry.is_dir() {
                self.take(path.into(), mode, entry)?;
            }
        }
        Ok(())
    }

    fn take(&mut self, path: Utf8PathBuf, mode: u32, from: impl io::Read) -> io::Result<()> {
        let mut bytes = Vec::new();
        from.take(LARGEST - self.size + 1).read_to_end(&mut bytes)?;
        self.size += bytes.len() as u64;
        if self.size > LARGEST {
            let why = format!("its files have more than {LARGEST} bytes");
            return Err(io::Error::other(why));
        }
        let content = Content {
            bytes,
            is_executable: mode & 0o100 != 0,
        };
        self.contents.insert(path, content);
        Ok(())
    }

    fn leave(&mut self, path: Utf8PathBuf, why: &str) {
        self.odd.push((path.into_string(), why.to_owned()));
    }
}

/// The bits of a mode that say what something is, a file, and a folder.
const KIND: u32 = 0o170_000;
const REGULAR: u32 = 0o100_000;
const FOLDER: u32 = 0o040_000;

/// How many entries a zip says that it has, if it ends where it says so: of two with one name a reader sees one.
fn entries(zip: &[u8]) -> Option<usize> {
    let end = zip.get(zip.len().checked_sub(22)?..)?;
    let count = end.strip_prefix(b"PK\x05\x06")?.get(6..8)?;
    Some(usize::from(u16::from_le_bytes(count.try_into().ok()?)))
}
