//! What the Lambdas log.

use std::sync::{Arc, Mutex};

use lambda_kit::logs::{Sink, Source, subscriber};
use serde_json::{Value, json};

use crate::queues::{Consumer, handle, record};
use crate::support::{Call, Operation, answer, bytes};
use crate::world::{Trouble, World};

/// The lines, all that there are, of some work.
fn logged(work: impl FnOnce()) -> Vec<Value> {
    let lines = Arc::new(Mutex::new(Vec::new()));
    let taken = Arc::clone(&lines);
    let sink = Sink::new(move |line| {
        let line = serde_json::from_str(line).unwrap();
        taken.lock().unwrap().push(line);
    });
    let source = Source {
        function: "function".to_owned(),
        environment: "dev".to_owned(),
    };
    let subscriber = subscriber(tracing::Level::TRACE, source, sink);
    tracing::subscriber::with_default(subscriber, work);
    Arc::try_unwrap(lines).unwrap().into_inner().unwrap()
}

#[test]
fn neither_who_asks_nor_what_is_asked_is_logged() {
    let (world, ids) = World::with(&[("Secret Name", "7.77")]);
    let lines = logged(|| {
        for operation in Operation::ALL {
            for trouble in [Trouble::None, Trouble::Unavailable, Trouble::Panic] {
                let call = Call::of(operation)
                    .about(&ids[0])
                    .query("name", "Secret Name");
                let call = call
                    .header("X-Api-Key", "secret-key")
                    .header("If-Match", "\"secret\"");
                let mut event = call.event();
                event["requestContext"]["authorizer"] =
                    json!({ "principalId": "ann@secret.example" });
                answer(&world.in_trouble(trouble), operation, &bytes(&event));
            }
        }
        let taken = Call::of(Operation::Create).header("X-Api-Key", "secret-key");
        let taken = taken.json(&json!({ "name": "Secret Name", "secret": true }));
        taken.answer(&world);
        for event in world.queue.drain() {
            let odd = event
                .to_json()
                .unwrap()
                .replace("Web Hosting", "Secret Name");
            let batch = json!({ "Records": [record("1", &odd), record("2", "{\"secret\":")] });
            handle(&world, Consumer::Creator, &bytes(&batch)).unwrap();
            handle(&world, Consumer::AuditLogger, &bytes(&batch)).unwrap();
        }
    });
    assert!(lines.len() > 20, "{}", lines.len());
    for line in lines {
        let text = line.to_string().to_lowercase();
        assert!(!text.contains("secret"), "{line}");
    }
}

#[test]
fn a_change_is_logged_with_what_names_it() {
    let world = World::new();
    Call::of(Operation::Create).answer(&world);
    let event = world.queue.drain().remove(0);
    let batch = json!({ "Records": [record("m-1", &event.to_json().unwrap())] });
    let lines = logged(|| {
        handle(&world, Consumer::Creator, &bytes(&batch)).unwrap();
    });
    let done = lines
        .iter()
        .find(|line| line["message"] == "change done")
        .unwrap();
    assert_eq!(done["outcome"], "applied");
    assert_eq!(done["eventType"], "Create");
    assert_eq!(done["messageId"], "m-1");
    assert_eq!(done["productId"], event.product_id.to_string());
    assert_eq!(done["changeId"], event.message_id.to_string());
}
