//! The documents that terraform prints as JSON: saved plans and outputs.
//!
//! Fields as in <https://developer.hashicorp.com/terraform/internals/json-format>, as far as they are used.

use std::collections::BTreeMap;

use process::Output;
use serde::de::{DeserializeOwned, IgnoredAny};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::changes::Changes;
use crate::diagnostic::{Diagnostic, DiagnosticSeverity};
use crate::sensitive::PriorState;

/// A saved plan.
#[derive(Clone, Debug, PartialEq, Deserialize)]
pub struct PlanDocument {
    /// What it would do to each resource, also where that is nothing.
    #[serde(default)]
    pub resource_changes: Vec<ResourceChange>,
    /// What is not any more as the state has it.
    #[serde(default)]
    pub resource_drift: Vec<ResourceChange>,
    /// Whether there is anything to apply, and be it that something gets another address.
    #[serde(default)]
    pub applyable: bool,
    /// What it would do to each output of the root module.
    #[serde(default)]
    pub output_changes: BTreeMap<String, Change>,
    /// What the state knew.
    #[serde(default)]
    pub(crate) prior_state: PriorState,
}

impl PlanDocument {
    /// How many resources it would touch.
    pub fn changes(&self) -> Changes {
        let all = self.resource_changes.iter();
        let all = all.map(|resource| {
            let has = |name: &str| resource.change.actions.iter().any(|it| it == name);
            Changes {
                add: usize::from(has("create")),
                change: usize::from(has("update")),
                destroy: usize::from(has("delete")),
                import: usize::from(!resource.change.importing.is_null()),
            }
        });
        all.sum()
    }
}

/// What a plan would do to one resource.
#[derive(Clone, Debug, PartialEq, Deserialize)]
pub struct ResourceChange {
    /// `module.queue.aws_sqs_queue.this`.
    pub address: String,
    /// The address that it had before, if that was another.
    #[serde(default)]
    pub previous_address: Option<String>,
    /// `managed`, or `data` for what is only read.
    #[serde(default)]
    pub mode: String,
    /// `aws_sqs_queue`.
    #[serde(rename = "type")]
    pub kind: String,
    /// The change.
    pub change: Change,
}

/// From what to what.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(default)]
pub struct Change {
    /// `no-op`, `read`, `create`, `update`, `delete`; `delete` and `create` for a replacement.
    pub actions: Vec<String>,
    /// What is there.
    pub before: Value,
    /// What will be there, as far as it is known.
    pub after: Value,
    /// Which parts of it are not known.
    pub after_unknown: Value,
    /// Which parts of what is there are sensitive, marked as in `after_unknown`.
    pub before_sensitive: Value,
    /// Which parts of what will be there are.
    pub after_sensitive: Value,
    /// Whence it is taken into the state; null if it is not.
    pub importing: Value,
    /// The attributes that force a replacement, each as a path of names and indices.
    pub replace_paths: Vec<Vec<Value>>,
}

impl Change {
    /// Whether it changes anything.
    pub fn is_effective(&self) -> bool {
        let idle = |action: &String| action == "no-op" || action == "read";
        !self.actions.iter().all(idle)
    }

    /// The top-level attributes that force a replacement, and those that will have another value, as far as
    /// that is known; sorted.
    pub fn attributes(&self) -> Vec<&str> {
        let unknown = |name: &str| self.after_unknown.get(name).is_some_and(is_marked);
        let sides = [&self.before, &self.after];
        let names = sides.into_iter().filter_map(Value::as_object);
        let names = names.flat_map(Map::keys).map(String::as_str);
        let differs = |name: &&str| {
            let sides = [self.before.get(*name), self.after.get(*name)];
            sides[0] != sides[1] && !sides.into_iter().all(is_nothing) && !unknown(name)
        };
        let paths = self.replace_paths.iter();
        let forcing = paths.filter_map(|path| path.first()?.as_str());
        let mut names: Vec<&str> = names.filter(differs).chain(forcing).collect();
        names.sort_unstable();
        names.dedup();
        names
    }
}

