//! Text in a URL.

use std::fmt::Write as _;

/// A text as one part of a URL, with everything escaped that could mean something there.
pub(super) fn part(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            out.push(char::from(byte));
        } else {
            // Writing to a string cannot fail.
            let _ = write!(out, "%{byte:02X}");
        }
    }
    out
}

/// The same for a text whose slashes are the URL's.
pub(super) fn path(text: &str) -> String {
    let parts: Vec<String> = text.split('/').map(part).collect();
    parts.join("/")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_means_something_in_a_url_is_escaped() {
        assert_eq!(part("aZ09-._~"), "aZ09-._~");
        assert_eq!(part("a b/c?d&e=f%é"), "a%20b%2Fc%3Fd%26e%3Df%25%C3%A9");
        assert_eq!(path("a b/c//d#e"), "a%20b/c//d%23e");
    }
}
