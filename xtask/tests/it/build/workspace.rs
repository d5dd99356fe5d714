//! A small workspace with Lambdas.

use std::io::{Cursor, Read as _};

use camino::Utf8PathBuf;

use crate::common::{TestContext, Xtask, fixture};

/// The files of a workspace with two Lambdas, `greet` and `wave`.
const WORKSPACE: [&str; 8] = [
    "Cargo.toml",
    "Cargo.lock",
    "crates/greeting/Cargo.toml",
    SCRIPT,
    "crates/greeting/src/lib.rs",
    "lambdas/shop/greet/Cargo.toml",
    "lambdas/shop/greet/src/greet.rs",
    "lambdas/shop/greet/src/wave.rs",
];

/// Its build script, which makes a source file in cargo's folder.
pub(crate) const SCRIPT: &str = "crates/greeting/build.rs";

pub(crate) fn of_workspace(file: &str) -> Vec<u8> {
    read(fixture("build/workspace").join(file))
}

/// The workspace below a folder of a temporary repository.
pub(crate) fn with_lambdas(context: TestContext, dir: &str) -> TestContext {
    let context = context
        .with(&format!("{dir}terraform/readme"), "")
        .with(&format!("{dir}environments/readme"), "")
        .with(&format!("{dir}.gitignore"), "/target\n");
    WORKSPACE.iter().fold(context, |context, file| {
        context.with(&format!("{dir}{file}"), of_workspace(file))
    })
}

pub(crate) fn lambdas() -> TestContext {
    with_lambdas(TestContext::empty(), "")
}

/// The machine that we are on, if cargo alone builds for Lambda there.
pub(crate) fn here() -> Option<&'static str> {
    let is_linux = cfg!(all(target_os = "linux", target_env = "gnu"));
    match std::env::consts::ARCH {
        "x86_64" if is_linux => Some("x86_64"),
        "aarch64" if is_linux => Some("arm64"),
        other => {
            eprintln!("skipped: cargo alone builds no Lambdas on {other}");
            None
        }
    }
}

/// A build for this machine.
pub(crate) fn build(context: &TestContext, here: &str, arguments: &[&str]) -> Xtask {
    context.xtask(&[&["build", "--arch", here], arguments].concat())
}

pub(crate) fn read(path: impl Into<Utf8PathBuf>) -> Vec<u8> {
    std::fs::read(path.into()).unwrap()
}

/// The one file in a zip.
pub(crate) fn unzip(zip: &[u8]) -> Vec<u8> {
    let mut archive = zip::ZipArchive::new(Cursor::new(zip)).unwrap();
    assert_eq!(archive.len(), 1);
    let mut file = archive.by_name("bootstrap").unwrap();
    assert_eq!(file.unix_mode(), Some(0o100_755));
    let mut content = Vec::new();
    file.read_to_end(&mut content).unwrap();
    content
}
