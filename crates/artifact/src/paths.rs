//! Folders of this machine, and what they are called in an executable.

use camino::{Utf8Path, Utf8PathBuf};

use crate::host::Host;
use crate::lambdas::Workspace;
use crate::toolchain::Toolchain;

/// A folder of this machine and its name in everything that is compiled. Of two that match, a
/// compiler takes the last.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Renamed {
    pub(crate) dir: Utf8PathBuf,
    pub(crate) name: String,
}

/// All folders that end up in messages of panics and in debug information.
pub(crate) fn renamed(
    workspace: &Workspace,
    toolchain: &Toolchain,
    host: &Host<'_>,
) -> Vec<Renamed> {
    let mut renamed = Vec::new();
    let mut rename = |dir: &Utf8Path, name: &str| {
        // A compiler may see a folder by the name that cargo gives it, or by its true one.
        let real = dir.canonicalize_utf8().unwrap_or_else(|_| dir.to_owned());
        for dir in [dir, &real] {
            let (dir, name) = (dir.to_owned(), name.to_owned());
            renamed.push(Renamed { dir, name });
        }
    };
    rename(&workspace.root, "/source");
    for dir in &workspace.target_dirs {
        rename(dir, "/target");
    }
    if let Some(home) = cargo_home(host) {
        rename(&home, "/cargo");
    }
    if let Some(commit) = &toolchain.commit {
        // Where the library's sources are installed, rustc takes their place there for the one
        // that the library was compiled with, which is this.
        let sources = toolchain.sysroot.join("lib/rustlib/src/rust");
        rename(&sources, &format!("/rustc/{commit}"));
    }
    // A folder within another comes after it.
    renamed.sort_by(|a, b| a.dir.as_str().cmp(b.dir.as_str()));
    renamed.dedup_by(|a, b| a.dir == b.dir);
    renamed
}

/// Where cargo keeps the sources of dependencies.
pub(crate) fn cargo_home(host: &Host<'_>) -> Option<Utf8PathBuf> {
    let set = host.variable("CARGO_HOME").map(|dir| host.root.join(dir));
    set.or_else(|| Some(Utf8Path::new(host.variable("HOME")?).join(".cargo")))
}
