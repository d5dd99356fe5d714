//! `CHANGELOG.md`: what has changed since the last tag.

use crate::git::Change;

/// Its text; the newest change comes first.
pub(crate) fn text(since: Option<&str>, changes: &[Change]) -> String {
    let title = match since {
        Some(tag) => format!("# Changes since {tag}"),
        None => "# Changes".to_owned(),
    };
    let lines = changes.iter().map(|change| {
        let commit: String = change.commit.chars().take(12).collect();
        format!("- {} ({commit})\n", change.subject)
    });
    format!("{title}\n\n{}", lines.collect::<String>())
}
