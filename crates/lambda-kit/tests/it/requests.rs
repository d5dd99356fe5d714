//! Requests, by table.

use lambda_kit::http::Request;
use serde_json::{Value, json};

use crate::support::{answer, echo, event};

#[test]
fn bodies() {
    const JSON: &str = "application/json";
    let text = |body: &str, content_type: &str| {
        event(json!({ "body": body, "multiValueHeaders": { "content-TYPE": [content_type] } }))
    };
    let base64 = |body: &str| event(json!({ "body": body, "isBase64Encoded": true }));
    let cases = [
        (text("{}", JSON), 200, ""),
        (text("{}", "application/json; charset=UTF-8"), 200, ""),
        (text("{}", "Application/JSON;charset=\"utf-8\""), 200, ""),
        (
            text("{}", "application/json;charset=latin1"),
            415,
            "UNSUPPORTED_MEDIA_TYPE",
        ),
        (text("{}", "text/plain"), 415, "UNSUPPORTED_MEDIA_TYPE"),
        (text("{}", ""), 415, "UNSUPPORTED_MEDIA_TYPE"),
        (text("", "text/plain"), 200, ""),
        (
            event(json!({ "multiValueHeaders": null, "headers": null })),
            415,
            "UNSUPPORTED_MEDIA_TYPE",
        ),
        (text(&"x".repeat(64), JSON), 200, ""),
        (text(&"x".repeat(65), JSON), 413, "PAYLOAD_TOO_LARGE"),
        (text(&"ä".repeat(33), JSON), 413, "PAYLOAD_TOO_LARGE"),
        (
            text(&"x".repeat(65), "text/plain"),
            413,
            "PAYLOAD_TOO_LARGE",
        ),
        (event(json!({ "body": null })), 200, ""),
        (base64("e30="), 200, ""),
        (base64(""), 200, ""),
        (base64("e30"), 400, "BAD_REQUEST"),
        (base64("{}"), 400, "BAD_REQUEST"),
        (base64("//79"), 400, "BAD_REQUEST"),
        // 64 bytes, 65 bytes, and so many that nobody decodes them.
        (base64(&format!("{}AA==", "AAAA".repeat(21))), 200, ""),
        (
            base64(&format!("{}AAA=", "AAAA".repeat(21))),
            413,
            "PAYLOAD_TOO_LARGE",
        ),
        (base64(&"!".repeat(1_000_000)), 413, "PAYLOAD_TOO_LARGE"),
    ];
    for (at, (event, status, error)) in cases.iter().enumerate() {
        let (answered, _, body) = answer(&echo, event);
        assert_eq!(answered, *status, "case {at}: {body}");
        if *status >= 400 {
            assert_eq!(body["error"], *error, "case {at}");
            assert_eq!(body["requestId"], "gateway-1", "case {at}");
        }
    }
}

#[test]
fn null_anywhere_in_the_event_is_the_same_as_not_there() {
    let complete: Value = serde_json::from_slice(&event(json!({}))).unwrap();
    for name in complete.as_object().unwrap().keys() {
        let nulled = answer(&echo, &event(json!({ name.as_str(): null })));
        let mut without = complete.clone();
        without.as_object_mut().unwrap().remove(name);
        let without = answer(&echo, &serde_json::to_vec(&without).unwrap());
        assert_eq!(nulled, without, "{name}");
        let needed = ["httpMethod", "path"].contains(&name.as_str());
        assert_eq!(
            nulled.0,
            if needed { 400 } else { 200 },
            "{name}: {}",
            nulled.2
        );
    }
    let inner = json!({
        "headers": { "X": null },
        "multiValueHeaders": { "Content-Type": [null, "application/json"], "Y": null },
        "pathParameters": { "productId": null },
        "requestContext": { "requestId": null, "identity": null },
    });
    let (status, _, body) = answer(&echo, &event(inner));
    assert_eq!((status, body), (200, json!("{\"name\":\"Web\"}")));
}

#[test]
fn wrong_types_are_all_named_at_once() {
    let event = event(json!({
        "httpMethod": 1,
        "path": "",
        "headers": [],
        "multiValueHeaders": { "A": "b", "C": [1] },
        "queryStringParameters": { "q": {} },
        "pathParameters": "x",
        "requestContext": 7,
        "body": {},
        "isBase64Encoded": "no",
    }));
    let (status, _, body) = answer(&echo, &event);
    assert_eq!((status, &body["error"]), (400, &json!("BAD_REQUEST")));
    let fields = body["details"]
        .as_array()
        .unwrap()
        .iter()
        .map(|detail| detail["field"].as_str());
    let mut fields: Vec<&str> = fields.map(Option::unwrap).collect();
    fields.sort_unstable();
    assert_eq!(
        fields,
        [
            "body",
            "headers",
            "httpMethod",
            "isBase64Encoded",
            "multiValueHeaders.A",
            "multiValueHeaders.C",
            "path",
            "pathParameters",
            "queryStringParameters.q",
            "requestContext",
        ]
    );
}

#[test]
fn what_is_no_event_is_a_400_with_lambdas_request_id() {
    let deep = "[".repeat(100_000);
    for event in [
        &b""[..],
        b"null",
        b"[]",
        b"\"x\"",
        b"{",
        b"\xff\xfe",
        b"{\"path\":\"\xff\"}",
        deep.as_bytes(),
    ] {
        let (status, _, body) = answer(&echo, event);
        assert_eq!((status, &body["requestId"]), (400, &json!("lambda-1")));
    }
}

#[test]
fn headers_and_query_keep_each_value_and_headers_have_no_case() {
    let event = event(json!({
        "headers": { "IF-match": "last", "x-only": "single" },
        "multiValueHeaders": { "If-Match": ["\"1\"", "\"2\""], "if-match": ["\"3\""] },
        "queryStringParameters": { "order": "desc", "limit": "5" },
        "multiValueQueryStringParameters": { "order": ["asc", "desc"] },
    }));
    let request = Request::parse(&event).unwrap();
    assert_eq!(
        request.header("iF-mAtCh").as_deref(),
        Some("\"1\", \"2\", \"3\"")
    );
    assert_eq!(request.header("X-Only").as_deref(), Some("single"));
    assert_eq!(request.header("none"), None);
    let query: Vec<(&str, &str)> = request.query().collect();
    assert_eq!(query, [("order", "asc"), ("order", "desc"), ("limit", "5")]);
    assert_eq!(request.path_parameter("productId"), Some("42"));
    assert_eq!(request.path_parameter("productid"), None);
    assert_eq!(request.api_key_id.as_deref(), Some("key-1"));
    assert_eq!(request.principal, None);
    let authorized = json!({ "requestContext": { "authorizer": { "principalId": "ann" } } });
    let authorized = Request::parse(&crate::support::event(authorized)).unwrap();
    assert_eq!(authorized.principal.as_deref(), Some("ann"));
    assert_eq!(
        (request.method.as_str(), request.path.as_str()),
        ("PUT", "/v1.0/products/42")
    );

    let types = |types: Value| {
        crate::support::event(json!({ "multiValueHeaders": { "Content-Type": types } }))
    };
    assert_eq!(
        answer(
            &echo,
            &types(json!(["application/json", "application/json"]))
        )
        .0,
        200
    );
    assert_eq!(
        answer(&echo, &types(json!(["application/json", "text/plain"]))).0,
        415
    );
}
