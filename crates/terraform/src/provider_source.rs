//! Deciding, for each provider, whether it comes from a mirror on this machine or from its registry.

use std::collections::{BTreeMap, BTreeSet};

use camino::{Utf8Path, Utf8PathBuf};
use semver::Version;

use crate::provider::{ProviderAddress, Wanted};
use crate::search_roots::{FoundBy, SearchRoots, subfolders};

/// Where one provider comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ProviderSource {
    /// A folder on this machine, laid out as a provider mirror.
    Mirror {
        /// The mirror's root: the folder that holds the registries' folders.
        dir: Utf8PathBuf,
        /// How it was found.
        found_by: FoundBy,
    },
    /// Its registry, over the network.
    Direct,
}

/// A provider and where it comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Located {
    /// The provider.
    pub address: ProviderAddress,
    /// Where it comes from.
    pub source: ProviderSource,
}

/// Why no source can be decided on.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
pub enum ProviderSourceError {
    /// The mirror that the user named lacks a provider.
    #[error("the provider mirror `{dir}` that is set does not have {provider}: looked for {}; fill it with `terraform providers mirror` or unset it", looked_for.join(" and "))]
    NotInMirror {
        /// The mirror.
        dir: Utf8PathBuf,
        /// The provider's address and version.
        provider: String,
        /// The paths in the mirror, any one of which would have done.
        looked_for: Vec<String>,
    },
}

/// Says where each wanted provider comes from: the first folder that has every wanted version
/// of it, else its registry. `platform` is as terraform names it: `linux_amd64`.
///
/// Providers that are part of terraform are left out. A mirror that the user set must have all.
pub fn locate(
    roots: &SearchRoots,
    wanted: &[Wanted],
    platform: &str,
) -> Result<Vec<Located>, ProviderSourceError> {
    let folders = roots.folders();
    let mut located = Vec::new();
    for (address, versions) in merged(wanted) {
        let lack = |dir: &Utf8Path| lack(dir, &address, &versions, platform);
        let found = folders.iter().find(|(dir, _)| lack(dir).is_none());
        // A set mirror is the only folder there is, so what it lacks is in no other.
        let lacking = roots.setting.as_ref().filter(|_| found.is_none());
        if let Some((dir, lack)) = lacking.and_then(|dir| Some((dir, lack(dir)?))) {
            return Err(not_in_mirror(dir, &address, &lack, platform));
        }
        let source = found.map_or(ProviderSource::Direct, |(dir, by)| mirror(dir, *by));
        located.push(Located { address, source });
    }
    Ok(located)
}

/// Stacks may want different versions of one provider, but terraform's configuration can only
/// send a provider's name, not a version, to one place or the other: so one place must have all.
fn merged(wanted: &[Wanted]) -> BTreeMap<ProviderAddress, BTreeSet<Version>> {
    let mut out: BTreeMap<ProviderAddress, BTreeSet<Version>> = BTreeMap::new();
    for wanted in wanted.iter().filter(|wanted| !wanted.address.is_builtin()) {
        let versions = out.entry(wanted.address.clone()).or_default();
        versions.extend(wanted.versions.iter().cloned());
    }
    out
}

fn mirror(dir: &Utf8Path, found_by: FoundBy) -> ProviderSource {
    // Terraform takes a relative path as one from its own working folder, not from ours.
    let dir = camino::absolute_utf8(dir).unwrap_or_else(|_| dir.to_owned());
    ProviderSource::Mirror { dir, found_by }
}

fn not_in_mirror(
    dir: &Utf8Path,
    address: &ProviderAddress,
    lacks: &Lack<'_>,
    platform: &str,
) -> ProviderSourceError {
    let (provider, version) = match lacks {
        Lack::Version(version) => (format!("{address} {version}"), version.to_string()),
        Lack::Provider => (address.to_string(), "<version>".to_owned()),
    };
    let (unpacked, packed) = places(address, &version, platform);
    ProviderSourceError::NotInMirror {
        dir: dir.to_owned(),
        provider,
        looked_for: vec![format!("`{unpacked}/`"), format!("`{packed}`")],
    }
}

/// What a mirror does not have.
enum Lack<'a> {
    /// This version of a provider.
    Version(&'a Version),
    /// A provider in any version.
    Provider,
}

/// The first thing that a mirror lacks of one provider; `None` when it has all.
fn lack<'a>(
    dir: &Utf8Path,
    address: &ProviderAddress,
    versions: &'a BTreeSet<Version>,
    platform: &str,
) -> Option<Lack<'a>> {
    if versions.is_empty() {
        return (!has_any(dir, address, platform)).then_some(Lack::Provider);
    }
    let lacks = |version: &&Version| {
        let (unpacked, packed) = places(address, &version.to_string(), platform);
        !dir.join(unpacked).is_dir() && !dir.join(packed).is_file()
    };
    versions.iter().find(lacks).map(Lack::Version)
}

/// Whether the mirror has the provider in any version at all.
fn has_any(dir: &Utf8Path, address: &ProviderAddress, platform: &str) -> bool {
    let dir = dir.join(folder(address));
    let unpacked = subfolders(&dir)
        .iter()
        .any(|version| version.join(platform).is_dir());
    let (start, end) = (
        format!("terraform-provider-{}_", address.name),
        format!("_{platform}.zip"),
    );
    let is_package = |name: &str| name.starts_with(&start) && name.ends_with(&end);
    let mut files = dir.read_dir_utf8().into_iter().flatten().flatten();
    unpacked || files.any(|file| is_package(file.file_name()))
}

/// Where a mirror has a provider, unpacked and packed, relative to the mirror's root.
fn places(address: &ProviderAddress, version: &str, platform: &str) -> (Utf8PathBuf, Utf8PathBuf) {
    let package = format!(
        "terraform-provider-{}_{version}_{platform}.zip",
        address.name
    );
    let packed = folder(address).join(package);
    (unpacked(address, version, platform), packed)
}

/// Where an unpacked provider is, relative to a mirror's root or to where terraform installs.
pub(crate) fn unpacked(address: &ProviderAddress, version: &str, platform: &str) -> Utf8PathBuf {
    folder(address).join(version).join(platform)
}

fn folder(address: &ProviderAddress) -> Utf8PathBuf {
    Utf8Path::new(&address.host)
        .join(&address.namespace)
        .join(&address.name)
}

#[cfg(test)]
mod tests;
