//! The two consumers: what each message becomes, what comes back, and what is counted.

use lambda_kit::logs::Source;
use lambda_kit::sqs;
use lambda_kit::{BoxError, Invocation};
use product::item::{Attributes, Key};
use product::memory::{Mishap, block_on};
use product_handlers::{METRICS, audit_logger, product_creator};
use serde_json::{Value, json};

pub(crate) use lambda_kit::sqs::NotABatch;

use crate::support::{Call, Operation, bytes};
use crate::world::{Trouble, World};

/// The Lambdas behind queues.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Consumer {
    Creator,
    AuditLogger,
}

impl Consumer {
    pub(crate) const ALL: [Self; 2] = [Self::Creator, Self::AuditLogger];
}

/// The ids that come back.
pub(crate) fn handle(
    world: &World,
    consumer: Consumer,
    event: &[u8],
) -> Result<Vec<String>, NotABatch> {
    let invocation = Invocation::new("lambda-1");
    handle_in(&invocation, world, consumer, event)
}

fn handle_in(
    invocation: &Invocation,
    world: &World,
    consumer: Consumer,
    event: &[u8],
) -> Result<Vec<String>, NotABatch> {
    let answer = match consumer {
        Consumer::Creator => run(&product_creator::handler(world.writer()), event, invocation),
        Consumer::AuditLogger => run(&audit_logger::handler(world.clone()), event, invocation),
    }?;
    let failures = answer["batchItemFailures"].as_array().unwrap().iter();
    let ids = failures.map(|failure| failure["itemIdentifier"].as_str().unwrap().to_owned());
    Ok(ids.collect())
}

fn run<H>(handler: &H, event: &[u8], invocation: &Invocation) -> Result<Value, NotABatch>
where
    H: AsyncFn(sqs::Message, Invocation) -> Result<(), BoxError>,
{
    block_on(sqs::handle(handler, event, invocation))
}

/// A record of a batch.
pub(crate) fn record(id: &str, body: &str) -> Value {
    json!({
        "messageId": id,
        "receiptHandle": "handle",
        "body": body,
        "attributes": { "ApproximateReceiveCount": "1", "SentTimestamp": "1795249800000" },
        "messageAttributes": {},
        "md5OfBody": "0",
        "eventSource": "aws:sqs",
        "eventSourceARN": "arn:aws:sqs:eu-west-1:536580886816:queue",
        "awsRegion": "eu-west-1",
    })
}

/// What the pipe makes of a write to the table.
pub(crate) fn stream_record(event_name: &str, key: &Key, item: &Attributes) -> Value {
    json!({
        "eventID": "1",
        "eventName": event_name,
        "eventVersion": "1.1",
        "eventSource": "aws:dynamodb",
        "awsRegion": "eu-west-1",
        "dynamodb": {
            "ApproximateCreationDateTime": 1.7e9,
            "Keys": key.attributes(),
            "NewImage": item,
            "SequenceNumber": "1",
            "SizeBytes": 7,
            "StreamViewType": "NEW_AND_OLD_IMAGES",
        },
        "eventSourceARN": "arn:aws:dynamodb:eu-west-1:536580886816:table/t/stream/s",
    })
}

/// What a batch leaves: the ids that come back, and the metrics, with the value of a dimension if they
/// have one.
fn batch(world: &World, consumer: Consumer, bodies: &[&str]) -> (Vec<String>, Value) {
    let records = bodies.iter().enumerate();
    let records = records.map(|(at, body)| record(&at.to_string(), body));
    let event = json!({ "Records": records.collect::<Vec<_>>() });
    let invocation = Invocation::new("lambda-1");
    let failed = handle_in(&invocation, world, consumer, &bytes(&event)).unwrap();
    (failed, metrics(&invocation))
}

