//! A report without secrets.

use process::Secrets;
use serde_json::Value;

use crate::{Plan, Report};

impl Report {
    /// Takes secrets out of all that is shown of it. A value that is put out in the clear may be one, and so may the key
    /// of a resource.
    pub fn hide(&mut self, secrets: &Secrets) {
        run::hide(&mut self.findings, secrets);
        for text in self.notes.iter_mut().chain([&mut self.diagnostics]) {
            *text = secrets.redact(text);
        }
        for output in self.outputs.values_mut().flat_map(|all| all.values_mut()) {
            hide_in(&mut output.value, secrets);
        }
        for plan in self.reviews.iter_mut().filter_map(|it| it.plan.as_mut()) {
            plan.hide(secrets);
        }
    }
}

impl Plan {
    fn hide(&mut self, secrets: &Secrets) {
        for resource in &mut self.resources {
            resource.address = secrets.redact(&resource.address);
        }
    }
}

fn hide_in(value: &mut Value, secrets: &Secrets) {
    match value {
        Value::String(text) => *text = secrets.redact(text),
        Value::Array(parts) => parts.iter_mut().for_each(|part| hide_in(part, secrets)),
        Value::Object(parts) => {
            parts.values_mut().for_each(|part| hide_in(part, secrets));
        }
        Value::Number(number) => {
            let text = number.to_string();
            let redacted = secrets.redact(&text);
            if redacted != text {
                *value = Value::String(redacted);
            }
        }
        Value::Null | Value::Bool(_) => {}
    }
}
