use std::collections::BTreeMap;
use std::ffi::OsString;

use process::Cancel;

use super::*;

const TARGET: &str = "x86_64-unknown-linux-gnu";

/// The flags in a folder with configuration files, `home` being cargo's own folder.
fn flags(files: &[(&str, &str)], variables: &[(&str, &str)]) -> Vec<String> {
    asked(files, variables, |host| rustflags(host, TARGET))
}

/// What is read of a folder with configuration files.
fn asked<T>(files: &[(&str, &str)], variables: &[(&str, &str)], ask: impl Fn(&Host<'_>) -> T) -> T {
    let temp = tempfile::tempdir().unwrap();
    let dir = Utf8Path::from_path(temp.path()).unwrap();
    for (file, text) in files {
        let path = dir.join(file);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    }
    let home = [("CARGO_HOME", dir.join("home").into_string())];
    let variables = variables
        .iter()
        .map(|(name, value)| (*name, (*value).to_owned()));
    let env: BTreeMap<OsString, OsString> = home
        .into_iter()
        .chain(variables)
        .map(|(name, value)| (name.into(), value.into()))
        .collect();
    ask(&Host {
        root: &dir.join("a/repository"),
        env: &env,
        cancel: &Cancel::new(),
    })
}

const BUILD: (&str, &str) = ("a/.cargo/config.toml", "[build]\nrustflags = \"-Ca -Cb\"\n");

#[test]
fn without_any_there_are_none() {
    assert_eq!(flags(&[], &[]), [""; 0]);
}

#[test]
fn variables_take_the_place_of_all_files() {
    let encoded = ("CARGO_ENCODED_RUSTFLAGS", "-Cx=a b\u{1f}-Cy");
    let plain = ("RUSTFLAGS", " -Cz  -Cw");
    assert_eq!(flags(&[BUILD], &[encoded, plain]), ["-Cx=a b", "-Cy"]);
    assert_eq!(flags(&[BUILD], &[plain]), ["-Cz", "-Cw"]);
    assert_eq!(flags(&[BUILD], &[("RUSTFLAGS", "")]), [""; 0], "set is set");
}

#[test]
fn files_come_from_cargos_folder_down_to_the_repository() {
    let home = ("home/config.toml", "[build]\nrustflags = [\"-Chome\"]\n");
    let own = (
        "a/repository/.cargo/config",
        "build.rustflags = [\"-Cown\", \"-Cwith blank\"]\n",
    );
    // Of the two names, the older one counts.
    let shadowed = (
        "a/repository/.cargo/config.toml",
        "build.rustflags = [\"-Cno\"]\n",
    );
    let variable = ("CARGO_BUILD_RUSTFLAGS", "-Cenv");
    assert_eq!(
        flags(&[home, own, shadowed], &[variable]),
        ["-Chome", "-Cown", "-Cwith blank", "-Cenv"]
    );
    assert_eq!(
        flags(&[home, BUILD], &[]),
        ["-Ca", "-Cb"],
        "a text replaces what was there"
    );
}

#[test]
fn flags_for_the_target_take_the_place_of_those_for_all() {
    let target = (
        "a/repository/.cargo/config.toml",
        "[target.x86_64-unknown-linux-gnu]\nrustflags = \"-Ctarget\"\n\
         [target.'cfg(all(unix, target_arch = \"x86_64\"))']\nrustflags = [\"-Ccfg\"]\n\
         [target.'cfg(windows)']\nrustflags = [\"-Cno\"]\n\
         [target.aarch64-unknown-linux-gnu]\nrustflags = \"-Cno\"\n",
    );
    let variable = ("CARGO_TARGET_X86_64_UNKNOWN_LINUX_GNU_RUSTFLAGS", "-Cenv");
    assert_eq!(flags(&[BUILD, target], &[]), ["-Ctarget", "-Ccfg"]);
    assert_eq!(
        flags(&[BUILD, target], &[variable]),
        ["-Ctarget", "-Cenv", "-Ccfg"]
    );
    assert_eq!(flags(&[BUILD], &[variable]), ["-Cenv"]);
}

#[test]
fn a_condition_that_does_not_hold_leaves_the_flags_for_all() {
    let windows = (
        "a/repository/.cargo/config.toml",
        "[target.'cfg(windows)']\nrustflags = [\"-Cno\"]\n",
    );
    assert_eq!(flags(&[BUILD, windows], &[]), ["-Ca", "-Cb"]);
}

#[test]
fn one_condition_in_two_files_is_joined_like_any_other_key() {
    let home = |value: &str| format!("[target.'cfg(unix)']\nrustflags = {value}\n");
    let own = |value: &str| {
        format!("target.'cfg(unix)'.rustflags = {value}\ntarget.'cfg(all())'.rustflags = '-Call'")
    };
    let joined = |first: &str, second: &str| {
        let files = [
            ("home/config.toml", home(first)),
            ("a/.cargo/config.toml", own(second)),
        ];
        flags(
            &files.each_ref().map(|(name, text)| (*name, text.as_str())),
            &[],
        )
    };
    assert_eq!(joined("['-Ch']", "['-Co']"), ["-Call", "-Ch", "-Co"]);
    assert_eq!(joined("'-Ch'", "'-Co'"), ["-Call", "-Co"]);
}

#[test]
fn a_wrapper_is_the_variable_or_the_strongest_files() {
    let files = [
        ("home/config.toml", "build.rustc-wrapper = \"home\"\n"),
        ("a/.cargo/config.toml", "build.rustc-wrapper = \"own\"\n"),
    ];
    let with = |variables: &[(&str, &str)]| asked(&files, variables, wrapper);
    assert_eq!(with(&[]).as_deref(), Some("own"));
    assert_eq!(with(&[("RUSTC_WRAPPER", "set")]).as_deref(), Some("set"));
    assert_eq!(with(&[("RUSTC_WRAPPER", "")]), None);
    assert_eq!(asked(&[BUILD], &[], wrapper), None);
}

#[test]
fn profiles_in_any_file_are_seen() {
    let profile = ("a/.cargo/config.toml", "profile.release.lto = false\n");
    assert!(asked(&[profile], &[], has_profiles));
    assert!(!asked(&[BUILD], &[], has_profiles));
}

#[test]
fn a_broken_file_is_left_to_cargo() {
    assert_eq!(
        flags(&[BUILD, ("home/config.toml", "[build\n")], &[]),
        ["-Ca", "-Cb"]
    );
}
