//! What is installed.

use std::fmt::Write as _;

use sha2::{Digest as _, Sha256};

/// The emulator and all that it needs, each with its version and the hashes of its files.
pub(crate) const REQUIREMENTS: &str = include_str!("../requirements.txt");

/// The emulator's version.
pub fn version() -> &'static str {
    let mut pins = REQUIREMENTS
        .lines()
        .filter_map(|line| line.split_once("=="));
    pins.find(|(name, _)| *name == "ministack")
        .and_then(|(_, rest)| rest.split_whitespace().next())
        .unwrap_or("unknown")
}

/// SHA-256 of the requirements, in hex.
pub(crate) fn digest() -> String {
    let mut hex = String::with_capacity(64);
    for byte in Sha256::digest(REQUIREMENTS) {
        let _ = write!(hex, "{byte:02x}");
    }
    hex
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_requirement_is_pinned_and_hashed_and_names_no_host() {
        assert!(!REQUIREMENTS.contains("://"));
        let text = REQUIREMENTS.replace("\\\n", " ");
        let lines = text
            .lines()
            .filter(|line| !line.trim_start().starts_with('#'));
        let mut names = Vec::new();
        for line in lines {
            let (pin, hashes) = line.split_once(" --hash=sha256:").expect(line);
            names.push(pin.split_once("==").expect(line).0);
            for hash in hashes.split("--hash=sha256:") {
                let hash = hash.trim();
                assert!(
                    hash.len() == 64 && hash.bytes().all(|b| b.is_ascii_hexdigit()),
                    "{line}"
                );
            }
        }
        assert!(names.len() > 15, "{names:?}");
        assert!(names.is_sorted(), "{names:?}");
    }

    #[test]
    fn the_version_is_the_pinned_one() {
        assert_eq!(version(), "1.5.33");
        assert_eq!(digest().len(), 64);
    }
}
