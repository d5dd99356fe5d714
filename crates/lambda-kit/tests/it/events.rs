//! Whatever comes, there is an answer.

use lambda_kit::sqs::{self, Message};
use lambda_kit::{BoxError, Invocation, http};
use proptest::prelude::*;
use serde_json::{Map, Value};

use crate::support::{block_on, echo, well_formed};

/// Names that events have, and others.
fn name() -> impl Strategy<Value = String> {
    prop_oneof![
        3 => prop::sample::select(vec![
            "httpMethod", "path", "resource", "headers", "multiValueHeaders", "pathParameters",
            "queryStringParameters", "multiValueQueryStringParameters", "requestContext", "identity",
            "requestId", "apiKeyId", "body", "isBase64Encoded", "Content-Type", "Records", "messageId",
            "attributes", "MessageGroupId", "ApproximateReceiveCount", "eventSource", "eventSourceARN",
        ]).prop_map(str::to_owned),
        1 => any::<String>(),
    ]
}

fn json() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        any::<String>().prop_map(Value::from),
        prop::sample::select(vec!["GET", "application/json", "e30=", "aws:sqs", "7"])
            .prop_map(Value::from),
    ];
    leaf.prop_recursive(4, 48, 8, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..6).prop_map(Value::from),
            prop::collection::btree_map(name(), inner, 0..10)
                .prop_map(|map| Value::Object(Map::from_iter(map))),
        ]
    })
}

/// An event of API Gateway in which some fields are anything.
fn nearly_an_event() -> impl Strategy<Value = Vec<u8>> {
    prop::collection::btree_map(name(), json(), 0..4)
        .prop_map(|changes| crate::support::event(Value::Object(Map::from_iter(changes))))
}

/// A batch of SQS in which each record is anything, some of them with an id.
fn nearly_a_batch() -> impl Strategy<Value = Vec<u8>> {
    let record = (json(), any::<Option<u8>>()).prop_map(|(mut record, id)| {
        if let (Some(fields), Some(id)) = (record.as_object_mut(), id) {
            fields.insert("messageId".to_owned(), id.to_string().into());
        }
        record
    });
    prop::collection::vec(record, 0..5).prop_map(|records| {
        serde_json::json!({ "Records": records })
            .to_string()
            .into_bytes()
    })
}

fn anything() -> impl Strategy<Value = Vec<u8>> {
    prop_oneof![
        any::<Vec<u8>>(),
        json().prop_map(|json| json.to_string().into_bytes()),
        nearly_an_event(),
        nearly_a_batch(),
        // Valid, but for one byte.
        (nearly_an_event(), any::<prop::sample::Index>(), any::<u8>()).prop_map(
            |(mut event, at, byte)| {
                let at = at.index(event.len());
                event[at] = byte;
                event
            }
        ),
    ]
}

async fn fails_at_some(message: Message, _: Invocation) -> Result<(), BoxError> {
    assert!(!message.body.contains('a'), "a panic");
    if message.body.contains('e') {
        Err("an error".into())
    } else {
        Ok(())
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 512, ..ProptestConfig::default() })]

    #[test]
    fn a_request_gets_an_answer(event in anything()) {
        let answer = block_on(http::answer(&echo, &event, &Invocation::new("lambda-1")));
        well_formed(&answer);
        prop_assert_ne!(&answer["statusCode"], 500);
    }

    #[test]
    fn a_batch_gets_an_answer_or_a_sentence(event in anything()) {
        match block_on(sqs::handle(&fails_at_some, &event, &Invocation::new("r-1"))) {
            Ok(answer) => {
                let event: Value = serde_json::from_slice(&event).unwrap();
                let ids: Vec<&Value> = event["Records"].as_array().unwrap().iter()
                    .map(|record| &record["messageId"]).collect();
                for failure in answer["batchItemFailures"].as_array().unwrap() {
                    let id = &failure["itemIdentifier"];
                    prop_assert!(id.as_str().is_some_and(|id| !id.is_empty()) && ids.contains(&id));
                }
            }
            Err(error) => prop_assert!(error.to_string().starts_with("this is not a batch of SQS: ")),
        }
    }
}
