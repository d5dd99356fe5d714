//! What GitHub Actions shows beside the log of a step.

use std::fs::OpenOptions;
use std::io::Write as _;

use camino::{Utf8Path, Utf8PathBuf};
use finding::Finding;

use crate::{screen, secrets};

/// What a summary may have, in bytes: GitHub shows none that is larger than a MiB.
const LARGEST: usize = 1_000_000;

/// Tells of findings so that GitHub shows them at their places, if it is GitHub that listens: on stderr, since stdout is
/// data.
pub(crate) fn annotate(findings: &[Finding], root: &Utf8Path) {
    if std::env::var("GITHUB_ACTIONS").is_ok_and(|value| value == "true") {
        let workspace = std::env::var("GITHUB_WORKSPACE")
            .ok()
            .map(Utf8PathBuf::from);
        screen::complain(&report::annotations(findings, root, workspace.as_deref()));
    }
}

/// Adds Markdown to the summary of the step, if there is one. That it cannot be written is told, and no more.
pub(crate) fn summarise(markdown: impl FnOnce() -> String) {
    let file = std::env::var("GITHUB_STEP_SUMMARY").unwrap_or_default();
    if file.is_empty() {
        return;
    }
    let text = cut(secrets::known().redact(&markdown()));
    let written = OpenOptions::new().append(true).create(true).open(&file);
    let written = written.and_then(|mut file| file.write_all(text.as_bytes()));
    if let Err(error) = written {
        let note = format!(
            "note: the summary of this step is not in `{file}` (GITHUB_STEP_SUMMARY): {error}"
        );
        screen::complain(&note);
    }
}

/// The text, or its beginning as far as a whole line goes.
fn cut(mut text: String) -> String {
    if text.len() > LARGEST {
        let end = text.floor_char_boundary(LARGEST);
        text.truncate(text[..end].rfind('\n').map_or(end, |line| line + 1));
        text += "\n**There is more: this is all that GitHub shows.**\n";
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_summary_that_is_too_large_ends_with_a_whole_line() {
        let text = "é|\n".repeat(LARGEST);
        let cut = cut(text);
        assert!(cut.len() < LARGEST + 100);
        assert!(cut.ends_with("é|\n\n**There is more: this is all that GitHub shows.**\n"));
        assert_eq!(super::cut("x".to_owned()), "x");
    }
}
