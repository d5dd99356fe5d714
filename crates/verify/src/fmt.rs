//! The formatting check.

use camino::Utf8Path;
use finding::Finding;
use format::{Formatter, Mode};
use terraform::{Cancel, Toolchain};

/// What is not formatted. Terraform files are left out when there is no terraform, which the
/// toolchain's own finding says.
pub(crate) fn check(root: &Utf8Path, toolchain: &Toolchain, cancel: &Cancel) -> Vec<Finding> {
    let formatter = Formatter {
        root,
        mode: Mode::Check,
        cancel,
    };
    let mut findings = formatter.rust().findings;
    if let Some(binary) = &toolchain.binary {
        findings.extend(formatter.terraform(binary).findings);
    }
    findings.extend(formatter.toml().findings);
    findings
}
