//! TOML, by taplo's formatter.

use camino::Utf8Path;
use finding::{Code, Finding, Location, Source};
use taplo::formatter::{self, Options};

use crate::files::with_endings;
use crate::{Mode, Outcome};

/// Formats all TOML files below `root`; `Cargo.lock` is cargo's own.
pub fn format_toml(root: &Utf8Path, mode: Mode) -> Outcome {
    let mut outcome = Outcome::default();
    for file in with_endings(root, &[".toml"]) {
        match format_file(root, &file, mode) {
            Ok(true) => {}
            Ok(false) => outcome.unformatted(mode, &file),
            Err(finding) => outcome.fail(finding),
        }
    }
    outcome
}

/// Whether the file was formatted already.
fn format_file(root: &Utf8Path, file: &Utf8Path, mode: Mode) -> Result<bool, Finding> {
    let unusable = |what: &str, error: std::io::Error| {
        Finding::error(
            Code::UnreadableFile,
            format!("cannot {what} `{file}`: {error}"),
        )
        .at(Location::file(file))
        .with_hint("check that the file is there, UTF-8, and open to this user")
    };
    let path = root.join(file);
    let text = std::fs::read_to_string(&path).map_err(|error| unusable("read", error))?;
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
        std::fs::write(&path, formatted).map_err(|error| unusable("write", error))?;
    }
    Ok(false)
}
