use process::Cancel;

use super::*;
use crate::Architecture;

fn renamed() -> Vec<Renamed> {
    let renamed = |dir: &str, name: &str| Renamed {
        dir: dir.into(),
        name: name.to_owned(),
    };
    vec![
        renamed("/r", "/source"),
        renamed("/r/target", "/target"),
        renamed("/my home/.cargo", "/cargo"),
    ]
}

fn built(profile: Profile, variables: &[(&str, &str)]) -> BTreeMap<OsString, OsString> {
    let variables = variables.iter();
    let env = variables.map(|(name, value)| (name.into(), value.into()));
    let options = Options {
        root: "/no/such/folder".into(),
        names: &[],
        profile,
        architecture: Architecture::X86_64,
        zigbuild: false,
        color: false,
        folder: crate::FOLDER.into(),
        work_dir: "/no/such/folder".into(),
        env: &env.collect(),
    };
    environment(&Host::new(&options, &Cancel::new()), &options, &renamed())
}

fn get<'a>(env: &'a BTreeMap<OsString, OsString>, name: &str) -> &'a str {
    env[std::ffi::OsStr::new(name)].to_str().unwrap()
}

#[test]
fn folders_get_other_names_for_rust_and_c() {
    let env = built(Profile::Release, &[("PATH", "/bin")]);
    assert_eq!(
        get(&env, "CARGO_ENCODED_RUSTFLAGS").replace('\u{1f}', "\n"),
        "--remap-path-prefix=/r=/source\n\
         --remap-path-prefix=/r/target=/target\n\
         --remap-path-prefix=/my home/.cargo=/cargo\n\
         -Clink-arg=-Wl,--build-id=none"
    );
    for name in [
        "CFLAGS_x86_64_unknown_linux_gnu",
        "CXXFLAGS_x86_64_unknown_linux_gnu",
    ] {
        assert_eq!(
            get(&env, name),
            "-ffile-prefix-map=/r=/source -ffile-prefix-map=/r/target=/target",
            "a blank would tear a flag in two"
        );
    }
    assert_eq!(get(&env, "CARGO_INCREMENTAL"), "0");
    assert_eq!(get(&env, "PATH"), "/bin");
}

#[test]
fn flags_that_are_set_stay() {
    let env = built(
        Profile::Release,
        &[("RUSTFLAGS", "-Ctarget-cpu=x86-64-v3"), ("CFLAGS", "-O1")],
    );
    let flags = get(&env, "CARGO_ENCODED_RUSTFLAGS");
    assert!(
        flags.starts_with("-Ctarget-cpu=x86-64-v3\u{1f}--remap"),
        "{flags}"
    );
    let flags = get(&env, "CFLAGS_x86_64_unknown_linux_gnu");
    assert!(
        flags.starts_with("-O1 -ffile-prefix-map=/r=/source"),
        "{flags}"
    );
}

#[test]
fn profiles_of_the_environment_do_not_count() {
    let name = "CARGO_PROFILE_RELEASE_OPT_LEVEL";
    let env = built(Profile::Release, &[(name, "0"), ("CARGO_HOME", "/c")]);
    assert!(!env.contains_key(std::ffi::OsStr::new(name)));
    assert_eq!(get(&env, "CARGO_HOME"), "/c");
}

#[test]
fn of_c_flags_the_ones_for_the_target_count() {
    let exact = "CFLAGS_x86_64-unknown-linux-gnu";
    let env = built(
        Profile::Release,
        &[("CFLAGS", "-O1"), (exact, "-O2"), ("TARGET_CFLAGS", "-O3")],
    );
    assert!(get(&env, exact).starts_with("-O2 -ffile"), "{env:?}");
    let underscored = std::ffi::OsStr::new("CFLAGS_x86_64_unknown_linux_gnu");
    assert!(!env.contains_key(underscored));
}

#[test]
fn a_rehearsal_may_be_built_from_leftovers() {
    let incremental = |profile| {
        let env = built(profile, &[("CARGO_INCREMENTAL", "1")]);
        get(&env, "CARGO_INCREMENTAL").to_owned()
    };
    assert_eq!(incremental(Profile::Release), "0");
    assert_eq!(incremental(Profile::Rehearsal), "1");
}
