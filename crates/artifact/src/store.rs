//! The folder of the zips, and a manifest that never names one that is not what it says.

use camino::{Utf8Path, Utf8PathBuf};

use crate::lambdas::Workspace;
use crate::manifest::{Artifact, Manifest};
use crate::pack::{Packed, Sha};
use crate::{Error, Options};

/// The folder of the zips, about to change.
pub(crate) struct Store<'a> {
    options: &'a Options<'a>,
    dir: Utf8PathBuf,
}

impl<'a> Store<'a> {
    pub(crate) fn new(options: &'a Options<'a>) -> Self {
        let dir = options.root.join(options.folder);
        Self { options, dir }
    }

    /// Puts the zips in their places and writes the manifest. Until all zips are there, the
    /// manifest names none of them: whoever is stopped in between has fewer, and no wrong ones.
    pub(crate) fn publish(
        &self,
        manifest: &mut Manifest,
        workspace: &Workspace,
        new: Vec<(Artifact, Packed)>,
    ) -> Result<(), Error> {
        std::fs::create_dir_all(&self.dir).map_err(Error::unwritable(&self.dir))?;
        manifest.artifacts = self.kept(manifest, workspace, &new);
        if !new.is_empty() {
            self.write(manifest)?;
        }
        for (artifact, packed) in new {
            rename(&packed.path, &self.options.root.join(&artifact.zip))?;
            manifest.artifacts.push(artifact);
        }
        manifest.artifacts.sort_by(|a, b| a.name.cmp(&b.name));
        self.write(manifest)
    }

    /// What earlier builds made and this one was not asked for: as far as it still exists in the
    /// workspace, is of the same kind, and its zip is as it was.
    fn kept(
        &self,
        manifest: &Manifest,
        workspace: &Workspace,
        new: &[(Artifact, Packed)],
    ) -> Vec<Artifact> {
        if self.options.names.is_empty() {
            return Vec::new();
        }
        let Some(before) = Manifest::read(&self.dir.join("manifest.json")) else {
            return Vec::new();
        };
        let mut artifacts = before.artifacts;
        artifacts.retain(|old| {
            let exists = workspace.lambdas.iter().any(|lambda| {
                (&lambda.name, &lambda.system, &lambda.package)
                    == (&old.name, &old.system, &old.package)
            });
            let same_kind =
                (old.profile, old.architecture) == (manifest.profile, manifest.architecture);
            let is_old = !new.iter().any(|(artifact, _)| artifact.name == old.name);
            exists && same_kind && is_old && self.is_as_it_says(old)
        });
        artifacts
    }

    fn is_as_it_says(&self, artifact: &Artifact) -> bool {
        let Ok(zip) = std::fs::read(self.options.root.join(&artifact.zip)) else {
            return false;
        };
        artifact.zip == place(self.options, &artifact.name)
            && artifact.size == zip.len() as u64
            && artifact.sha256 == Sha::of(&zip).hex()
            && artifact.sha256_base64 == Sha::of(&zip).base64()
    }

    fn write(&self, manifest: &Manifest) -> Result<(), Error> {
        let unfinished = self.options.work_dir.join("manifest.json");
        let text = manifest.text().map_err(std::io::Error::other);
        text.and_then(|text| std::fs::write(&unfinished, text))
            .map_err(Error::unwritable(&unfinished))?;
        rename(&unfinished, &self.dir.join("manifest.json"))
    }
}

/// Where a Lambda's zip is, relative to the root.
pub(crate) fn place(options: &Options<'_>, name: &str) -> Utf8PathBuf {
    options.folder.join(format!("{name}.zip"))
}

fn rename(from: &Utf8Path, to: &Utf8Path) -> Result<(), Error> {
    std::fs::rename(from, to).map_err(Error::unwritable(to))
}
