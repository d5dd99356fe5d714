//! Terraform, by `terraform fmt`.

use camino::Utf8Path;
use finding::{Code, Finding, Source};
use process::Output;
use terraform::Binary;

use crate::files::{self, with_endings};
use crate::{Formatter, Mode, Outcome};

impl Formatter<'_> {
    /// Formats all Terraform files.
    ///
    /// `terraform fmt` stops at the first file that it cannot parse, so those are looked for first
    /// and left out: the others are still formatted in the same run.
    pub fn terraform(&self, binary: &Binary) -> Outcome {
        let mut outcome = Outcome::default();
        let found = with_endings(self.root, &[".tf", ".tfvars", ".tftest.hcl"]);
        outcome.findings.extend(found.findings);
        let mut sound = Vec::new();
        for file in found.files {
            match parse(self.root, &file) {
                Ok(()) => sound.push(file),
                Err(finding) => outcome.findings.push(finding),
            }
        }
        if sound.is_empty() {
            return outcome;
        }
        match binary.fmt(self.root, &sound, self.mode == Mode::Check, self.cancel) {
            // 3: some files are not formatted.
            Ok(output) if matches!(output.exit.code, Some(0 | 3)) => {
                for line in output.stdout {
                    outcome.unformatted(self.mode, Utf8Path::new(&line));
                }
            }
            Ok(output) => outcome.findings.push(refused(&output)),
            Err(error) => outcome.not_run(&error),
        }
        outcome
    }
}

fn parse(root: &Utf8Path, file: &Utf8Path) -> Result<(), Finding> {
    let text = files::read(root, file)?;
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

fn refused(output: &Output) -> Finding {
    let said = output.stderr.iter().map(|line| line.trim());
    let said: Vec<&str> = said.filter(|line| !line.is_empty()).collect();
    Finding::error(
        Code::Format,
        format!("terraform fmt failed: {}", said.join(" ")),
    )
    .with_hint("mend what terraform names")
}
