//! What the stacks' lock files lock, all of them together.

use std::collections::{BTreeMap, BTreeSet};

use finding::{Code, Finding, Location};

/// A provider in the lock file of a stack.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lock {
    /// The stack, `<system>/<stack>`.
    pub stack: String,
    /// Where the lock file says so, from the repository's root.
    pub at: Location,
    /// The provider, as terraform writes it in full.
    pub address: String,
    /// The version that is locked.
    pub version: String,
    /// The hashes of its packages, of which `h1:…` are of unpacked ones.
    pub hashes: Vec<String>,
}

/// A provider that all stacks that use it lock in one version.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Locked {
    /// As terraform writes it in full: `registry.terraform.io/hashicorp/aws`.
    pub address: String,
    /// The version.
    pub version: String,
    /// The hashes that every one of the lock files has: a package that has another is not what some stack
    /// means.
    pub hashes: Vec<String>,
}

/// The locks of each provider.
pub(crate) fn by_address(locks: &[Lock]) -> BTreeMap<&str, Vec<&Lock>> {
    let mut out: BTreeMap<&str, Vec<&Lock>> = BTreeMap::new();
    for lock in locks {
        out.entry(&lock.address).or_default().push(lock);
    }
    out
}

/// The one version of a provider that all these stacks lock.
pub(crate) fn one_version(address: &str, locks: &[&Lock]) -> Result<Locked, Finding> {
    let versions: BTreeSet<&str> = locks.iter().map(|lock| lock.version.as_str()).collect();
    let (Some(first), 1) = (locks.first(), versions.len()) else {
        return Err(several(address, locks));
    };
    let in_all = |hash: &&String| locks.iter().all(|lock| lock.hashes.contains(hash));
    Ok(Locked {
        address: address.to_owned(),
        version: first.version.clone(),
        hashes: first.hashes.iter().filter(in_all).cloned().collect(),
    })
}

/// The first stack of each version, and how many there are, is enough to find the others by.
fn several(address: &str, locks: &[&Lock]) -> Finding {
    let mut stacks: BTreeMap<&str, Vec<&Lock>> = BTreeMap::new();
    for lock in locks {
        stacks.entry(&lock.version).or_default().push(lock);
    }
    let said = stacks.iter().map(|(version, locks)| {
        let names: Vec<&str> = locks.iter().map(|lock| lock.stack.as_str()).collect();
        format!("{version} by {}", names.join(", "))
    });
    let said = said.collect::<Vec<_>>().join("; ");
    let message = format!("`{address}` is locked in several versions: {said}");
    let finding = Finding::error(Code::ProviderVersions, message);
    let mut places = stacks.values().filter_map(|locks| locks.first());
    let finding = match places.next() {
        Some(lock) => finding.at(lock.at.clone()),
        None => finding,
    };
    let finding = places.fold(finding, |finding, lock| {
        finding.with_related(lock.at.clone(), format!("{} here", lock.version))
    });
    finding.with_hint("lock one version in all stacks: one schema is recorded for all of them")
}
