//! Which commit the sources are of.

use std::collections::BTreeMap;
use std::ffi::OsString;

use camino::Utf8Path;
use process::Cancel;

use crate::Error;
use crate::host::{Answer, Host};

/// What git says of the sources.
#[derive(Clone, Debug, Default)]
pub struct Commit {
    /// The commit's hash; `None` when git cannot tell.
    pub id: Option<String>,
    /// Whether files differ from it, or are new; `None` when git cannot tell.
    pub dirty: Option<bool>,
    /// Why git cannot tell.
    pub note: Option<String>,
}

/// What git says of the repository with this root.
pub fn commit(
    root: &Utf8Path,
    env: &BTreeMap<OsString, OsString>,
    cancel: &Cancel,
) -> Result<Commit, Error> {
    Commit::read(&Host { root, env, cancel })
}

impl Commit {
    pub(crate) fn read(host: &Host<'_>) -> Result<Self, Error> {
        let git = Utf8Path::new("git");
        let id = match host.ask(git, &["rev-parse", "--verify", "HEAD"])? {
            Answer::Said(lines) => lines.into_iter().next().unwrap_or_default(),
            Answer::Failed(why) => return Ok(Self::unknown(&why)),
        };
        // Without locks: whoever else works with this repository is not to be held up.
        let status = [
            "--no-optional-locks",
            "status",
            "--porcelain",
            "--untracked-files=normal",
        ];
        Ok(match host.ask(git, &status)? {
            Answer::Said(lines) => Self {
                id: Some(id),
                dirty: Some(!lines.is_empty()),
                note: None,
            },
            Answer::Failed(why) => Self::unknown(&why),
        })
    }

    fn unknown(why: &str) -> Self {
        let note = format!("nobody can tell which commit this is, because git cannot: {why}");
        Self {
            note: Some(note),
            ..Self::default()
        }
    }
}
