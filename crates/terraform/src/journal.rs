//! What an apply had done when it was cut off: [`Journal`].

use std::collections::{BTreeMap, BTreeSet};
use std::io;

use camino::Utf8Path;
use serde::{Deserialize, Serialize};

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
    /// Whether the last apply came to its end.
    pub is_finished: bool,
    /// Whether whoever started it was told so.
    pub is_seen: bool,
    /// The ids of what is being destroyed, by address.
    going: BTreeMap<String, String>,
}

/// The line that says that whoever started an apply was told of its end.
const SEEN: &str = "{\"type\":\"seen\"}\n";

/// A line of terraform's, as far as it matters here.
#[derive(Serialize, Deserialize)]
struct Line {
    #[serde(rename = "type", default)]
    kind: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    hook: Option<Hook>,
    #[serde(skip_serializing_if = "Option::is_none")]
    changes: Option<Changes>,
    #[serde(skip_serializing_if = "Option::is_none")]
    diagnostic: Option<Severity>,
}

#[derive(Serialize, Deserialize)]
struct Hook {
    resource: Resource,
    #[serde(default)]
    action: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    id_value: Option<String>,
}

#[derive(Serialize, Deserialize)]
struct Resource {
    addr: String,
}

#[derive(Serialize, Deserialize)]
struct Changes {
    #[serde(default)]
    operation: String,
}

#[derive(Serialize, Deserialize)]
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

    /// Leaves in the file only what stands here: addresses and ids, and nothing of what was said. Whoever started the
    /// apply was told of its end if that was `seen`.
    pub fn condense(file: &Utf8Path, seen: bool) -> io::Result<()> {
        let text = std::fs::read(file)?;
        let text = String::from_utf8_lossy(&text);
        let mut kept = Vec::new();
        for line in lines(&text) {
            serde_json::to_writer(&mut kept, &line)?;
            kept.push(b'\n');
        }
        if seen {
            kept.extend(SEEN.as_bytes());
        }
        std::fs::write(file, kept)
    }

    /// Whether something may have been made that no state knows.
    pub fn is_open(&self) -> bool {
        let is_of_nothing = self.made.is_empty() && self.begun.is_empty();
        !(self.is_finished || is_of_nothing)
    }

    fn parse(text: &str) -> Self {
        let mut journal = Self {
            is_finished: true,
            ..Self::default()
        };
        lines(text).for_each(|line| journal.note(line));
        journal
    }

    fn note(&mut self, line: Line) {
        let is_done = line.changes.is_some_and(|it| it.operation == "apply");
        let has_failed = line.diagnostic.is_some_and(|it| it.severity == "error");
        match (line.kind.as_str(), line.hook) {
            // The first line of each.
            ("version", _) => (self.is_finished, self.is_seen) = (false, false),
            ("seen", _) => self.is_seen = true,
            ("change_summary", _) if is_done => self.is_finished = true,
            ("diagnostic", _) if has_failed => self.is_finished = true,
            ("apply_start", Some(hook)) if hook.action == "create" => {
                self.begun.insert(hook.resource.addr);
            }
            ("apply_start", Some(hook)) if hook.action == "delete" => {
                let id = hook.id_value.unwrap_or_default();
                self.going.insert(hook.resource.addr, id);
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
            // What is replaced may go after what takes its place was made, under one address.
            ("delete", _) if self.going.get(&address) == self.made.get(&address) => {
                self.made.remove(&address);
            }
            _ => {}
        }
    }
}

/// The lines that are some; the last may be half a one.
fn lines(text: &str) -> impl Iterator<Item = Line> {
    let lines = text.lines();
    lines.filter_map(|line| serde_json::from_str(line).ok())
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
        let line = |kind: &str, id: &str| {
            let hook = format!(r#"{{"resource":{{"addr":"a.x"}},"action":"delete"{id}}}"#);
            format!("{{\"type\":\"{kind}\",\"hook\":{hook}}}\n")
        };
        let deleted = |id: &str| {
            let begun = line("apply_start", &format!(",\"id_value\":\"{id}\""));
            let text = format!("{START}{begun}{}", line("apply_complete", ""));
            Journal::parse(&text).made
        };
        assert!(deleted("1").is_empty());
        // Another one that this one takes the place of.
        assert_eq!(deleted("0").len(), 1);
    }
    #[test]
    fn what_was_said_does_not_stay() {
        let temp = tempfile::tempdir().unwrap();
        let file = Utf8Path::from_path(temp.path()).unwrap().join("j");
        let error = r#"{"type":"diagnostic","diagnostic":{"severity":"error","summary":"canary"}}"#;
        std::fs::write(&file, format!("{START}{error}\ncanary\n")).unwrap();
        let before = Journal::read(&file).unwrap().unwrap();
        Journal::condense(&file, true).unwrap();
        let after = Journal::read(&file).unwrap().unwrap();
        assert_eq!((after.is_seen, &after.made), (true, &before.made));
        assert_eq!((after.is_finished, &after.begun), (true, &before.begun));
        assert!(!std::fs::read_to_string(&file).unwrap().contains("canary"));
    }
}
