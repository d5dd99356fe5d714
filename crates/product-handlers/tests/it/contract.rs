//! Holds each answer to what the document says of its operation and status.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use jsonschema::Validator;
use serde_json::Value;

use crate::document::{DOCUMENT, Document};
use crate::support::{Answer, Operation};

/// What the document says of one status of one operation.
struct Documented {
    /// `None` is no body.
    body: Option<Validator>,
    /// Names in lower case.
    headers: BTreeMap<String, Validator>,
    /// The codes in its examples, if it is an error.
    codes: BTreeSet<String>,
}

static CONTRACT: LazyLock<BTreeMap<(Operation, u16), Documented>> = LazyLock::new(|| {
    let mut contract = BTreeMap::new();
    for operation in Operation::ALL {
        let described = DOCUMENT.operation(operation.id());
        for (status, response) in described.operation["responses"].as_object().unwrap() {
            let documented = read(&DOCUMENT, DOCUMENT.resolve(response));
            contract.insert((operation, status.parse().unwrap()), documented);
        }
    }
    contract
});

/// The statuses that an operation is documented to answer with.
pub(crate) fn statuses(operation: Operation) -> BTreeSet<u16> {
    let all = CONTRACT.keys().filter(|(known, _)| *known == operation);
    all.map(|(_, status)| *status).collect()
}

/// Panics unless the document has this answer.
pub(crate) fn check(operation: Operation, answer: &Answer) {
    let id = operation.id();
    let status = answer.status;
    let Some(documented) = CONTRACT.get(&(operation, status)) else {
        panic!("{id} is not documented to answer {status}: {}", answer.body);
    };
    match &documented.body {
        Some(body) => {
            assert_eq!(answer.header("content-type"), "application/json");
            valid(body, &answer.body, &format!("the body of {id}'s {status}"));
        }
        None => assert_eq!(answer.body, Value::Null, "{id}'s {status} has no body"),
    }
    check_headers(documented, answer, &format!("{id}'s {status}"));
    if status >= 400 {
        let code = answer.body["error"].as_str().unwrap();
        assert!(
            documented.codes.contains(code),
            "no example of {id}'s {status} has the code {code}"
        );
    }
}

fn check_headers(documented: &Documented, answer: &Answer, what: &str) {
    assert_eq!(answer.header("access-control-allow-origin"), "*", "{what}");
    let exposed = answer.header("access-control-expose-headers");
    let exposed: Vec<String> = exposed.split(',').map(str::to_ascii_lowercase).collect();
    let own: BTreeSet<&String> = answer
        .headers
        .keys()
        .filter(|name| !name.starts_with("access-control-") && *name != "content-type")
        .collect();
    let known: BTreeSet<&String> = documented.headers.keys().collect();
    assert_eq!(own, known, "the headers of {what}");
    for (name, validator) in &documented.headers {
        valid(
            validator,
            &answer.headers[name],
            &format!("{name} of {what}"),
        );
        // Scripts may read Cache-Control anyway.
        let readable = exposed.contains(name) || name == "cache-control";
        assert!(readable, "a browser hides {name} of {what}");
    }
}

fn valid(validator: &Validator, value: &Value, what: &str) {
    let faults: Vec<String> = validator
        .iter_errors(value)
        .map(|fault| format!("{}: {fault}", fault.instance_path()))
        .collect();
    assert!(faults.is_empty(), "{what}: {faults:#?} in {value}");
}

fn read(document: &Document, response: &Value) -> Documented {
    let content = response.get("content").map(|content| {
        let types: Vec<&String> = content.as_object().unwrap().keys().collect();
        assert_eq!(types, ["application/json"]);
        &content["application/json"]
    });
    let headers = response["headers"].as_object().into_iter().flatten();
    let headers = headers.map(|(name, header)| {
        let schema = &document.resolve(header)["schema"];
        (name.to_ascii_lowercase(), document.validator(schema))
    });
    let examples = content.and_then(|content| content["examples"].as_object());
    let examples = examples.into_iter().flat_map(|examples| examples.values());
    let codes = examples.filter_map(|example| document.resolve(example)["value"].get("error"));
    Documented {
        body: content.map(|content| document.strict_validator(&content["schema"])),
        headers: headers.collect(),
        codes: codes
            .map(|code| code.as_str().unwrap().to_owned())
            .collect(),
    }
}
