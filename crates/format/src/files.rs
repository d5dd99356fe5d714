//! Which files there are to format.

use camino::{Utf8Path, Utf8PathBuf};
use finding::{Code, Finding, Location};
use ignore::WalkBuilder;

/// The files found, relative to the root and sorted, and what could not be looked at.
#[derive(Default)]
pub(crate) struct Found {
    pub(crate) files: Vec<Utf8PathBuf>,
    pub(crate) findings: Vec<Finding>,
}

/// All files below a root that say what is formatted, and how; `None` where not all can be looked at.
pub fn inputs(root: &Utf8Path) -> Option<Vec<Utf8PathBuf>> {
    let endings = [".rs", ".toml", ".tf", ".tfvars", ".hcl", "ignore"];
    // Rust is formatted also where git ignores it.
    let found = find(root, &endings, false);
    found.findings.is_empty().then_some(found.files)
}

/// The files below a root that have one of the given endings. What git ignores is left out, and so
/// is the root's `target/`, where there is no git to ignore it.
pub(crate) fn with_endings(root: &Utf8Path, endings: &[&str]) -> Found {
    find(root, endings, true)
}

fn find(root: &Utf8Path, endings: &[&str], ignoring: bool) -> Found {
    let target = root.join("target").into_std_path_buf();
    let walk = WalkBuilder::new(root)
        .hidden(false)
        .require_git(false)
        .git_ignore(ignoring)
        .git_exclude(ignoring)
        .git_global(ignoring)
        .ignore(ignoring)
        .parents(ignoring)
        .filter_entry(move |entry| entry.file_name() != ".git" && entry.path() != target)
        .build();
    let mut found = Found::default();
    for entry in walk {
        match entry {
            Ok(entry) if entry.file_type().is_some_and(|kind| kind.is_file()) => {
                let below = entry.path().strip_prefix(root).ok();
                // What has no UTF-8 name has none of the endings that we know.
                let path = below.and_then(|path| Utf8Path::from_path(path));
                let wanted =
                    |path: &&Utf8Path| endings.iter().any(|it| path.as_str().ends_with(it));
                found
                    .files
                    .extend(path.filter(wanted).map(Utf8Path::to_owned));
            }
            Ok(_) => {}
            Err(error) => found.findings.push(unreadable(&error.to_string())),
        }
    }
    found.files.sort();
    found
}

/// The text of a file.
pub(crate) fn read(root: &Utf8Path, file: &Utf8Path) -> Result<String, Finding> {
    std::fs::read_to_string(root.join(file)).map_err(|error| {
        unreadable(&format!("cannot read `{file}`: {error}")).at(Location::file(file))
    })
}

fn unreadable(message: &str) -> Finding {
    Finding::error(Code::UnreadableFile, message)
        .with_hint("check that it is there, readable and UTF-8")
}
