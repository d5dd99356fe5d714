//! No change is lost, and none counts twice.

use std::collections::{BTreeMap, BTreeSet};

use fastrand::Rng;
use serde_json::{Value, json};

use crate::creates::is_change;
use crate::model::Model;
use crate::stage::{Stage, until};

const PRODUCTS: usize = 90;
const CHANGES_EACH: usize = 11;
const POISON: usize = 10;

/// For how many seconds the queue hides a message: long enough for a batch, short enough to wait for the
/// three tries of a poison message. What the stack sets is for the real thing.
const HIDDEN: u64 = 20;

/// 1,000 mixed changes, delivered shuffled and twice, end in the model's state, and each of them is
/// accounted for: in the table and the audit log, or in the dead letters.
pub(crate) fn a_thousand_shuffled_and_twice(stage: &Stage) {
    let mut random = Rng::with_seed(0x5EED);
    let events: Vec<Value> = (0..PRODUCTS)
        .flat_map(|product| life(product, &mut random))
        .collect();
    let poison: Vec<String> = (0..POISON).map(|n| format!("poison {n}")).collect();
    assert_eq!(events.len() + poison.len(), 1000);

    let queue = queue_url(stage, "bbws-product-change-prod");
    let usual = stage.inspector.visibility_timeout(&queue).unwrap();
    stage
        .inspector
        .set_visibility_timeout(&queue, HIDDEN)
        .unwrap();
    let mut messages: Vec<String> = events.iter().map(Value::to_string).collect();
    messages.extend(poison.iter().cloned());
    messages.extend(messages.clone());
    random.shuffle(&mut messages);
    for message in &messages {
        stage.inspector.send(&queue, message).unwrap();
    }

    let ids: BTreeSet<&str> = events
        .iter()
        .map(|event| text(event, "messageId"))
        .collect();
    assert_eq!(ids.len(), events.len());
    until(|| in_table(stage, &ids));
    until(|| in_audit_log(stage, &ids));
    until(|| drained(stage));
    only_dead_letters(stage, &poison);
    stage
        .inspector
        .set_visibility_timeout(&queue, usual)
        .unwrap();
    same_as_the_model(stage, &events);
}

/// The events of one product, as they occurred: a creation and what comes after.
fn life(product: usize, random: &mut Rng) -> Vec<Value> {
    let id = format!("10000000-0000-4000-8000-{product:012}");
    (0..CHANGES_EACH)
        .map(|number| {
            let (kind, payload) = match number {
                0 => ("CREATE", whole(product)),
                _ => change(product, number, random),
            };
            json!({
                "messageId": format!("20000000-0000-4000-8000-{product:06}{number:06}"),
                "eventType": kind,
                "version": "1.0",
                "productId": id,
                "occurredAt": format!("2026-01-01T00:{:02}:{number:02}.000Z", product % 60),
                "actor": format!("actor {number}"),
                "source": "rehearsal",
                "payload": payload,
            })
        })
        .collect()
}

fn whole(product: usize) -> Value {
    json!({
        "name": format!("Product {product}"),
        "description": "Has an eventful life.",
        "price": product + 1,
        "currency": "ZAR",
        "billingCycle": "monthly",
        "features": ["at the start"],
        "active": true,
    })
}

fn change(product: usize, number: usize, random: &mut Rng) -> (&'static str, Value) {
    match random.u8(0..8) {
        0 => ("DELETE", json!({})),
        1 => ("UPDATE", json!({ "active": true })),
        // Its own names only: whose a name is that two products want hangs on the order.
        2 => (
            "UPDATE",
            json!({ "name": format!("Product {product} number {number}") }),
        ),
        3 => (
            "UPDATE",
            json!({ "billingCycle": "yearly", "currency": "USD" }),
        ),
        4 => (
            "UPDATE",
            json!({ "features": [format!("feature {number}")] }),
        ),
        5 => (
            "UPDATE",
            json!({ "description": format!("Changed by number {number}.") }),
        ),
        _ => ("UPDATE", json!({ "price": random.u32(1..90_000) })),
    }
}

