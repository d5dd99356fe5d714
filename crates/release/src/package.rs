//! The road of `package`.

use std::collections::BTreeMap;
use std::ffi::OsString;

use artifact::{Architecture, Manifest, Profile, Sha};
use camino::{Utf8Path, Utf8PathBuf};
use finding::{Code, Finding};
use process::Cancel;

use crate::Error;
use crate::contents::{Content, Contents};
use crate::form::{FILE, Form};
use crate::git::Git;
use crate::hashes::{self, SUMS};
use crate::place::Place;
use crate::source::Source;
use crate::verify::zip;

/// Where releases are that go nowhere else, relative to the repository's root.
const FOLDER: &str = "target/releases";

/// What a release is made of, and where it goes.
#[derive(Clone, Copy, Debug)]
pub struct Options<'a> {
    /// The repository's root.
    pub root: &'a Utf8Path,
    /// The machine that the Lambdas are for.
    pub architecture: Architecture,
    /// Where the release goes: a folder, or a zip if the name ends so; `None` for a folder of the release's name below
    /// `target/releases/`.
    pub out: Option<&'a Utf8Path>,
    /// Whether cargo-zigbuild links them even where plain cargo would do.
    pub zigbuild: bool,
    /// Whether cargo may use colours in what it says.
    pub color: bool,
    /// The work folder of builds, which the caller holds.
    pub work_dir: &'a Utf8Path,
    /// The environment for cargo, rustc and git.
    pub env: &'a BTreeMap<OsString, OsString>,
}

/// What a run came to.
#[derive(Clone, Debug, Default)]
pub struct Packaged {
    /// The release, unless something is wrong.
    pub made: Option<Made>,
    /// What is wrong.
    pub findings: Vec<Finding>,
    /// What people should know, a sentence each.
    pub notes: Vec<String>,
    /// The compiler's errors and warnings as cargo shows them; empty without any.
    pub diagnostics: String,
}

/// A release that was made.
#[derive(Clone, Debug)]
pub struct Made {
    /// Where it is.
    pub path: Utf8PathBuf,
    /// What is in it.
    pub form: Form,
    /// The SHA-256 of its `release.json`, which binds all the rest: the name by which to know it.
    pub sha256: String,
    /// Its Lambdas.
    pub manifest: Manifest,
}

/// Builds all Lambdas and writes a release. When anything is wrong, the findings say so and nothing is written.
pub fn package(
    options: &Options<'_>,
    cancel: &Cancel,
    observer: artifact::Observer<'_>,
) -> Result<Packaged, Error> {
    let mut packaged = Packaged::default();
    let git = Git {
        root: options.root,
        env: options.env,
        cancel,
    };
    let Some(source) = Source::read(&git, &mut packaged)? else {
        return Ok(packaged);
    };
    let default = options
        .root
        .join(FOLDER)
        .join(source.name(options.architecture));
    let out = options.out.unwrap_or(&default);
    // Not after minutes of compiling.
    let place = Place::new(out).map_err(Error::unwritable(out))?;
    let Some(manifest) = build(options, &source, cancel, observer, &mut packaged)? else {
        return Ok(packaged);
    };
    let contents = source.contents(options, &git, &manifest)?;
    let form = source.form(options.architecture, &manifest, &contents);
    let (contents, sha256) = bound(contents, &form).map_err(Error::unwritable(out))?;
    if cancel.is_requested() {
        return Err(Error::Interrupted);
    }
    place.write(&contents).map_err(Error::unwritable(out))?;
    packaged.made = Some(Made {
        path: place.path().to_owned(),
        form,
        sha256,
        manifest,
    });
    Ok(packaged)
}

/// With what binds all of it, and the hash of that.
fn bound(mut contents: Contents, form: &Form) -> std::io::Result<(Contents, String)> {
    let text = form.text()?;
    let sha256 = Sha::of(text.as_bytes()).hex();
    let sums = hashes::text(&hashes::expected(form, &sha256));
    contents.insert(FILE.into(), Content::plain(text));
    contents.insert(SUMS.into(), Content::plain(sums));
    Ok((contents, sha256))
}

/// Builds all Lambdas; the manifest comes back as the release has it.
fn build(
    options: &Options<'_>,
    source: &Source,
    cancel: &Cancel,
    observer: artifact::Observer<'_>,
    packaged: &mut Packaged,
) -> Result<Option<Manifest>, Error> {
    let options = artifact::Options {
        root: options.root,
        names: &[],
        profile: Profile::Release,
        architecture: options.architecture,
        zigbuild: options.zigbuild,
        color: options.color,
        folder: &folder(options),
        work_dir: options.work_dir,
        env: options.env,
    };
    let report = artifact::build(&options, cancel, observer)?;
    let is_ok = report.is_ok();
    packaged.findings.extend(report.findings);
    packaged.notes.extend(report.notes);
    packaged.diagnostics = report.diagnostics;
    let mut manifest = report.manifest;
    if !is_ok {
        return Ok(None);
    }
    if manifest.commit.as_ref() != Some(&source.commit) || manifest.dirty != Some(false) {
        let message = "files have changed while the Lambdas were built: they are of no commit";
        let finding = Finding::error(Code::ReleaseSource, message);
        packaged
            .findings
            .push(finding.with_hint("leave the files alone meanwhile, and try again"));
        return Ok(None);
    }
    for artifact in &mut manifest.artifacts {
        artifact.zip = zip(&artifact.name);
    }
    Ok(Some(manifest))
}

/// Where the zips are until they are in the release, relative to the root: not where `cargo xtask build` puts its own.
pub(crate) fn folder(options: &Options<'_>) -> Utf8PathBuf {
    let folder = options.work_dir.join("release");
    folder
        .strip_prefix(options.root)
        .map(Utf8Path::to_owned)
        .unwrap_or(folder)
}
