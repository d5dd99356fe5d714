//! Which files there are to format.

use camino::{Utf8Path, Utf8PathBuf};
use ignore::WalkBuilder;

/// The files below a root that have one of the given endings, relative to it and sorted. What
/// git ignores is left out, and so is `target/` where there is no git.
pub(crate) fn with_endings(root: &Utf8Path, endings: &[&str]) -> Vec<Utf8PathBuf> {
    let walk = WalkBuilder::new(root)
        .hidden(false)
        .require_git(false)
        .filter_entry(|entry| entry.file_name() != ".git" && entry.file_name() != "target")
        .build();
    let paths = walk.filter_map(Result::ok).filter_map(|entry| {
        let is_file = entry.file_type().is_some_and(|kind| kind.is_file());
        let path = Utf8PathBuf::from_path_buf(entry.into_path()).ok()?;
        let wanted = endings.iter().any(|ending| path.as_str().ends_with(ending));
        let below = path.strip_prefix(root).ok()?.to_owned();
        (is_file && wanted).then_some(below)
    });
    let mut paths: Vec<_> = paths.collect();
    paths.sort();
    paths
}
