//! Letting terraform use providers that run already, instead of starting its own.

use std::collections::BTreeMap;
use std::ffi::OsString;
use std::io;

use camino::{Utf8Path, Utf8PathBuf};
use provider_proxy::{Locked, PackageError, Proxy, ProxyError, Session, Words};
use serde::Deserialize;

use crate::lock_file::LockFile;
use crate::provider::LockedProvider;
use crate::provider_source::{Located, ProviderSource, unpacked};

/// Providers for all runs of terraform; see [`provider_proxy`].
#[derive(Debug)]
pub(crate) struct Attached {
    proxy: Proxy,
    /// Where the providers come from.
    sources: Vec<Located>,
    /// What the stacks lock, for folders that lock nothing themselves: modules.
    locked: Vec<LockedProvider>,
    /// As terraform names it: `linux_amd64`.
    platform: String,
}

/// Terraform's list of the modules that a configuration consists of, itself among them.
#[derive(Debug, Deserialize)]
struct Manifest {
    #[serde(rename = "Modules")]
    modules: Vec<ManifestModule>,
}

#[derive(Debug, Deserialize)]
struct ManifestModule {
    /// Its folder, from the configuration's.
    #[serde(rename = "Dir")]
    dir: Utf8PathBuf,
}

impl Attached {
    /// What is found out of providers is kept in `store`, a folder.
    pub(crate) fn new(
        sources: Vec<Located>,
        locked: Vec<LockedProvider>,
        platform: String,
        store: Utf8PathBuf,
    ) -> io::Result<Self> {
        let proxy = Proxy::new(store)?;
        Ok(Self {
            proxy,
            sources,
            locked,
            platform,
        })
    }

    /// Opens what a terraform process in `dir` with this environment needs, which may use a state with
    /// these lines. `None` when it has to
    /// start the providers itself: before the first `init`, where they are not on this machine yet, and
    /// where they are not what is locked, which terraform tells in its own words.
    pub(crate) fn session(
        &self,
        dir: &Utf8Path,
        state: &[String],
        env: &BTreeMap<OsString, OsString>,
    ) -> Result<Option<Session>, ProxyError> {
        let locked = match LockFile::read(&LockFile::path_in(dir)) {
            Ok(file) => file.providers,
            Err(_) => self.locked.clone(),
        };
        let Some(locked) = self.packages(dir, &locked) else {
            return Ok(None);
        };
        let mut words = words(dir)?;
        for line in state {
            words.add(line);
        }
        match self.proxy.session(&locked, &words, env) {
            Ok(session) => Ok(Some(session)),
            Err(ProxyError::Package(PackageError::Mismatch { .. })) => Ok(None),
            Err(error) => Err(error),
        }
    }

    /// Where all these providers are; `None` if one of them is not, or is locked in two versions.
    fn packages(&self, dir: &Utf8Path, locked: &[LockedProvider]) -> Option<Vec<Locked>> {
        let mut out: Vec<Locked> = Vec::new();
        for locked in locked.iter().filter(|locked| !locked.address.is_builtin()) {
            let address = locked.address.to_string();
            if out.iter().any(|it| it.address == address) {
                return None;
            }
            out.push(Locked {
                package: self.package(dir, locked)?,
                hashes: locked.hashes.clone(),
                address,
            });
        }
        (!out.is_empty()).then_some(out)
    }

    /// The folder of a provider's unpacked package: in the mirror that it comes from, or where
    /// `terraform init` put it.
    fn package(&self, dir: &Utf8Path, locked: &LockedProvider) -> Option<Utf8PathBuf> {
        let package = unpacked(&locked.address, &locked.version.to_string(), &self.platform);
        let source = self.sources.iter().find(|it| it.address == locked.address);
        let mirror = source.and_then(|located| match &located.source {
            ProviderSource::Mirror { dir, .. } => Some(dir.join(&package)),
            ProviderSource::Direct => None,
        });
        let installed = dir.join(".terraform/providers").join(&package);
        mirror
            .into_iter()
            .chain([installed])
            .find(|dir| dir.is_dir())
    }
}

/// The words of a configuration with all its modules, which are known after `init`.
fn words(dir: &Utf8Path) -> io::Result<Words> {
    let mut words = Words::default();
    words.add_folder(dir)?;
    let manifest = std::fs::read(dir.join(".terraform/modules/modules.json"));
    let manifest = manifest
        .ok()
        .and_then(|text| serde_json::from_slice(&text).ok());
    let modules = manifest.map_or(Vec::new(), |manifest: Manifest| manifest.modules);
    for module in modules.iter().filter(|module| module.dir != ".") {
        // One that is gone is told by terraform.
        let _ = words.add_folder(&dir.join(&module.dir));
    }
    Ok(words)
}
