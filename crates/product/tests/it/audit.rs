//! From a stream record to an object of the audit log.

use std::collections::BTreeSet;

use product::audit::{AuditObject, LogError, log};
use product::event::Change;
use product::item::{Attribute, Key};
use product::memory::{Bucket, Table, block_on};

use crate::support::{create_named, deliver, event, update};

/// The stream record that DynamoDB makes of a new item.
fn record(event_name: &str, key: &Key, image: &str) -> String {
    let keys = serde_json::to_string(&key.attributes()).unwrap();
    format!(
        r#"{{"eventID":"1","eventName":"{event_name}","eventSource":"aws:dynamodb","awsRegion":"eu-west-1","dynamodb":{{"ApproximateCreationDateTime":1.7e9,"Keys":{keys},"NewImage":{image},"SequenceNumber":"1","SizeBytes":7,"StreamViewType":"NEW_AND_OLD_IMAGES"}}}}"#
    )
}

fn records(table: &Table) -> Vec<String> {
    let items = table.items();
    let items = items.iter();
    items
        .map(|(key, item)| record("INSERT", key, &serde_json::to_string(item).unwrap()))
        .collect()
}

fn history() -> Table {
    let table = Table::default();
    let restore = Change::Update(update(r#"{"active":true,"price":0.1}"#));
    let events = vec![
        event(0, 1, 0, Change::Create(create_named("Alpha"))),
        event(0, 2, 1, Change::Delete),
        event(0, 3, 2, restore),
        event(0, 4, 2, Change::Update(update(r#"{"price":0.2}"#))),
        event(1, 5, 2, Change::Create(create_named("Alpha"))),
        event(2, 6, 2, Change::Delete),
    ];
    deliver(&table, events, 1, &[0], || {});
    table
}

#[test]
fn each_change_has_one_object_however_often_its_record_comes() {
    let (table, bucket) = (history(), Bucket::default());
    for _ in 0..2 {
        for record in records(&table) {
            block_on(log(&bucket, record.as_bytes())).unwrap();
        }
    }
    let objects = bucket.objects();
    let keys: Vec<&str> = objects.keys().map(String::as_str).collect();
    assert_eq!(
        keys,
        [
            "2026/11/21/00000000-0000-0000-0000-00000000aa00_20261121T083000000Z_00000000-0000-0000-0000-00000000bb01.json",
            "2026/11/21/00000000-0000-0000-0000-00000000aa00_20261121T083000001Z_00000000-0000-0000-0000-00000000bb02.json",
            "2026/11/21/00000000-0000-0000-0000-00000000aa00_20261121T083000002Z_00000000-0000-0000-0000-00000000bb03.json",
            "2026/11/21/00000000-0000-0000-0000-00000000aa00_20261121T083000002Z_00000000-0000-0000-0000-00000000bb04.json",
            "2026/11/21/00000000-0000-0000-0000-00000000aa01_20261121T083000002Z_00000000-0000-0000-0000-00000000bb05.json",
            "2026/11/21/00000000-0000-0000-0000-00000000aa02_20261121T083000002Z_00000000-0000-0000-0000-00000000bb06.json",
        ]
    );
    let expected = [
        (
            r#""changeType":"CREATE","outcome":"applied","who":"actor 1""#,
            r#""before":null,"after":{"#,
        ),
        (
            r#""changeType":"DELETE","outcome":"applied","who":"actor 2""#,
            r#""active":false,"version":2"#,
        ),
        (
            r#""changeType":"RESTORE","outcome":"applied","who":"actor 3""#,
            r#""price":0.1,"#,
        ),
        (
            r#""changeType":"UPDATE","outcome":"applied","who":"actor 4""#,
            r#""payload":{"price":0.2}"#,
        ),
        (
            r#""changeType":"CREATE","outcome":"refused","reason":"the name \"alpha\" belongs to another active product","who":"actor 5""#,
            r#""before":null,"after":null,"#,
        ),
        (
            r#""changeType":"DELETE","outcome":"applied","who":"actor 6""#,
            r#""before":null,"after":null,"#,
        ),
    ];
    for (body, (start, part)) in objects.values().zip(expected) {
        assert!(body.contains(start) && body.contains(part), "{body}");
        assert!(serde_json::from_str::<serde_json::Value>(body).is_ok());
    }
    let bodies: BTreeSet<_> = objects.values().collect();
    assert_eq!(bodies.len(), 6);
}

#[test]
fn only_new_change_items_are_audited() {
    let table = history();
    for (key, item) in table.items() {
        let image = serde_json::to_string(&item).unwrap();
        for event_name in ["INSERT", "MODIFY", "REMOVE"] {
            let record = record(event_name, &key, &image);
            let object = AuditObject::from_stream_record(record.as_bytes()).unwrap();
            let expected = event_name == "INSERT" && key.sk.starts_with("CHANGE#");
            assert_eq!(object.is_some(), expected, "{event_name} {key:?}");
        }
    }
    // An item of which nothing is known is none of the audit log's business.
    let unknown = Key {
        pk: "x".to_owned(),
        sk: "y".to_owned(),
    };
    let record = record("INSERT", &unknown, r#"{"data":{"B":"AA=="}}"#);
    assert_eq!(AuditObject::from_stream_record(record.as_bytes()), Ok(None));
}

#[test]
fn a_record_that_cannot_be_read_is_poison() {
    let key = Key {
        pk: "PRODUCT#x".to_owned(),
        sk: "CHANGE#x".to_owned(),
    };
    let (broken, bytes) = (
        r#"{"outcome":{"S":"applied"}}"#,
        r#"{"outcome":{"B":"AA=="}}"#,
    );
    for record in [
        "{}".to_owned(),
        String::new(),
        record("INSERT", &key, "null"),
        record("INSERT", &key, broken),
        record("INSERT", &key, bytes),
    ] {
        let error = block_on(log(&Bucket::default(), record.as_bytes())).unwrap_err();
        assert!(matches!(error, LogError::Poison(_)), "{record}");
    }
    // What stands in a record is never repeated: it would be logged.
    let records = records(&history());
    let change = records.iter().find(|it| it.contains("CHANGE#")).unwrap();
    let product = change.replace(r#"true,\"version"#, r#"\"s3cret\",\"version"#);
    for (record, expected) in [
        ("\"s3cret\"", "not a stream record: see line 1 column 8"),
        (
            r#"{"eventName":"INSERT","dynamodb":"s3cret"}"#,
            "not a stream record: see line 1 column 41",
        ),
        (
            &product,
            "attribute `after` of a stored item is no product at line 1 column 214",
        ),
    ] {
        let error = block_on(log(&Bucket::default(), record.as_bytes())).unwrap_err();
        assert_eq!(error.to_string(), expected);
    }
    let text = serde_json::to_string(&Attribute::Bool(true)).unwrap();
    assert_eq!(text, r#"{"BOOL":true}"#);
}