/// Each change has its record, and was applied.
fn in_table(stage: &Stage, ids: &BTreeSet<&str>) -> Result<(), String> {
    let items = stage.items("bbws-products-prod");
    let records = items.iter().filter(|item| is_change(item));
    let records: BTreeMap<&str, &Value> = records
        .map(|item| {
            let key = item["SK"]["S"].as_str().unwrap();
            (key.split_once('#').unwrap().1, item)
        })
        .collect();
    let missing = ids.iter().filter(|id| !records.contains_key(**id)).count();
    if missing > 0 {
        return Err(format!("{missing} changes have no record"));
    }
    for id in ids {
        let outcome = records[id]["outcome"]["S"].as_str();
        assert_eq!(outcome, Some("applied"), "{}", records[id]);
    }
    Ok(())
}

/// Each poison message is in the dead letters as often as it was delivered. Nothing else is, and no other
/// dead letters are anywhere.
fn only_dead_letters(stage: &Stage, poison: &[String]) {
    for queue in stage.inspector.queues().unwrap() {
        if !queue.name.contains("dlq") {
            continue;
        }
        let mut found = stage.inspector.messages(&queue.name).unwrap();
        let mut expected = Vec::new();
        if queue.name == "bbws-product-change-dlq-prod" {
            // The smoke test has left one.
            found.retain(|message| !message.contains("no event"));
            expected = [poison, poison].concat();
        }
        found.sort_unstable();
        expected.sort_unstable();
        assert_eq!(found, expected, "{}", queue.name);
    }
}

/// Each change has its object in the audit log, once.
fn in_audit_log(stage: &Stage, ids: &BTreeSet<&str>) -> Result<(), String> {
    let keys = stage
        .inspector
        .objects("bbws-product-audit-logs-prod")
        .unwrap();
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for key in &keys {
        let name = key.strip_suffix(".json").unwrap();
        *counts.entry(name.rsplit_once('_').unwrap().1).or_default() += 1;
    }
    let missing = ids.iter().filter(|id| !counts.contains_key(**id)).count();
    if missing > 0 {
        return Err(format!("{missing} changes are not in the audit log"));
    }
    assert!(ids.iter().all(|id| counts[id] == 1));
    Ok(())
}

/// Nothing is on its way any more.
fn drained(stage: &Stage) -> Result<(), String> {
    let queues = stage.inspector.queues().unwrap();
    let busy = queues.iter().find(|queue| {
        !queue.name.contains("dlq") && queue.visible + queue.in_flight + queue.delayed > 0
    });
    busy.map_or(Ok(()), |queue| Err(format!("{queue:?} is not empty")))
}

/// What the API shows is what the changes come to when they are told one after the other.
fn same_as_the_model(stage: &Stage, events: &[Value]) {
    let mut by_product: BTreeMap<&str, Vec<&Value>> = BTreeMap::new();
    for event in events {
        by_product
            .entry(text(event, "productId"))
            .or_default()
            .push(event);
    }
    let mut active = 0;
    for (id, events) in by_product {
        let (model, answer) = (Model::of(&events), stage.get(&format!("/{id}")));
        if model.is_active() {
            active += 1;
            assert_eq!(answer.status, 200, "{}", answer.body);
            assert_eq!(answer.body, Value::Object(model.product));
        } else {
            assert_eq!(answer.status, 404, "{}", answer.body);
        }
    }
    // Or the comparison would say little.
    assert!(
        active > PRODUCTS / 4 && active < PRODUCTS,
        "{active} are active"
    );
}

fn queue_url(stage: &Stage, name: &str) -> String {
    let queues = stage.inspector.queues().unwrap();
    queues
        .into_iter()
        .find(|queue| queue.name == name)
        .unwrap()
        .url
}

fn text<'a>(object: &'a Value, name: &str) -> &'a str {
    object[name].as_str().unwrap()
}
