//! Whether the Terraform and the environments are those of a commit, byte for byte: `git status` overlooks what it is
//! told to, and all that is ignored.

use std::collections::BTreeMap;
use std::ffi::OsString;

use camino::{Utf8Component, Utf8Path};
use finding::{Code, Finding, Location};
use process::Cancel;

use crate::contents::Contents;
use crate::git::Git;
use crate::{Error, tree};

/// All in which they are not: files that differ, and files that are no part of the commit and would be read. States of
/// terraform are not, and nor is what is hidden.
pub fn differences(
    root: &Utf8Path,
    commit: &str,
    env: &BTreeMap<OsString, OsString>,
    cancel: &Cancel,
) -> Result<Vec<Finding>, Error> {
    let git = Git { root, env, cancel };
    let tracked = git.files(commit, &tree::FOLDERS)?;
    let mut findings = tree::add(root, &tracked, &mut Contents::new());
    let others = git.others(&tree::FOLDERS)?;
    let others = others.iter().filter(|path| is_read(path));
    findings.extend(others.map(|path| {
        let message = format!("`{path}` is no part of the commit");
        let hint = "commit it, or put it elsewhere: terraform would read it, and nobody could tell later what it said";
        Finding::error(Code::ReleaseSource, message)
            .at(Location::file(path))
            .with_hint(hint)
    }));
    Ok(findings)
}

fn is_read(path: &Utf8Path) -> bool {
    let is_hidden = |part: Utf8Component<'_>| part.as_str().starts_with('.');
    let name = path.file_name().unwrap_or_default();
    !path.components().any(is_hidden) && !name.contains(".tfstate")
}
