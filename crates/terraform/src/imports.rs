//! Leaving `import` blocks out of a copy.
//!
//! They take over what is there in an account. Where there is none, terraform would compare the configuration with
//! nothing, and replace it.

use std::borrow::Cow;

/// A Terraform file without its `import` blocks. All else stays on its line.
pub(crate) fn without_imports(content: &[u8]) -> Cow<'_, [u8]> {
    let text = str::from_utf8(content)
        .ok()
        .filter(|it| it.contains("import"));
    // What is no HCL is told by those who read it.
    let body = text.and_then(|text| hcl_edit::parser::parse_body(text).ok());
    let Some(body) = body else {
        return Cow::Borrowed(content);
    };
    let imports = body
        .blocks()
        .filter(|block| block.ident.as_str() == "import");
    let mut out = Cow::Borrowed(content);
    for span in imports.filter_map(hcl_edit::Span::span) {
        for byte in out.to_mut().get_mut(span).into_iter().flatten() {
            if *byte != b'\n' {
                *byte = b' ';
            }
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_import_goes_and_all_else_stays_where_it_is() {
        let text = "# import\nimport {\n  to = a.b\n  id = \"ü\"\n}\nresource \"a\" \"b\" {}\n";
        let left = without_imports(text.as_bytes());
        let left = str::from_utf8(&left).unwrap();
        assert_eq!(left.lines().nth(5), Some("resource \"a\" \"b\" {}"));
        assert_eq!(left.lines().next(), Some("# import"));
        assert!(!left.contains("import {") && !left.contains('ü'));
    }

    #[test]
    fn a_file_without_one_or_that_is_none_stays_as_it_is() {
        for text in ["a = \"import\"\n", "import {", ""] {
            assert_eq!(without_imports(text.as_bytes()), text.as_bytes());
        }
    }
}
