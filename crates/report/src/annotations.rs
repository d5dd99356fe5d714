//! Findings as GitHub shows them beside the lines of a pull request.
//!
//! The form is that of
//! <https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-commands#setting-an-error-message>.

use camino::Utf8Path;
use finding::{Finding, Location};

/// A line for each finding that has a place, errors first: GitHub shows ten of each kind. Files are named as seen from
/// `workspace`, the folder that holds what GitHub has checked out, and else from `root`.
pub fn annotations(findings: &[Finding], root: &Utf8Path, workspace: Option<&Utf8Path>) -> String {
    let mut sorted: Vec<&Finding> = findings.iter().collect();
    sorted.sort_by_key(|finding| finding.severity);
    let folder = workspace.and_then(|workspace| root.strip_prefix(workspace).ok());
    let folder = folder.unwrap_or(Utf8Path::new(""));
    let lines = sorted.into_iter().filter_map(|finding| {
        let location = finding.location.as_ref()?;
        Some(annotation(finding, location, folder))
    });
    lines.collect()
}

fn annotation(finding: &Finding, location: &Location, folder: &Utf8Path) -> String {
    let file = property(folder.join(&location.file).as_str());
    let place = match (location.line, location.column) {
        (0, _) => String::new(),
        (line, 0) => format!(",line={line}"),
        (line, column) => format!(",line={line},col={column}"),
    };
    let (severity, title) = (finding.severity.as_str(), property(finding.code.as_str()));
    let scope = [finding.stack.as_deref(), finding.env.as_deref()];
    let scope: Vec<&str> = scope.into_iter().flatten().collect();
    let scope = (!scope.is_empty()).then(|| format!("in {}", scope.join(", ")));
    let hint = finding.hint.as_ref().map(|hint| format!("help: {hint}"));
    let lines = [Some(finding.message.clone()), scope, hint];
    let text = lines.into_iter().flatten().collect::<Vec<_>>().join("\n");
    format!(
        "::{severity} file={file}{place},title={title}::{}\n",
        data(&text)
    )
}

/// What ends a line, or would be taken for such, is written otherwise.
fn data(text: &str) -> String {
    let text = text.replace('%', "%25");
    text.replace('\r', "%0D").replace('\n', "%0A")
}

/// In a property so is what ends one.
fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}

#[cfg(test)]
mod tests {
    use finding::Code;

    use super::*;

    #[test]
    fn a_finding_is_one_line_whatever_it_says() {
        let findings = [
            Finding::warning(Code::Format, "no place"),
            Finding::warning(Code::Format, "50% done\r\n::error::x")
                .at(Location::file("a,b:c%.tf")),
            Finding::error(Code::OutputMissing, "`a/b` has no output: `x`, `y`")
                .at(Location::point("terraform/a/main.tf", 3, 7))
                .with_stack("a/b")
                .with_env("dev")
                .with_hint("did you mean `z`?"),
        ];
        let root = Utf8Path::new("/work/repository/infra");
        let expected = "\
::error file=infra/terraform/a/main.tf,line=3,col=7,title=output-missing::`a/b` has no output: `x`, `y`%0Ain a/b, dev%0Ahelp: did you mean `z`?
::warning file=infra/a%2Cb%3Ac%25.tf,title=format::50%25 done%0D%0A::error::x
";
        let workspace = Utf8Path::new("/work/repository");
        similar_asserts::assert_eq!(annotations(&findings, root, Some(workspace)), expected);
        for elsewhere in [None, Some(Utf8Path::new("/other"))] {
            let expected = expected.replace("file=infra/", "file=");
            similar_asserts::assert_eq!(annotations(&findings, root, elsewhere), expected);
        }
    }
}
