//! IAM policies, as the data source `aws_iam_policy_document` writes them:
//! <https://github.com/hashicorp/terraform-provider-aws/blob/v5.100.0/internal/service/iam/policy_model.go>.
//!
//! All but one thing is as the provider writes it, to the byte: where several blocks say who may do something, or under
//! which condition, their names come in the order of the blocks, and the provider has another one.

mod statement;

use rmpv::Value;
use serde::{Deserialize, Serialize};

use crate::value::get;
use statement::Statement;

/// A policy: <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements.html>.
#[derive(Default, Serialize, Deserialize)]
#[serde(default, rename_all = "PascalCase")]
struct Policy {
    #[serde(skip_serializing_if = "String::is_empty")]
    version: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    id: String,
    #[serde(rename = "Statement", skip_serializing_if = "Vec::is_empty")]
    statements: Vec<Statement>,
}

/// The data source with its policy as JSON.
pub(crate) fn with_json(document: &Value) -> Value {
    let policy = Policy::whole(document);
    let entries = document.as_map().into_iter().flatten();
    let entries = entries.map(|(key, value)| {
        let text = match key.as_str() {
            Some("json") => serde_json::to_string_pretty(&policy).ok(),
            Some("minified_json") => serde_json::to_string(&policy).ok(),
            _ => None,
        };
        let value = text.map_or_else(|| value.clone(), |text| Value::from(escaped(&text)));
        (key.clone(), value)
    });
    Value::Map(entries.collect())
}

/// What Go does not write as it is, since JSON may stand in HTML: <https://pkg.go.dev/encoding/json#HTMLEscape>.
const ESCAPES: [(char, &str); 5] = [
    ('<', "\\u003c"),
    ('>', "\\u003e"),
    ('&', "\\u0026"),
    ('\u{2028}', "\\u2028"),
    ('\u{2029}', "\\u2029"),
];

fn escaped(json: &str) -> String {
    let escape = |text: String, (char, code): &(char, &str)| text.replace(*char, code);
    ESCAPES.iter().fold(json.to_owned(), escape)
}

impl Policy {
    /// What a document says with all others that it names: those that it builds on come first.
    fn whole(document: &Value) -> Self {
        let others = |name| elements(document, name).filter_map(Value::as_str);
        let others = |name| others(name).filter_map(Self::of_json);
        let mut whole = Self::default();
        for source in others("source_policy_documents") {
            whole.merge(source);
        }
        whole.merge(Self::of_blocks(document));
        for other in others("override_policy_documents") {
            whole.merge(other);
        }
        whole
    }

    fn of_blocks(document: &Value) -> Self {
        Self {
            version: text(document, "version").unwrap_or("2012-10-17").to_owned(),
            id: text(document, "policy_id").unwrap_or_default().to_owned(),
            statements: elements(document, "statement")
                .map(Statement::of_block)
                .collect(),
        }
    }

    fn of_json(text: &str) -> Option<Self> {
        let mut policy: Self = serde_json::from_str(text).ok()?;
        for statement in &mut policy.statements {
            statement.normalize();
        }
        Some(policy)
    }

    /// The other one's statements take the place of those with the same name.
    fn merge(&mut self, other: Self) {
        if !other.id.is_empty() {
            self.id = other.id;
        }
        if other.version > self.version {
            self.version = other.version;
        }
        for new in other.statements {
            let mut all = self.statements.iter_mut();
            match all.find(|old| !new.sid.is_empty() && old.sid == new.sid) {
                Some(old) => *old = new,
                None => self.statements.push(new),
            }
        }
    }
}

fn elements<'a>(block: &'a Value, name: &str) -> impl Iterator<Item = &'a Value> {
    let list = get(block, name).and_then(Value::as_array);
    list.into_iter().flatten()
}

fn text<'a>(block: &'a Value, name: &str) -> Option<&'a str> {
    get(block, name).and_then(Value::as_str)
}

#[cfg(test)]
mod tests;
