//! Why a release could not be made.

use std::io;

use camino::{Utf8Path, Utf8PathBuf};
use process::CommandError;

/// Why there is no result at all.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The run was interrupted. Nothing was written where the release goes.
    #[error("interrupted")]
    Interrupted,
    /// The Lambdas cannot be built.
    #[error(transparent)]
    Build(artifact::Error),
    /// A program could not be run to its end.
    #[error(transparent)]
    Command(CommandError),
    /// Git says something else than was expected of it.
    #[error("git cannot tell {what}: {why}")]
    Git {
        /// What it was asked.
        what: &'static str,
        /// What it said.
        why: String,
    },
    /// It is not known which crates are in the Lambdas.
    #[error("cargo cannot tell which crates are in the Lambdas: {0}")]
    Crates(String),
    /// A file cannot be read.
    #[error("cannot read `{path}`: {source}")]
    Unreadable {
        /// The file.
        path: Utf8PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// The release cannot be written.
    #[error("cannot write to `{path}`: {source}")]
    Unwritable {
        /// Where it was to go.
        path: Utf8PathBuf,
        /// What the system said.
        source: io::Error,
    },
}

impl Error {
    /// Whether the run was interrupted.
    pub fn is_interrupted(&self) -> bool {
        matches!(self, Error::Interrupted)
    }

    pub(crate) fn unreadable(path: &Utf8Path) -> impl FnOnce(io::Error) -> Self {
        let path = path.to_owned();
        move |source| Error::Unreadable { path, source }
    }

    pub(crate) fn unwritable(path: &Utf8Path) -> impl FnOnce(io::Error) -> Self {
        let path = path.to_owned();
        move |source| Error::Unwritable { path, source }
    }
}

impl From<CommandError> for Error {
    fn from(error: CommandError) -> Self {
        match error {
            CommandError::Interrupted => Error::Interrupted,
            error => Error::Command(error),
        }
    }
}

impl From<artifact::Error> for Error {
    fn from(error: artifact::Error) -> Self {
        if error.is_interrupted() {
            Error::Interrupted
        } else {
            Error::Build(error)
        }
    }
}
