//! The two streams: stdout carries data, stderr is for people.

use std::io::{self, IsTerminal, Write};

use anyhow::Context;
use camino::Utf8Path;
use finding::Finding;
use report::Style;

use crate::{github, secrets};

/// How text for stdout is laid out.
pub(crate) fn stdout_style() -> Style {
    style_of(
        io::stdout().is_terminal(),
        terminal_size::terminal_size_of(io::stdout()),
    )
}

/// How text for stderr is laid out.
pub(crate) fn stderr_style() -> Style {
    style_of(
        io::stderr().is_terminal(),
        terminal_size::terminal_size_of(io::stderr()),
    )
}

/// Colours and wrapping are for terminals; `NO_COLOR` (no-color.org) is honoured.
fn style_of(
    is_terminal: bool,
    size: Option<(terminal_size::Width, terminal_size::Height)>,
) -> Style {
    let no_color = std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty());
    Style {
        color: is_terminal && !no_color,
        width: size.filter(|_| is_terminal).map(|(width, _)| width.0),
    }
}

/// Writes data. A reader that has gone away (`| head`) is no error.
pub(crate) fn print(text: &str) -> anyhow::Result<()> {
    let mut stdout = io::stdout().lock();
    match stdout
        .write_all(text.as_bytes())
        .and_then(|()| stdout.flush())
    {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => {
            Err(error).context("cannot write to standard output")
        }
        _ => Ok(()),
    }
}

/// Tells what the compiler said, apart from what follows.
pub(crate) fn show_diagnostics(diagnostics: &str) {
    if !diagnostics.is_empty() {
        complain(&format!("{diagnostics}\n\n"));
    }
}

/// Tells what people should know, a line each.
pub(crate) fn show_notes(notes: &[String]) {
    for note in notes {
        complain(&format!("note: {note}"));
    }
}

/// Tells what is wrong, with the lines of the repository's files that it is about, and tells GitHub of it.
pub(crate) fn show_findings(findings: &[Finding], root: &Utf8Path) {
    complain(&report::findings_text(findings, root, stderr_style()));
    github::annotate(findings, root);
}

/// Tells people something, but no secrets. If stderr is gone there is nobody to tell.
pub(crate) fn complain(text: &str) {
    if text.is_empty() {
        return;
    }
    let text = secrets::known().redact(text);
    let mut stderr = io::stderr().lock();
    let end = if text.ends_with('\n') { "" } else { "\n" };
    let _ = stderr.write_all(format!("{text}{end}").as_bytes());
}
