//! Results as Markdown, for the summary that GitHub shows of a step. No values are in it.

use std::fmt::Write as _;

use finding::{Finding, Location};
use run::{Status, StepResult};

/// A text that Markdown shows as it is, on one line, also in a table.
pub(crate) fn plain(text: &str) -> String {
    let mut out = String::new();
    for c in text.chars() {
        match c {
            '&' => out += "&amp;",
            '<' => out += "&lt;",
            '>' => out += "&gt;",
            '\n' | '\r' => out.push(' '),
            '|' | '`' | '*' | '_' | '[' | ']' | '~' | '\\' | '#' | '!' => {
                out.push('\\');
                out.push(c);
            }
            _ => out.push(c),
        }
    }
    out
}

/// A table; what stands in its cells is Markdown already. Nothing without rows.
pub(crate) fn table(header: &[&str], rows: &[Vec<String>]) -> String {
    if rows.is_empty() {
        return String::new();
    }
    let line = |cells: &[String]| format!("| {} |\n", cells.join(" | "));
    let header: Vec<String> = header.iter().map(ToString::to_string).collect();
    let rule = "---|".repeat(header.len());
    let rows: String = rows.iter().map(|row| line(row)).collect();
    format!("{}|{rule}\n{rows}\n", line(&header))
}

/// The result of a run: its closing line, what each step `to_show` came to, what went wrong.
pub(crate) fn run_markdown(
    title: &str,
    closing: &str,
    steps: &[StepResult],
    to_show: impl Fn(&StepResult) -> bool,
    findings: &[Finding],
) -> String {
    let shown = steps.iter().filter(|step| to_show(step));
    let rows: Vec<_> = shown.map(row).collect();
    let header = ["Stack", "Environment", "Step", "Result"];
    [
        heading(title, closing),
        table(&header, &rows),
        what_went_wrong(steps, findings),
    ]
    .concat()
}

/// What was run, and what it came to in a line.
pub(crate) fn heading(title: &str, closing: &str) -> String {
    format!("## {}\n\n**{}**\n\n", plain(title), plain(closing.trim()))
}

fn row(result: &StepResult) -> Vec<String> {
    let or_none = |text: &Option<String>| plain(text.as_deref().unwrap_or("-"));
    let step = &result.step;
    vec![
        or_none(&step.subject),
        or_none(&step.env),
        step.kind.as_str().to_owned(),
        outcome(result),
    ]
}

/// `ok, +1 ~0 -0`.
pub(crate) fn outcome(result: &StepResult) -> String {
    let status = result.status.as_str();
    match result.changes.filter(|_| result.status == Status::Ok) {
        Some(it) => format!("{status}, +{} ~{} -{}", it.add, it.change, it.destroy),
        None if result.status == Status::Ok => status.to_owned(),
        None => format!("**{status}**"),
    }
}

/// The steps that did not end well, and all findings, errors first.
pub(crate) fn what_went_wrong(steps: &[StepResult], findings: &[Finding]) -> String {
    let mut text = String::new();
    let failed: Vec<_> = steps.iter().filter(|it| it.status != Status::Ok).collect();
    if !failed.is_empty() {
        text += "### Steps that did not end well\n\n";
    }
    for result in &failed {
        let step = &result.step;
        let parts = [
            step.subject.as_deref(),
            Some(step.kind.as_str()),
            step.env.as_deref(),
        ];
        let parts: Vec<&str> = parts.into_iter().flatten().collect();
        let status = result.status.as_str();
        // Writing to a String cannot fail.
        let _ = writeln!(text, "- {}: **{status}**", plain(&parts.join(" ")));
    }
    if !failed.is_empty() {
        text.push('\n');
    }
    let mut sorted: Vec<&Finding> = findings.iter().collect();
    sorted.sort_by_key(|finding| finding.severity);
    if !sorted.is_empty() {
        text += "### Findings\n\n";
        text.extend(sorted.into_iter().map(item));
        text.push('\n');
    }
    text
}

fn item(finding: &Finding) -> String {
    let (severity, code) = (finding.severity.as_str(), finding.code.as_str());
    let mut text = format!("- **{severity}** `{code}`: {}", plain(&finding.message));
    let place = finding.location.as_ref().map(place);
    let parts = [finding.stack.clone(), finding.env.clone(), place];
    let parts: Vec<String> = parts.into_iter().flatten().collect();
    if !parts.is_empty() {
        let _ = write!(text, "<br>in {}", plain(&parts.join(", ")));
    }
    if let Some(hint) = &finding.hint {
        let _ = write!(text, "<br>help: {}", plain(hint));
    }
    text + "\n"
}

fn place(location: &Location) -> String {
    let file = &location.file;
    match (location.line, location.column) {
        (0, _) => file.to_string(),
        (line, 0) => format!("{file}:{line}"),
        (line, column) => format!("{file}:{line}:{column}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_in_a_text_is_taken_for_markdown_or_html() {
        let text = "a | b\n<script>&amp; `c` *d* [e](f) # \\";
        let expected = r"a \| b &lt;script&gt;&amp;amp; \`c\` \*d\* \[e\](f) \# \\";
        assert_eq!(plain(text), expected);
    }
}
