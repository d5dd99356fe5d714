//! Requests that are odd in parts or as a whole, by table.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use product_handlers::Gateway;
use serde_json::{Value, json};

use crate::lists::catalogue;
use crate::support::{Call, Operation, answer, bytes};
use crate::world::World;

use Operation::{Create, Delete, Get, List, Update};

#[test]
fn bodies() {
    let (world, ids) = catalogue();
    for operation in [Create, Update] {
        let call = || Call::of(operation).about(&ids[0]);
        let good = call().json_body().to_string();
        let twice = good.replacen('{', "{\"price\":1,\"price\":2,", 1);
        let cases = [
            (call(), 202),
            (
                call().header("Content-Type", "application/json; charset=utf-8"),
                202,
            ),
            (call().header("Content-Type", "text/plain"), 415),
            (
                call().header("Content-Type", "application/json; charset=latin1"),
                415,
            ),
            (
                call().header("Content-Type", "application/x-www-form-urlencoded"),
                415,
            ),
            (call().without_header("content-type"), 415),
            (call().body("").without_header("content-type"), 400),
            (call().body(""), 400),
            (call().body(" \n"), 400),
            (call().body("{"), 400),
            (call().body("null"), 400),
            (call().body("[]"), 400),
            (call().body("\u{feff}{}"), 400),
            (call().body(&twice), 400),
            (call().body(&format!("{good} x")), 400),
            (call().body(&"[".repeat(10_000)), 400),
            (call().body(&"{\"a\":".repeat(2_000)), 400),
            (call().body(&"é".repeat(5_121)), 413),
            (call().body(&"x".repeat(5_000_000)), 413),
        ];
        for (at, (call, status)) in cases.iter().enumerate() {
            let answer = call.answer(&world);
            assert_eq!(answer.status, *status, "case {at}: {}", answer.body);
            assert_eq!(world.queue.drain().len(), usize::from(*status == 202));
        }
    }
}

#[test]
fn bodies_in_base64() {
    let (world, ids) = catalogue();
    for operation in [Create, Update] {
        let call = Call::of(operation).about(&ids[0]);
        let good = call.json_body().to_string();
        let mut event = call.event();
        event["isBase64Encoded"] = true.into();
        let mut status = |body: String| {
            event["body"] = body.into();
            answer(&world, operation, &bytes(&event)).status
        };
        assert_eq!(status(STANDARD.encode(&good)), 202);
        assert_eq!(status(STANDARD.encode(format!("{good:<10240}"))), 202);
        assert_eq!(status(STANDARD.encode(format!("{good:<10241}"))), 413);
        assert_eq!(status(STANDARD.encode(b"{\"name\":\"\xff\xfe\"}")), 400);
        assert_eq!(status(STANDARD.encode("")), 400);
        assert_eq!(status(good.clone()), 400);
    }
}

#[test]
fn null_in_any_field_is_a_fault_of_that_field() {
    let (world, ids) = catalogue();
    for operation in [Create, Update] {
        let body = Call::of(Create).json_body();
        for name in body.as_object().unwrap().keys() {
            let mut body = body.clone();
            body[name] = Value::Null;
            let answer = Call::of(operation)
                .about(&ids[0])
                .json(&body)
                .answer(&world);
            assert_eq!((answer.status, answer.fields()), (400, vec![name.as_str()]));
        }
    }
}

#[test]
fn who_asks_is_taken_from_what_api_gateway_says() {
    let (world, ids) = catalogue();
    let cases = [
        (
            json!({ "identity": { "apiKeyId": "k3y" } }),
            Some("api-key:k3y"),
        ),
        (
            json!({ "authorizer": { "principalId": "ann" } }),
            Some("principal:ann"),
        ),
        (
            json!({ "authorizer": { "principalId": "ann" }, "identity": { "apiKeyId": "k3y" } }),
            Some("principal:ann"),
        ),
        (
            json!({ "authorizer": { "principalId": "" }, "identity": { "apiKeyId": "k3y" } }),
            Some("api-key:k3y"),
        ),
        (json!({ "identity": { "apiKeyId": "" } }), None),
        (json!({ "identity": { "apiKeyId": "a\nb" } }), None),
        (json!({ "identity": { "apiKeyId": "x".repeat(300) } }), None),
        (
            json!({ "identity": { "apiKeyId": 7 }, "authorizer": [] }),
            None,
        ),
        (json!({ "identity": null }), None),
        (Value::Null, None),
    ];
    for operation in [Create, Update, Delete] {
        for (context, actor) in &cases {
            let mut event = Call::of(operation).about(&ids[0]).event();
            event["requestContext"] = context.clone();
            let answer = answer(&world, operation, &bytes(&event));
            assert_eq!(
                answer.status,
                if actor.is_some() { 202 } else { 401 },
                "{context}"
            );
            let events = world.queue.drain();
            let actors: Vec<&str> = events.iter().map(|event| event.actor.as_str()).collect();
            assert_eq!(
                actors,
                actor.iter().copied().collect::<Vec<_>>(),
                "{context}"
            );
        }
        // The local AWS checks keys and does not say whose they are.
        let unknown = Call::of(operation).about(&ids[0]).without_key();
        let with_key = unknown.clone().header("X-Api-Key", "secret");
        assert_eq!(with_key.answer(&world).status, 401);
        assert!(world.queue.drain().is_empty());
        let mut local = world.clone();
        local.gateway = Gateway::beside(Some("http://127.0.0.1:5000"));
        assert_eq!(unknown.answer(&local).status, 401);
        assert_eq!(with_key.answer(&local).status, 202);
        assert_eq!(world.queue.drain()[0].actor.as_str(), "api-key:unknown");
    }
    assert_eq!(Gateway::beside(None), Gateway::Aws);
    for operation in [List, Get] {
        let call = Call::of(operation).about(&ids[0]).without_key();
        assert_eq!(call.answer(&world).status, 200, "anyone may read");
    }
}

#[test]
fn what_is_no_request_is_a_400() {
    let world = World::new();
    for operation in Operation::ALL {
        for event in [
            "",
            "{",
            "null",
            "[]",
            "7",
            "\"text\"",
            "{}",
            "{\"Records\":[]}",
        ] {
            let answer = answer(&world, operation, event.as_bytes());
            assert_eq!(answer.status, 400, "{operation:?} {event}");
            assert_eq!(answer.body["requestId"], "lambda-1");
        }
        for (part, value) in [
            ("body", json!({})),
            ("headers", json!([])),
            (
                "multiValueHeaders",
                json!({ "Content-Type": "application/json" }),
            ),
            ("queryStringParameters", json!("limit=1")),
            ("pathParameters", json!({ "productId": 7 })),
            ("httpMethod", json!(null)),
            ("requestContext", json!("none")),
            ("isBase64Encoded", json!("true")),
        ] {
            let mut event = Call::of(operation).event();
            event[part] = value;
            let answer = answer(&world, operation, &bytes(&event));
            assert_eq!(answer.status, 400, "{operation:?} {part}");
        }
    }
}
