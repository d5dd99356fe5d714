//! From what terraform says about the scratch copy to findings about the repository.

use camino::{Utf8Path, Utf8PathBuf};
use finding::{Code, Finding, Location};

use crate::diagnostic::Diagnostic;
use crate::files::normalized;
use crate::hints::{self, between};
use crate::init_failure::InitFailure;
use crate::overrides::is_override;
use crate::scratch::FOLDER;
use crate::state_lock::Holder;

/// How many values a message shows at most.
const MAX_VALUES: usize = 3;

/// The command that a [`Diagnostic`] comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Step {
    /// `terraform init`.
    Init,
    /// `terraform validate`.
    Validate,
    /// `terraform plan`.
    Plan,
    /// `terraform apply`, also one that destroys.
    Apply,
    /// `terraform test`.
    Test,
}

/// How the paths in a [`Diagnostic`] become paths in the repository. All are absolute.
#[derive(Clone, Copy, Debug)]
pub struct PathMap<'a> {
    /// The repository's root.
    pub root: &'a Utf8Path,
    /// The scratch copy of its `terraform/`, see [`crate::Scratch::dir`].
    pub scratch: &'a Utf8Path,
    /// The folder that terraform ran in.
    pub dir: &'a Utf8Path,
}

impl PathMap<'_> {
    /// The path in the repository of a file that terraform names, relative to its root. What
    /// is not in the repository keeps its absolute path.
    pub fn in_repository(&self, file: &str) -> Utf8PathBuf {
        let path = normalized(&self.dir.join(file));
        if let Ok(rest) = path.strip_prefix(self.scratch) {
            return normalized(&Utf8Path::new(FOLDER).join(rest));
        }
        path.strip_prefix(self.root)
            .map(Utf8Path::to_owned)
            .unwrap_or(path)
    }

    /// The same for paths in the middle of a text.
    fn in_text(&self, text: &str) -> String {
        let text = text.replace(&format!("{}/", self.scratch), &format!("{FOLDER}/"));
        text.replace(&format!("{}/", self.root), "")
    }
}

/// What a diagnostic means for the repository. The stack and the environment are the caller's
/// to add.
pub fn to_finding(step: Step, diagnostic: &Diagnostic, paths: &PathMap<'_>) -> Finding {
    let failure =
        (step == Step::Init && diagnostic.is_error()).then(|| InitFailure::of(diagnostic));
    let code = match (step, &failure) {
        (_, Some(InitFailure::ProviderUnavailable { .. })) => Code::ProviderUnavailable,
        (_, Some(InitFailure::ProviderLock { .. })) => Code::ProviderLock,
        (Step::Init, _) => Code::TerraformInit,
        (Step::Validate, _) => Code::TerraformValidate,
        (Step::Plan, _) => Code::TerraformPlan,
        (Step::Apply, _) => Code::TerraformApply,
        (Step::Test, _) => Code::TerraformTest,
    };
    let message = paths.in_text(&message(diagnostic));
    let mut finding = if diagnostic.is_error() {
        Finding::error(code, message)
    } else {
        Finding::warning(code, message)
    };
    finding.location = location(diagnostic, paths);
    if let Some(holder) = Holder::of(diagnostic) {
        let dir = paths.dir.strip_prefix(paths.root).unwrap_or(paths.dir);
        (finding.code, finding.message) = (Code::StateLocked, holder.message());
        finding.hint = Some(holder.hint(dir));
        return finding;
    }
    finding.hint = hints::hint(diagnostic, failure.as_ref()).map(|hint| paths.in_text(&hint));
    finding
}

/// Summary, first paragraph of the detail, and the values concerned, on one line.
fn message(diagnostic: &Diagnostic) -> String {
    let mut out = uncapitalized(&one_line(&diagnostic.summary));
    let paragraphs = diagnostic.detail.split("\n\n").map(one_line);
    if let Some(first) = paragraphs.into_iter().find(|text| !text.is_empty()) {
        let separator = if out.is_empty() { "" } else { ": " };
        out = format!("{out}{separator}{first}");
    }
    if let Some(address) = diagnostic.address.as_deref().filter(|it| !out.contains(it)) {
        out = format!("{out} (in {address})");
    }
    let values = diagnostic
        .snippet
        .iter()
        .flat_map(|snippet| &snippet.values);
    for value in values.take(MAX_VALUES) {
        out = format!("{out}; {} {}", value.traversal, value.statement);
    }
    out
}

/// The text with its line breaks and runs of blanks as single blanks, without a full stop or
/// colon at its end.
fn one_line(text: &str) -> String {
    let words: Vec<&str> = text.split_whitespace().collect();
    let line = words.join(" ");
    line.trim_end_matches(['.', ':']).to_owned()
}

/// Messages are lower-case fragments; a first word like `AWS` stays.
fn uncapitalized(text: &str) -> String {
    let mut chars = text.chars();
    match (chars.next(), chars.clone().next()) {
        (Some(first), Some(second)) if second.is_lowercase() => {
            first.to_lowercase().chain(chars).collect()
        }
        _ => text.to_owned(),
    }
}

/// Where to look: the place that terraform names, if it is one that a person has written.
fn location(diagnostic: &Diagnostic, paths: &PathMap<'_>) -> Option<Location> {
    let Some(range) = &diagnostic.range else {
        let file = file_in_text(diagnostic)?;
        return Some(Location::file(paths.in_repository(&file)));
    };
    let file = paths.in_repository(&range.filename);
    if is_override(&file) {
        // Nobody will find that file in the repository: the stack's folder is meant.
        return file.parent().map(Location::file);
    }
    let bytes = Some((range.start.byte, range.end.byte.max(range.start.byte)));
    let (line, column) = (range.start.line, range.start.column);
    Some(Location {
        file,
        line,
        column,
        bytes,
    })
}

/// Some diagnostics about tfvars files name them in the text only.
fn file_in_text(diagnostic: &Diagnostic) -> Option<String> {
    let detail = &diagnostic.detail;
    if let Some((_, rest)) = detail.split_once("was found in file ") {
        // A Go string literal; with what can be in a path, JSON writes it the same.
        let mut literals = serde_json::Deserializer::from_str(rest).into_iter::<String>();
        return literals.next()?.ok();
    }
    let plain = between(detail, "Given variables file ", " does not exist");
    plain.map(str::to_owned)
}

#[cfg(test)]
mod tests;
