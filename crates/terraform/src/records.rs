//! Recorded schemas that take the place of providers.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use camino::{Utf8Path, Utf8PathBuf};
use provider_proxy::Recorded;

use crate::init_failure::InitFailure;
use crate::lock_file::LockFile;
use crate::outcome::InitOutcome;
use crate::provider::LockedProvider;
use crate::toolchain::UseRecords;

/// The recorded schemas that are in use.
#[derive(Debug)]
pub(crate) struct Records {
    /// The repository.
    root: Utf8PathBuf,
    pub(crate) are_used: UseRecords,
    /// By address and version.
    in_use: Mutex<BTreeMap<String, Arc<Recorded>>>,
}

impl Records {
    pub(crate) fn new(root: &Utf8Path, are_used: UseRecords) -> Self {
        Self {
            root: root.to_owned(),
            are_used,
            in_use: Mutex::default(),
        }
    }

    /// The repository, if what it records may be used.
    pub(crate) fn repository(&self) -> Option<Utf8PathBuf> {
        (self.are_used != UseRecords::Never).then(|| self.root.clone())
    }

    /// What takes the place of a provider.
    pub(crate) fn of(&self, locked: &LockedProvider) -> Option<Arc<Recorded>> {
        self.in_use().get(&name(locked)).cloned()
    }

    /// Goes on with what is recorded of these providers, if something is of all of them. The addresses of those of
    /// which nothing is come back.
    pub(crate) fn go_on_without(&self, providers: &[LockedProvider]) -> Vec<String> {
        let (mut found, mut missing) = (BTreeMap::new(), Vec::new());
        for locked in providers.iter().filter(|it| !it.address.is_builtin()) {
            match self.read(locked) {
                Some(record) => drop(found.insert(name(locked), record)),
                None => missing.push(locked.address.to_string()),
            }
        }
        if missing.is_empty() {
            self.in_use().extend(found);
        }
        missing
    }

    /// The same after an `init` that has failed, if that is for want of providers alone. Says whether it is worth to
    /// try again.
    pub(crate) fn go_on_after(&self, init: &InitOutcome, dir: &Utf8Path) -> bool {
        let missing = init.failures.iter().map(|failure| match failure {
            InitFailure::ProviderUnavailable { provider } => Some(provider),
            InitFailure::ProviderLock { .. } | InitFailure::Other => None,
        });
        let missing: Option<Vec<&String>> = missing.collect();
        let Some(missing) = missing.filter(|_| self.are_used == UseRecords::WhereMissing) else {
            return false;
        };
        let file = LockFile::read(&LockFile::path_in(dir)).unwrap_or_default();
        let is_missing = |locked: &LockedProvider| {
            let address = &locked.address;
            missing.contains(&&format!("{}/{}", address.namespace, address.name))
        };
        let mut providers = file.providers;
        providers.retain(is_missing);
        !providers.is_empty() && self.go_on_without(&providers).is_empty()
    }

    /// What is recorded of a provider. `verify` tells of a record that is damaged.
    fn read(&self, locked: &LockedProvider) -> Option<Arc<Recorded>> {
        let address = locked.address.to_string();
        let record = provider_schema::load(&self.root, &address).ok()??;
        let is_it =
            record.version == locked.version.to_string() && locked.hashes.contains(&record.hash);
        let recorded = Recorded::new(address, record.protocol, record.schema);
        recorded.ok().filter(|_| is_it).map(Arc::new)
    }

    /// A panic elsewhere leaves what was noted so far as it is.
    fn in_use(&self) -> MutexGuard<'_, BTreeMap<String, Arc<Recorded>>> {
        self.in_use.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn name(locked: &LockedProvider) -> String {
    format!("{} {}", locked.address, locked.version)
}
