//! One statement of a policy.

use rmpv::Value;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value as Json, json};

use super::{elements, text};

/// In the order in which the provider writes it.
#[derive(Default, Serialize, Deserialize)]
#[serde(default, rename_all = "PascalCase")]
pub(super) struct Statement {
    #[serde(skip_serializing_if = "String::is_empty")]
    pub(super) sid: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    effect: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    action: Option<Json>,
    #[serde(skip_serializing_if = "Option::is_none")]
    not_action: Option<Json>,
    #[serde(skip_serializing_if = "Option::is_none")]
    resource: Option<Json>,
    #[serde(skip_serializing_if = "Option::is_none")]
    not_resource: Option<Json>,
    #[serde(skip_serializing_if = "Option::is_none")]
    principal: Option<Json>,
    #[serde(skip_serializing_if = "Option::is_none")]
    not_principal: Option<Json>,
    #[serde(skip_serializing_if = "Option::is_none")]
    condition: Option<Json>,
}

impl Statement {
    /// Of a block `statement`.
    pub(super) fn of_block(block: &Value) -> Self {
        let list = |name| Some(sorted(texts(block, name))).filter(|list| *list != json!([]));
        Self {
            sid: text(block, "sid").unwrap_or_default().to_owned(),
            effect: text(block, "effect").unwrap_or("Allow").to_owned(),
            action: list("actions"),
            not_action: list("not_actions"),
            resource: list("resources"),
            not_resource: list("not_resources"),
            principal: principals(principal_blocks(block, "principals")),
            not_principal: principals(principal_blocks(block, "not_principals")),
            condition: conditions(condition_blocks(block)),
        }
    }

    /// Of another document, in which some things may be said in several ways.
    pub(super) fn normalize(&mut self) {
        for who in [&mut self.principal, &mut self.not_principal] {
            *who = who
                .take()
                .and_then(|json| principals(principal_pairs(json)));
        }
        let condition = self.condition.take();
        self.condition = condition.and_then(|json| conditions(condition_triples(&json)));
    }
}

/// A kind of principals, and one or more of them.
type Principals = (String, Json);

fn principal_blocks(block: &Value, name: &str) -> Vec<Principals> {
    let blocks = elements(block, name);
    let pair = |block| (text(block, "type"), sorted(texts(block, "identifiers")));
    blocks
        .map(pair)
        .map(|(kind, who)| (kind.unwrap_or_default().to_owned(), who))
        .collect()
}

fn principal_pairs(json: Json) -> Vec<Principals> {
    match json {
        Json::Object(pairs) => pairs
            .into_iter()
            .map(|(kind, who)| (kind, descending(who)))
            .collect(),
        _ => vec![("*".to_owned(), "*".into())],
    }
}

/// Who: everybody, or names by their kind.
fn principals(all: Vec<Principals>) -> Option<Json> {
    match all.as_slice() {
        [] => return None,
        [(kind, who)] if kind == "*" && (who == "*" || *who == json!(["*"])) => {
            return Some("*".into());
        }
        _ => {}
    }
    let mut out = Map::new();
    for (kind, who) in all {
        append(&mut out, kind, who);
    }
    Some(Json::Object(out))
}

/// A test, what it is made with, and the values.
type Condition = (String, String, Vec<Json>);

fn condition_blocks(block: &Value) -> Vec<Condition> {
    let triple = |block| {
        let name = |name| text(block, name).unwrap_or_default().to_owned();
        (name("test"), name("variable"), texts(block, "values"))
    };
    elements(block, "condition").map(triple).collect()
}

fn condition_triples(json: &Json) -> Vec<Condition> {
    let mut out = Vec::new();
    for (test, variables) in json.as_object().into_iter().flatten() {
        for (variable, values) in variables.as_object().into_iter().flatten() {
            let values = match values {
                Json::Bool(truth) => vec![truth.to_string().into()],
                values => list(values.clone()),
            };
            out.push((test.clone(), variable.clone(), values));
        }
    }
    out
}

/// Values keep their order.
fn conditions(all: Vec<Condition>) -> Option<Json> {
    let mut out = Map::new();
    for (test, variable, values) in all {
        let of_test = out.entry(test).or_insert_with(|| json!({}));
        if let Some(of_test) = of_test.as_object_mut() {
            append(of_test, variable, one_or_all(values));
        }
    }
    (!out.is_empty()).then_some(Json::Object(out))
}

/// Adds to what is there by this name.
fn append(map: &mut Map<String, Json>, name: String, json: Json) {
    let all = match map.remove(&name) {
        Some(old) => [list(old), list(json)].concat().into(),
        None => json,
    };
    map.insert(name, all);
}

fn list(json: Json) -> Vec<Json> {
    match json {
        Json::Array(all) => all,
        one => vec![one],
    }
}

/// The texts of a list. A policy's variables are written such that they are not taken for Terraform's.
fn texts(block: &Value, name: &str) -> Vec<Json> {
    let texts = elements(block, name).filter_map(Value::as_str);
    texts.map(|text| text.replace("&{", "${").into()).collect()
}

/// One alone stands for itself, several are in order: the last first.
fn sorted(texts: Vec<Json>) -> Json {
    descending(one_or_all(texts))
}

fn one_or_all(mut all: Vec<Json>) -> Json {
    match all.len() {
        1 => all.remove(0),
        _ => Json::Array(all),
    }
}

fn descending(mut json: Json) -> Json {
    if let Json::Array(all) = &mut json {
        all.sort_by(|a, b| b.as_str().cmp(&a.as_str()));
    }
    json
}
