//! TOML, by taplo's formatter.

use camino::Utf8Path;
use finding::{Code, Finding, Location, Source};
use taplo::formatter::{self, Options};

use crate::files::{self, with_endings};
use crate::{Formatter, Mode, Outcome};

impl Formatter<'_> {
    /// Formats all TOML files; `Cargo.lock` is cargo's own.
    pub fn toml(&self) -> Outcome {
        let mut outcome = Outcome::default();
        let found = with_endings(self.root, &[".toml"]);
        outcome.findings.extend(found.findings);
        for file in found.files {
            match format_file(self.root, &file, self.mode) {
                Ok(true) => {}
                Ok(false) => outcome.unformatted(self.mode, &file),
                Err(finding) => outcome.findings.push(finding),
            }
        }
        outcome
    }
}

/// Whether the file was formatted already.
fn format_file(root: &Utf8Path, file: &Utf8Path, mode: Mode) -> Result<bool, Finding> {
    let text = files::read(root, file)?;
    if let Some(error) = taplo::parser::parse(&text).errors.first() {
        let place = usize::from(error.range.start())..usize::from(error.range.end());
        return Err(finding::toml_syntax(
            &Source::new(file, text.clone()),
            place,
            &error.message,
        ));
    }
    let options = Options {
        column_width: 100,
        ..Options::default()
    };
    let formatted = formatter::format(&text, options);
    if formatted == text {
        return Ok(true);
    }
    if mode == Mode::Write {
        std::fs::write(root.join(file), formatted).map_err(|error| {
            Finding::error(
                Code::UnwritableFile,
                format!("cannot write `{file}`: {error}"),
            )
            .at(Location::file(file))
            .with_hint("check the file's rights and the space on its disk")
        })?;
    }
    Ok(false)
}
