//! Which commit the sources are of.

use camino::Utf8Path;

use crate::Error;
use crate::host::{Answer, Host};

/// What git says of the sources.
#[derive(Clone, Debug, Default)]
pub(crate) struct Commit {
    /// The commit's hash; `None` when git cannot tell.
    pub(crate) id: Option<String>,
    /// Whether files differ from it, or are new; `None` when git cannot tell.
    pub(crate) dirty: Option<bool>,
    /// Why git cannot tell.
    pub(crate) note: Option<String>,
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
        let note = format!("the manifest names no commit, because git cannot tell it: {why}");
        Self {
            note: Some(note),
            ..Self::default()
        }
    }
}
