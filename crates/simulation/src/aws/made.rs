//! Made-up characters, in the shapes in which they come.

use crate::place::Seed;

/// The most that a seed gives at once.
const CHUNK: usize = 32;

const HEX: &[u8] = b"0123456789abcdef";
const BASE64: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/// The characters that a placeholder draws from.
pub(super) fn alphabet(name: &str) -> Option<&'static [u8]> {
    Some(match name {
        "hex" => HEX,
        "upper_hex" => b"0123456789ABCDEF",
        "digits" => b"0123456789",
        "lower" => b"abcdefghijklmnopqrstuvwxyz0123456789",
        "upper" => b"ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789",
        "mixed" => b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789",
        "base64" => BASE64,
        _ => return None,
    })
}

/// Any number of characters out of an alphabet.
pub(super) fn chars(seed: &Seed, key: &str, alphabet: &[u8], count: usize) -> String {
    let chunk = |start| {
        seed.chars(
            &format!("{key}+{start}"),
            alphabet,
            CHUNK.min(count - start),
        )
    };
    (0..count).step_by(CHUNK).map(chunk).collect()
}

/// A random UUID, version 4: <https://www.rfc-editor.org/rfc/rfc9562#name-uuid-version-4>.
pub(super) fn uuid(seed: &Seed, key: &str) -> String {
    let hex = |part: &str, count| chars(seed, &format!("{key}+{part}"), HEX, count);
    let variant = chars(seed, key, b"89ab", 1);
    format!(
        "{}-{}-4{}-{variant}{}-{}",
        hex("a", 8),
        hex("b", 4),
        hex("c", 3),
        hex("d", 3),
        hex("e", 12)
    )
}

/// A SHA-256 in base64: 32 bytes are 43 characters, the last of which holds 4 bits only.
pub(super) fn sha256(seed: &Seed, key: &str) -> String {
    let last = chars(seed, &format!("{key}+last"), b"AEIMQUYcgkosw048", 1);
    format!("{}{last}=", chars(seed, key, BASE64, 42))
}

/// Pairs of hex digits as fingerprints and MAC addresses have them.
pub(super) fn pairs(seed: &Seed, key: &str, count: usize) -> String {
    let pair = |nth: usize| chars(seed, &format!("{key}+{nth}"), HEX, 2);
    (0..count).map(pair).collect::<Vec<_>>().join(":")
}

/// A number that can be the last one of an IP address.
pub(super) fn byte(seed: &Seed, key: &str) -> String {
    let hex = chars(seed, key, HEX, 2);
    let number = u32::from_str_radix(&hex, 16).unwrap_or_default();
    (number % 254 + 1).to_string()
}

/// A zone in DNS, as they were named when AWS made those of its own.
pub(super) fn zone(seed: &Seed, key: &str) -> String {
    let upper = alphabet("upper").unwrap_or_default();
    format!("Z{}", chars(seed, key, upper, 13))
}

/// PEM that looks like PEM, and is empty of meaning.
pub(super) fn pem(seed: &Seed, key: &str, label: &str) -> String {
    let body = chars(seed, key, BASE64, 64);
    format!("-----BEGIN {label}-----\n{body}\n-----END {label}-----\n")
}

/// Base64 of ASCII: Terraform's `base64decode` takes nothing but text.
pub(super) fn text64(seed: &Seed, key: &str) -> String {
    base64(format!("simulated-{}", chars(seed, key, HEX, CHUNK)).as_bytes())
}

/// Base64 with padding: <https://www.rfc-editor.org/rfc/rfc4648#section-4>.
fn base64(bytes: &[u8]) -> String {
    bytes.chunks(3).map(quad).collect()
}

fn quad(bytes: &[u8]) -> String {
    let at = |nth: usize| u32::from(bytes.get(nth).copied().unwrap_or_default());
    let bits = (at(0) << 16) | (at(1) << 8) | at(2);
    let char = |nth: usize| char::from(BASE64[((bits >> (18 - 6 * nth)) & 63) as usize]);
    (0..4)
        .map(|nth| if nth > bytes.len() { '=' } else { char(nth) })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn base64_is_padded() {
        assert_eq!(base64(b"a"), "YQ==");
        assert_eq!(base64(b"ab"), "YWI=");
        assert_eq!(base64(b"abc"), "YWJj");
        assert_eq!(base64(b"abcd"), "YWJjZA==");
    }

    #[test]
    fn long_texts_do_not_repeat_themselves() {
        let seed = Seed::of(&[b"x"]);
        let text = chars(&seed, "key", HEX, 70);
        assert_eq!(text.len(), 70);
        assert_ne!(text[..32], text[32..64]);
    }

    #[test]
    fn a_uuid_says_its_version() {
        let uuid = uuid(&Seed::of(&[b"x"]), "key");
        let lengths: Vec<usize> = uuid.split('-').map(str::len).collect();
        assert_eq!(lengths, [8, 4, 4, 4, 12]);
        assert_eq!(&uuid[14..15], "4");
        assert!(matches!(&uuid[19..20], "8" | "9" | "a" | "b"));
    }
}
