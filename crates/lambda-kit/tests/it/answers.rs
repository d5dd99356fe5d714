//! Answers: what a handler returns, and what becomes of it.

use std::cell::Cell;
use std::time::{Duration, SystemTime};

use lambda_kit::Invocation;
use lambda_kit::http::{self, Detail, Refusal, Request, Response};
use serde_json::{Value, json};

use crate::support::{answer, block_on, echo, event, logged, source};

#[test]
fn an_answer_has_its_headers() {
    let handler = async |_: Request, _: Invocation| {
        Ok(Response::json(202, &json!({ "productId": "42" }))
            .header("ETag", "\"7\"")
            .location("/v1.0/products/42"))
    };
    let (status, headers, body) = answer(&handler, &event(json!({})));
    assert_eq!((status, body), (202, json!({ "productId": "42" })));
    assert_eq!(
        headers,
        json!({
            "Access-Control-Allow-Origin": "*",
            "Access-Control-Expose-Headers": "ETag,Location,x-amzn-RequestId",
            "Content-Type": "application/json",
            "ETag": "\"7\"",
            "Location": "/v1.0/products/42",
        })
    );
}

#[test]
fn what_api_gateway_would_make_a_502_of_is_mended_or_a_500() {
    let respond = |response: fn() -> Response| {
        let handler = async move |_: Request, _: Invocation| Ok(response());
        answer(&handler, &event(json!({})))
    };
    let (status, headers, _) = respond(|| Response::empty(304).location("/a\r\nSet-Cookie: x"));
    assert_eq!((status, headers.get("Location")), (304, None));
    assert_eq!(respond(|| Response::empty(0)).0, 500);
    assert_eq!(respond(|| Response::empty(700)).0, 500);
    assert_eq!(
        respond(|| Response::json(200, &"x".repeat(7_000_000))).0,
        500
    );
    assert_eq!(
        respond(|| Response::json(200, &"\"".repeat(3_000_000))).0,
        500
    );
    let unwritable = || Response::json(200, &std::collections::BTreeMap::from([(vec![1], 1)]));
    let (status, _, body) = respond(unwritable);
    assert_eq!((status, &body["error"]), (500, &json!("INTERNAL_ERROR")));
    let odd = async |_: Request, _: Invocation| Err(Refusal::new(9, "ODD", "odd"));
    assert_eq!(answer(&odd, &event(json!({}))).0, 500);
}

#[test]
fn a_refusal_is_answered_with_its_details_and_without_its_cause() {
    let handler = async |_: Request, _: Invocation| {
        let details = vec![Detail::new("name", "belongs to another product")];
        Err(Refusal::conflict("the name is taken")
            .with_details(details)
            .because("s3cret"))
    };
    let (status, _, body) = answer(&handler, &event(json!({})));
    assert_eq!(status, 409);
    assert_eq!(
        body,
        json!({
            "error": "CONFLICT",
            "message": "the name is taken",
            "details": [{ "field": "name", "reason": "belongs to another product" }],
            "requestId": "gateway-1",
        })
    );
}

#[test]
fn a_panic_is_a_500_wherever_it_happens() {
    let first = async |_: Request, _: Invocation| panic!("at once");
    let later = async |_: Request, _: Invocation| {
        tokio::task::yield_now().await;
        panic!("later")
    };
    for (status, _, body) in [
        answer(&first, &event(json!({}))),
        answer(&later, &event(json!({}))),
    ] {
        assert_eq!(status, 500);
        let expected = json!({
            "error": "INTERNAL_ERROR",
            "message": "something went wrong on our side",
            "requestId": "gateway-1",
        });
        assert_eq!(body, expected);
    }
    let invocation = Invocation::new("lambda-1");
    block_on(http::answer(&later, &event(json!({})), &invocation));
    let lines = invocation
        .metrics
        .take_lines("product", &source(), "lambda-1");
    assert!(
        lines[0].contains(r#""Panics":1,"ServerErrors":1"#),
        "{}",
        lines[0]
    );
}

#[test]
fn a_handler_that_does_not_end_is_a_503() {
    let begun = Cell::new(false);
    let handler = async |_: Request, _: Invocation| {
        begun.set(true);
        std::future::pending().await
    };
    let deadline = SystemTime::now() + Duration::from_hours(1);
    let invocation = Invocation::new("lambda-1").with_deadline(deadline);
    let answer = block_on(http::answer(&handler, &event(json!({})), &invocation));
    assert_eq!((&answer["statusCode"], begun.get()), (&json!(503), true));
}

#[test]
fn no_payload_is_logged_at_any_level() {
    let event = event(json!({
        "body": "\"s3cret\"",
        "queryStringParameters": { "q": "s3cret" },
        "headers": { "x-api-key": "s3cret" },
    }));
    let lines = logged(tracing::Level::TRACE, || {
        answer(&echo, &event);
        let panics = async |_: Request, _: Invocation| panic!("at once");
        answer(&panics, &event);
    });
    assert!(
        !lines.is_empty() && !lines.concat().contains("s3cret"),
        "{lines:#?}"
    );
    let line: Value = serde_json::from_str(&lines[0]).unwrap();
    assert_eq!(
        (&line["status"], &line["method"]),
        (&json!(200), &json!("PUT"))
    );
    assert_eq!(line["resource"], "/v1.0/products/{productId}");
    assert_eq!(line["apiRequestId"], "gateway-1");
}
