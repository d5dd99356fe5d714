//! The environment in which cargo builds the same bytes everywhere.

use std::collections::BTreeMap;
use std::ffi::OsString;

use crate::host::Host;
use crate::paths::Renamed;
use crate::{Options, Profile, config};

/// 1980-01-01, as in the zips: what asks for the time of the build gets this.
const SOURCE_DATE_EPOCH: &str = "315532800";

/// Variables of these names go before the profiles of `Cargo.toml`, and nobody would see it in the zips.
const PROFILES: &[u8] = b"CARGO_PROFILE_";

/// The environment for cargo: the given one without profiles, and with flags added to those that are set.
pub(crate) fn environment(
    host: &Host<'_>,
    options: &Options<'_>,
    renamed: &[Renamed],
) -> BTreeMap<OsString, OsString> {
    let target = options.architecture.target();
    let mut env = host.env.clone();
    env.retain(|name, _| !name.as_encoded_bytes().starts_with(PROFILES));
    let mut set = |name: String, value: String| env.insert(name.into(), value.into());
    set(
        "CARGO_ENCODED_RUSTFLAGS".to_owned(),
        rustflags(host, target, renamed).join("\u{1f}"),
    );
    for language in ["CFLAGS", "CXXFLAGS"] {
        let (name, value) = c_flags(host, language, target, renamed);
        set(name, value);
    }
    let color = if options.color { "always" } else { "never" };
    for (name, value) in [
        ("SOURCE_DATE_EPOCH", SOURCE_DATE_EPOCH),
        ("CARGO_TERM_COLOR", color),
        ("CARGO_TERM_PROGRESS_WHEN", "never"),
    ] {
        set(name.to_owned(), value.to_owned());
    }
    if options.profile == Profile::Release {
        // What is compiled from leftovers is put together in another way than from nothing.
        set("CARGO_INCREMENTAL".to_owned(), "0".to_owned());
    }
    env
}

fn rustflags(host: &Host<'_>, target: &str, renamed: &[Renamed]) -> Vec<String> {
    let mut flags = config::rustflags(host, target);
    // Cargo leaves this flag out of the names of symbols, so folders change nothing there either.
    let remap = |it: &Renamed| format!("--remap-path-prefix={}={}", it.dir, it.name);
    flags.extend(renamed.iter().map(remap));
    // Some compilers ask the linker for an identifier and some do not.
    flags.push("-Clink-arg=-Wl,--build-id=none".to_owned());
    flags
}

/// The variable for a C or C++ compiler, and its value. The `cc` crate takes the first that is set
/// of those that are more and more general; what stands there is kept.
fn c_flags(host: &Host<'_>, language: &str, target: &str, renamed: &[Renamed]) -> (String, String) {
    let exact = format!("{language}_{target}");
    let underscored = format!("{language}_{}", target.replace('-', "_"));
    let names = [
        exact.clone(),
        underscored.clone(),
        format!("TARGET_{language}"),
        language.to_owned(),
    ];
    let set = names.iter().find_map(|name| host.variable(name));
    // Such flags are told apart by blanks, so a folder with one in its name cannot be said.
    let sayable = renamed
        .iter()
        .filter(|it| !it.dir.as_str().contains(char::is_whitespace));
    let maps = sayable.map(|it| format!("-ffile-prefix-map={}={}", it.dir, it.name));
    let flags: Vec<String> = set.map(str::to_owned).into_iter().chain(maps).collect();
    let name = match host.variable(&exact) {
        Some(_) => exact,
        None => underscored,
    };
    (name, flags.join(" "))
}

#[cfg(test)]
mod tests;
