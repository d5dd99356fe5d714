//! The files of a release, in memory: all of them together have some megabytes.

use std::collections::BTreeMap;

use artifact::Sha;
use camino::Utf8PathBuf;

use crate::form::FileEntry;

/// One file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Content {
    pub(crate) bytes: Vec<u8>,
    /// Whether it may be run.
    pub(crate) is_executable: bool,
}

impl Content {
    /// One that is only read.
    pub(crate) fn plain(bytes: impl Into<Vec<u8>>) -> Self {
        Self {
            bytes: bytes.into(),
            is_executable: false,
        }
    }

    /// What users may do with it.
    pub(crate) fn mode(&self) -> u32 {
        if self.is_executable { 0o755 } else { 0o644 }
    }
}

/// The files of a release, by their paths in it.
pub(crate) type Contents = BTreeMap<Utf8PathBuf, Content>;

/// What `release.json` says of each.
pub(crate) fn entries(contents: &Contents) -> Vec<FileEntry> {
    let entries = contents.iter().map(|(path, content)| FileEntry {
        path: path.clone(),
        size: content.bytes.len() as u64,
        sha256: Sha::of(&content.bytes).hex(),
    });
    entries.collect()
}

/// Whether a path stays in the folder that it is relative to, on any system, and stands in `SHA256SUMS` as it is.
pub(crate) fn is_plain(path: &str) -> bool {
    let is_odd = |c: char| c == '\\' || c.is_control();
    let is_name = |part: &str| !matches!(part, "" | "." | "..");
    !path.contains(is_odd) && path.split('/').all(is_name)
}

#[cfg(test)]
mod tests {
    use super::is_plain;

    #[test]
    fn a_plain_path_leads_nowhere_else() {
        for path in ["a", "a/b.c", ".gitignore", "a/..b", "terraform/a b/é"] {
            assert!(is_plain(path), "{path}");
        }
        for path in [
            "", "/a", "a/", "a//b", "..", "../a", "a/../b", "./a", "a\\b", "a\nb", "C:\\a",
        ] {
            assert!(!is_plain(path), "{path}");
        }
    }
}
