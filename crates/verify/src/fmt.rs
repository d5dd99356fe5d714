//! The formatting check.

use camino::Utf8Path;
use finding::Finding;
use format::Mode;
use terraform::Toolchain;

/// What is not formatted. Terraform files are left out when there is no terraform, which the
/// toolchain's own finding says.
pub(crate) fn check(root: &Utf8Path, toolchain: &Toolchain) -> Vec<Finding> {
    let mut findings = format::format_rust(root, Mode::Check).findings;
    if let Some(ready) = &toolchain.ready {
        findings.extend(format::format_terraform(root, &ready.binary.path, Mode::Check).findings);
    }
    findings.extend(format::format_toml(root, Mode::Check).findings);
    findings
}
