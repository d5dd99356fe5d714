//! Whether a release is as it was made.

use std::collections::BTreeSet;
use std::io;

use artifact::{Artifact, Manifest, Profile, Sha};
use camino::{Utf8Path, Utf8PathBuf};
use finding::{Code, Finding, Location};
use serde_json::Value;

use crate::contents::{Contents, is_plain};
use crate::form::{FILE, FileEntry, Form, MANIFEST};
use crate::hashes::{self, SUMS};
use crate::read::{self, Found};
use crate::sbom;

/// What a release turned out to be.
#[derive(Clone, Debug, Default)]
pub struct Verified {
    /// What it says of itself, if that can be understood.
    pub form: Option<Form>,
    /// The SHA-256 of its `release.json`, which binds all the rest: the name by which to know it.
    pub sha256: String,
    /// Everything in which it is not as it was made.
    pub findings: Vec<Finding>,
}

/// Looks at a release, a folder or a zip, wherever it is. Needs nothing else.
pub fn verify(path: &Utf8Path) -> Verified {
    let (verified, _) = examine(path);
    verified
}

/// The same, with the files.
pub(crate) fn examine(path: &Utf8Path) -> (Verified, Contents) {
    let found = match read::read(path) {
        Ok(found) => found,
        Err(error) => {
            let verified = Verified {
                findings: vec![unreadable(path, &error)],
                ..Verified::default()
            };
            return (verified, Contents::new());
        }
    };
    let mut check = Check {
        path,
        contents: &found.contents,
        findings: Vec::new(),
    };
    let form = check.all(&found);
    let bytes = found.contents.get(Utf8Path::new(FILE)).map(|it| &it.bytes);
    let verified = Verified {
        sha256: bytes.map(|bytes| Sha::of(bytes).hex()).unwrap_or_default(),
        form,
        findings: check.findings,
    };
    (verified, found.contents)
}

fn unreadable(path: &Utf8Path, error: &io::Error) -> Finding {
    let message = format!("`{path}` is no release that can be read: {error}");
    let finding = Finding::error(Code::ReleaseMismatch, message).at(Location::file(path));
    finding.with_hint(
        "name the folder or the zip that `cargo xtask package` has written, or get it again",
    )
}

/// A look at a release.
struct Check<'a> {
    path: &'a Utf8Path,
    contents: &'a Contents,
    findings: Vec<Finding>,
}

