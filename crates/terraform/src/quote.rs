//! Strings in terraform's two configuration languages.

use std::fmt::Write as _;

/// A quoted string that means exactly `text`, both in HCL 2 (`.tf` files) and in the older
/// HCL 1, which terraform's own configuration file is still read with.
///
/// The two disagree on how a `${` is kept from being a template (HCL 2 wants `$${`, HCL 1
/// knows no way), but both take `\u0024` for a dollar sign after looking for templates.
pub(crate) fn quoted(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 2);
    out.push('"');
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            '$' | '%' => escape(&mut out, c),
            c if c.is_control() => escape(&mut out, c),
            c => out.push(c),
        }
    }
    out.push('"');
    out
}

/// Appends `c` as `\uXXXX`; only called for characters of the basic plane.
fn escape(out: &mut String, c: char) {
    // Writing to a String cannot fail.
    let _ = write!(out, "\\u{:04x}", u32::from(c));
}

#[cfg(test)]
mod tests {
    use super::quoted;

    #[test]
    fn nothing_in_a_path_can_end_the_string_or_start_a_template() {
        let cases = [
            ("/opt/x y", r#""/opt/x y""#),
            (r#"a"b\c"#, r#""a\"b\\c""#),
            ("${x}%{y}", r#""\u0024{x}\u0025{y}""#),
            ("a\nb\u{7}", r#""a\nb\u0007""#),
            ("grün", "\"grün\""),
        ];
        for (text, expected) in cases {
            assert_eq!(quoted(text), expected);
        }
    }

    #[test]
    fn an_hcl_reader_gets_the_same_text_back() {
        for text in [r#"a"b\c"#, "${x}%{y}$", "a\nb\t\u{7}", "grün/😀"] {
            let body = hcl_edit::parser::parse_body(&format!("x = {}\n", quoted(text))).unwrap();
            let value = &body.get_attribute("x").unwrap().value;
            assert_eq!(value.as_str(), Some(text));
        }
    }
}
