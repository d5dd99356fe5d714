//! Whatever is sent to a Lambda, it answers, and with what its caller can take.

use proptest::prelude::*;
use serde_json::{Value, json};

use crate::queues::{Consumer, NotABatch, handle, record, stream_record};
use crate::support::{Call, Operation, answer, bytes};
use crate::world::{Trouble, World};

/// Any text, as long as that at most. A regular expression would be read anew for each.
fn any_text(most: usize) -> impl Strategy<Value = String> + Clone {
    let any = prop_oneof![3 => prop::char::range(' ', '~'), 1 => any::<char>()];
    prop::collection::vec(any, 0..=most).prop_map(String::from_iter)
}

/// Any JSON, with names and texts that mean something to the Lambdas.
fn any_json() -> impl Strategy<Value = Value> {
    let known = prop::sample::select(vec![
        "GET",
        "POST",
        "/v1.0/products",
        "application/json",
        "application/json; charset=x",
        "aws:sqs",
        "0b7a4f9e-6a3c-4f0e-9d53-2f6f1c9b8a71",
        "{}",
        "{\"price\":5}",
        "e30=",
        "1.0",
        "CREATE",
        "INSERT",
        "CHANGE#1",
        "*",
        "asc",
    ]);
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        any_text(12).prop_map(Value::from),
        known.prop_map(Value::from),
    ];
    let name = prop_oneof![
        3 => prop::sample::select(vec![
            "httpMethod", "path", "headers", "multiValueHeaders", "Content-Type", "If-Match", "body",
            "queryStringParameters", "multiValueQueryStringParameters", "limit", "nextToken", "name",
            "pathParameters", "productId", "requestContext", "requestId", "identity", "apiKeyId",
            "authorizer", "principalId", "isBase64Encoded", "Records", "messageId", "eventSource",
            "attributes", "dynamodb", "eventName", "Keys", "NewImage", "SK", "S", "payload", "version",
        ]).prop_map(str::to_owned),
        1 => any_text(8),
    ];
    leaf.prop_recursive(4, 48, 8, move |inner| {
        let object = prop::collection::vec((name.clone(), inner.clone()), 0..8);
        prop_oneof![
            3 => object.prop_map(|entries| Value::Object(entries.into_iter().collect())),
            1 => prop::collection::vec(inner, 0..6).prop_map(Value::from),
        ]
    })
}

/// All places in a value, as JSON pointers.
fn places(value: &Value, at: &str, found: &mut Vec<String>) {
    found.push(at.to_owned());
    let escaped = |name: &str| name.replace('~', "~0").replace('/', "~1");
    match value {
        Value::Object(entries) => {
            for (name, value) in entries {
                places(value, &format!("{at}/{}", escaped(name)), found);
            }
        }
        Value::Array(entries) => {
            for (position, value) in entries.iter().enumerate() {
                places(value, &format!("{at}/{position}"), found);
            }
        }
        _ => {}
    }
}

/// The value with something else in some of its places.
fn mutated(mut value: Value, changes: &[(prop::sample::Index, Value)]) -> Value {
    for (place, other) in changes {
        let mut found = Vec::new();
        places(&value, "", &mut found);
        let place: &String = place.get(&found);
        *value.pointer_mut(place).unwrap() = other.clone();
    }
    value
}

fn changes() -> impl Strategy<Value = Vec<(prop::sample::Index, Value)>> {
    prop::collection::vec((any::<prop::sample::Index>(), any_json()), 1..4)
}

fn world() -> (World, Vec<String>) {
    World::with(&[("Web Hosting", "99.9"), ("Other", "1")])
}

/// A good message of the one queue, and those that follow from it on the other.
fn messages() -> (Value, Vec<Value>) {
    let world = World::new();
    Call::of(Operation::Create).answer(&world);
    let events = world.settle();
    let change = serde_json::from_str(&events[0].to_json().unwrap()).unwrap();
    let items = world.table.items();
    let records = items.iter();
    let records = records.map(|(key, item)| stream_record("INSERT", key, item));
    (change, records.collect())
}

/// Every Lambda must answer an event; `answer` holds the answers to the document.
fn all_survive(world: &World, event: &[u8]) {
    for operation in Operation::ALL {
        answer(world, operation, event);
    }
    for consumer in Consumer::ALL {
        // What is no batch is the only error that Lambda ever sees.
        let _: Result<Vec<String>, NotABatch> = handle(world, consumer, event);
    }
}

