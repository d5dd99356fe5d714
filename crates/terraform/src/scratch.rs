//! The scratch copy of the repository's Terraform: [`Scratch`].

use std::io;

use camino::{Utf8Path, Utf8PathBuf};
use finding::{Code, Finding, Location};

use crate::mirror::Mirror;
use crate::overrides::{self, Overrides};

/// The folder's name, in the repository and in the work folder.
pub(crate) const FOLDER: &str = "terraform";

/// A copy of the repository's `terraform/`, in which files may be added and changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Scratch {
    dir: Utf8PathBuf,
    skipped: Vec<Skipped>,
}

/// What becomes of `import` blocks in a copy.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Imports {
    /// They stay: what they name is there.
    Kept,
    /// They go: in an AWS that is not there, or is empty, there is nothing to take in.
    Left,
}

/// Something in the source that was not copied and should have been looked at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Skipped {
    /// What, relative to the repository's root.
    pub path: Utf8PathBuf,
    /// Why: a fragment that goes on from its name.
    pub reason: String,
}

/// Why there is no scratch copy.
#[derive(Debug, thiserror::Error)]
pub enum ScratchError {
    /// There is nothing to copy.
    #[error(
        "`{path}` cannot be read: {source}; run this in the repository, which keeps its Terraform there"
    )]
    Source {
        /// The folder.
        path: Utf8PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// The copy cannot be written.
    #[error("cannot write `{path}`: {source}; make room there, or remove the folder and try again")]
    Write {
        /// The file or folder.
        path: Utf8PathBuf,
        /// What the system said.
        source: io::Error,
    },
}

impl Scratch {
    /// Makes `<work_dir>/terraform` a copy of `<root>/terraform`: what is new or changed is
    /// written, what is gone is removed, the rest is left as it is. Terraform's own
    /// `.terraform` folders in the copy stay, so that a second `init` is quick.
    ///
    /// Not copied: hidden files and folders (but lock files are), states, plans, crash logs.
    /// What cannot be read or points out of the tree is left out and listed in
    /// [`Scratch::skipped`]. Two at a time on one work folder are the caller's to prevent.
    pub fn prepare(
        root: &Utf8Path,
        work_dir: &Utf8Path,
        imports: Imports,
    ) -> Result<Self, ScratchError> {
        let source = root.join(FOLDER);
        let failed = |source_error| ScratchError::Source {
            path: source.clone(),
            source: source_error,
        };
        let canonical = source.canonicalize_utf8().map_err(failed)?;
        std::fs::read_dir(&canonical).map_err(failed)?;
        let dir = work_dir.join(FOLDER);
        let dir = camino::absolute_utf8(&dir).unwrap_or(dir);
        let skipped = Mirror::new(canonical, imports).copy_to(&dir)?;
        Ok(Self { dir, skipped })
    }

    /// The copy of `terraform/`, absolute.
    pub fn dir(&self) -> &Utf8Path {
        &self.dir
    }

    /// The copy of a stack's folder; `address` is `<system>/<stack>`.
    pub fn stack_dir(&self, address: &str) -> Utf8PathBuf {
        self.dir.join(address)
    }

    /// What was left out and should have been looked at.
    pub fn skipped(&self) -> &[Skipped] {
        &self.skipped
    }

    /// Changes the copy of a stack as `overrides` says; `stack_dir` is its folder in the copy.
    /// Call it once per stack after each [`Scratch::prepare`], which takes the changes back.
    pub fn write_overrides(
        &self,
        stack_dir: &Utf8Path,
        overrides: &Overrides,
    ) -> Result<(), ScratchError> {
        overrides::write(stack_dir, overrides).map_err(|source| ScratchError::Write {
            path: stack_dir.join(overrides::OVERRIDE_FILE),
            source,
        })
    }
}

impl Skipped {
    /// The finding that says so.
    pub fn to_finding(&self) -> Finding {
        let message = format!("`{}` {}", self.path, self.reason);
        Finding::error(Code::UnreadableFile, message)
            .at(Location::file(self.path.clone()))
            .with_hint("terraform would run without it; mend or remove it")
    }
}

#[cfg(test)]
mod tests;
