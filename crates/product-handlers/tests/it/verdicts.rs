//! What the document says of a body, beside what a handler does with it.

use std::sync::LazyLock;

use jsonschema::Validator;
use serde_json::Value;
use unicode_normalization::UnicodeNormalization as _;

use crate::document::DOCUMENT;
use crate::support::{Call, Operation};
use crate::world::World;

/// The document's schema and the handler of an operation.
pub(crate) struct Verdicts {
    operation: Operation,
    schema: Validator,
    world: World,
    id: String,
}

/// The verdicts on new products and on changes. To make them takes long.
static VERDICTS: LazyLock<[Verdicts; 2]> =
    LazyLock::new(|| [Operation::Create, Operation::Update].map(Verdicts::new));

impl Verdicts {
    pub(crate) fn on(operation: Operation) -> &'static Self {
        let mut all = VERDICTS.iter();
        all.find(|verdicts| verdicts.operation == operation)
            .unwrap()
    }

    fn new(operation: Operation) -> Self {
        let (world, ids) = match operation {
            // No other product may have the name.
            Operation::Create => (World::new(), vec![String::new()]),
            _ => World::with(&[("Web Hosting", "99.9")]),
        };
        Self {
            operation,
            schema: DOCUMENT.validator(DOCUMENT.body_schema(operation.id())),
            world,
            id: ids[0].clone(),
        }
    }

    /// Whether a body is accepted. Panics if the handler does not as the document says.
    pub(crate) fn agree(&self, body: &Value) -> bool {
        let call = Call::of(self.operation).about(&self.id).json(body);
        let answer = call.answer(&self.world);
        // Nothing is ever applied: the world stays as it was.
        self.world.queue.drain();
        let accepted = match answer.status {
            202 => true,
            400 => false,
            other => panic!("{other} to {body}: {}", answer.body),
        };
        let valid = self.schema.is_valid(&without_white_space(body));
        assert_eq!(accepted, valid, "{body}: {}", answer.body);
        accepted
    }
}

/// What the document says is done with texts before they are checked.
fn without_white_space(body: &Value) -> Value {
    let mut body = body.clone();
    if let Some(fields) = body.as_object_mut() {
        for (name, value) in fields {
            match (name.as_str(), value) {
                ("name", Value::String(name)) => *name = composed(name),
                ("description", Value::String(text)) => *text = trimmed(text, &['\n', '\t']),
                ("features", Value::Array(features)) => {
                    for feature in features {
                        if let Value::String(feature) = feature {
                            *feature = trimmed(feature, &[]);
                        }
                    }
                }
                _ => {}
            }
        }
    }
    body
}

/// A name with its letters composed and single spaces.
pub(crate) fn composed(text: &str) -> String {
    let text: String = text.nfc().collect();
    let words = text.split(' ').filter(|word| !word.is_empty());
    words.collect::<Vec<_>>().join(" ")
}

/// Control characters are not cut off: they are refused wherever they stand.
fn trimmed(text: &str, allowed: &[char]) -> String {
    let space = |c: char| c.is_whitespace() && (!c.is_control() || allowed.contains(&c));
    text.trim_matches(space).to_owned()
}
