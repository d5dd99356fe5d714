//! A real Lambda: a process of its own that asks a Runtime API for events.

use serde_json::{Value, json};

use crate::runtime_api::Lambda;
use crate::support::{event, well_formed};

fn parsed(lines: &[String]) -> Vec<Value> {
    lines
        .iter()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect()
}

fn of<'a>(lines: &'a [Value], id: &str) -> Vec<&'a Value> {
    lines
        .iter()
        .filter(|line| line["requestId"] == id)
        .collect()
}

/// The status and the body of an answer that was posted as one.
fn answer(id: &str, (path, answer): (String, String)) -> (u64, Value) {
    assert_eq!(path, format!("invocation/{id}/response"), "{answer}");
    let answer: Value = serde_json::from_str(&answer).unwrap();
    well_formed(&answer);
    let body = serde_json::from_str(answer["body"].as_str().unwrap()).unwrap();
    (answer["statusCode"].as_u64().unwrap(), body)
}

#[test]
fn an_api_function_answers_panics_and_goes_on() {
    let lambda = Lambda::start(&[("LOG_LEVEL", "trace")]);
    let call = |id: &str, event: &[u8]| answer(id, lambda.call(id, event));

    assert_eq!(
        call("r-1", &event(json!({}))),
        (200, json!("{\"name\":\"Web\"}"))
    );
    for (id, path) in [("r-2", "/panic"), ("r-3", "/v1.0/panic")] {
        let (status, body) = call(id, &event(json!({ "path": path })));
        assert_eq!((status, &body["error"]), (500, &json!("INTERNAL_ERROR")));
        assert_eq!(body["requestId"], "gateway-1");
    }
    for (id, event) in [
        ("r-4", &b"no JSON"[..]),
        ("r-5", b"\xff\xfe"),
        ("r-6", b""),
        ("r-7", b"[1]"),
        ("r-8", b"{\"a\":\"\xff\"}"),
    ] {
        let (status, body) = call(id, event);
        assert_eq!((status, &body["requestId"]), (400, &json!(id)));
    }
    assert_eq!(
        call("r-9", &event(json!({ "body": "again" }))),
        (200, json!("again"))
    );

    let lines = lambda.end();
    assert!(
        !lines.concat().contains("Web"),
        "no payload is logged, at trace neither"
    );
    let lines = parsed(&lines);
    tell_what_happened(&lines);
}

fn tell_what_happened(lines: &[Value]) {
    let first = of(lines, "r-1");
    assert_eq!(first[0]["message"], "asked");
    assert_eq!(
        (&first[0]["coldStart"], &first[0]["table"]),
        (&json!(true), &json!("bbws-products-dev"))
    );
    assert_eq!(
        (&first[0]["function"], &first[0]["page"]),
        (&json!("bbws-sample-dev"), &json!(20))
    );
    assert_eq!(first[1]["message"], "answered");
    assert_eq!((&first[2]["Asked"], first.len()), (&json!(1), 3));
    let second = of(lines, "r-2");
    assert_eq!(second[1]["message"], "panicked");
    assert_eq!(
        (&second[1]["panic"], &second[1]["coldStart"]),
        (&json!("the sample was told to panic"), &json!(false))
    );
    assert!(second[1]["place"].as_str().unwrap().contains("lambda.rs"));
    assert_eq!(
        (&second[3]["Panics"], &second[3]["ServerErrors"]),
        (&json!(1), &json!(1))
    );
    assert_eq!(
        second[3]["_aws"]["CloudWatchMetrics"][0]["Namespace"],
        "sample"
    );
    assert!(lines.iter().all(|line| line["environment"] == "dev"));
}

#[test]
fn a_consumer_loses_one_record_to_a_panic_and_says_what_is_no_batch() {
    let lambda = Lambda::start(&[("SAMPLE", "sqs"), ("LOG_LEVEL", "error")]);
    let record = |id: &str, body: &str| json!({ "messageId": id, "body": body });
    let batch = json!({ "Records": [record("1", "ok"), record("2", "panic"), record("3", "ok")] });
    let (path, answer) = lambda.call("r-1", batch.to_string());
    assert_eq!(path, "invocation/r-1/response");
    assert_eq!(answer, r#"{"batchItemFailures":[{"itemIdentifier":"2"}]}"#);

    let (path, answer) = lambda.call("r-2", "no batch");
    assert_eq!(path, "invocation/r-2/error");
    assert!(
        answer.contains("this is not a batch of SQS: it is not JSON"),
        "{answer}"
    );

    let (path, answer) = lambda.call("r-3", r#"{"Records":[]}"#);
    assert_eq!(
        (path.as_str(), answer.as_str()),
        ("invocation/r-3/response", r#"{"batchItemFailures":[]}"#)
    );

    let lines = parsed(&lambda.end());
    let first = of(&lines, "r-1");
    assert_eq!(
        (&first[0]["message"], &first[0]["messageId"]),
        (&json!("panicked"), &json!("2"))
    );
    assert_eq!(
        (&first[1]["message"], &first[1]["messageId"]),
        (&json!("record failed"), &json!("2"))
    );
    assert_eq!(first[2]["FailedRecords"], 1);
    let second = of(&lines, "r-2");
    assert_eq!(second[0]["message"], "call failed");
}
