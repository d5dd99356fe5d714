//! IAM policies, as the data source `aws_iam_policy_document` writes them:
//! <https://registry.terraform.io/providers/hashicorp/aws/5.100.0/docs/data-sources/iam_policy_document>.

use rmpv::Value;
use serde_json::{Map, Value as Json, json};

use crate::value::get;

/// The lists of a statement, and what they are called in a policy.
const LISTS: [(&str, &str); 4] = [
    ("actions", "Action"),
    ("not_actions", "NotAction"),
    ("resources", "Resource"),
    ("not_resources", "NotResource"),
];

/// The data source with its policy as JSON. Policies that override others are appended like all others.
pub(crate) fn with_json(document: &Value) -> Value {
    let text = format!("{:#}", policy(document));
    let minified = policy(document).to_string();
    let entries = document.as_map().into_iter().flatten();
    let entries = entries.map(|(key, value)| match key.as_str() {
        Some("json") => (key.clone(), Value::from(text.as_str())),
        Some("minified_json") => (key.clone(), Value::from(minified.as_str())),
        _ => (key.clone(), value.clone()),
    });
    Value::Map(entries.collect())
}

fn policy(document: &Value) -> Json {
    let own = elements(document, "statement").map(statement);
    let of_others = |name| {
        let texts = elements(document, name).filter_map(Value::as_str);
        let policies = texts.filter_map(|text| serde_json::from_str::<Json>(text).ok());
        policies.flat_map(|policy| match policy.get("Statement") {
            Some(Json::Array(statements)) => statements.clone(),
            Some(one) => vec![one.clone()],
            None => Vec::new(),
        })
    };
    let all = of_others("source_policy_documents")
        .chain(own)
        .chain(of_others("override_policy_documents"));
    let statements: Vec<Json> = all.collect();
    let version = text(document, "version").unwrap_or("2012-10-17");
    let mut policy = json!({ "Version": version, "Statement": statements });
    if let (Some(id), Some(policy)) = (text(document, "policy_id"), policy.as_object_mut()) {
        policy.insert("Id".to_owned(), id.into());
    }
    policy
}

fn statement(statement: &Value) -> Json {
    let mut out = Map::new();
    let effect = text(statement, "effect").unwrap_or("Allow");
    out.insert("Effect".to_owned(), effect.into());
    if let Some(sid) = text(statement, "sid").filter(|sid| !sid.is_empty()) {
        out.insert("Sid".to_owned(), sid.into());
    }
    let lists = LISTS.map(|(name, key)| (key, strings(statement, name)));
    for (key, list) in lists {
        out.extend(list.map(|list| (key.to_owned(), list)));
    }
    for (name, key) in [
        ("principals", "Principal"),
        ("not_principals", "NotPrincipal"),
    ] {
        out.extend(principals(statement, name).map(|it| (key.to_owned(), it)));
    }
    let conditions = conditions(statement);
    if !conditions.is_empty() {
        out.insert("Condition".to_owned(), Json::Object(conditions));
    }
    Json::Object(out)
}

/// Who: everybody, or names by their kind.
fn principals(statement: &Value, name: &str) -> Option<Json> {
    let mut out = Map::new();
    for principal in elements(statement, name) {
        let (kind, names) = (text(principal, "type")?, strings(principal, "identifiers")?);
        if kind == "*" && names == "*" {
            return Some(names);
        }
        out.insert(kind.to_owned(), names);
    }
    (!out.is_empty()).then_some(Json::Object(out))
}

fn conditions(statement: &Value) -> Map<String, Json> {
    let mut out = Map::new();
    for condition in elements(statement, "condition") {
        let parts = (text(condition, "test"), text(condition, "variable"));
        if let ((Some(test), Some(variable)), Some(values)) = (parts, strings(condition, "values"))
        {
            let of_test = out.entry(test).or_insert_with(|| json!({}));
            of_test[variable] = values;
        }
    }
    out
}

/// The texts of a list, the last first; one alone stands for itself. `None` if there are none.
fn strings(block: &Value, name: &str) -> Option<Json> {
    let texts = elements(block, name).filter_map(Value::as_str);
    let mut texts: Vec<&str> = texts.collect();
    texts.sort_unstable_by(|a, b| b.cmp(a));
    match texts.as_slice() {
        [] => None,
        [one] => Some((*one).into()),
        all => Some(all.into()),
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
mod tests {
    use super::*;

    fn value(json: &Json) -> Value {
        match json {
            Json::Null => Value::Nil,
            Json::Array(elements) => Value::Array(elements.iter().map(value).collect()),
            Json::Object(entries) => {
                let entries = entries.iter();
                Value::Map(
                    entries
                        .map(|(k, v)| (Value::from(k.as_str()), value(v)))
                        .collect(),
                )
            }
            Json::String(text) => Value::from(text.as_str()),
            other => panic!("{other}"),
        }
    }

    #[test]
    fn a_policy_says_what_its_blocks_say() {
        let others = r#"{"Statement":{"Effect":"Deny","Action":"*"}}"#;
        let document = value(&json!({
            "json": null,
            "override_policy_documents": [others],
            "statement": [{
                "sid": "Read",
                "effect": null,
                "actions": ["sqs:A", "sqs:B"],
                "resources": ["arn:aws:sqs:eu-west-1:123456789012:orders"],
                "principals": [{ "type": "Service", "identifiers": ["sns.amazonaws.com"] }],
                "condition": [{ "test": "ArnEquals", "variable": "aws:SourceArn", "values": ["a"] }],
            }, {
                "sid": "",
                "principals": [{ "type": "*", "identifiers": ["*"] }],
            }],
        }));
        let json = with_json(&document);
        let json = get(&json, "json").and_then(Value::as_str).unwrap();
        let expected = json!({
            "Version": "2012-10-17",
            "Statement": [{
                "Sid": "Read",
                "Effect": "Allow",
                "Action": ["sqs:B", "sqs:A"],
                "Resource": "arn:aws:sqs:eu-west-1:123456789012:orders",
                "Principal": { "Service": "sns.amazonaws.com" },
                "Condition": { "ArnEquals": { "aws:SourceArn": "a" } },
            },
            { "Effect": "Allow", "Principal": "*" },
            { "Effect": "Deny", "Action": "*" }],
        });
        assert_eq!(serde_json::from_str::<Json>(json).unwrap(), expected);
    }
}
