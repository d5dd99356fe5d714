//! `manifest.json`: which zip is what.

use camino::{Utf8Path, Utf8PathBuf};
use serde::{Deserialize, Serialize};

use crate::{Architecture, Profile};

/// The version of the manifest's form.
const VERSION: u32 = 1;

/// What stands in the manifest.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Manifest {
    /// The version of this form.
    pub version: u32,
    /// The commit of the last build; `None` when git could not tell it.
    pub commit: Option<String>,
    /// Whether its sources differed from that commit.
    pub dirty: Option<bool>,
    /// Its compiler: `rustc 1.95.0 (59807616e 2026-04-14)`.
    pub rustc: Option<String>,
    /// The profile of all artifacts.
    pub profile: Profile,
    /// The machine that all artifacts are for.
    pub architecture: Architecture,
    /// The artifacts, by name.
    pub artifacts: Vec<Artifact>,
}

/// One Lambda's zip.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Artifact {
    /// The Lambda's name.
    pub name: String,
    /// The system that it belongs to.
    pub system: String,
    /// The package of its sources.
    #[serde(rename = "crate")]
    pub package: String,
    /// That package's version.
    pub version: String,
    /// The machine that it is for.
    pub architecture: Architecture,
    /// How it was compiled.
    pub profile: Profile,
    /// The commit of its sources.
    pub commit: Option<String>,
    /// Whether its sources differed from that commit.
    pub dirty: Option<bool>,
    /// The zip's size in bytes.
    pub size: u64,
    /// The size of the executable in it.
    pub executable_size: u64,
    /// The zip's SHA-256, in hexadecimal digits.
    pub sha256: String,
    /// The same as Lambda and Terraform write it.
    pub sha256_base64: String,
    /// The zip, relative to the repository's root.
    pub zip: Utf8PathBuf,
}

impl Manifest {
    /// A manifest without artifacts.
    pub(crate) fn new(profile: Profile, architecture: Architecture) -> Self {
        Self {
            version: VERSION,
            commit: None,
            dirty: None,
            rustc: None,
            profile,
            architecture,
            artifacts: Vec::new(),
        }
    }

    /// Reads a manifest. One that is not there or not of this form counts as none.
    pub(crate) fn read(path: &Utf8Path) -> Option<Self> {
        Self::parse(&std::fs::read(path).ok()?)
    }

    /// Understands what stands in one; nothing if it is not of this form.
    pub fn parse(bytes: &[u8]) -> Option<Self> {
        let manifest: Self = serde_json::from_slice(bytes).ok()?;
        (manifest.version == VERSION).then_some(manifest)
    }

    /// Its text in the file.
    pub fn text(&self) -> serde_json::Result<String> {
        serde_json::to_string_pretty(self).map(|text| text + "\n")
    }
}
