//! Every example of the document is what its schema says, and what the handlers take.

use serde_json::Value;

use crate::document::{DOCUMENT, Described};
use crate::support::{Call, Operation};
use crate::world::World;

/// The named examples of a media type.
fn examples(media: &Value) -> Vec<(&String, &Value)> {
    let examples = media["examples"].as_object().expect("examples");
    assert!(!examples.is_empty());
    let values = examples.iter();
    values
        .map(|(name, example)| (name, &DOCUMENT.resolve(example)["value"]))
        .collect()
}

/// The status of the operation when all is well, and not for a condition's sake.
fn success(described: Described<'_>) -> u16 {
    let statuses = described.operation["responses"].as_object().unwrap().keys();
    let mut good = statuses.filter(|status| status.starts_with('2'));
    let one = good.next().unwrap().parse().unwrap();
    assert_eq!(good.next(), None);
    one
}

#[test]
fn every_body_of_a_request_is_accepted() {
    let mut seen = 0;
    for operation in [Operation::Create, Operation::Update] {
        let described = DOCUMENT.operation(operation.id());
        let media = &described.operation["requestBody"]["content"]["application/json"];
        let validator = DOCUMENT.validator(&media["schema"]);
        for (name, body) in examples(media) {
            assert!(validator.is_valid(body), "{name}");
            let (world, ids) = World::with(&[("Something else", "1")]);
            let answer = Call::of(operation).about(&ids[0]).json(body).answer(&world);
            assert_eq!(answer.status, success(described), "{name}: {}", answer.body);
            assert_eq!(world.settle().len(), 1);
            seen += 1;
        }
    }
    assert_eq!(seen, 5);
}

#[test]
fn every_answer_is_valid() {
    let mut seen = 0;
    for described in DOCUMENT.operations() {
        for (status, response) in described.operation["responses"].as_object().unwrap() {
            let response = DOCUMENT.resolve(response);
            for (name, header) in response["headers"].as_object().into_iter().flatten() {
                let header = DOCUMENT.resolve(header);
                let validator = DOCUMENT.validator(&header["schema"]);
                assert!(validator.is_valid(&header["example"]), "{status} {name}");
            }
            let Some(media) = response["content"].get("application/json") else {
                continue;
            };
            let validator = DOCUMENT.strict_validator(&media["schema"]);
            for (name, example) in examples(media) {
                let faults: Vec<_> = validator.iter_errors(example).collect();
                assert!(
                    faults.is_empty(),
                    "{} {status} {name}: {faults:?}",
                    described.id()
                );
                seen += 1;
            }
        }
    }
    assert!(seen > 40, "{seen}");
}

#[test]
fn every_parameter_is_accepted() {
    let (world, ids) = World::with(&[("Web Hosting Small", "50")]);
    for described in DOCUMENT.operations() {
        let operation = Operation::of_id(described.id()).unwrap();
        for parameter in DOCUMENT.parameters(described) {
            let name = parameter["name"].as_str().unwrap();
            let Some(example) = parameter.get("example") else {
                assert_eq!(name, "nextToken", "only a token cannot be made up");
                continue;
            };
            let validator = DOCUMENT.validator(&parameter["schema"]);
            assert!(validator.is_valid(example), "{name}");
            let text = example
                .as_str()
                .map_or_else(|| example.to_string(), str::to_owned);
            let call = Call::of(operation).about(&ids[0]);
            let (call, expected) = match parameter["in"].as_str().unwrap() {
                "query" => (call.query(name, &text), success(described)),
                "path" => (call.about(&text), 404),
                _ if name == "If-Match" => (call.header(name, &text), 412),
                _ => (call.header(name, &text), success(described)),
            };
            assert_eq!(call.answer(&world).status, expected, "{name}");
        }
    }
}

#[test]
fn every_default_is_valid_and_is_what_stands_for_nothing() {
    let (world, ids) = World::with(&[("Alpha", "5"), ("Beta", "3"), ("Gamma", "999999.99")]);
    let plain = Call::of(Operation::List).answer(&world);
    assert_eq!(plain.body["items"][0]["productId"], ids[1].as_str());
    for parameter in DOCUMENT.parameters(DOCUMENT.operation("listProducts")) {
        if let Some(default) = parameter["schema"].get("default") {
            let name = parameter["name"].as_str().unwrap();
            assert!(
                DOCUMENT.validator(&parameter["schema"]).is_valid(default),
                "{name}"
            );
            let text = default
                .as_str()
                .map_or_else(|| default.to_string(), str::to_owned);
            let answer = Call::of(Operation::List).query(name, &text).answer(&world);
            assert_eq!(answer, plain, "{name}");
        }
    }
    let product = Call::of(Operation::Get).about(&ids[0]).answer(&world);
    let fields = DOCUMENT.schema("NewProduct")["properties"]
        .as_object()
        .unwrap();
    let defaults = fields
        .iter()
        .filter(|(_, schema)| schema.get("default").is_some());
    let defaults: Vec<_> = defaults.collect();
    assert_eq!(defaults.len(), 2);
    for (name, schema) in defaults {
        assert_eq!(product.body[name], schema["default"], "{name}");
    }
}
