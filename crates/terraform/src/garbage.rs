//! How much garbage Go programs leave lying about.

use std::collections::BTreeMap;
use std::ffi::{OsStr, OsString};

/// A provider that starts, and a terraform that plans, are done before their garbage matters; a quarter of
/// their time went into its collection. From so much on it is collected all the same. Both are in Go:
/// <https://pkg.go.dev/runtime#hdr-Environment_Variables>.
const GARBAGE: [&str; 2] = ["GOGC", "GOMEMLIMIT"];

/// Where terraform begins.
const TERRAFORMS_LIMIT: &str = "150MiB";

/// Where a provider begins. It lives longer, there are more of them, and it needs 60 MB itself.
const PROVIDERS_LIMIT: &str = "130MiB";

/// Lets terraform, which has this environment, leave it.
pub(crate) fn leave(env: &mut BTreeMap<OsString, OsString>) {
    let names = GARBAGE.map(OsStr::new);
    if names.iter().all(|name| !env.contains_key(*name)) {
        let values = ["off", TERRAFORMS_LIMIT].map(OsString::from);
        env.extend(names.map(OsStr::to_owned).into_iter().zip(values));
    }
}

/// The environment of the providers of a terraform that has this one.
pub(crate) fn of_providers(env: &BTreeMap<OsString, OsString>) -> BTreeMap<OsString, OsString> {
    let mut env = env.clone();
    let limit = env.get_mut(OsStr::new(GARBAGE[1]));
    // One that is the user's own stays.
    if let Some(limit) = limit.filter(|limit| *limit == TERRAFORMS_LIMIT) {
        *limit = PROVIDERS_LIMIT.into();
    }
    env
}
