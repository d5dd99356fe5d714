//! Reading `.terraform.lock.hcl`, terraform's record of the providers that were chosen.

use std::io;

use camino::{Utf8Path, Utf8PathBuf};
use hcl_edit::Span as _;
use hcl_edit::expr::Expression;
use hcl_edit::structure::{Block, Body};
use semver::Version;

use crate::provider::{BadAddress, LockedProvider};

/// The name that terraform gives the file, in a stack's folder.
pub(crate) const NAME: &str = ".terraform.lock.hcl";

/// Brackets may be nested this deep. Terraform itself writes two levels; the limit keeps the
/// recursive parser's stack safe from a file that is nothing but brackets.
const MAX_DEPTH: usize = 32;

/// What a lock file says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LockFile {
    /// The locked providers, in the file's order.
    pub providers: Vec<LockedProvider>,
}

/// Why a lock file cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum LockFileError {
    /// It cannot be read.
    #[error("cannot read `{path}`: {source}")]
    Read {
        /// The lock file.
        path: Utf8PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// It is not HCL.
    #[error(
        "`{path}` is not a lock file: {reason}; restore it from git or run `terraform init` again"
    )]
    Syntax {
        /// The lock file.
        path: Utf8PathBuf,
        /// The first thing that is wrong.
        reason: String,
    },
    /// A `provider` block has a strange address.
    #[error("`{path}`: {source}")]
    Address {
        /// The lock file.
        path: Utf8PathBuf,
        /// The address.
        source: BadAddress,
    },
    /// A `provider` block has no version, or one that is none.
    #[error(
        "`{path}`: provider `{provider}` has no valid version; restore the file from git or run `terraform init` again"
    )]
    Version {
        /// The lock file.
        path: Utf8PathBuf,
        /// The provider's address.
        provider: String,
    },
}

impl LockFile {
    /// The path of the lock file of the stack in `stack_dir`, whether it is there or not.
    pub fn path_in(stack_dir: &Utf8Path) -> Utf8PathBuf {
        stack_dir.join(NAME)
    }

    /// Reads a lock file.
    pub fn read(path: &Utf8Path) -> Result<Self, LockFileError> {
        let bytes = std::fs::read(path).map_err(|source| LockFileError::Read {
            path: path.to_owned(),
            source,
        })?;
        Self::parse(path, &String::from_utf8_lossy(&bytes))
    }

    /// Understands the text of a lock file; `path` is only for the errors.
    fn parse(path: &Utf8Path, text: &str) -> Result<Self, LockFileError> {
        let syntax = |reason: String| LockFileError::Syntax {
            path: path.to_owned(),
            reason,
        };
        if depth(text) > MAX_DEPTH {
            return Err(syntax(format!(
                "brackets are nested more than {MAX_DEPTH} deep"
            )));
        }
        let body: Body = hcl_edit::parser::parse_body(text).map_err(|error| {
            let place = error.location();
            syntax(format!("line {}: {}", place.line(), error.message()))
        })?;
        let blocks = body.get_blocks("provider");
        let providers = blocks
            .map(|block| locked(path, block, line(text, block)))
            .collect::<Result<_, _>>()?;
        Ok(Self { providers })
    }
}

/// The line at which a block of a text starts, from 1.
fn line(text: &str, block: &Block) -> usize {
    let before = block.span().and_then(|span| text.get(..span.start));
    before.unwrap_or_default().matches('\n').count() + 1
}

/// One `provider` block.
fn locked(path: &Utf8Path, block: &Block, line: usize) -> Result<LockedProvider, LockFileError> {
    let name = block.labels.first().map_or("", |label| label.as_str());
    let address = name.parse().map_err(|source| LockFileError::Address {
        path: path.to_owned(),
        source,
    })?;
    let version = attribute(block, "version").and_then(Expression::as_str);
    let version = version.and_then(|version| Version::parse(version).ok());
    let version = version.ok_or_else(|| LockFileError::Version {
        path: path.to_owned(),
        provider: name.to_owned(),
    })?;
    let hashes = attribute(block, "hashes").and_then(Expression::as_array);
    let hashes = hashes.into_iter().flat_map(|array| array.iter());
    let hashes = hashes
        .filter_map(Expression::as_str)
        .map(str::to_owned)
        .collect();
    Ok(LockedProvider {
        address,
        version,
        hashes,
        line,
    })
}

