//! The documents that terraform prints as JSON: saved plans and outputs.
//!
//! Fields as in <https://developer.hashicorp.com/terraform/internals/json-format>, as far as they are used.

use std::collections::BTreeMap;

use process::Output;
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};

use crate::diagnostic::{Diagnostic, DiagnosticSeverity};

/// A saved plan.
#[derive(Clone, Debug, PartialEq, Deserialize)]
pub struct PlanDocument {
    /// What it would do to each resource, also where that is nothing.
    #[serde(default)]
    pub resource_changes: Vec<ResourceChange>,
    /// What it would do to each output of the root module.
    #[serde(default)]
    pub output_changes: BTreeMap<String, Change>,
}

/// What a plan would do to one resource.
#[derive(Clone, Debug, PartialEq, Deserialize)]
pub struct ResourceChange {
    /// `module.queue.aws_sqs_queue.this`.
    pub address: String,
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
    /// The attributes that force a replacement, each as a path of names and indices.
    pub replace_paths: Vec<Vec<Value>>,
}

impl Change {
    /// Whether it changes anything.
    pub fn is_effective(&self) -> bool {
        let idle = |action: &String| action == "no-op" || action == "read";
        !self.actions.iter().all(idle)
    }

    /// The top-level attributes that will have another value, as far as that is known, sorted.
    pub fn attributes(&self) -> Vec<&str> {
        let unknown = |name: &str| match self.after_unknown.get(name) {
            None | Some(Value::Bool(false)) => false,
            Some(Value::Object(parts)) => !parts.is_empty(),
            Some(Value::Array(parts)) => !parts.is_empty(),
            Some(_) => true,
        };
        let sides = [&self.before, &self.after];
        let names = sides.into_iter().filter_map(Value::as_object);
        let names = names.flat_map(Map::keys).map(String::as_str);
        let differs =
            |name: &&str| self.before.get(*name) != self.after.get(*name) && !unknown(name);
        let mut names: Vec<&str> = names.filter(differs).collect();
        names.sort_unstable();
        names.dedup();
        names
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

/// Understands what a command printed; else says why that cannot be.
pub(crate) fn parse<T: DeserializeOwned>(output: &Output) -> Result<T, Diagnostic> {
    if !output.exit.is_success() {
        return Err(Diagnostic::of_death(output));
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
            "before": { "same": 1, "other": "a", "gone": true, "id": "x", "tags": {} },
            "after": { "same": 1, "other": "b", "tags": {} },
            "after_unknown": { "id": true, "tags": {}, "gone": false },
        }));
        assert_eq!(change.attributes(), ["gone", "other"]);
    }
}
