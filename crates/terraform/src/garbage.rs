//! How much garbage Go programs leave lying about.

use std::collections::BTreeMap;
use std::ffi::{OsStr, OsString};

/// How often Go collects garbage, and from how much memory on more often:
/// <https://pkg.go.dev/runtime#hdr-Environment_Variables>.
type Settings = [(&'static str, &'static str); 2];

/// A terraform that plans is done before most of its garbage matters; a quarter of its time went into the
/// collection. Without any it takes 80 MB more, and is no faster: fresh memory costs as much.
const TERRAFORM: Settings = [("GOGC", "400"), ("GOMEMLIMIT", "150MiB")];

/// A provider makes its 60 MB at its start and keeps them. There are few of them.
const PROVIDER: Settings = [("GOGC", "off"), ("GOMEMLIMIT", "150MiB")];

/// Lets terraform, which has this environment, leave it. What the user has set stays.
pub(crate) fn leave(env: &mut BTreeMap<OsString, OsString>) {
    if TERRAFORM.iter().all(|(name, _)| value(env, name).is_none()) {
        set(env, TERRAFORM);
    }
}

/// The environment of the providers of a terraform that has this one.
pub(crate) fn of_providers(env: &BTreeMap<OsString, OsString>) -> BTreeMap<OsString, OsString> {
    let mut env = env.clone();
    let is_ours = |(name, ours): &(&str, &str)| value(&env, name) == Some(OsStr::new(ours));
    if TERRAFORM.iter().all(is_ours) {
        set(&mut env, PROVIDER);
    }
    env
}

fn value<'a>(env: &'a BTreeMap<OsString, OsString>, name: &str) -> Option<&'a OsStr> {
    env.get(OsStr::new(name)).map(OsString::as_os_str)
}

fn set(env: &mut BTreeMap<OsString, OsString>, settings: Settings) {
    env.extend(settings.map(|(name, value)| (name.into(), value.into())));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_user_has_set_stays() {
        let mut env = BTreeMap::from([("GOGC".into(), "50".into())]);
        leave(&mut env);
        assert_eq!(env.len(), 1);
        assert_eq!(of_providers(&env), env);
    }

    #[test]
    fn providers_have_settings_of_their_own() {
        let mut env = BTreeMap::new();
        leave(&mut env);
        let providers = of_providers(&env);
        assert_eq!(value(&env, "GOGC"), Some(OsStr::new("400")));
        assert_eq!(value(&providers, "GOGC"), Some(OsStr::new("off")));
    }
}