proptest! {
    #[test]
    fn any_bytes(event in prop::collection::vec(any::<u8>(), 0..64)) {
        all_survive(&World::new(), &event);
    }

    #[test]
    fn any_value(event in any_json()) {
        all_survive(&World::new(), &bytes(&event));
    }

    #[test]
    fn requests_with_other_parts(changes in changes(), at in 0..5_usize) {
        let (world, ids) = world();
        let operation = Operation::ALL[at];
        let event = Call::of(operation).about(&ids[0]).event();
        answer(&world, operation, &bytes(&mutated(event, &changes)));
    }

    #[test]
    fn requests_cut_short_or_with_other_bytes(
        at in 0..5_usize, place in any::<prop::sample::Index>(), byte in any::<u8>(), cut in any::<bool>(),
    ) {
        let (world, ids) = world();
        let operation = Operation::ALL[at];
        let mut event = bytes(&Call::of(operation).about(&ids[0]).event());
        let place = place.index(event.len());
        if cut {
            event.truncate(place);
        } else {
            event[place] = byte;
        }
        answer(&world, operation, &event);
    }

    #[test]
    fn bodies_with_other_parts(changes in changes(), text in any_text(64), whole in any::<bool>()) {
        let (world, ids) = world();
        for operation in [Operation::Create, Operation::Update] {
            let call = Call::of(operation).about(&ids[0]);
            let other = mutated(call.json_body(), &changes);
            let call = if whole { call.body(&text) } else { call.json(&other) };
            let status = call.answer(&world).status;
            prop_assert!([202, 400, 409].contains(&status), "{}", status);
        }
    }

    #[test]
    fn requests_with_any_texts(
        names in prop::collection::vec(any_text(12), 2), texts in prop::collection::vec(any_text(80), 5),
    ) {
        let (world, _) = world();
        for operation in Operation::ALL {
            let call = Call::of(operation).about(&texts[0]);
            let call = call.query(&names[0], &texts[1]).query("nextToken", &texts[2]);
            let call = call.header(&names[1], &texts[3]).header("If-Match", &texts[4]);
            call.header("Idempotency-Key", &texts[2]).header("If-None-Match", &texts[4]).answer(&world);
        }
    }

    #[test]
    fn batches_with_other_parts(changes in changes(), trouble in any::<bool>()) {
        let world = World::new().in_trouble(if trouble { Trouble::Unavailable } else { Trouble::None });
        let (change, mut messages) = messages();
        messages.push(change);
        let records = messages.iter().enumerate();
        let records = records.map(|(at, message)| record(&at.to_string(), &message.to_string()));
        let event = mutated(json!({ "Records": records.collect::<Vec<_>>() }), &changes);
        for consumer in Consumer::ALL {
            let _: Result<Vec<String>, NotABatch> = handle(&world, consumer, &bytes(&event));
        }
    }

    #[test]
    fn messages_with_other_parts(changes in changes(), at in any::<prop::sample::Index>()) {
        let (change, records) = messages();
        let all = [&records[..], std::slice::from_ref(&change)].concat();
        let other: &Value = at.get(&all);
        let other = mutated(other.clone(), &changes).to_string();
        for (consumer, good) in [(Consumer::Creator, change), (Consumer::AuditLogger, records[0].clone())] {
            let world = World::new();
            let batch = [record("good", &good.to_string()), record("other", &other)];
            let failed = handle(&world, consumer, &bytes(&json!({ "Records": batch }))).unwrap();
            prop_assert!(failed.is_empty() || failed == ["other"], "{:?}", failed);
        }
    }
}

#[test]
fn what_the_messages_stand_for_is_good() {
    let (change, records) = messages();
    let world = World::new();
    let batch = json!({ "Records": [record("1", &change.to_string())] });
    assert_eq!(
        handle(&world, Consumer::Creator, &bytes(&batch)),
        Ok(vec![])
    );
    assert_eq!(world.table.commits(), 1);
    assert_eq!(records.len(), 3);
    let records = records.iter().map(|body| record("1", &body.to_string()));
    let batch = json!({ "Records": records.collect::<Vec<_>>() });
    assert_eq!(
        handle(&world, Consumer::AuditLogger, &bytes(&batch)),
        Ok(vec![])
    );
    assert_eq!(world.bucket.objects().len(), 1);
}
