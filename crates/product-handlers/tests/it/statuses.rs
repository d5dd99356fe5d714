//! Every status that the document has is answered, and none else.

use std::collections::BTreeSet;

use serde_json::json;

use crate::contract;
use crate::support::{Answer, Call, Operation};
use crate::world::{Trouble, World};

/// Answers of every kind to an operation.
fn answers(operation: Operation) -> Vec<Answer> {
    let (world, ids) = World::with(&[("Alpha", "1"), ("Beta", "2")]);
    let call = || Call::of(operation).about(&ids[0]);
    let etag = Call::of(Operation::Get).about(&ids[0]).answer(&world);
    let calls = [
        call(),
        call().about("none"),
        Call::of(operation),
        call().query("limit", "0"),
        call().header("If-None-Match", etag.header("etag")),
        call().header("If-Match", "\"other\""),
        call().header("Content-Type", "text/plain"),
        call().json(&json!({})),
        call().body(&" ".repeat(20_000)),
        call().without_key(),
        named(call(), "BETA"),
    ];
    let mut answers: Vec<Answer> = calls.iter().map(|call| call.answer(&world)).collect();
    for trouble in [Trouble::Unavailable, Trouble::Corrupt, Trouble::Panic] {
        answers.push(call().answer(&world.in_trouble(trouble)));
    }
    answers
}

fn named(call: Call, name: &str) -> Call {
    let mut body = Call::of(Operation::Create).json_body();
    body["name"] = name.into();
    call.json(&body)
}

#[test]
fn the_statuses_of_the_document_are_those_of_the_handlers_and_api_gateway() {
    for operation in Operation::ALL {
        let mut statuses: BTreeSet<u16> = answers(operation)
            .iter()
            .map(|answer| answer.status)
            .collect();
        // Too many requests, and writes without a key.
        statuses.insert(429);
        if operation.writes() {
            statuses.insert(403);
        }
        assert_eq!(contract::statuses(operation), statuses, "{operation:?}");
    }
}

#[test]
fn each_trouble_has_its_status() {
    let (world, ids) = World::with(&[("Alpha", "1")]);
    for operation in Operation::ALL {
        for (trouble, status, code) in [
            (Trouble::Unavailable, 503, "SERVICE_UNAVAILABLE"),
            (Trouble::Corrupt, 500, "INTERNAL_ERROR"),
            (Trouble::Panic, 500, "INTERNAL_ERROR"),
        ] {
            let call = Call::of(operation).about(&ids[0]);
            let answer = call.answer(&world.in_trouble(trouble));
            assert_eq!(answer.status, status, "{operation:?} {trouble:?}");
            assert_eq!(answer.body["error"], code);
            assert_eq!(answer.body["requestId"], "gateway-1");
            let told = answer.body["message"].as_str().unwrap();
            assert!(
                !told.contains("told to"),
                "a cause is not for callers: {told}"
            );
        }
    }
}
