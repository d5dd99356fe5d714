//! The one format of every file: Rust by rustfmt, Terraform by `terraform fmt`, TOML by taplo.

mod files;
mod rust;
mod terraform;
mod toml;

use camino::{Utf8Path, Utf8PathBuf};
use finding::{Code, Finding, Location};

pub use rust::format_rust;
pub use terraform::format_terraform;
pub use toml::format_toml;

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

    fn fail(&mut self, finding: Finding) {
        self.findings.push(finding);
    }
}

/// A tool that could not be run at all.
fn not_run(tool: &str, error: &std::io::Error) -> Finding {
    Finding::error(Code::ToolMissing, format!("cannot run `{tool}`: {error}"))
        .with_hint("`cargo xtask doctor` tells what is needed")
}
