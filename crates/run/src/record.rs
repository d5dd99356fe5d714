//! Who deployed what, and when: what a stack keeps of it in its own state.

use jiff::{Timestamp, Unit};
use serde::{Deserialize, Serialize};

/// The name of the variable that a stack takes it as, and of the output that puts it out as it is.
pub const DEPLOYMENT: &str = "deployment";

/// What a stack was last changed by. Terraform writes it, as an output, with the change itself.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Record {
    /// The name of the release; `None` for what was built from the tree.
    #[serde(default)]
    pub release: Option<String>,
    /// The commit, with `-dirty` behind it if files differed; `None` outside of git.
    #[serde(default)]
    pub commit: Option<String>,
    /// When it was planned: RFC 3339, in UTC, to the second.
    pub at: String,
    /// Who planned it: who started the workflow, or the user of this machine.
    pub by: String,
}

impl Record {
    /// One of this moment and of whoever runs this.
    pub fn now(release: Option<String>, commit: Option<String>) -> Self {
        let now = Timestamp::now();
        let names = ["GITHUB_ACTOR", "USER", "LOGNAME"].into_iter();
        let mut names = names.filter_map(|name| std::env::var(name).ok());
        let by = names.find(|name| !name.is_empty());
        Self {
            release,
            commit,
            at: now.round(Unit::Second).unwrap_or(now).to_string(),
            by: by.unwrap_or_else(|| "unknown".to_owned()),
        }
    }
}
