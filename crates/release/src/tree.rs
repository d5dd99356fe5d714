//! The Terraform and the environments, byte for byte as they were committed.

use artifact::Sha;
use camino::Utf8Path;
use finding::{Code, Finding, Location};
use sha1::{Digest as _, Sha1};

use crate::contents::{Content, Contents, is_plain};
use crate::git::Tracked;

/// The folders that go into a release.
pub(crate) const FOLDERS: [&str; 2] = ["terraform", "environments"];

/// How git marks a file, and one that may be run.
const MODES: [&str; 2] = ["100644", "100755"];

/// Reads the files of the commit into a release. What is not as it was committed, or cannot be in a release, is told.
pub(crate) fn add(root: &Utf8Path, tracked: &[Tracked], contents: &mut Contents) -> Vec<Finding> {
    let mut findings = Vec::new();
    for file in tracked {
        match read(root, file) {
            Ok(content) => drop(contents.insert(file.path.clone(), content)),
            Err((why, hint)) => {
                let message = format!("`{}` {why}", file.path);
                let finding = Finding::error(Code::ReleaseSource, message);
                findings.push(finding.at(Location::file(&file.path)).with_hint(hint));
            }
        }
    }
    findings
}

fn read(root: &Utf8Path, file: &Tracked) -> Result<Content, (String, &'static str)> {
    if !MODES.contains(&file.mode.as_str()) {
        let why = "is no file but a link, or another repository; a release has only files";
        return Err((why.to_owned(), "put what it names in its place"));
    }
    if !is_plain(file.path.as_str()) {
        let why = "has a name that other systems do not know";
        return Err((why.to_owned(), "rename it: no control characters, no `\\`"));
    }
    let bytes = std::fs::read(root.join(&file.path));
    let bytes = bytes.map_err(|error| {
        (
            format!("cannot be read: {error}"),
            "restore it: git checkout",
        )
    })?;
    if object(&bytes, file.object.len()) != file.object {
        // `git status` sees none of that.
        let why =
            "is not byte for byte what was committed: git converts it, or was told not to look";
        let hint = "look at .gitattributes, core.autocrlf, and `git ls-files -v`";
        return Err((why.to_owned(), hint));
    }
    Ok(Content {
        bytes,
        is_executable: file.mode == MODES[1],
    })
}

/// The hash that git knows a content by; `digits` tells which kind of hash the repository has.
fn object(bytes: &[u8], digits: usize) -> String {
    let blob = [format!("blob {}\0", bytes.len()).as_bytes(), bytes].concat();
    if digits == 64 {
        return Sha::of(&blob).hex();
    }
    let hash: [u8; 20] = Sha1::digest(&blob).into();
    hash.map(|byte| format!("{byte:02x}")).concat()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn contents_have_the_names_that_git_gives_them() {
        assert_eq!(object(b"", 40), "e69de29bb2d1d6434b8b29ae775ad8c2e48c5391");
        let sha256 = "473a0f4c3be8a93681a267e3b1e9a7dcda1185436fe141f7749120a303721813";
        assert_eq!(object(b"", 64), sha256);
    }

    #[test]
    fn what_is_not_as_it_was_committed_is_told() {
        let temp = tempfile::tempdir().unwrap();
        let root = Utf8Path::from_path(temp.path()).unwrap();
        std::fs::write(root.join("a"), "").unwrap();
        let said = |mode: &str, path: &str, object: &str| {
            let tracked = Tracked {
                mode: mode.to_owned(),
                object: object.to_owned(),
                path: path.into(),
            };
            let mut contents = Contents::new();
            let findings = add(root, &[tracked], &mut contents);
            assert_eq!(
                findings.is_empty(),
                contents.contains_key(Utf8Path::new(path))
            );
            let messages = findings.into_iter().map(|it| it.message);
            messages.collect::<String>()
        };
        let empty = "e69de29bb2d1d6434b8b29ae775ad8c2e48c5391";
        assert_eq!(said("100755", "a", empty), "");
        assert!(said("120000", "a", empty).contains("a link"));
        assert!(said("100644", "b", empty).contains("cannot be read"));
        assert!(said("100644", "a", "e69d").contains("not byte for byte"));
        assert!(said("100644", "a\\b", empty).contains("has a name"));
    }
}
