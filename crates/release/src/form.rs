//! `release.json`: what a release is, and what it is made of.

use artifact::Architecture;
use camino::{Utf8Path, Utf8PathBuf};
use serde::{Deserialize, Serialize};

/// The version of this form.
pub(crate) const VERSION: u32 = 1;

/// The file that binds all others.
pub(crate) const FILE: &str = "release.json";

/// The manifest of the zips.
pub(crate) const MANIFEST: &str = "lambda/manifest.json";

/// What stands in `release.json`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Form {
    /// The version of this form.
    pub version: u32,
    /// The tag, or else the commit, and the architecture: `v1.2.0-arm64`.
    pub name: String,
    /// The commit that all of it is made from.
    pub commit: String,
    /// When that was committed, in UTC: `2026-01-31T09:00:00Z`.
    pub commit_time: String,
    /// The tag of the commit, if it has one.
    pub tag: Option<String>,
    /// The machine that the Lambdas are for.
    pub architecture: Architecture,
    /// Their compiler: `rustc 1.95.0 (59807616e 2026-04-14)`.
    pub rustc: Option<String>,
    /// What the stacks want of terraform: `>= 1.11`.
    pub terraform: String,
    /// All files but this one and `SHA256SUMS`, by path.
    pub files: Vec<FileEntry>,
}

/// One file of a release.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FileEntry {
    /// Where it is in the release.
    pub path: Utf8PathBuf,
    /// Its size in bytes.
    pub size: u64,
    /// Its SHA-256, in hexadecimal digits.
    pub sha256: String,
}

/// What is known of a form before its version is.
#[derive(Deserialize)]
struct Versioned {
    version: u32,
}

impl Form {
    /// Reads it; else says what is wrong, as a fragment that goes on from its name.
    pub(crate) fn parse(bytes: &[u8]) -> Result<Self, String> {
        let broken = |error: serde_json::Error| format!("cannot be understood: {error}");
        let Versioned { version } = serde_json::from_slice(bytes).map_err(broken)?;
        if version != VERSION {
            return Err(format!(
                "has version {version} of its form, and {VERSION} is known here"
            ));
        }
        serde_json::from_slice(bytes).map_err(broken)
    }

    /// What it says of a file.
    pub(crate) fn file(&self, path: &Utf8Path) -> Option<&FileEntry> {
        self.files.iter().find(|it| it.path == path)
    }

    /// Its text in the file.
    pub(crate) fn text(&self) -> serde_json::Result<String> {
        serde_json::to_string_pretty(self).map(|text| text + "\n")
    }
}
