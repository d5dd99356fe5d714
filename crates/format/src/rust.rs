//! Rust, by `cargo fmt`.

use camino::{Utf8Path, Utf8PathBuf};
use finding::{Code, Finding, Location};
use process::{CommandError, Invocation, Output};

use crate::{Formatter, Mode, Outcome};

impl Formatter<'_> {
    /// Formats all Rust of the workspace; nothing to do where there is none.
    pub fn rust(&self) -> Outcome {
        let mut outcome = Outcome::default();
        if !self.root.join("Cargo.toml").is_file() {
            return outcome;
        }
        let check = match self.cargo_fmt(&["--", "--check", "-l", "--color=never"]) {
            Ok(check) => check,
            Err(error) => {
                outcome.not_run(&error);
                return outcome;
            }
        };
        let files: Vec<Utf8PathBuf> = check
            .stdout
            .iter()
            .map(|line| below(self.root, line))
            .collect();
        // What one crate's broken file keeps rustfmt from, it still does for the others.
        outcome.findings = complaints(&check, self.root);
        if !check.exit.is_success() && files.is_empty() && outcome.findings.is_empty() {
            outcome.findings.push(failed("it did not say why"));
        }
        if self.mode == Mode::Write && !files.is_empty() {
            self.rewrite(&mut outcome);
        }
        for file in files {
            outcome.unformatted(self.mode, &file);
        }
        outcome
    }

    fn rewrite(&self, outcome: &mut Outcome) {
        match self.cargo_fmt(&["--", "--color=never"]) {
            Ok(written) => {
                let new = complaints(&written, self.root).into_iter();
                let new: Vec<_> = new.filter(|it| !outcome.findings.contains(it)).collect();
                outcome.findings.extend(new);
            }
            Err(error) => outcome.not_run(&error),
        }
    }

    fn cargo_fmt(&self, arguments: &[&str]) -> Result<Output, CommandError> {
        let cargo = std::env::var("CARGO").unwrap_or_else(|_| "cargo".to_owned());
        let args: Vec<String> = ["fmt", "--all"]
            .iter()
            .chain(arguments)
            .map(|&it| it.to_owned())
            .collect();
        let invocation = Invocation {
            program: Utf8Path::new(&cargo),
            dir: self.root,
            args: &args,
            env: &process::inherited_environment(),
            log: None,
            limit: None,
        };
        invocation.run(self.cancel)
    }
}

fn below(root: &Utf8Path, file: &str) -> Utf8PathBuf {
    let file = Utf8Path::new(file);
    file.strip_prefix(root).unwrap_or(file).to_owned()
}

/// What complaints start with: those about what is in a file, and about files that are not there.
const STARTS: [&str; 2] = ["error: ", "Error writing files: "];

/// What rustfmt, or cargo before it, could not read: each complaint, with the place below it.
fn complaints(output: &Output, root: &Utf8Path) -> Vec<Finding> {
    let mut findings: Vec<Finding> = Vec::new();
    for line in output.stderr.iter().map(|line| line.trim()) {
        let complaint = STARTS.iter().find_map(|start| line.split_once(start));
        if let Some((_, complaint)) = complaint {
            let complaint = complaint.trim_start_matches(STARTS[0]);
            findings.push(failed(&complaint.replace(&format!("{root}/"), "")));
        } else if let Some(place) = line.strip_prefix("--> ")
            && let Some(finding) = findings.last_mut()
            && finding.location.is_none()
        {
            finding.location = location(place, root);
        }
    }
    findings
}

fn failed(why: &str) -> Finding {
    Finding::error(Code::Format, format!("cargo fmt failed: {why}"))
        .with_hint("`cargo check` shows what is wrong with the Rust code")
}

/// `/repository/src/lib.rs:3:5`.
fn location(place: &str, root: &Utf8Path) -> Option<Location> {
    let mut parts = place.rsplitn(3, ':');
    let (column, line) = (parts.next()?.parse().ok()?, parts.next()?.parse().ok()?);
    Some(Location::point(below(root, parts.next()?), line, column))
}
