//! Batches: all at once, and no longer than there is time.

use std::cell::Cell;
use std::time::{Duration, SystemTime};

use lambda_kit::Invocation;
use lambda_kit::sqs::{Message, handle};
use serde_json::json;

use crate::sqs::record;
use crate::support::block_on;

#[test]
fn a_record_that_does_not_end_costs_itself() {
    let handler = async |message: Message, _: Invocation| {
        if message.body == "hang" {
            std::future::pending::<()>().await;
        }
        Ok(())
    };
    let deadline = SystemTime::now() + Duration::from_hours(1);
    let invocation = Invocation::new("r-1").with_deadline(deadline);
    let event = json!({ "Records": [record("1", "ok"), record("2", "hang"), record("3", "ok")] });
    let answer = block_on(handle(&handler, event.to_string().as_bytes(), &invocation));
    assert_eq!(
        answer.unwrap(),
        json!({ "batchItemFailures": [{ "itemIdentifier": "2" }] })
    );
}

#[test]
fn what_has_no_time_left_is_not_begun() {
    let begun = Cell::new(0);
    let handler = async |_: Message, _: Invocation| {
        begun.set(begun.get() + 1);
        Ok(())
    };
    let invocation = Invocation::new("r-1").with_deadline(SystemTime::now());
    let event = json!({ "Records": [record("1", "ok")] }).to_string();
    let answer = block_on(handle(&handler, event.as_bytes(), &invocation));
    let expected = json!({ "batchItemFailures": [{ "itemIdentifier": "1" }] });
    assert_eq!((answer.unwrap(), begun.get()), (expected, 0));
}