fn metrics(invocation: &Invocation) -> Value {
    let source = Source {
        function: "function".to_owned(),
        environment: "dev".to_owned(),
    };
    let lines = invocation.metrics.take_lines(METRICS, &source, "lambda-1");
    let mut found = json!({});
    for line in lines {
        let line: Value = serde_json::from_str(&line).unwrap();
        let metrics = line["_aws"]["CloudWatchMetrics"][0].clone();
        assert_eq!(metrics["Namespace"], "product");
        for metric in metrics["Metrics"].as_array().unwrap() {
            let name = metric["Name"].as_str().unwrap();
            let value = line[name].clone();
            match line["Reason"].as_str() {
                Some(reason) => found[format!("{name} {reason}")] = value,
                None => found[name] = value,
            }
        }
    }
    found
}

/// The messages of changes that the API accepted.
fn accepted(world: &World, calls: &[Call]) -> Vec<String> {
    for call in calls {
        assert_eq!(call.answer(world).status, 202);
    }
    let events = world.queue.drain();
    let messages = events.iter().map(|event| event.to_json().unwrap());
    messages.collect()
}

fn create(name: &str) -> Call {
    let mut body = Call::of(Operation::Create).json_body();
    body["name"] = name.into();
    Call::of(Operation::Create).json(&body)
}

#[test]
fn changes_are_applied_refused_or_known() {
    let world = World::new();
    let messages = accepted(&world, &[create("Alpha"), create("Beta"), create("ALPHA")]);
    let [alpha, beta, other_alpha] = messages.as_slice() else {
        panic!("{messages:?}");
    };
    let (failed, metrics) = batch(&world, Consumer::Creator, &[alpha, beta]);
    assert_eq!((failed.len(), metrics), (0, json!({ "ChangesApplied": 2 })));
    let (failed, metrics) = batch(&world, Consumer::Creator, &[alpha, other_alpha, beta]);
    assert_eq!(failed.len(), 0);
    let expected = json!({ "ChangesDuplicate": 2, "ChangesRefused NameTaken": 1 });
    assert_eq!(metrics, expected);
    assert_eq!(world.table.names().len(), 2);
    let twice = |name| create(name).header("Idempotency-Key", "1");
    let messages = accepted(&world, &[twice("Gamma"), twice("Delta")]);
    let bodies = [messages[0].as_str(), &messages[1]];
    let (_, metrics) = batch(&world, Consumer::Creator, &bodies);
    let expected = json!({ "ChangesApplied": 1, "ChangesRefused KeyUsed": 1 });
    assert_eq!(metrics, expected);
    assert_eq!(
        world.table.changes().unwrap().len(),
        5,
        "the refused ones are kept"
    );
}

#[test]
fn a_poison_message_comes_back_alone() {
    let world = World::new();
    let messages = accepted(&world, &[create("Alpha"), create("Beta")]);
    let other_version = messages[0].replace("\"version\":\"1.0\"", "\"version\":\"2.0\"");
    let poison = ["", "{", "null", "{}", &other_version];
    for poison in poison {
        let bodies = [&messages[0], poison, &messages[1]];
        let (failed, metrics) = batch(&world, Consumer::Creator, &bodies);
        assert_eq!(failed, ["1"], "{poison}");
        assert_eq!(metrics["ChangesPoison"], 1, "{poison}");
        assert_eq!(metrics["FailedRecords"], 1, "{poison}");
    }
    assert_eq!(world.table.commits(), 2);
}

#[test]
fn what_fails_comes_back_and_is_counted_by_its_reason() {
    for (trouble, reason) in [
        (Trouble::Unavailable, "ChangesFailed Unavailable"),
        (Trouble::Corrupt, "ChangesFailed Corrupt"),
    ] {
        let world = World::new();
        let messages = accepted(&world, &[create("Alpha"), create("Beta")]);
        let bodies = [messages[0].as_str(), &messages[1]];
        let (failed, metrics) = batch(&world.in_trouble(trouble), Consumer::Creator, &bodies);
        assert_eq!(failed, ["0", "1"]);
        assert_eq!(metrics, json!({ reason: 2, "FailedRecords": 2 }));
        let (failed, metrics) = batch(&world, Consumer::Creator, &bodies);
        assert_eq!((failed.len(), metrics), (0, json!({ "ChangesApplied": 2 })));
    }
    let world = World::new();
    let messages = accepted(&world, &[create("Alpha")]);
    world.table.plan([Some(Mishap::Conflict); 16]);
    let (failed, metrics) = batch(&world, Consumer::Creator, &[&messages[0]]);
    assert_eq!(failed, ["0"]);
    assert_eq!(
        metrics,
        json!({ "ChangesFailed Contended": 1, "FailedRecords": 1 })
    );
}

