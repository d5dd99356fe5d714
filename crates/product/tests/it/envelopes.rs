//! The envelope of events, by table.

use product::event::{Change, Event};

use crate::support::{create_named, event, update};

fn samples() -> Vec<Event> {
    vec![
        event(1, 1, 0, Change::Create(create_named("Web Hosting"))),
        event(
            1,
            2,
            1,
            Change::Update(update(r#"{"price":0.1,"active":true}"#)),
        ),
        event(1, 3, 2, Change::Delete),
    ]
}

#[test]
fn the_text_of_each_kind_and_back() {
    let head = |kind: &str, number: u8| {
        format!(
            r#"{{"messageId":"00000000-0000-0000-0000-00000000bb0{number}","eventType":"{kind}","version":"1.0","productId":"00000000-0000-0000-0000-00000000aa01","occurredAt":"2026-11-21T08:30:00.00{}Z","actor":"actor {number}","source":"test","payload":"#,
            number - 1
        )
    };
    let create = r#"{"name":"Web Hosting","description":"A place on the web","price":99.9,"currency":"ZAR","billingCycle":"monthly","features":["10 mailboxes","5 domains"],"active":true}}"#;
    let expected = [
        format!("{}{create}", head("CREATE", 1)),
        format!(r#"{}{{"price":0.1,"active":true}}}}"#, head("UPDATE", 2)),
        format!("{}{{}}}}", head("DELETE", 3)),
    ];
    for (event, expected) in samples().into_iter().zip(expected) {
        assert_eq!(event.to_json().unwrap(), expected);
        assert_eq!(Event::parse(expected.as_bytes()).unwrap(), event);
    }
}

/// Which sample is changed, from what to what, and the fault.
const FAULTS: &[(usize, &str, &str, &str)] = &[
    (
        0,
        r#""messageId""#,
        r#""id":1,"messageId""#,
        "id is not a known field",
    ),
    (0, r#""version":"1.0","#, "", "version is missing"),
    (0, r#""1.0""#, r#""1.1""#, "version must be 1.0"),
    (0, r#""1.0""#, "1.0", "version must be a text"),
    (0, "bb01", "xx01", "messageId must be a UUID"),
    (0, "aa01\"", "aa01z\"", "productId must be a UUID"),
    (
        0,
        "CREATE",
        "create",
        "eventType must be CREATE, UPDATE or DELETE",
    ),
    (0, r#""CREATE""#, "null", "eventType must not be null"),
    (
        0,
        "2026-11-21T",
        "2026-11-21 at ",
        "occurredAt must be a moment like 2026-11-21T08:30:00.000Z",
    ),
    (
        0,
        r#""actor 1""#,
        r#""""#,
        "actor must have from 1 to 256 characters",
    ),
    (0, r#""actor":"actor 1","#, "", "actor is missing"),
    (
        0,
        r#""source":"test","#,
        r#""source":{},"#,
        "source must be a text",
    ),
    (
        0,
        "99.9",
        "99.999",
        "payload.price must have at most two decimals",
    ),
    (0, r#""currency":"ZAR","#, "", "payload.currency is missing"),
    (0, r#","active":true"#, "", "payload.active is missing"),
    (
        0,
        "5 domains",
        "5",
        "payload.features[1] must have from 5 to 200 characters",
    ),
    (
        0,
        r#""name""#,
        r#""x":1,"name""#,
        "payload.x is not a known field",
    ),
    (
        1,
        r#"{"price":0.1,"active":true}"#,
        "{}",
        "payload must change at least one field",
    ),
    (
        1,
        r#"{"price":0.1,"active":true}"#,
        "null",
        "payload must not be null",
    ),
    (
        1,
        r#"{"price":0.1,"active":true}"#,
        "[]",
        "payload must be an object",
    ),
    (
        1,
        r#","payload":{"price":0.1,"active":true}"#,
        "",
        "payload is missing",
    ),
    (1, "0.1", "null", "payload.price must not be null"),
    (
        2,
        "{}}",
        r#"{"active":false}}"#,
        "payload.active is not a known field",
    ),
];

#[test]
fn every_fault_of_an_envelope() {
    let samples = samples();
    for (sample, from, to, expected) in FAULTS {
        let json = samples[*sample].to_json().unwrap();
        let message = json.replacen(from, to, 1);
        assert_ne!(message, json, "{from}");
        let error = Event::parse(message.as_bytes()).unwrap_err();
        assert_eq!(
            error.to_string(),
            format!("not an event: {expected}"),
            "{from} -> {to}"
        );
    }
}

#[test]
fn what_is_no_object_is_no_event() {
    for (message, expected) in [
        (&b""[..], "message must not be empty"),
        (b"null", "message must be an object"),
        (b"hello", "message is not JSON at line 1 column 1"),
        (b"\x80", "message must be UTF-8"),
    ] {
        let error = Event::parse(message).unwrap_err();
        assert_eq!(error.to_string(), format!("not an event: {expected}"));
    }
    assert_eq!(Event::parse(b"{}").unwrap_err().faults.len(), 8);
}
