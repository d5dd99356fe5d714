//! Why a build could not go on.

use std::io;

use camino::{Utf8Path, Utf8PathBuf};
use process::CommandError;

/// Why there is no [`Report`](crate::Report).
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The run was interrupted. No zip has changed.
    #[error("interrupted")]
    Interrupted,
    /// There are no Lambdas of some of the names that were asked for.
    #[error("{0}")]
    UnknownLambda(String),
    /// Cargo cannot say what is in the workspace.
    #[error("cargo cannot read the workspace:\n{0}")]
    Workspace(String),
    /// A program could not be run to its end.
    #[error(transparent)]
    Command(CommandError),
    /// A file cannot be read.
    #[error("cannot read `{path}`: {source}")]
    Unreadable {
        /// The file.
        path: Utf8PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// A file cannot be written.
    #[error("cannot write `{path}`: {source}; check its rights and the space on its disk")]
    Unwritable {
        /// The file.
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

    /// Whether what was asked for makes no sense.
    pub fn is_usage(&self) -> bool {
        matches!(self, Error::UnknownLambda(_))
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
