//! The repository that a command works on.

use anyhow::Context;
use camino::Utf8PathBuf;
use estate::Estate;
use finding::Finding;

use crate::exit::usage;
use crate::{screen, secrets};

/// The root of the repository that holds the current folder.
pub(crate) fn root() -> anyhow::Result<Utf8PathBuf> {
    let here = std::env::current_dir().context("cannot tell the current folder")?;
    let here = Utf8PathBuf::from_path_buf(here)
        .map_err(|path| usage(format!("the path {} is not UTF-8", path.display())))?;
    match estate::find_root(&here) {
        Some(root) => Ok(root.to_owned()),
        None => Err(usage(format!(
            "`{here}` is in no repository of this kind: neither it nor a folder above it has \
             both `terraform/` and `environments/`"
        ))),
    }
}

/// The estate, and what is wrong in its files.
pub(crate) fn load_quietly() -> anyhow::Result<(Estate, Vec<Finding>)> {
    let (estate, findings) = Estate::load(&root()?);
    secrets::note(&estate);
    Ok((estate, findings))
}

/// The estate, with what is wrong in its files told on stderr.
pub(crate) fn load() -> anyhow::Result<(Estate, Vec<Finding>)> {
    let (estate, findings) = load_quietly()?;
    screen::show_findings(&findings, &estate.root);
    Ok((estate, findings))
}
