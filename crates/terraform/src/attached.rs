//! Letting terraform use providers that run already, instead of starting its own.

use std::collections::BTreeMap;
use std::ffi::OsString;
use std::io;
use std::sync::Arc;

use camino::{Utf8Path, Utf8PathBuf};
use process::Cancel;
use provider_proxy::{
    Client, Locked, PackageError, Proxy, ProxyError, Recorded, Schema, Session, Words, World,
};
use serde::Deserialize;

use crate::lock_file::LockFile;
use crate::provider::LockedProvider;
use crate::provider_source::{Located, ProviderSource, unpacked};
use crate::records::Records;
use crate::toolchain::UseRecords;

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
    /// What takes the place of providers that cannot be had.
    pub(crate) records: Records,
}

/// The providers of a folder: those that are on this machine, and what is recorded of the others.
type Packages = (Vec<Locked>, Vec<Arc<Recorded>>);

/// A terraform process that is about to start.
pub(crate) struct User<'a> {
    pub(crate) dir: &'a Utf8Path,
    pub(crate) env: &'a BTreeMap<OsString, OsString>,
    /// The lines of the state that it may use.
    pub(crate) state: &'a [String],
    /// Whether it needs the providers for itself, to stop them.
    pub(crate) alone: bool,
    /// What answers in place of AWS, if AWS is not to be asked.
    pub(crate) simulated: Option<World>,
    /// Whether it can reach no service.
    pub(crate) offline: bool,
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
        records: Records,
    ) -> io::Result<Self> {
        let proxy = Proxy::new(store, records.repository())?;
        Ok(Self {
            proxy,
            sources,
            locked,
            platform,
            records,
        })
    }

    /// Whether something that a folder needs is only recorded.
    pub(crate) fn is_recorded(&self, dir: &Utf8Path) -> bool {
        let packages = self.packages(dir);
        packages.is_some_and(|(_, recorded)| !recorded.is_empty())
    }

    /// Opens what a terraform process needs. `None` when it has to start the providers itself: before the
    /// first `init`, where they are not on this machine yet, and where they are not what is locked, which
    /// terraform tells in its own words.
    pub(crate) fn session(
        &self,
        user: &User<'_>,
        cancel: &Cancel,
    ) -> Result<Option<Session>, ProxyError> {
        let Some((locked, recorded)) = self.packages(user.dir) else {
            return Ok(None);
        };
        if !recorded.is_empty() && !user.offline {
            return Err(ProxyError::Recorded);
        }
        let mut words = words(user.dir);
        for line in user.state {
            words.add(line);
        }
        let client = Client {
            locked: &locked,
            recorded: &recorded,
            words: &words,
            env: user.env,
            dir: user.dir,
            alone: user.alone,
            simulated: user.simulated.as_ref(),
            offline: user.offline,
        };
        match self.proxy.session(&client, cancel) {
            Ok(session) => Ok(Some(session)),
            Err(ProxyError::Package(PackageError::Mismatch { .. })) => Ok(None),
            Err(error) => Err(error),
        }
    }

    /// Whether terraform has to start no provider itself in this folder.
    pub(crate) fn has_all(&self, dir: &Utf8Path) -> bool {
        !needs_any(dir) || self.packages(dir).is_some()
    }

    /// What a provider says of its types; `None` when it is neither in a mirror nor installed in `dir`.
    pub(crate) fn schema(
        &self,
        dir: &Utf8Path,
        locked: &LockedProvider,
        env: &BTreeMap<OsString, OsString>,
        cancel: &Cancel,
    ) -> Result<Option<Schema>, ProxyError> {
        let located = self.located(dir, locked);
        located
            .map(|locked| self.proxy.schema(&locked, env, cancel))
            .transpose()
    }

    /// Where all providers are that a folder locks; `None` if one of them is not. With those that the stacks
    /// lock, as far as they are there: a module locks nothing, and where terraform writes a lock file for it,
    /// that has only what terraform has started itself.
    fn packages(&self, dir: &Utf8Path) -> Option<Packages> {
        let file = LockFile::read(&LockFile::path_in(dir)).unwrap_or_default();
        let own = file.providers.iter().filter(|it| !it.address.is_builtin());
        let (mut out, mut recorded) = (Vec::new(), Vec::new());
        for locked in own {
            let is_wanted = self.records.are_used == UseRecords::Always;
            let located = self.located(dir, locked).filter(|_| !is_wanted);
            match located {
                Some(located) => out.push(located),
                None => recorded.push(self.records.of(locked)?),
            }
        }
        for locked in &self.locked {
            let versions = self.locked.iter().filter(|it| it.address == locked.address);
            let is_known = file
                .providers
                .iter()
                .any(|own| own.address == locked.address);
            if versions.count() == 1 && !is_known && !locked.address.is_builtin() {
                out.extend(self.located(dir, locked));
            }
        }
        let is_empty = out.is_empty() && recorded.is_empty();
        (!is_empty).then_some((out, recorded))
    }

    fn located(&self, dir: &Utf8Path, locked: &LockedProvider) -> Option<Locked> {
        let package = self.package(dir, locked)?;
        Some(Locked {
            address: locked.address.to_string(),
            // One package is one, by whatever links it is reached.
            package: package.canonicalize_utf8().unwrap_or(package),
            hashes: locked.hashes.clone(),
        })
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

/// Whether a folder locks a provider that is not part of terraform.
pub(crate) fn needs_any(dir: &Utf8Path) -> bool {
    let file = LockFile::read(&LockFile::path_in(dir)).unwrap_or_default();
    file.providers.iter().any(|it| !it.address.is_builtin())
}

/// The words of a configuration with all its modules, which are known after `init`. What cannot be read is
/// told by terraform.
fn words(dir: &Utf8Path) -> Words {
    let manifest = std::fs::read(dir.join(".terraform/modules/modules.json"));
    let manifest = manifest
        .ok()
        .and_then(|text| serde_json::from_slice(&text).ok());
    let modules = manifest.map_or(Vec::new(), |manifest: Manifest| manifest.modules);
    let folders = modules.iter().map(|module| dir.join(&module.dir));
    let mut words = Words::default();
    for folder in folders.chain([dir.to_owned()]) {
        let _ = words.add_folder(&folder);
    }
    words
}