impl Check<'_> {
    fn all(&mut self, found: &Found) -> Option<Form> {
        for (path, why) in &found.odd {
            let what = if path.is_empty() {
                "the zip".to_owned()
            } else {
                format!("`{path}`")
            };
            self.differs(path, format!("{what} {why}"));
        }
        let form = self.form()?;
        self.files(&form, found);
        let file = self.contents.get(Utf8Path::new(FILE))?;
        let expected = hashes::expected(&form, &Sha::of(&file.bytes).hex());
        match self.contents.get(Utf8Path::new(SUMS)) {
            Some(sums) => {
                let text = String::from_utf8_lossy(&sums.bytes);
                for message in hashes::differences(&text, &expected) {
                    self.differs(SUMS, message);
                }
            }
            None => self.differs(SUMS, format!("`{SUMS}` is missing")),
        }
        self.lambdas(&form);
        Some(form)
    }

    fn form(&mut self) -> Option<Form> {
        let Some(file) = self.contents.get(Utf8Path::new(FILE)) else {
            self.differs(
                FILE,
                format!("`{}` has no `{FILE}`, so it is no release", self.path),
            );
            return None;
        };
        match Form::parse(&file.bytes) {
            Ok(form) => Some(form),
            Err(why) => {
                self.differs(FILE, format!("`{FILE}` {why}"));
                None
            }
        }
    }

    /// Each file against what is said of it, and the other way round.
    fn files(&mut self, form: &Form, found: &Found) {
        let mut said = BTreeSet::from([Utf8Path::new(FILE), Utf8Path::new(SUMS)]);
        for file in &form.files {
            let path = &file.path;
            if !is_plain(path.as_str()) {
                self.differs(
                    FILE,
                    format!("`{FILE}` names `{path}`, which leads out of the release"),
                );
            } else if !said.insert(path) {
                self.differs(FILE, format!("`{FILE}` names `{path}` twice"));
            } else if let Some(content) = self.contents.get(path) {
                self.file(file, &content.bytes);
            } else if !found.odd.iter().any(|(odd, _)| odd == path) {
                self.differs(path.as_str(), format!("`{path}` is missing"));
            }
        }
        for path in found
            .contents
            .keys()
            .filter(|path| !said.contains(path.as_path()))
        {
            self.differs(
                path.as_str(),
                format!("`{path}` is not of the release, and is there"),
            );
        }
    }

    fn file(&mut self, said: &FileEntry, bytes: &[u8]) {
        let (path, size) = (&said.path, bytes.len() as u64);
        if size != said.size {
            let message = format!("`{path}` has {size} bytes, and was made with {}", said.size);
            self.differs(path.as_str(), message);
        } else if Sha::of(bytes).hex() != said.sha256 {
            let message =
                format!("`{path}` has another content than the one that it was made with");
            self.differs(path.as_str(), message);
        }
    }

    /// What the manifest says of the zips, and what there is to each of them.
    fn lambdas(&mut self, form: &Form) {
        let Some(file) = self.contents.get(Utf8Path::new(MANIFEST)) else {
            self.differs(
                MANIFEST,
                "the release has no manifest of its Lambdas".to_owned(),
            );
            return;
        };
        let Some(manifest) = Manifest::parse(&file.bytes) else {
            self.differs(MANIFEST, format!("`{MANIFEST}` cannot be understood"));
            return;
        };
        let is_fit = |artifact: &Artifact| {
            let made = (
                artifact.profile,
                artifact.architecture,
                artifact.commit.as_deref(),
                artifact.dirty,
            );
            made == (
                Profile::Release,
                form.architecture,
                Some(form.commit.as_str()),
                Some(false),
            )
        };
        let mut zips = BTreeSet::new();
        for artifact in &manifest.artifacts {
            zips.insert(zip(&artifact.name));
            if !is_fit(artifact) {
                let name = &artifact.name;
                let message = format!(
                    "by its manifest `{name}` is of another commit, machine or profile than the release"
                );
                self.differs(MANIFEST, message);
            }
            self.zip(form, artifact);
            self.sbom(form, artifact);
        }
        let all = self
            .contents
            .keys()
            .filter(|path| path.extension() == Some("zip"));
        let strays: Vec<_> = all.filter(|path| !zips.contains(*path)).cloned().collect();
        for path in strays {
            self.differs(
                path.as_str(),
                format!("the manifest does not name `{path}`"),
            );
        }
    }

    fn zip(&mut self, form: &Form, artifact: &Artifact) {
        let (name, path) = (&artifact.name, zip(&artifact.name));
        let Some(made) = form.file(&path).filter(|_| artifact.zip == path) else {
            let place = &artifact.zip;
            let message = format!(
                "the manifest has the zip of `{name}` at `{place}`, and the release has not"
            );
            self.differs(MANIFEST, message);
            return;
        };
        // Whether the zip is the one that was made is told already.
        let bytes = self.contents.get(&path).map(|it| &it.bytes);
        let base64 = bytes
            .map(|bytes| Sha::of(bytes))
            .filter(|sha| sha.hex() == made.sha256);
        let is_other = base64.is_some_and(|sha| sha.base64() != artifact.sha256_base64);
        if is_other || (artifact.size, &artifact.sha256) != (made.size, &made.sha256) {
            let message =
                format!("by the manifest the zip of `{name}` is another than by `{FILE}`");
            self.differs(MANIFEST, message);
        }
    }

    fn sbom(&mut self, form: &Form, artifact: &Artifact) {
        let (name, path) = (&artifact.name, sbom::path(&artifact.name));
        if form.file(&path).is_none() {
            self.differs(
                path.as_str(),
                format!("there is no bill of materials of `{name}`"),
            );
        }
        let Some(content) = self.contents.get(&path) else {
            return;
        };
        let bom: Value = serde_json::from_slice(&content.bytes).unwrap_or_default();
        let hash = &bom["metadata"]["component"]["hashes"][0]["content"];
        if bom["bomFormat"] != "CycloneDX" || *hash != *artifact.sha256 {
            let message = format!("`{path}` is no bill of materials of the zip of `{name}`");
            self.differs(path.as_str(), message);
        }
    }

    fn differs(&mut self, path: &str, message: String) {
        let place = if is_plain(path) {
            self.path.join(path)
        } else {
            self.path.to_owned()
        };
        let finding = Finding::error(Code::ReleaseMismatch, message).at(Location::file(place));
        let hint = "do not deploy it: get it again from where it was made, or make another: cargo xtask package";
        self.findings.push(finding.with_hint(hint));
    }
}

/// Where the zip of a Lambda is in a release.
pub(crate) fn zip(lambda: &str) -> Utf8PathBuf {
    format!("lambda/{lambda}.zip").into()
}

#[cfg(test)]
mod tests;
