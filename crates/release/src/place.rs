//! Where a release goes: all of it, or nothing.

use std::fs::{self, OpenOptions, Permissions};
use std::io::{self, Cursor, Write as _};
use std::os::unix::fs::PermissionsExt as _;

use camino::{Utf8Path, Utf8PathBuf};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipWriter};

use crate::contents::{Content, Contents};
use crate::form::{FILE, Form};
use crate::hashes::SUMS;
use crate::read;

/// A folder, or a zip if the name ends so.
#[derive(Clone, Debug)]
pub(crate) struct Place {
    path: Utf8PathBuf,
}

impl Place {
    /// Where it is to go, unless something else is there.
    pub(crate) fn new(path: &Utf8Path) -> io::Result<Self> {
        let path = camino::absolute_utf8(path)?;
        if path.file_name().is_none() {
            return Err(io::Error::other("it has no name"));
        }
        let place = Self { path };
        place.check()?;
        Ok(place)
    }

    fn is_zip(&self) -> bool {
        self.path.extension() == Some("zip")
    }

    /// Only an earlier release gives way, and only if there is nothing with it.
    fn check(&self) -> io::Result<()> {
        let metadata = match fs::symlink_metadata(&self.path) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
            found => found?,
        };
        if metadata.is_dir() == self.is_zip() || metadata.is_symlink() {
            let wanted = if self.is_zip() { "file" } else { "folder" };
            return Err(io::Error::other(format!("it is there, and no {wanted}")));
        }
        if metadata.is_dir() && self.path.read_dir_utf8()?.next().is_none() {
            return Ok(());
        }
        let none = || io::Error::other("it is not empty, and holds no release");
        let found = read::read(&self.path).map_err(|_| none())?;
        let form = found.contents.get(Utf8Path::new(FILE));
        let form = form.and_then(|content| Form::parse(&content.bytes).ok());
        let form = form.ok_or_else(none)?;
        let is_known = |path: &Utf8Path| path == FILE || path == SUMS || form.file(path).is_some();
        let paths = found.contents.keys().map(Utf8PathBuf::as_path);
        let odd = found.odd.iter().map(|(path, _)| Utf8Path::new(path));
        match paths.chain(odd).find(|path| !is_known(path)) {
            Some(path) => Err(io::Error::other(format!(
                "`{path}` is there too, which is not of the release in it"
            ))),
            None => Ok(()),
        }
    }

    /// Writes it beside its place, and then puts it there.
    pub(crate) fn write(&self, contents: &Contents) -> io::Result<()> {
        self.check()?;
        let unfinished = self.beside("unfinished");
        remove(&unfinished)?;
        if let Some(parent) = self.path.parent() {
            fs::create_dir_all(parent)?;
        }
        let written = if self.is_zip() {
            zip(contents).and_then(|bytes| fs::write(&unfinished, bytes))
        } else {
            write_folder(&unfinished, contents)
        };
        let placed = written.and_then(|()| self.put(&unfinished));
        if placed.is_err() {
            // What went wrong is told; this would not be more.
            let _ = remove(&unfinished);
        }
        placed
    }

    fn put(&self, unfinished: &Utf8Path) -> io::Result<()> {
        if !self.path.is_dir() {
            return fs::rename(unfinished, &self.path);
        }
        let replaced = self.beside("replaced");
        remove(&replaced)?;
        fs::rename(&self.path, &replaced)?;
        fs::rename(unfinished, &self.path)?;
        remove(&replaced)
    }

    fn beside(&self, what: &str) -> Utf8PathBuf {
        let name = self.path.file_name().unwrap_or_default();
        self.path.with_file_name(format!(".{name}.{what}"))
    }

    pub(crate) fn path(&self) -> &Utf8Path {
        &self.path
    }
}

fn remove(path: &Utf8Path) -> io::Result<()> {
    let removed = if path.is_dir() {
        fs::remove_dir_all(path)
    } else {
        fs::remove_file(path)
    };
    match removed {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    }
}

/// Writes a release into a folder that is not there yet.
pub(crate) fn write_folder(folder: &Utf8Path, contents: &Contents) -> io::Result<()> {
    fs::create_dir_all(folder)?;
    for (path, content) in contents {
        let path = folder.join(path);
        if let Some(parent) = path.parent() {
            fs::create_dir_all(parent)?;
        }
        let mut file = OpenOptions::new()
            .write(true)
            .create_new(true)
            .open(&path)?;
        file.write_all(&content.bytes)?;
        file.set_permissions(Permissions::from_mode(content.mode()))?;
    }
    Ok(())
}

/// A zip with nothing in it that differs from one time to the next.
fn zip(contents: &Contents) -> io::Result<Vec<u8>> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (path, content) in contents {
        zip.start_file(path, options(path, content))?;
        zip.write_all(&content.bytes)?;
    }
    Ok(zip.finish()?.into_inner())
}

fn options(path: &Utf8Path, content: &Content) -> SimpleFileOptions {
    // The Lambdas' zips get no smaller.
    let method = match path.extension() {
        Some("zip") => CompressionMethod::Stored,
        _ => CompressionMethod::Deflated,
    };
    let level = (method == CompressionMethod::Deflated).then_some(6);
    SimpleFileOptions::default()
        .compression_method(method)
        .compression_level(level)
        .last_modified_time(DateTime::default())
        .unix_permissions(content.mode())
}

#[cfg(test)]
mod tests;
