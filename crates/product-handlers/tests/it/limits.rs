//! The limits in the document are those of the domain.

use std::collections::BTreeSet;

use product::memory::block_on;
use product::model::{Money, ProductId};
use product::ports::{Failure, TokenSigner};
use product::query::{Order, PriceKey, PriceQuery};
use product::request::BODY_LIMIT;
use serde_json::{Value, json};

use crate::document::DOCUMENT;
use crate::samples::samples;
use crate::support::{Call, NOBODY, Operation};
use crate::verdicts::{Verdicts, composed};
use crate::world::World;

const WITH_BODY: [Operation; 2] = [Operation::Create, Operation::Update];

/// The fields of an operation's body and the samples of each.
pub(crate) fn fields(operation: Operation) -> Vec<(&'static str, Vec<Value>)> {
    let schema = DOCUMENT.resolve(DOCUMENT.body_schema(operation.id()));
    let properties = schema["properties"].as_object().unwrap().iter();
    properties
        .map(|(name, schema)| (name.as_str(), samples(&DOCUMENT, schema)))
        .collect()
}

/// A body of every field.
pub(crate) fn body() -> Value {
    let mut body = Call::of(Operation::Create).json_body();
    body["currency"] = "EUR".into();
    body["active"] = true.into();
    body
}

#[test]
fn each_field_has_the_limits_of_the_document() {
    for operation in WITH_BODY {
        let verdicts = Verdicts::on(operation);
        let fields = fields(operation);
        assert_eq!(fields.len(), 7);
        for (name, samples) in fields {
            let (mut accepted, mut refused) = (0, 0);
            for sample in samples {
                let mut body = body();
                body[name] = sample;
                *(if verdicts.agree(&body) {
                    &mut accepted
                } else {
                    &mut refused
                }) += 1;
            }
            assert!(accepted > 0 && refused > 0, "{name}: {accepted}, {refused}");
        }
    }
}

#[test]
fn the_fields_are_those_of_the_document() {
    for operation in WITH_BODY {
        let verdicts = Verdicts::on(operation);
        for name in body().as_object().unwrap().keys() {
            let mut without = body();
            without.as_object_mut().unwrap().remove(name);
            verdicts.agree(&without);
            verdicts.agree(&json!({ name.as_str(): body()[name] }));
        }
        for name in [
            "id",
            "productId",
            "Name",
            "name ",
            "",
            "version",
            "updatedBy",
        ] {
            let mut more = body();
            more[name] = 1.into();
            assert!(!verdicts.agree(&more), "{name}");
        }
        for other in ["null", "[]", "{}", "\"text\"", "7", "true", "[{}]"] {
            assert!(
                !verdicts.agree(&serde_json::from_str(other).unwrap()),
                "{other}"
            );
        }
    }
}

/// How a caller writes a value into an address or a header.
fn plain(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        Value::Bool(flag) => Some(flag.to_string()),
        _ => None,
    }
}

/// What the document takes a caller's text for.
fn typed(schema: &Value, text: &str) -> Value {
    let number = schema["type"] == "number" || schema["type"] == "integer";
    let number = number.then(|| serde_json::from_str(text).ok().filter(Value::is_number));
    number.flatten().unwrap_or_else(|| text.into())
}

/// What is done with a parameter's text before it is checked.
fn cut(name: &str, text: &str) -> String {
    match name {
        "name" => composed(text),
        "If-Match" => text.trim().to_owned(),
        _ => text.to_owned(),
    }
}

#[test]
fn each_parameter_has_the_limits_of_the_document() {
    let (world, ids) = World::with(&[("Web Hosting", "99.9")]);
    let mut seen = BTreeSet::new();
    for operation in Operation::ALL {
        for parameter in DOCUMENT.parameters(DOCUMENT.operation(operation.id())) {
            let name = parameter["name"].as_str().unwrap();
            let validator = DOCUMENT.validator(&parameter["schema"]);
            let schema = DOCUMENT.resolve(&parameter["schema"]);
            let texts: Vec<String> = samples(&DOCUMENT, schema)
                .iter()
                .filter_map(plain)
                .collect();
            let mut verdicts = [false; 2];
            for text in texts {
                let call = Call::of(operation).about(&ids[0]);
                let call = match parameter["in"].as_str().unwrap() {
                    "query" => call.query(name, &text),
                    "header" => call.header(name, &text),
                    _ => call.about(&text),
                };
                let answer = call.answer(&world);
                let valid = validator.is_valid(&typed(schema, &cut(name, &text)));
                // A token must also be one of ours.
                let accepted = valid && name != "nextToken";
                assert_eq!(
                    answer.status != 400,
                    accepted,
                    "{name} {text:?}: {}",
                    answer.body
                );
                verdicts[usize::from(valid)] = true;
            }
            let all_go = schema.as_object().unwrap().len() == 1;
            assert_eq!(verdicts, [!all_go, true], "{name}");
            seen.insert(name);
        }
    }
    assert_eq!(seen.len(), 10, "{seen:?}");
}

/// Signs anything, and as long as it is told.
struct Signer(usize);

impl TokenSigner for Signer {
    async fn sign(&self, _: &[u8]) -> Result<Vec<u8>, Failure> {
        Ok(vec![7; self.0])
    }

    async fn verify(&self, _: &[u8], _: &[u8]) -> Result<bool, Failure> {
        Ok(true)
    }
}

#[test]
fn a_token_is_as_long_as_the_document_says() {
    let longest = DOCUMENT.schema("NextToken")["maxLength"].as_u64().unwrap();
    let query = PriceQuery {
        order: Order::Ascending,
        min_price: Money::ZERO,
        max_price: Money::MAX,
        limit: 20,
        after: None,
    };
    let last = PriceKey {
        price: Money::MAX,
        product_id: ProductId::parse(NOBODY).unwrap(),
    };
    let validator = DOCUMENT.validator(DOCUMENT.schema("NextToken"));
    let mut lengths = Vec::new();
    for bytes in 200..320 {
        let signer = Signer(bytes);
        let token = block_on(query.next_token(&signer, last)).unwrap();
        let resumed = block_on(query.clone().resume(&signer, &token));
        assert_eq!(resumed.is_ok(), validator.is_valid(&token.as_str().into()));
        lengths.extend(resumed.is_ok().then_some(token.len() as u64));
    }
    assert!(lengths.iter().max() >= Some(&(longest - 1)), "{lengths:?}");
    assert!(lengths.len() < 120);
}

#[test]
fn a_body_is_as_long_as_the_document_says() {
    for operation in WITH_BODY {
        let described = DOCUMENT.operation(operation.id());
        let most = described.operation["requestBody"]["x-max-bytes"].as_u64();
        let most = usize::try_from(most.unwrap()).unwrap();
        assert_eq!(most, BODY_LIMIT);
        let (world, ids) = World::with(&[("Web Hosting", "99.9")]);
        for (length, status) in [(most - 1, 202), (most, 202), (most + 1, 413)] {
            let body = json!({ "description": "A place on the web", "name": "Another" });
            let mut fields = Call::of(operation).json_body();
            fields
                .as_object_mut()
                .unwrap()
                .extend(body.as_object().unwrap().clone());
            let text = format!("{:<length$}", fields.to_string());
            let answer = Call::of(operation)
                .about(&ids[0])
                .body(&text)
                .answer(&world);
            assert_eq!(answer.status, status, "{length}");
        }
    }
}
