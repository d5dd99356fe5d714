//! What compiles: the compiler, the target's standard library, and what links.

use camino::{Utf8Path, Utf8PathBuf};
use finding::{Code, Finding};

use crate::host::{Answer, Host};
use crate::{Architecture, Error, Options};

/// The glibc of `provided.al2023`, which each executable must do with.
pub(crate) const GLIBC: (u32, u32) = (2, 34);

/// How cargo-zigbuild is had: with the zig that it needs.
pub(crate) const GET_ZIGBUILD: &str = "pip install cargo-zigbuild ziglang";

/// What runs cargo.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Builder {
    /// Cargo itself, with the machine's own linker.
    Cargo,
    /// cargo-zigbuild, whose linker knows every machine and every glibc.
    Zigbuild,
}

/// What compiles here.
#[derive(Clone, Debug, Default)]
pub(crate) struct Toolchain {
    /// `rustc 1.95.0 (59807616e 2026-04-14)`.
    pub(crate) rustc: Option<String>,
    /// The machine that this is, as a Rust target.
    host: String,
    /// The commit of the compiler.
    pub(crate) commit: Option<String>,
    /// Where the compiler is installed.
    pub(crate) sysroot: Utf8PathBuf,
    /// Where the target's standard library should be.
    libraries: Utf8PathBuf,
}

impl Toolchain {
    /// Asks the compiler; what it does not say is empty.
    pub(crate) fn read(host: &Host<'_>, architecture: Architecture) -> Result<Self, Error> {
        let rustc = host.program("RUSTC", "rustc");
        let mut toolchain = Self::default();
        let Answer::Said(version) = host.ask(&rustc, &["-vV"])? else {
            return Ok(toolchain);
        };
        let value = |name: &str| {
            let mut values = version.iter().filter_map(|line| line.strip_prefix(name));
            values.next().map(|value| value.trim().to_owned())
        };
        toolchain.host = value("host:").unwrap_or_default();
        toolchain.commit = value("commit-hash:").filter(|hash| hash != "unknown");
        toolchain.rustc = version.first().cloned();
        let target = architecture.target();
        let places = ["--print=sysroot", "--print=target-libdir", "--target"];
        if let Answer::Said(lines) = host.ask(&rustc, &[&places[..], &[target]].concat())? {
            let mut lines = lines.into_iter().map(Utf8PathBuf::from);
            toolchain.sysroot = lines.next().unwrap_or_default();
            toolchain.libraries = lines.next().unwrap_or_default();
        }
        Ok(toolchain)
    }

    /// What a build runs: plain cargo where this machine is of the target's kind.
    pub(crate) fn builder(&self, options: &Options<'_>) -> Builder {
        if options.zigbuild || self.host != options.architecture.target() {
            Builder::Zigbuild
        } else {
            Builder::Cargo
        }
    }

    /// Everything that has to be installed first.
    pub(crate) fn missing(
        &self,
        host: &Host<'_>,
        options: &Options<'_>,
    ) -> Result<Vec<Finding>, Error> {
        let mut findings = Vec::new();
        if self.rustc.is_none() {
            let message = "the Rust compiler, `rustc`, cannot be run";
            findings.push(missing(message, "install Rust: https://rustup.rs"));
        } else if !has_library(&self.libraries) {
            findings.push(missing_target(options.architecture.target()));
        }
        if self.builder(options) == Builder::Zigbuild && self.rustc.is_some() {
            findings.extend(self.missing_zig(host, options.architecture)?);
        }
        Ok(findings)
    }

    /// The one program that links for other machines, and what it links with.
    fn missing_zig(
        &self,
        host: &Host<'_>,
        architecture: Architecture,
    ) -> Result<Option<Finding>, Error> {
        let program = Utf8Path::new("cargo-zigbuild");
        if let Answer::Failed(why) = host.ask(program, &["--version"])? {
            let message = format!(
                "cargo-zigbuild, which links for {} on this machine ({}), cannot be run: {why}",
                architecture.as_str(),
                self.host
            );
            return Ok(Some(missing(message, GET_ZIGBUILD)));
        }
        // The shortest command for which it must find zig.
        let answer = host.ask(program, &["zig", "ar", "--", "--version"])?;
        let Answer::Failed(why) = answer else {
            return Ok(None);
        };
        let message = format!("cargo-zigbuild does not find zig: {why}");
        Ok(Some(missing(message, "pip install ziglang")))
    }
}

fn missing_target(target: &str) -> Finding {
    let message = format!("the Rust target {target} is not installed");
    missing(message, format!("rustup target add {target}"))
}

fn missing(message: impl Into<String>, hint: impl Into<String>) -> Finding {
    Finding::error(Code::ToolMissing, message).with_hint(hint)
}

/// Whether a folder has a standard library.
fn has_library(dir: &Utf8Path) -> bool {
    let entries = dir.read_dir_utf8().into_iter().flatten().flatten();
    let mut names = entries.map(|entry| entry.file_name().to_owned());
    names.any(|name| name.starts_with("libstd-"))
}
