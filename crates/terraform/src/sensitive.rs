//! The values that terraform's documents mark as sensitive.

use serde::Deserialize;
use serde_json::{Map, Value};

use crate::document::{Change, OutputValue, PlanDocument};

/// What a plan knows of the state that it was made with: <https://developer.hashicorp.com/terraform/internals/json-format>.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(default)]
pub(crate) struct PriorState {
    values: StateValues,
}

#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(default)]
struct StateValues {
    root_module: ModuleValues,
}

#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(default)]
struct ModuleValues {
    resources: Vec<ResourceValues>,
    child_modules: Vec<ModuleValues>,
}

#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(default)]
struct ResourceValues {
    values: Value,
    sensitive_values: Value,
}

impl PlanDocument {
    /// All values in it that are marked as sensitive, as texts.
    pub fn secrets(&self) -> Vec<String> {
        let mut out = Vec::new();
        let resources = self.resource_changes.iter().chain(&self.resource_drift);
        let changes = resources.map(|resource| &resource.change);
        for change in changes.chain(self.output_changes.values()) {
            of_change(change, &mut out);
        }
        of_module(&self.prior_state.values.root_module, &mut out);
        out
    }
}

impl OutputValue {
    /// The texts that it holds, if it is sensitive.
    pub fn secrets(&self) -> Vec<String> {
        let mut out = Vec::new();
        marked(&self.value, &Value::Bool(self.sensitive), &mut out);
        out
    }
}

fn of_change(change: &Change, out: &mut Vec<String>) {
    marked(&change.before, &change.before_sensitive, out);
    marked(&change.after, &change.after_sensitive, out);
}

fn of_module(module: &ModuleValues, out: &mut Vec<String>) {
    for resource in &module.resources {
        marked(&resource.values, &resource.sensitive_values, out);
    }
    for child in &module.child_modules {
        of_module(child, out);
    }
}

/// The texts of a value that marks of the same shape call sensitive.
fn marked(value: &Value, marks: &Value, out: &mut Vec<String>) {
    match (value, marks) {
        (_, Value::Bool(true)) => texts(value, out),
        (Value::Array(parts), Value::Array(marks)) => {
            for (part, mark) in parts.iter().zip(marks) {
                marked(part, mark, out);
            }
        }
        (Value::Object(parts), Value::Object(marks)) => {
            for (name, mark) in marks {
                marked(parts.get(name).unwrap_or(&Value::Null), mark, out);
            }
        }
        _ => {}
    }
}

/// All texts and numbers in a value.
fn texts(value: &Value, out: &mut Vec<String>) {
    match value {
        Value::String(text) => out.push(text.clone()),
        Value::Number(number) => out.push(number.to_string()),
        Value::Array(parts) => parts.iter().for_each(|part| texts(part, out)),
        Value::Object(parts) => parts.values().for_each(|part| texts(part, out)),
        Value::Null | Value::Bool(_) => {}
    }
}

/// A state as it is kept, as far as it tells what is sensitive:
/// <https://github.com/hashicorp/terraform/blob/v1.11.4/internal/states/statefile/version4.go>.
#[derive(Default, Deserialize)]
#[serde(default)]
struct State {
    outputs: Map<String, Value>,
    resources: Vec<Resource>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Resource {
    instances: Vec<Instance>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Instance {
    attributes: Value,
    /// Each a path of names and indices.
    sensitive_attributes: Vec<Vec<PathStep>>,
}

/// `{"type": "get_attr", "value": "password"}`, or an index, whose value has a type and a value of its own.
#[derive(Deserialize)]
struct PathStep {
    value: Value,
}

/// The sensitive values in a state. One that cannot be read is terraform's to complain of.
pub(crate) fn of_state(text: &str) -> Vec<String> {
    let state: State = serde_json::from_str(text).unwrap_or_default();
    let mut out = Vec::new();
    for output in state.outputs.into_iter().map(|(_, output)| output) {
        let output = serde_json::from_value::<OutputValue>(output);
        out.extend(output.iter().flat_map(OutputValue::secrets));
    }
    for instance in state.resources.iter().flat_map(|it| &it.instances) {
        for path in &instance.sensitive_attributes {
            let step = |value, step: &PathStep| part(value, &step.value);
            if let Some(value) = path.iter().try_fold(&instance.attributes, step) {
                texts(value, &mut out);
            }
        }
    }
    out
}

fn part<'a>(value: &'a Value, step: &Value) -> Option<&'a Value> {
    let step = step.get("value").unwrap_or(step);
    match step {
        Value::String(name) => value.get(name),
        Value::Number(_) => value.get(usize::try_from(step.as_u64()?).ok()?),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn what_a_plan_marks_is_sensitive_and_nothing_else() {
        let plan: PlanDocument = serde_json::from_value(json!({
            "resource_changes": [{ "address": "a.b", "type": "a", "change": {
                "actions": ["update"],
                "before": { "password": "old", "name": "n" }, "before_sensitive": { "password": true },
                "after": { "block": [{ "key": "new", "name": "n" }, { "key": 7 }] },
                "after_sensitive": { "block": [{ "key": true }, { "key": true, "gone": true }] },
            }}],
            "output_changes": { "o": { "actions": ["create"], "after": { "x": ["out"] }, "after_sensitive": true } },
            "prior_state": { "values": { "root_module": { "child_modules": [{ "resources": [
                { "values": { "value": "read", "id": "i" }, "sensitive_values": { "value": true } },
            ]}]}}},
        }))
        .unwrap();
        assert_eq!(plan.secrets(), ["old", "new", "7", "out", "read"]);
    }

    #[test]
    fn what_a_state_marks_is_sensitive_and_nothing_else() {
        let state = json!({
            "outputs": { "a": { "value": "out", "sensitive": true }, "b": { "value": "plain" } },
            "resources": [{ "instances": [{
                "attributes": { "id": "i", "list": [{ "key": "k", "name": "n" }], "map": { "m": "v" } },
                "sensitive_attributes": [
                    [{ "type": "get_attr", "value": "list" },
                     { "type": "index", "value": { "value": 0, "type": "number" } },
                     { "type": "get_attr", "value": "key" }],
                    [{ "type": "get_attr", "value": "map" },
                     { "type": "index", "value": { "value": "m", "type": "string" } }],
                    [{ "type": "get_attr", "value": "gone" }],
                ],
            }]}],
        });
        assert_eq!(of_state(&state.to_string()), ["out", "k", "v"]);
        assert!(of_state("").is_empty());
    }
}
