//! Terraform, by `terraform fmt`.

use std::process::{Command, Output};

use camino::{Utf8Path, Utf8PathBuf};
use finding::{Code, Finding, Location, Source};

use crate::files::with_endings;
use crate::{Mode, Outcome, not_run};

/// Formats all Terraform files below `root` with the given terraform binary.
///
/// `terraform fmt` stops at the first file that it cannot parse, so those are looked for first and
/// left out: the others are still formatted in the same run.
pub fn format_terraform(root: &Utf8Path, binary: &Utf8Path, mode: Mode) -> Outcome {
    let mut outcome = Outcome::default();
    let mut sound = Vec::new();
    for file in with_endings(root, &[".tf", ".tfvars", ".tftest.hcl"]) {
        match parse(root, &file) {
            Ok(()) => sound.push(file),
            Err(finding) => outcome.fail(finding),
        }
    }
    if sound.is_empty() {
        return outcome;
    }
    match terraform_fmt(root, binary, mode, &sound) {
        // 3: some files are not formatted, and `-check` was given.
        Ok(output) if matches!(output.status.code(), Some(0 | 3)) => {
            for line in String::from_utf8_lossy(&output.stdout).lines() {
                outcome.unformatted(mode, Utf8Path::new(line));
            }
        }
        Ok(output) => outcome.fail(refused(&output)),
        Err(error) => outcome.fail(not_run("terraform fmt", &error)),
    }
    outcome
}

fn parse(root: &Utf8Path, file: &Utf8Path) -> Result<(), Finding> {
    let text = std::fs::read_to_string(root.join(file)).map_err(|error| {
        Finding::error(
            Code::UnreadableFile,
            format!("cannot read `{file}`: {error}"),
        )
        .at(Location::file(file))
        .with_hint("check that the file is there, readable and UTF-8")
    })?;
    let source = Source::new(file, text);
    match hcl_edit::parser::parse_body(source.text()) {
        Ok(_) => Ok(()),
        Err(error) => Err(finding::hcl_syntax(
            &source,
            error.location().offset(),
            error.message(),
        )),
    }
}

fn terraform_fmt(
    root: &Utf8Path,
    binary: &Utf8Path,
    mode: Mode,
    files: &[Utf8PathBuf],
) -> std::io::Result<Output> {
    let mut command = Command::new(binary);
    command
        .current_dir(root)
        .env("CHECKPOINT_DISABLE", "1")
        // It may point to nothing, of which terraform warns in the middle of its output.
        .env_remove("TF_CLI_CONFIG_FILE")
        .env_remove("TF_CLI_ARGS")
        .env_remove("TF_CLI_ARGS_fmt")
        .args(["fmt", "-no-color", "-list=true"]);
    if mode == Mode::Check {
        command.arg("-check");
    }
    command.args(files).output()
}

fn refused(output: &Output) -> Finding {
    let stderr = String::from_utf8_lossy(&output.stderr);
    let said: Vec<&str> = stderr
        .lines()
        .map(str::trim)
        .filter(|line| !line.is_empty())
        .collect();
    Finding::error(
        Code::Format,
        format!("terraform fmt failed: {}", said.join(" ")),
    )
    .with_hint("mend what terraform names")
}
