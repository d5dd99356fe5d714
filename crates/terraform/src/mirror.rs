//! Copying a folder of Terraform so that the copy is exactly what terraform may see.

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::io;

use camino::{Utf8Path, Utf8PathBuf};

use crate::files;
use crate::imports::without_imports;
use crate::lock_file;
use crate::overrides::is_override;
use crate::scratch::{FOLDER, Imports, ScratchError, Skipped};

/// Terraform's own folder in a stack: providers and modules that `init` has installed.
const INSTALLED: &str = ".terraform";

/// One pass over the source.
pub(crate) struct Mirror {
    /// The source, without links in it.
    source: Utf8PathBuf,
    imports: Imports,
    skipped: Vec<Skipped>,
}

/// What an entry of a source folder is, links followed.
enum Kind {
    File,
    Folder(Utf8PathBuf),
}

impl Mirror {
    pub(crate) fn new(source: Utf8PathBuf, imports: Imports) -> Self {
        Self {
            source,
            imports,
            skipped: Vec::new(),
        }
    }

    /// Copies everything and says what was left out.
    pub(crate) fn copy_to(mut self, target: &Utf8Path) -> Result<Vec<Skipped>, ScratchError> {
        let source = self.source.clone();
        self.folder(&source, target, &mut Vec::new())?;
        Ok(self.skipped)
    }

    /// Copies one folder. `trail` has the real folders above it, so that a link that leads
    /// back to one of them does not lead us round for ever.
    fn folder(
        &mut self,
        source: &Utf8Path,
        target: &Utf8Path,
        trail: &mut Vec<Utf8PathBuf>,
    ) -> Result<(), ScratchError> {
        make_folder(target).map_err(write_error(target))?;
        let mut wanted = BTreeSet::new();
        for name in self.names(source) {
            let (from, to) = (source.join(&name), target.join(&name));
            match self.kind(&from, trail) {
                Ok(Kind::Folder(real)) => {
                    trail.push(real);
                    self.folder(&from, &to, trail)?;
                    trail.pop();
                }
                Ok(Kind::File) => match std::fs::read(&from) {
                    Ok(content) => {
                        let content = match from.extension() {
                            Some("tf") if self.imports == Imports::Left => {
                                without_imports(&content)
                            }
                            _ => Cow::Borrowed(&content[..]),
                        };
                        write_file(&to, &content).map_err(write_error(&to))?;
                    }
                    Err(error) => {
                        self.skip(&from, unreadable(&error));
                        continue;
                    }
                },
                Err(reason) => {
                    self.skip(&from, reason);
                    continue;
                }
            }
            wanted.insert(name);
        }
        remove_others(target, &wanted).map_err(write_error(target))
    }

    /// The names in a source folder that are to be copied, sorted.
    fn names(&mut self, source: &Utf8Path) -> Vec<String> {
        let entries = match source.read_dir_utf8() {
            Ok(entries) => entries,
            Err(error) => {
                self.skip(source, unreadable(&error));
                return Vec::new();
            }
        };
        let mut names = Vec::new();
        for entry in entries {
            match entry {
                Ok(entry) if is_override(entry.path()) => {
                    self.skip(
                        entry.path(),
                        "bears a name that xtask keeps for its own files".to_owned(),
                    );
                }
                Ok(entry) if is_wanted(entry.file_name()) => {
                    names.push(entry.file_name().to_owned());
                }
                Ok(_) => {}
                Err(error) => {
                    self.skip(source, format!("has an entry that cannot be read: {error}"));
                }
            }
        }
        names.sort();
        names
    }

    /// What an entry is, or why it is left out.
    fn kind(&self, path: &Utf8Path, trail: &[Utf8PathBuf]) -> Result<Kind, String> {
        let real = path
            .canonicalize_utf8()
            .map_err(|error| unreadable(&error))?;
        if !real.starts_with(&self.source) {
            return Err(format!("is a link out of `{FOLDER}/`, to `{real}`"));
        }
        let metadata = real.metadata().map_err(|error| unreadable(&error))?;
        if metadata.is_file() {
            return Ok(Kind::File);
        }
        if !metadata.is_dir() {
            return Err("is neither a file nor a folder".to_owned());
        }
        if real == self.source || trail.contains(&real) {
            return Err(format!("is a link to a folder that it is in, `{real}`"));
        }
        Ok(Kind::Folder(real))
    }

    fn skip(&mut self, path: &Utf8Path, reason: String) {
        let path = path.strip_prefix(&self.source).unwrap_or(path);
        let path = Utf8Path::new(FOLDER).join(path);
        self.skipped.push(Skipped { path, reason });
    }
}

fn unreadable(error: &io::Error) -> String {
    format!("cannot be read: {error}")
}

fn write_error(path: &Utf8Path) -> impl FnOnce(io::Error) -> ScratchError {
    let path = path.to_owned();
    move |source| ScratchError::Write { path, source }
}

/// Whether a file or folder of this name belongs to the configuration.
fn is_wanted(name: &str) -> bool {
    if name.starts_with('.') {
        return name == lock_file::NAME;
    }
    let state = name.ends_with(".tfstate") || name.contains(".tfstate.");
    let crash = name.starts_with("crash.") && name.ends_with("log");
    !state && !crash && !name.ends_with(".tfplan")
}

/// Makes sure that there is a real folder, not a link to one.
fn make_folder(path: &Utf8Path) -> io::Result<()> {
    match path.symlink_metadata() {
        Ok(metadata) if metadata.is_dir() => Ok(()),
        Ok(_) => std::fs::remove_file(path).and_then(|()| std::fs::create_dir(path)),
        Err(_) => std::fs::create_dir_all(path),
    }
}

/// Makes sure that there is a real file with this content.
fn write_file(path: &Utf8Path, content: &[u8]) -> io::Result<()> {
    match path.symlink_metadata() {
        Ok(metadata) if metadata.is_dir() => std::fs::remove_dir_all(path)?,
        Ok(metadata) if metadata.is_symlink() => std::fs::remove_file(path)?,
        _ => {}
    }
    files::write_if_changed(path, content).map(|_| ())
}

/// Removes what is not wanted from a folder of the copy, apart from what `init` installed.
fn remove_others(folder: &Utf8Path, wanted: &BTreeSet<String>) -> io::Result<()> {
    for entry in std::fs::read_dir(folder)? {
        let entry = entry?;
        let name = entry.file_name();
        let keep = name
            .to_str()
            .is_some_and(|name| name == INSTALLED || wanted.contains(name));
        if keep {
            continue;
        }
        // The entry's own type: a link to a folder is removed as a link.
        if entry.file_type()?.is_dir() {
            std::fs::remove_dir_all(entry.path())?;
        } else {
            std::fs::remove_file(entry.path())?;
        }
    }
    Ok(())
}
