//! Batches: what waits for what.

use std::cell::Cell;
use std::time::{Duration, SystemTime};

use lambda_kit::Invocation;
use lambda_kit::sqs::{Message, Order, handle};
use serde_json::{Value, json};

use crate::sqs::{in_group, outcome, record};
use crate::support::block_on;

#[test]
fn in_order_a_failure_holds_back_its_own_group_only() {
    let records = [
        in_group(record("1", "fail"), "a"),
        in_group(record("2", "ok"), "b"),
        in_group(record("3", "ok"), "a"),
        in_group(record("4", "ok"), "b"),
    ];
    let (answer, handled) = outcome(Order::OneByOne, &records);
    assert_eq!(
        (answer.unwrap(), handled),
        (
            vec!["1".to_owned(), "3".to_owned()],
            vec!["1".to_owned(), "2".to_owned(), "4".to_owned()]
        )
    );
}

#[test]
fn so_many_are_handled_at_a_time_and_no_more() {
    for (order, expected) in [
        (Order::OneByOne, 1),
        (Order::concurrent(3), 3),
        (Order::concurrent(0), 1),
    ] {
        let (now, most) = (Cell::new(0), Cell::new(0));
        let handler = async |_: Message, _: Invocation| {
            now.set(now.get() + 1);
            most.set(most.get().max(now.get()));
            for _ in 0..10 {
                tokio::task::yield_now().await;
            }
            now.set(now.get() - 1);
            Ok(())
        };
        let records: Vec<Value> = (0..10).map(|id| record(&id.to_string(), "ok")).collect();
        let event = json!({ "Records": records }).to_string();
        block_on(handle(
            &handler,
            order,
            event.as_bytes(),
            &Invocation::new("r-1"),
        ))
        .unwrap();
        assert_eq!(most.get(), expected);
    }
}

#[test]
fn a_record_that_does_not_end_costs_itself() {
    let handler = async |message: Message, _: Invocation| {
        if message.body == "hang" {
            std::future::pending::<()>().await;
        }
        Ok(())
    };
    let deadline = SystemTime::now() + Duration::from_millis(1600);
    let invocation = Invocation::new("r-1").with_deadline(deadline);
    let event = json!({ "Records": [record("1", "ok"), record("2", "hang"), record("3", "ok")] });
    let answer = block_on(handle(
        &handler,
        Order::concurrent(10),
        event.to_string().as_bytes(),
        &invocation,
    ));
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
    let answer = block_on(handle(
        &handler,
        Order::OneByOne,
        event.as_bytes(),
        &invocation,
    ));
    let expected = json!({ "batchItemFailures": [{ "itemIdentifier": "1" }] });
    assert_eq!((answer.unwrap(), begun.get()), (expected, 0));
}
