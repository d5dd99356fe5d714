//! One line of the doctor's answer.

use serde::Serialize;

/// One thing that was looked at.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Row {
    /// What kind of thing.
    pub group: Group,
    /// Its name.
    pub check: String,
    /// How it stands.
    pub status: Status,
    /// What was found, in a few words.
    pub found: String,
    /// What is needed, in a few words; empty when nothing in particular is.
    pub needed: String,
    /// The command, or the deed, that mends it; `None` when nothing is broken.
    pub fix: Option<String>,
}

/// Kinds of rows, in the order in which they are shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Group {
    /// Tools without which nothing works.
    Tools,
    /// Tools that make some things better.
    Optional,
    /// Terraform's providers and where they come from.
    Providers,
    /// The files under `environments/`.
    Environments,
    /// The AWS credentials of whoever runs this.
    Credentials,
}

impl Group {
    /// The heading for people.
    pub fn title(self) -> &'static str {
        match self {
            Group::Tools => "Tools",
            Group::Optional => "Optional tools",
            Group::Providers => "Terraform providers",
            Group::Environments => "Environments",
            Group::Credentials => "Credentials",
        }
    }
}

/// How a thing stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Status {
    /// As it should be.
    Ok,
    /// Not there.
    Missing,
    /// There, but older than needed.
    Outdated,
    /// There, and wrong.
    Failed,
    /// Not looked at, for a reason that `found` gives.
    Skipped,
}

impl Status {
    /// The word that people read.
    pub fn as_str(self) -> &'static str {
        match self {
            Status::Ok => "ok",
            Status::Missing => "missing",
            Status::Outdated => "outdated",
            Status::Failed => "failed",
            Status::Skipped => "skipped",
        }
    }

    /// Whether something has to be done.
    pub fn is_bad(self) -> bool {
        matches!(self, Status::Missing | Status::Outdated | Status::Failed)
    }
}

/// All rows, in the order of their groups.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Diagnosis {
    /// The rows.
    pub rows: Vec<Row>,
}

impl Diagnosis {
    /// Whether something is missing without which nothing works: a tool or a provider.
    pub fn lacks_tools(&self) -> bool {
        let needed = |row: &&Row| matches!(row.group, Group::Tools | Group::Providers);
        self.rows
            .iter()
            .filter(needed)
            .any(|row| row.status.is_bad())
    }

    /// Whether everything needed is as it should be. Optional tools may be missing.
    pub fn is_ok(&self) -> bool {
        let needed = |row: &&Row| row.group != Group::Optional;
        !self
            .rows
            .iter()
            .filter(needed)
            .any(|row| row.status.is_bad())
    }
}
