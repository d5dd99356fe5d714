//! Findings the way rustc shows its own: code, message, the lines meant, and what to do.

use std::ops::Range;

use annotate_snippets::{AnnotationKind, Element, Group, Level, Origin, Renderer, Snippet};
use camino::Utf8Path;
use finding::{Finding, Location, Severity};

use crate::Style;

/// All findings, errors first, each followed by an empty line. Sources are read below `root`;
/// a source that is gone is named without its lines.
pub fn findings_text(findings: &[Finding], root: &Utf8Path, style: Style) -> String {
    let mut sorted: Vec<&Finding> = findings.iter().collect();
    sorted.sort_by_key(|finding| finding.severity);
    let renderer = if style.color {
        Renderer::styled()
    } else {
        Renderer::plain()
    };
    let renderer = match style.width {
        Some(width) => renderer.term_width(usize::from(width)),
        None => renderer,
    };
    let texts = sorted.into_iter().map(|finding| {
        let text = renderer.render(&[group(finding, root)]);
        let text = if finding.location.is_none() {
            without_bar(&text)
        } else {
            text
        };
        format!("{}\n\n", text.trim_end())
    });
    texts.collect()
}

/// Where there are no source lines, the renderer's bar between title and notes leads nowhere.
fn without_bar(text: &str) -> String {
    let lines = text.lines().filter(|line| line.trim() != "|");
    lines.collect::<Vec<_>>().join("\n")
}

/// `2 errors, 1 warning`.
pub fn summary(findings: &[Finding]) -> String {
    let errors = findings.iter().filter(|finding| finding.is_error()).count();
    let warnings = findings.len() - errors;
    match (errors, warnings) {
        (0, 0) => "no findings".to_owned(),
        (_, 0) => counted(errors, "error"),
        (0, _) => counted(warnings, "warning"),
        _ => format!(
            "{}, {}",
            counted(errors, "error"),
            counted(warnings, "warning")
        ),
    }
}

fn counted(count: usize, what: &str) -> String {
    let plural = if count == 1 { "" } else { "s" };
    format!("{count} {what}{plural}")
}

fn group<'a>(finding: &'a Finding, root: &Utf8Path) -> Group<'a> {
    let level = match finding.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
    };
    let title = level
        .primary_title(finding.message.as_str())
        .id(finding.code.as_str());
    let mut elements = Vec::new();
    if let Some(location) = &finding.location {
        elements.push(place(location, None, root));
    }
    for (location, why) in &finding.related {
        elements.push(place(location, Some(why), root));
    }
    let scope = [finding.stack.as_deref(), finding.env.as_deref()];
    let scope: Vec<&str> = scope.into_iter().flatten().collect();
    if !scope.is_empty() {
        elements.push(
            Level::NOTE
                .message(format!("in {}", scope.join(", ")))
                .into(),
        );
    }
    if let Some(hint) = &finding.hint {
        elements.push(Level::HELP.message(hint.as_str()).into());
    }
    title.elements(elements)
}

/// A place with the lines around it, as far as the file still has them. Those of tfvars files are not shown: what stands
/// there may be a secret, and who has mistyped its name has not said so.
fn place<'a>(location: &'a Location, why: Option<&'a str>, root: &Utf8Path) -> Element<'a> {
    let path = location.file.as_str();
    let is_shown = location.file.extension() != Some("tfvars");
    let text = is_shown.then(|| std::fs::read_to_string(root.join(&location.file)).ok());
    let text = text.flatten();
    let bytes = text.as_deref().and_then(|text| byte_range(location, text));
    let (Some(text), Some(bytes)) = (text, bytes) else {
        let origin = Origin::path(path);
        return match location.line {
            0 => origin.into(),
            line => origin.line(line).char_column(location.column.max(1)).into(),
        };
    };
    let kind = match why {
        None => AnnotationKind::Primary,
        Some(_) => AnnotationKind::Context,
    };
    let annotation = kind.span(bytes).label(why);
    Snippet::source(text)
        .path(path)
        .annotation(annotation)
        .into()
}

/// The bytes to underline; `None` for a whole file and for places that the text no longer has.
fn byte_range(location: &Location, text: &str) -> Option<Range<usize>> {
    if let Some((start, end)) = location.bytes {
        let inside = text.is_char_boundary(start) && text.is_char_boundary(end);
        return inside.then_some(start..end);
    }
    let line = location.line.checked_sub(1)?;
    let start: usize = text.split_inclusive('\n').take(line).map(str::len).sum();
    let content = text.get(start..)?.lines().next()?;
    let column = location.column.saturating_sub(1);
    let offset = content
        .char_indices()
        .nth(column)
        .map_or(content.len(), |(at, _)| at);
    Some(start + offset..start + content.len())
}

#[cfg(test)]
mod tests {
    use finding::{Code, Source};

    use super::*;

    const PLAIN: Style = Style {
        color: false,
        width: None,
    };

    fn root_with(file: &str, text: &str) -> tempfile::TempDir {
        let root = tempfile::tempdir().unwrap();
        std::fs::write(root.path().join(file), text).unwrap();
        root
    }

    #[test]
    fn a_finding_shows_code_place_scope_and_hint() {
        let text = "locals {\n  a = data.x.outputs.tabel\n}\n";
        let root = root_with("main.tf", text);
        let start = text.find("tabel").unwrap();
        let location = Source::new("main.tf", text.to_owned()).locate(start..start + 5);
        let finding = Finding::error(Code::OutputMissing, "`a/b` has no output `tabel`")
            .with_stack("a/c")
            .with_env("dev")
            .at(location)
            .with_hint("did you mean `table`?");
        let root = Utf8Path::from_path(root.path()).unwrap();
        similar_asserts::assert_eq!(
            findings_text(&[finding], root, PLAIN),
            "\
error[output-missing]: `a/b` has no output `tabel`
 --> main.tf:2:22
  |
2 |   a = data.x.outputs.tabel
  |                      ^^^^^
  |
  = note: in a/c, dev
  = help: did you mean `table`?

"
        );
    }

    #[test]
    fn errors_come_before_warnings_and_a_vanished_file_is_only_named() {
        let findings = [
            Finding::warning(Code::Format, "second").at(Location::point("gone.tf", 3, 7)),
            Finding::error(Code::Format, "first").at(Location::file("gone.tf")),
        ];
        similar_asserts::assert_eq!(
            findings_text(&findings, Utf8Path::new("/nonexistent"), PLAIN),
            "error[format]: first\n--> gone.tf\n\nwarning[format]: second\n--> gone.tf:3:7\n\n"
        );
    }

    #[test]
    fn counts_read_like_english() {
        let error = Finding::error(Code::Format, "x");
        let warning = Finding::warning(Code::Format, "y");
        assert_eq!(summary(&[]), "no findings");
        assert_eq!(summary(std::slice::from_ref(&error)), "1 error");
        assert_eq!(
            summary(&[error.clone(), error, warning]),
            "2 errors, 1 warning"
        );
    }

    #[test]
    fn stale_or_wild_places_do_not_panic() {
        let root = root_with("a.tf", "é\n");
        let root = Utf8Path::from_path(root.path()).unwrap();
        for (line, column, bytes) in [
            (1, 99, None),
            (99, 1, None),
            (1, 1, Some((1, 900))),
            (1, 1, Some((1, 1))),
            (0, 0, None),
        ] {
            let location = Location {
                file: "a.tf".into(),
                line,
                column,
                bytes,
            };
            let finding = Finding::error(Code::Format, "x").at(location);
            assert!(findings_text(&[finding], root, PLAIN).contains("a.tf"));
        }
    }
}
