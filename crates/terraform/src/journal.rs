//! What an apply had done when it was cut off: [`Journal`].

use std::collections::{BTreeMap, BTreeSet};
use std::io;

use camino::Utf8Path;
use serde::Deserialize;

/// What terraform printed of its applies, one after the other, up to the end or until it was killed.
///
/// Terraform writes its state every 20 seconds and at its end. What it has made since is in no state if it is killed,
/// and stands here alone.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Journal {
    /// The ids of what was made, by address.
    pub made: BTreeMap<String, String>,
    /// The addresses of what was being made, of which nobody knows whether it is there.
    pub begun: BTreeSet<String>,
    /// Whether the last apply came to its end, and wrote its state.
    pub is_finished: bool,
}

/// A line of terraform's, as far as it matters here.
#[derive(Deserialize)]
struct Line {
    #[serde(rename = "type", default)]
    kind: String,
    hook: Option<Hook>,
    changes: Option<Changes>,
    diagnostic: Option<Severity>,
}

#[derive(Deserialize)]
struct Hook {
    resource: Resource,
    #[serde(default)]
    action: String,
    id_value: Option<String>,
}

#[derive(Deserialize)]
struct Resource {
    addr: String,
}

#[derive(Deserialize)]
struct Changes {
    #[serde(default)]
    operation: String,
}

#[derive(Deserialize)]
struct Severity {
    #[serde(default)]
    severity: String,
}

impl Journal {
    /// Reads it; `None` where there is none.
    pub fn read(file: &Utf8Path) -> io::Result<Option<Self>> {
        match std::fs::read(file) {
            Ok(text) => Ok(Some(Self::parse(&String::from_utf8_lossy(&text)))),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(error),
        }
    }

    fn parse(text: &str) -> Self {
        let mut journal = Self {
            is_finished: true,
            ..Self::default()
        };
        // The last line may be half a one.
        let lines = text
            .lines()
            .filter_map(|line| serde_json::from_str(line).ok());
        lines.for_each(|line| journal.note(line));
        journal
    }

    fn note(&mut self, line: Line) {
        let is_done = line.changes.is_some_and(|it| it.operation == "apply");
        let has_failed = line.diagnostic.is_some_and(|it| it.severity == "error");
        match (line.kind.as_str(), line.hook) {
            // The first line of each.
            ("version", _) => self.is_finished = false,
            ("change_summary", _) if is_done => self.is_finished = true,
            ("diagnostic", _) if has_failed => self.is_finished = true,
            ("apply_start", Some(hook)) if hook.action == "create" => {
                self.begun.insert(hook.resource.addr);
            }
            ("apply_complete" | "apply_errored", Some(hook)) => self.ended(hook),
            _ => {}
        }
    }

    fn ended(&mut self, hook: Hook) {
        let address = hook.resource.addr;
        self.begun.remove(&address);
        match (hook.action.as_str(), hook.id_value) {
            ("create", Some(id)) => {
                self.made.insert(address, id);
            }
            ("delete", _) => {
                self.made.remove(&address);
            }
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const START: &str = r#"{"type":"version","terraform":"1.11.4"}
{"type":"apply_start","hook":{"resource":{"addr":"a.x"},"action":"create"}}
{"type":"apply_start","hook":{"resource":{"addr":"a.y[\"k\"]"},"action":"create"}}
{"type":"apply_start","hook":{"resource":{"addr":"a.z"},"action":"update"}}
{"type":"apply_complete","hook":{"resource":{"addr":"a.x"},"action":"create","id_key":"id","id_value":"1"}}
"#;

    #[test]
    fn what_was_made_and_what_was_begun_is_told_of_one_that_was_cut_off() {
        let journal = Journal::parse(&format!("{START}{{\"type\":\"apply_co"));
        let one = |name: &str| BTreeSet::from([name.to_owned()]);
        assert_eq!(
            journal.made,
            BTreeMap::from([("a.x".to_owned(), "1".to_owned())])
        );
        assert_eq!(journal.begun, one("a.y[\"k\"]"));
        assert!(!journal.is_finished);
    }

    #[test]
    fn one_that_ended_well_or_badly_is_finished_until_the_next_begins() {
        for end in [
            r#"{"type":"change_summary","changes":{"add":1,"operation":"apply"}}"#,
            r#"{"type":"diagnostic","diagnostic":{"severity":"error","summary":"no"}}"#,
        ] {
            let text = format!("{START}{end}\n");
            assert!(Journal::parse(&text).is_finished, "{end}");
            let next = text + "{\"type\":\"version\"}\n";
            assert!(!Journal::parse(&next).is_finished);
        }
        let planned = r#"{"type":"change_summary","changes":{"add":1,"operation":"plan"}}"#;
        assert!(!Journal::parse(&format!("{START}{planned}\n")).is_finished);
    }

    #[test]
    fn what_was_destroyed_after_it_was_made_is_not_there() {
        let gone =
            r#"{"type":"apply_complete","hook":{"resource":{"addr":"a.x"},"action":"delete"}}"#;
        assert!(Journal::parse(&format!("{START}{gone}\n")).made.is_empty());
    }
}
