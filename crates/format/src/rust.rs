//! Rust, by `cargo fmt`.

use std::process::{Command, Output};

use camino::Utf8Path;
use finding::{Code, Finding, Location};

use crate::{Mode, Outcome, not_run};

/// Formats all Rust of the workspace at `root`; nothing to do where there is no workspace.
pub fn format_rust(root: &Utf8Path, mode: Mode) -> Outcome {
    let mut outcome = Outcome::default();
    if !root.join("Cargo.toml").is_file() {
        return outcome;
    }
    let check = match cargo_fmt(root, &["--", "--check", "-l", "--color=never"]) {
        Ok(check) => check,
        Err(error) => {
            outcome.fail(not_run("cargo fmt", &error));
            return outcome;
        }
    };
    let listed = String::from_utf8_lossy(&check.stdout).into_owned();
    let files: Vec<&Utf8Path> = listed
        .lines()
        .filter_map(|line| Utf8Path::new(line).strip_prefix(root).ok())
        .collect();
    if files.is_empty() && !check.status.success() {
        outcome.fail(refused(&check));
        return outcome;
    }
    if mode == Mode::Write && !files.is_empty() {
        match cargo_fmt(root, &[]) {
            Ok(written) if written.status.success() => {}
            Ok(written) => outcome.fail(refused(&written)),
            Err(error) => outcome.fail(not_run("cargo fmt", &error)),
        }
    }
    for file in files {
        outcome.unformatted(mode, file);
    }
    outcome
}

fn cargo_fmt(root: &Utf8Path, arguments: &[&str]) -> std::io::Result<Output> {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    Command::new(cargo)
        .current_dir(root)
        .args(["fmt", "--all"])
        .args(arguments)
        .output()
}

/// rustfmt could not read a file: its first complaint and the place below it.
fn refused(output: &Output) -> Finding {
    let stderr = String::from_utf8_lossy(&output.stderr);
    let complaint = stderr.lines().find(|line| !line.trim().is_empty());
    let message = format!(
        "cargo fmt failed: {}",
        complaint.unwrap_or("it did not say why")
    );
    let finding = Finding::error(Code::Format, message)
        .with_hint("`cargo check` shows what is wrong with the Rust code");
    let place = stderr
        .lines()
        .find_map(|line| line.trim().strip_prefix("--> "));
    let mut parts = place.unwrap_or_default().rsplitn(3, ':');
    let (column, line, file) = (parts.next(), parts.next(), parts.next());
    match (
        file,
        line.and_then(|n| n.parse().ok()),
        column.and_then(|n| n.parse().ok()),
    ) {
        (Some(file), Some(line), Some(column)) => finding.at(Location::point(file, line, column)),
        _ => finding,
    }
}