/// Whether any part of what is not known is marked so: known lists and objects have marks too.
fn is_marked(marks: &Value) -> bool {
    match marks {
        Value::Bool(mark) => *mark,
        Value::Array(parts) => parts.iter().any(is_marked),
        Value::Object(parts) => parts.values().any(is_marked),
        _ => false,
    }
}

/// Whether a value is none, or one that many providers write in its place.
fn is_nothing(value: Option<&Value>) -> bool {
    match value {
        None | Some(Value::Null) => true,
        Some(Value::String(text)) => text.is_empty(),
        Some(Value::Array(parts)) => parts.is_empty(),
        Some(Value::Object(parts)) => parts.is_empty(),
        Some(_) => false,
    }
}

/// An output as a state holds it.
#[derive(Clone, Debug, PartialEq, Deserialize)]
pub struct OutputValue {
    /// Whether it is not to be shown.
    #[serde(default)]
    pub sensitive: bool,
    /// Its value.
    pub value: Value,
}

/// Which of all states one is: another is written with each change.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StateVersion {
    /// The same from the first state of a stack on.
    pub lineage: String,
    /// How often it was written.
    pub serial: u64,
}

/// What a state holds.
#[derive(Clone, Debug, PartialEq, Deserialize)]
pub struct StateContent {
    /// The outputs of the root module, by name.
    #[serde(default)]
    pub outputs: BTreeMap<String, OutputValue>,
    /// The resources and data sources, one for all that a block makes.
    #[serde(default)]
    pub resources: Vec<IgnoredAny>,
}

/// Understands what a command printed; else says why that cannot be.
pub(crate) fn parse<T: DeserializeOwned>(output: &Output) -> Result<T, Diagnostic> {
    if !output.exit.is_success() {
        return Err(Diagnostic::of_secret_death(output));
    }
    serde_json::from_str(&output.stdout.join("\n")).map_err(|error| {
        let summary = "terraform printed something else than the document asked for";
        Diagnostic::own(
            DiagnosticSeverity::Error,
            summary.to_owned(),
            error.to_string(),
        )
    })
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn change(value: Value) -> Change {
        serde_json::from_value(value).unwrap()
    }

    #[test]
    fn reading_and_doing_nothing_are_no_changes() {
        assert!(!change(json!({ "actions": ["no-op"] })).is_effective());
        assert!(!change(json!({ "actions": ["read"] })).is_effective());
        for actions in [json!(["update"]), json!(["delete", "create"])] {
            assert!(change(json!({ "actions": actions })).is_effective());
        }
    }

    #[test]
    fn attributes_that_differ_are_named_but_for_those_that_nobody_knows_yet() {
        let change = change(json!({
            "actions": ["update"],
            "before": {
                "same": 1, "other": "a", "gone": true, "id": "x", "tags": {},
                "list": [1], "block": [{ "a": 1 }], "made": [{ "a": 1 }],
            },
            "after": { "same": 1, "other": "b", "tags": {}, "list": [2], "block": [{ "a": 2 }], "made": [{}] },
            "after_unknown": {
                "id": true, "tags": {}, "gone": false, "list": [false], "block": [{}], "made": [{ "a": true }],
            },
        }));
        assert_eq!(change.attributes(), ["block", "gone", "list", "other"]);
    }

    #[test]
    fn what_forces_a_replacement_is_named_beside_what_else_differs() {
        let change = change(json!({
            "actions": ["delete", "create"],
            "before": { "name": "a", "size": 1, "id": "x", "key": "", "tags": {}, "on": false },
            "after": { "name": "b", "size": 2, "key": null, "on": null },
            "after_unknown": { "id": true },
            "replace_paths": [["name"], ["rule", 0, "port"]],
        }));
        assert_eq!(change.attributes(), ["name", "on", "rule", "size"]);
    }
}
