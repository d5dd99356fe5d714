//! Batches: what fails comes back alone.

use std::cell::RefCell;

use lambda_kit::sqs::{Message, NotABatch, handle};
use lambda_kit::{BoxError, Invocation};
use serde_json::{Value, json};

use crate::support::{block_on, logged, source};

pub(crate) fn record(id: &str, body: &str) -> Value {
    json!({
        "messageId": id,
        "receiptHandle": "handle",
        "body": body,
        "attributes": { "ApproximateReceiveCount": "2", "SentTimestamp": "1795249800000" },
        "messageAttributes": {},
        "md5OfBody": "0",
        "eventSource": "aws:sqs",
        "eventSourceARN": "arn:aws:sqs:eu-west-1:536580886816:queue",
        "awsRegion": "eu-west-1",
    })
}

/// Does as the body says.
async fn obey(message: Message, _: Invocation) -> Result<(), BoxError> {
    tokio::task::yield_now().await;
    match message.body.as_str() {
        "fail" => Err("told to fail".into()),
        "panic" => panic!("told to panic"),
        _ => Ok(()),
    }
}

/// What a batch leaves: the ids that failed, and those that were handled.
fn outcome(records: &[Value]) -> (Result<Vec<String>, NotABatch>, Vec<String>) {
    let seen = RefCell::new(Vec::new());
    let handler = async |message: Message, invocation: Invocation| {
        seen.borrow_mut().push(message.id.clone());
        obey(message, invocation).await
    };
    let event = json!({ "Records": records }).to_string();
    let answer = block_on(handle(&handler, event.as_bytes(), &Invocation::new("r-1")));
    let failed = answer.map(|answer| {
        assert_eq!(answer.as_object().unwrap().len(), 1);
        let failures = answer["batchItemFailures"].as_array().unwrap().clone();
        let ids = failures
            .iter()
            .map(|failure| failure["itemIdentifier"].as_str().unwrap().to_owned());
        ids.collect()
    });
    (failed, seen.into_inner())
}

#[test]
fn what_fails_comes_back_and_its_neighbours_do_not() {
    let mut no_body = record("4", "");
    no_body["body"] = json!(7);
    let cases: [(&[Value], &[&str], usize); 7] = [
        (&[], &[], 0),
        (
            &[record("1", "ok"), record("2", "ok"), record("3", "ok")],
            &[],
            3,
        ),
        (
            &[record("1", "ok"), record("2", "fail"), record("3", "ok")],
            &["2"],
            3,
        ),
        (&[record("1", "panic"), record("2", "ok")], &["1"], 2),
        (
            &[
                record("1", "panic"),
                record("2", "fail"),
                record("3", "panic"),
            ],
            &["1", "2", "3"],
            3,
        ),
        (
            &[
                record("1", "ok"),
                no_body,
                json!({ "messageId": "5" }),
                record("6", "ok"),
            ],
            &["4", "5"],
            2,
        ),
        (
            &[record("1", "fail"), record("1", "ok"), record("1", "fail")],
            &["1"],
            3,
        ),
    ];
    for (at, (records, failed, handled)) in cases.iter().enumerate() {
        let (answer, ids) = outcome(records);
        let mut answer = answer.unwrap();
        answer.sort_unstable();
        let answer: Vec<&str> = answer.iter().map(String::as_str).collect();
        assert_eq!(
            (answer.as_slice(), ids.len()),
            (*failed, *handled),
            "case {at}"
        );
    }
}

#[test]
fn a_record_without_an_id_brings_all_back_after_its_neighbours() {
    for nameless in [
        json!({ "body": "ok" }),
        json!({ "messageId": "", "body": "ok" }),
        json!(null),
        json!([]),
    ] {
        let (answer, handled) = outcome(&[record("1", "ok"), nameless, record("2", "ok")]);
        assert_eq!(
            answer.unwrap_err().to_string(),
            "this is not a batch of SQS: record 1 has no messageId, so all of the batch must come back"
        );
        assert_eq!(handled, ["1", "2"]);
    }
}

#[test]
fn what_is_no_batch_is_an_error_with_a_sentence() {
    let cases = [
        ("", "it is not JSON"),
        ("{", "it is not JSON"),
        ("[]", "it is not an object"),
        ("{}", "it has no list called Records"),
        (r#"{"Records":null}"#, "it has no list called Records"),
        (r#"{"Records":{}}"#, "it has no list called Records"),
        (
            r#"{"Records":[{"messageId":"1","eventSource":"aws:s3"}]}"#,
            "some of its records come from something else",
        ),
    ];
    for (event, reason) in cases {
        let answer = block_on(handle(&obey, event.as_bytes(), &Invocation::new("r-1")));
        assert_eq!(
            answer.unwrap_err().to_string(),
            format!("this is not a batch of SQS: {reason}")
        );
    }
}

#[test]
fn a_message_is_read_whole() {
    let seen = RefCell::new(None);
    let handler = async |message: Message, _: Invocation| {
        seen.replace(Some(message));
        Ok(())
    };
    let event = json!({ "Records": [record("1", "ä")] }).to_string();
    block_on(handle(&handler, event.as_bytes(), &Invocation::new("r-1"))).unwrap();
    let expected = Message {
        id: "1".to_owned(),
        body: "ä".to_owned(),
    };
    assert_eq!(seen.into_inner(), Some(expected));
}

#[test]
fn failures_are_logged_without_bodies_and_counted() {
    let invocation = Invocation::new("r-1");
    let event =
        json!({ "Records": [record("1", "fail"), record("2", "panic"), record("3", "s3cret")] });
    let lines = logged(tracing::Level::TRACE, || {
        let event = event.to_string();
        block_on(handle(&obey, event.as_bytes(), &invocation)).unwrap();
    });
    assert!(!lines.concat().contains("s3cret"));
    let lines = lines
        .iter()
        .map(|line| serde_json::from_str::<Value>(line).unwrap());
    let failed: Vec<Value> = lines
        .filter(|line| line["message"] == "record failed")
        .collect();
    assert_eq!(
        (&failed[0]["messageId"], &failed[0]["error"]),
        (&json!("1"), &json!("told to fail"))
    );
    assert_eq!(
        (&failed[1]["messageId"], &failed[1]["error"]),
        (&json!("2"), &json!("its handler panicked"))
    );
    let metrics = invocation.metrics.take_lines("product", &source(), "r-1");
    assert!(
        metrics[0].ends_with(r#""Panics":1,"FailedRecords":2}"#),
        "{}",
        metrics[0]
    );
}
