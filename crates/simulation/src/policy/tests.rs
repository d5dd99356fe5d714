//! The documents and what version 5.100.0 of the provider made of them.

use serde_json::{Value as Json, json};

use super::*;

fn value(json: &Json) -> Value {
    match json {
        Json::Null => Value::Nil,
        Json::Array(elements) => Value::Array(elements.iter().map(value).collect()),
        Json::Object(entries) => {
            let entries = entries.iter();
            let entries = entries.map(|(key, inner)| (Value::from(key.as_str()), value(inner)));
            Value::Map(entries.collect())
        }
        Json::String(text) => Value::from(text.as_str()),
        other => panic!("{other}"),
    }
}

fn said(mut document: Json, name: &str) -> String {
    document["json"] = Json::Null;
    document["minified_json"] = Json::Null;
    let whole = with_json(&value(&document));
    get(&whole, name)
        .and_then(Value::as_str)
        .unwrap()
        .to_owned()
}

#[test]
fn an_empty_document() {
    let json = said(json!({ "statement": [] }), "json");
    assert_eq!(json, "{\n  \"Version\": \"2012-10-17\"\n}");
}

#[test]
fn several_documents() {
    let first = r#"{"Id":"Old","Statement":[{"Action":"s3:*","Effect":"Allow","Resource":"*","Sid":"First"},{"Action":["a:B","c:D"],"Condition":{"Bool":{"aws:SecureTransport":false}},"Effect":"Deny","NotResource":"*","Principal":"*","Sid":"Read"}],"Version":"2008-10-17"}"#;
    let second = r#"{"Statement":[{"Condition":{"StringLike":{"v":["b","a","c"]}},"Effect":"Allow","NotAction":["x:Z","x:A"],"NotPrincipal":{"AWS":["1","3","2"],"Service":"z"},"Resource":["b","a","c"]}]}"#;
    let last = r#"{"Statement":[{"Action":"*","Effect":"Deny","Principal":{"*":"*","AWS":"*"},"Sid":"Change"},{"Action":[],"Effect":"Allow","Sid":"New"}]}"#;
    let document = json!({
        "policy_id": "Many",
        "source_policy_documents": [first, second],
        "statement": [
            {
                "sid": "Read",
                "actions": ["sqs:A", "sqs:B"],
                "resources": ["&{aws:username}", "arn:aws:sqs:eu-west-1:123456789012:<orders>"],
                "principals": [
                    { "type": "AWS", "identifiers": ["123456789012"] },
                    { "type": "Service", "identifiers": ["sns.amazonaws.com"] },
                    { "type": "Service", "identifiers": ["a.amazonaws.com", "z.amazonaws.com"] },
                ],
                "condition": [
                    { "test": "ArnEquals", "variable": "aws:PrincipalArn", "values": ["x"] },
                    { "test": "ArnEquals", "variable": "aws:SourceArn", "values": ["c"] },
                    { "test": "ArnEquals", "variable": "aws:SourceArn", "values": ["b", "a&b"] },
                ],
            },
            {
                "effect": "Deny",
                "not_actions": ["z:*"],
                "not_resources": ["*"],
                "principals": [{ "type": "*", "identifiers": ["*"] }],
            },
            {
                "sid": "Change",
                "actions": ["a:*"],
                "not_principals": [{ "type": "AWS", "identifiers": [] }],
            },
        ],
        "override_policy_documents": [last],
    });
    let json = said(document.clone(), "json");
    assert_eq!(json, include_str!("tests/several.json").trim_end());
    let minified = said(document, "minified_json");
    let same = |text: &str| serde_json::from_str::<Json>(text).unwrap();
    assert_eq!(same(&minified), same(&json));
    assert!(minified.starts_with(r#"{"Version":"2012-10-17","Id":"Many","Statement":[{"Sid":"#));
}

#[test]
fn names_and_values_that_are_none() {
    let statement = json!({
        "actions": ["a:*"],
        "principals": [
            { "type": "*", "identifiers": ["*"] },
            { "type": "AWS", "identifiers": [] },
        ],
        "condition": [{ "test": "Null", "variable": "v", "values": [] }],
    });
    let expected = r#"{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"a:*","Principal":{"*":"*","AWS":[]},"Condition":{"Null":{"v":[]}}}]}"#;
    let minified = said(json!({ "statement": [statement] }), "minified_json");
    assert_eq!(minified, expected);
}

#[test]
fn several_blocks_of_one_kind() {
    let principal = |names: Json| json!({ "type": "AWS", "identifiers": names });
    let statement = json!({
        "actions": ["a:*"],
        "principals": [principal(json!(["z", "c"])), principal(json!(["b"])), principal(json!(["m"]))],
    });
    let expected = r#"{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"a:*","Principal":{"AWS":["z","c","b","m"]}}]}"#;
    let minified = said(json!({ "statement": [statement] }), "minified_json");
    assert_eq!(minified, expected);
}
