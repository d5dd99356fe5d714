//! A release as a deployment takes it.

use std::io;

use artifact::Manifest;
use camino::{Utf8Path, Utf8PathBuf};
use finding::{Code, Finding};

use crate::Form;
use crate::form::MANIFEST;
use crate::place::write_folder;
use crate::verify::examine;

/// A release that is as it was made, in a folder of ours: what happens to the one that was named does not matter any
/// more.
#[derive(Clone, Debug)]
pub struct Release {
    /// The folder, with `terraform/`, `environments/` and `lambda/`.
    pub root: Utf8PathBuf,
    /// What it says of itself.
    pub form: Form,
    /// The SHA-256 of its `release.json`.
    pub sha256: String,
    /// Its Lambdas; their zips are relative to the root.
    pub manifest: Manifest,
}

/// Looks at a release and copies what was looked at into a folder, in place of what is there; else tells everything
/// that is wrong with it.
pub fn take(path: &Utf8Path, root: &Utf8Path) -> Result<Release, Vec<Finding>> {
    let (verified, contents) = examine(path);
    if !verified.findings.is_empty() {
        return Err(verified.findings);
    }
    let manifest = contents.get(Utf8Path::new(MANIFEST));
    let manifest = manifest.and_then(|content| Manifest::parse(&content.bytes));
    // Both are there, or something would have been found.
    let (Some(form), Some(manifest)) = (verified.form, manifest) else {
        let message = format!("`{path}` is no release");
        return Err(vec![Finding::error(Code::ReleaseMismatch, message)]);
    };
    let written = clear(root).and_then(|()| write_folder(root, &contents));
    written.map_err(|error| {
        let message = format!("cannot write to `{root}`: {error}");
        let finding = Finding::error(Code::UnwritableFile, message);
        vec![finding.with_hint("check its rights and the space on its disk")]
    })?;
    Ok(Release {
        root: root.to_owned(),
        form,
        sha256: verified.sha256,
        manifest,
    })
}

fn clear(root: &Utf8Path) -> io::Result<()> {
    match std::fs::remove_dir_all(root) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    }
}
