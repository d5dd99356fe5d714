//! Leaving `import` blocks out of a copy, and putting some in.
//!
//! They take over what is there in an account. Where there is none, terraform would compare the configuration with
//! nothing, and replace it.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::io;

use camino::{Utf8Path, Utf8PathBuf};

use crate::files;
use crate::quote::quoted;

/// Holds the blocks that are put in.
const FILE: &str = "xtask_imports.tf";

/// `import` blocks in the copy of a stack, for as long as this is kept.
#[derive(Debug)]
pub(crate) struct PutIn(Option<Utf8PathBuf>);

impl PutIn {
    /// Puts them into a stack's folder: an id by address. Without any there is no file either.
    pub(crate) fn new(dir: &Utf8Path, imports: &BTreeMap<String, String>) -> io::Result<Self> {
        if imports.is_empty() {
            return Ok(Self(None));
        }
        let mut text = String::new();
        for (address, id) in imports {
            // Writing to a String cannot fail.
            let _ = write!(
                text,
                "import {{\n  to = {address}\n  id = {}\n}}\n",
                quoted(id)
            );
        }
        let file = dir.join(FILE);
        files::write_if_changed(&file, text.as_bytes())?;
        Ok(Self(Some(file)))
    }
}

impl Drop for PutIn {
    fn drop(&mut self) {
        if let Some(file) = &self.0 {
            // Should it stay, it is gone with the next copy.
            let _ = files::remove_if_there(file);
        }
    }
}

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
