use super::*;

fn own() -> Vec<u8> {
    std::fs::read(std::env::current_exe().unwrap()).unwrap()
}

/// The machine that the tests run on, if it is one of Lambda's.
fn here() -> Option<Architecture> {
    match std::env::consts::ARCH {
        _ if !cfg!(target_os = "linux") => None,
        "x86_64" => Some(Architecture::X86_64),
        "aarch64" => Some(Architecture::Arm64),
        _ => None,
    }
}

fn message(bytes: &[u8], architecture: Architecture, profile: Profile) -> Option<String> {
    check("get", bytes, architecture, profile).map(|finding| finding.message)
}

#[test]
fn what_is_no_executable_is_told() {
    for bytes in [&b""[..], b"#!/bin/sh\n", b"\x7fELF"] {
        assert_eq!(
            message(bytes, Architecture::Arm64, Profile::Rehearsal).unwrap(),
            "the executable of `get` is not one for Linux"
        );
    }
}

#[test]
fn an_executable_for_another_machine_is_told() {
    let Some(here) = here() else { return };
    let other = match here {
        Architecture::Arm64 => Architecture::X86_64,
        Architecture::X86_64 => Architecture::Arm64,
    };
    assert_eq!(message(&own(), here, Profile::Rehearsal), None);
    assert_eq!(
        message(&own(), other, Profile::Rehearsal).unwrap(),
        format!("the executable of `get` is not one for {}", other.as_str())
    );
}

#[test]
fn the_versions_of_glibc_are_read() {
    if here().is_none() || !cfg!(target_env = "gnu") {
        return;
    }
    let bytes = own();
    let elf = Elf::minimal_parse(&bytes).unwrap();
    let versions = glibc_versions(&elf).unwrap();
    let numbers = |version: &&str| version.trim_start_matches("GLIBC_").contains('.');
    assert!(
        versions.len() > 2 && versions.iter().all(numbers),
        "{versions:?}"
    );
}

#[test]
fn a_release_must_do_with_the_glibc_of_lambda() {
    let Some(here) = here().filter(|_| cfg!(target_env = "gnu")) else {
        return;
    };
    // Some version that every executable needs becomes one of the far future.
    let bytes = own();
    let elf = Elf::minimal_parse(&bytes).unwrap();
    let version = glibc_versions(&elf).unwrap()[0].to_owned();
    let future = version.replacen("GLIBC_2", "GLIBC_9", 1);
    let newer = replace(&bytes, &version, &future);
    assert_eq!(message(&newer, here, Profile::Rehearsal), None);
    let finding = check("get", &newer, here, Profile::Release).unwrap();
    assert_eq!(
        finding.message,
        format!("`get` needs {future} of its C library, and provided.al2023 has GLIBC_2.34")
    );
    assert!(finding.hint.unwrap().contains("--zigbuild"));
}

/// The bytes with a name of the string table changed.
fn replace(bytes: &[u8], from: &str, to: &str) -> Vec<u8> {
    assert_eq!(from.len(), to.len());
    let (from, to) = ([from.as_bytes(), b"\0"].concat(), to.as_bytes());
    let mut bytes = bytes.to_vec();
    let mut at = 0;
    while let Some(found) = bytes[at..].windows(from.len()).position(|it| it == from) {
        at += found;
        bytes[at..at + to.len()].copy_from_slice(to);
    }
    bytes
}

#[test]
fn versions_are_compared_as_numbers() {
    for (version, expected) in [
        ("GLIBC_2.2.5", false),
        ("GLIBC_2.34", false),
        ("GLIBC_2.35", true),
        ("GLIBC_2.100", true),
        ("GLIBC_3.0", true),
        ("GLIBC_ABI_DT_RELR", true),
        ("GLIBC_PRIVATE", true),
    ] {
        assert_eq!(is_too_new(version), expected, "{version}");
    }
}
