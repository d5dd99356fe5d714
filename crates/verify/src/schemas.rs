//! Whether the recorded schemas of providers are of those that the stacks lock.

use estate::{Estate, Stack};
use finding::{Finding, Location};
use provider_schema::Lock;
use terraform::LockFile;

/// Compares the records with the lock files; reads files only.
pub(crate) fn check(estate: &Estate) -> Vec<Finding> {
    provider_schema::check(&estate.root, &locks(estate))
}

/// The providers that the stacks lock. A lock file that cannot be read is told of by who needs it: see
/// [`terraform::Toolchain`].
pub fn locks(estate: &Estate) -> Vec<Lock> {
    let stacks = estate.stacks.iter();
    stacks.flat_map(|stack| of_stack(estate, stack)).collect()
}

fn of_stack(estate: &Estate, stack: &Stack) -> Vec<Lock> {
    let file = LockFile::path_in(&stack.dir);
    let read = LockFile::read(&estate.root.join(&file)).unwrap_or_default();
    let providers = read.providers.into_iter();
    let outside = providers.filter(|provider| !provider.address.is_builtin());
    let locks = outside.map(|provider| Lock {
        stack: stack.address.to_string(),
        at: Location::point(file.clone(), provider.line, 1),
        address: provider.address.to_string(),
        version: provider.version.to_string(),
        hashes: provider.hashes,
    });
    locks.collect()
}