#[test]
fn a_panic_costs_one_record() {
    let world = World::new();
    let messages = accepted(&world, &[create("Alpha"), create("Beta")]);
    let world = world.panicking_at(1);
    let bodies = [messages[0].as_str(), &messages[1], "poison"];
    let (mut failed, metrics) = batch(&world, Consumer::Creator, &bodies);
    failed.sort_unstable();
    assert_eq!(failed, ["1", "2"]);
    let expected =
        json!({ "ChangesApplied": 1, "ChangesPoison": 1, "Panics": 1, "FailedRecords": 2 });
    assert_eq!(metrics, expected);
    assert_eq!(world.table.commits(), 1);
}

/// The stream records of a table's items.
fn stream(world: &World) -> Vec<String> {
    let items = world.table.items();
    let records = items
        .iter()
        .map(|(key, item)| stream_record("INSERT", key, item));
    records.map(|record| record.to_string()).collect()
}

#[test]
fn changes_are_audited_and_all_else_is_only_counted() {
    let (world, ids) = World::with(&[("Alpha", "1")]);
    Call::of(Operation::Delete).about(&ids[0]).answer(&world);
    world.settle();
    // One product and two changes; the name was given back.
    let records = stream(&world);
    assert_eq!(records.len(), 3);
    let bodies: Vec<&str> = records.iter().map(String::as_str).collect();
    for _ in 0..2 {
        let (failed, metrics) = batch(&world, Consumer::AuditLogger, &bodies);
        assert_eq!(failed.len(), 0);
        assert_eq!(metrics, json!({ "AuditWritten": 2, "AuditIgnored": 1 }));
        assert_eq!(
            world.bucket.objects().len(),
            2,
            "a record that comes again writes the same"
        );
    }
    let expired: Vec<String> = bodies
        .iter()
        .map(|body| body.replace("INSERT", "REMOVE"))
        .collect();
    let expired: Vec<&str> = expired.iter().map(String::as_str).collect();
    let (failed, metrics) = batch(&world, Consumer::AuditLogger, &expired);
    assert_eq!((failed.len(), metrics), (0, json!({ "AuditIgnored": 3 })));
}

#[test]
fn an_audit_poison_comes_back_alone_and_so_does_what_failed() {
    let (world, _) = World::with(&[("Alpha", "1")]);
    let records = stream(&world);
    let change = records
        .iter()
        .find(|record| record.contains("CHANGE#"))
        .unwrap();
    let corrupt = change.replace(
        "\"outcome\":{\"S\":\"applied\"}",
        "\"outcome\":{\"S\":\"lost\"}",
    );
    assert_ne!(&corrupt, change);
    for poison in ["", "null", "{}", "{\"Type\":\"Notification\"}", &corrupt] {
        let (failed, metrics) = batch(&world, Consumer::AuditLogger, &[poison, change]);
        assert_eq!(failed, ["0"], "{poison}");
        let expected = json!({ "AuditPoison": 1, "AuditWritten": 1, "FailedRecords": 1 });
        assert_eq!(metrics, expected, "{poison}");
    }
    let troubled = world.in_trouble(Trouble::Unavailable);
    let (failed, metrics) = batch(&troubled, Consumer::AuditLogger, &[change]);
    assert_eq!(failed, ["0"]);
    assert_eq!(metrics, json!({ "AuditFailed": 1, "FailedRecords": 1 }));
}