fn attribute<'a>(block: &'a Block, name: &str) -> Option<&'a Expression> {
    block
        .body
        .get_attribute(name)
        .map(|attribute| &attribute.value)
}

/// How deep brackets are nested at most, counting those in strings and comments too.
fn depth(text: &str) -> usize {
    let (mut now, mut most) = (0_usize, 0);
    for byte in text.bytes() {
        match byte {
            b'(' | b'[' | b'{' => now += 1,
            b')' | b']' | b'}' => now = now.saturating_sub(1),
            _ => {}
        }
        most = most.max(now);
    }
    most
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const REAL: &str = include_str!("../tests/fixtures/lock.hcl");

    fn parse(text: &str) -> Result<LockFile, LockFileError> {
        LockFile::parse(Utf8Path::new("x.hcl"), text)
    }

    #[test]
    fn a_real_file_is_read() {
        let file = parse(REAL).unwrap();
        let [aws] = &file.providers[..] else {
            panic!("{file:?}")
        };
        assert_eq!(
            aws.address.to_string(),
            "registry.terraform.io/hashicorp/aws"
        );
        assert_eq!(aws.version, Version::new(5, 100, 0));
        assert_eq!(
            aws.hashes,
            ["h1:edXOJWE4ORX8Fm+dpVpICzMZJat4AX0VRCAy/xkcOc0="]
        );
        assert_eq!(aws.line, 4, "its first line, behind two of comments");
    }

    #[test]
    fn what_is_wrong_is_said() {
        let deep = "x = ".to_owned() + &"(".repeat(100_000);
        let cases = [
            ("provider {", "line 1"),
            ("garbage {{", "line 1"),
            ("\n\nprovider \"hashicorp/aws\" {\n", "line "),
            ("provider {}\n", "`` is not a provider's address"),
            (
                "provider \"../../x\" {}\n",
                "`../../x` is not a provider's address",
            ),
            ("provider \"hashicorp/aws\" {}\n", "no valid version"),
            (
                "provider \"hashicorp/aws\" {\n version = 5\n}\n",
                "no valid version",
            ),
            (
                "provider \"hashicorp/aws\" {\n version = \"latest\"\n}\n",
                "no valid version",
            ),
            (&deep, "nested more than 32 deep"),
        ];
        for (text, expected) in cases {
            let message = parse(text).unwrap_err().to_string();
            assert!(message.contains(expected), "{message}");
        }
        let missing = LockFile::read(Utf8Path::new("/nonexistent/lock")).unwrap_err();
        assert!(
            missing
                .to_string()
                .starts_with("cannot read `/nonexistent/lock`")
        );
    }

    #[test]
    fn an_empty_file_and_missing_hashes_are_fine() {
        assert!(parse("").unwrap().providers.is_empty());
        let file = parse("provider \"hashicorp/aws\" {\n version = \"1.2.3\"\n}\n").unwrap();
        assert!(file.providers[0].hashes.is_empty());
    }

    proptest! {
        #[test]
        fn garbage_never_panics(text in "\\PC{0,200}") {
            let _ = parse(&text);
        }

        #[test]
        fn a_damaged_real_file_never_panics(at in 0..REAL.len(), len in 0..40_usize, junk in "[\"\\\\{}\\[\\]$%=\n ]{0,4}") {
            let start = REAL.floor_char_boundary(at);
            let end = REAL.floor_char_boundary((at + len).min(REAL.len()));
            let _ = parse(&format!("{}{junk}{}", &REAL[..start], &REAL[end..]));
        }
    }
}
