//! A state that somebody else has locked.

use camino::Utf8Path;

use crate::diagnostic::Diagnostic;
use crate::hints::between;

/// Who holds the lock of a state, as terraform tells it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Holder<'a> {
    id: &'a str,
    who: &'a str,
    /// `2026-01-31 12:00:00.123456789 +0000 UTC`.
    since: &'a str,
    /// `OperationTypeApply`.
    operation: &'a str,
}

impl<'a> Holder<'a> {
    /// Whose lock a diagnostic is about. Without an ID nobody holds it, and terraform has said why it cannot be had:
    /// <https://github.com/hashicorp/terraform/blob/v1.11.4/internal/states/statemgr/locker.go>.
    pub(crate) fn of(diagnostic: &'a Diagnostic) -> Option<Self> {
        if diagnostic.summary != "Error acquiring the state lock" {
            return None;
        }
        let field = |name: &str| between(&diagnostic.detail, name, "\n").map(str::trim);
        Some(Self {
            id: field("  ID:").filter(|id| !id.is_empty())?,
            who: field("  Who:")?,
            since: field("  Created:")?,
            operation: field("  Operation:")?,
        })
    }

    /// What happened.
    pub(crate) fn message(&self) -> String {
        let since = self.since.split_once('.').map_or(self.since, |it| it.0);
        let operation = self.operation.trim_start_matches("OperationType");
        let (who, operation) = (self.who, operation.to_lowercase());
        format!("the state is locked: {who} has held its lock since {since} UTC, for {operation}")
    }

    /// What to do, for one who stands in the repository's root.
    pub(crate) fn hint(&self, dir: &Utf8Path) -> String {
        let id = self.id;
        format!(
            "wait for them, and try again; nothing here takes a lock from anybody. If that run is dead for certain, \
             with the credentials (or AWS_ENDPOINT_URL) of this one: terraform -chdir={dir} force-unlock {id}"
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::DiagnosticSeverity;

    fn diagnostic(detail: &str) -> Diagnostic {
        let summary = "Error acquiring the state lock".to_owned();
        Diagnostic::own(DiagnosticSeverity::Error, summary, detail.to_owned())
    }

    #[test]
    fn a_lock_is_told_with_its_holder_and_what_would_take_it() {
        let detail = "Error message: operation error S3: PutObject\nLock Info:\n  ID:        6f1c\n  Path:      b/k\n  \
                      Operation: OperationTypeApply\n  Who:       ann@ci\n  Version:   1.11.4\n  Created:   2026-01-31 \
                      12:00:00.12 +0000 UTC\n  Info:      \n\n\nTerraform acquires a state lock";
        let diagnostic = diagnostic(detail);
        let holder = Holder::of(&diagnostic).unwrap();
        assert_eq!(
            holder.message(),
            "the state is locked: ann@ci has held its lock since 2026-01-31 12:00:00 UTC, for apply"
        );
        let hint = holder.hint(Utf8Path::new("target/shop/api"));
        let command = "terraform -chdir=target/shop/api force-unlock 6f1c";
        assert!(hint.ends_with(command), "{hint}");
    }

    #[test]
    fn a_lock_that_nobody_holds_has_no_holder() {
        assert_eq!(Holder::of(&diagnostic("Error message: AccessDenied")), None);
        let empty = "Lock Info:\n  ID:        \n  Path:      \n";
        assert_eq!(Holder::of(&diagnostic(empty)), None);
    }
}
