//! The one format of every file: Rust by rustfmt, Terraform by `terraform fmt`, TOML by taplo.

mod files;
mod rust;
mod terraform_files;
mod toml;

pub use files::inputs;

use camino::{Utf8Path, Utf8PathBuf};
use finding::{Code, Finding, Location};
use process::{Cancel, CommandError};

/// Formats the files of a repository.
#[derive(Clone, Copy, Debug)]
pub struct Formatter<'a> {
    /// The repository's root.
    pub root: &'a Utf8Path,
    /// Whether files are rewritten.
    pub mode: Mode,
    /// What stops the formatters that are programs of their own.
    pub cancel: &'a Cancel,
}

/// Whether files are rewritten or only looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    /// Report what is not formatted.
    Check,
    /// Rewrite what is not formatted.
    Write,
}

/// What a formatter did.
#[derive(Clone, Debug, Default)]
pub struct Outcome {
    /// The files rewritten, relative to the root; empty when only checking.
    pub written: Vec<Utf8PathBuf>,
    /// Files that are not formatted (when checking), and files that cannot be.
    pub findings: Vec<Finding>,
}

impl Outcome {
    /// Takes note of a file that is not formatted; the caller has rewritten it in [`Mode::Write`].
    fn unformatted(&mut self, mode: Mode, file: &Utf8Path) {
        match mode {
            Mode::Write => self.written.push(file.to_owned()),
            Mode::Check => self.findings.push(
                Finding::error(Code::Format, format!("`{file}` is not formatted"))
                    .at(Location::file(file))
                    .with_hint("run `cargo xtask fmt`"),
            ),
        }
    }

    /// Takes note of a formatter that did not run. One that was interrupted has nothing to say.
    fn not_run(&mut self, error: &CommandError) {
        if !matches!(error, CommandError::Interrupted) {
            self.findings.push(
                Finding::error(Code::ToolMissing, error.to_string())
                    .with_hint("`cargo xtask doctor` tells what is needed"),
            );
        }
    }
}
