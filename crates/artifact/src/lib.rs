//! The Lambdas of the workspace as zips that are the same bytes wherever they are built.
//!
//! [`build`] finds the Lambdas, compiles them in one run of cargo, looks at each executable, and
//! puts the zips and their manifest into one folder. Nothing is printed here.

mod architecture;
mod build;
mod commit;
mod compile;
mod config;
mod error;
mod executable;
mod flags;
mod follow;
mod host;
mod lambdas;
mod manifest;
mod pack;
mod paths;
mod store;
mod toolchain;

use std::collections::BTreeMap;
use std::ffi::OsString;

use camino::Utf8Path;
use finding::Finding;

pub use architecture::{Architecture, Profile};
pub use build::build;
pub use commit::{Commit, commit};
pub use error::Error;
pub use manifest::{Artifact, Manifest};
pub use pack::{BUDGET, Sha};

/// Where the zips that go to AWS and their manifest are, relative to the repository's root.
pub const FOLDER: &str = "target/lambda";

/// What to build, and with what.
#[derive(Clone, Copy, Debug)]
pub struct Options<'a> {
    /// The repository's root, where the workspace's `Cargo.toml` is.
    pub root: &'a Utf8Path,
    /// Names of Lambdas; all when there are none.
    pub names: &'a [String],
    /// How they are compiled.
    pub profile: Profile,
    /// The machine that they are for.
    pub architecture: Architecture,
    /// Whether cargo-zigbuild links them even where plain cargo would do.
    pub zigbuild: bool,
    /// Whether cargo may use colours in what it says.
    pub color: bool,
    /// Where the zips and their manifest go, relative to the root; [`FOLDER`] for those that go to AWS.
    /// The caller holds its lock: two builds at a time would put their zips over each other's.
    pub folder: &'a Utf8Path,
    /// Where logs and unfinished files go. The caller holds its lock too.
    pub work_dir: &'a Utf8Path,
    /// The environment for cargo, rustc and git.
    pub env: &'a BTreeMap<OsString, OsString>,
}

/// What goes on.
#[derive(Clone, Copy, Debug)]
pub enum Event<'a> {
    /// Cargo starts to compile, and appends to the log what it says.
    Compiling {
        /// Names of the Lambdas.
        lambdas: &'a [String],
        /// The log.
        log: &'a Utf8Path,
    },
    /// What cargo does at the moment: `Compiling serde v1.0.228`. Told from another thread.
    Status(&'a str),
    /// Cargo has ended well, and the executables are packed.
    Packing,
}

/// Who is told what goes on.
pub type Observer<'a> = &'a (dyn Fn(Event<'_>) + Sync);

/// What a build came to.
#[derive(Clone, Debug)]
pub struct Report {
    /// The manifest as it was written; without artifacts when nothing was.
    pub manifest: Manifest,
    /// Names of the Lambdas that this build made. Nothing is made when anything is wrong.
    pub built: Vec<String>,
    /// What is wrong.
    pub findings: Vec<Finding>,
    /// What people should know, a sentence each.
    pub notes: Vec<String>,
    /// The compiler's errors and warnings as cargo shows them; empty without any.
    pub diagnostics: String,
}

impl Report {
    /// Whether all that was asked for is there.
    pub fn is_ok(&self) -> bool {
        !self.findings.iter().any(Finding::is_error)
    }

    /// The artifacts that this build made.
    pub fn artifacts(&self) -> impl Iterator<Item = &Artifact> {
        let all = self.manifest.artifacts.iter();
        all.filter(|artifact| self.built.contains(&artifact.name))
    }
}
