//! Names stay unique.

use std::collections::BTreeSet;
use std::sync::Barrier;

use serde_json::json;

use crate::stage::{Stage, until};

const CREATES: usize = 200;
const NAMES: usize = 20;

/// 200 concurrent creates with 20 names leave exactly 20 active products and 200 answered requests, and
/// each that was accepted is on record.
pub(crate) fn two_hundred_at_once_with_twenty_names(stage: &Stage) {
    let all_there = Barrier::new(CREATES);
    let work = |number: usize| {
        // Neighbours want the same name, in another case.
        let name = format!("Name {}", number / (CREATES / NAMES));
        let name = if number.is_multiple_of(2) {
            name
        } else {
            name.to_uppercase()
        };
        let product = json!({
            "name": name,
            "description": "One of two hundred products.",
            "price": 10 + number,
            "billingCycle": "yearly",
            "features": [format!("number {number}")],
        });
        all_there.wait();
        // A gateway that is asked too much at a time says so, and a client asks again with the same key.
        let key = format!("create-{number}");
        let answer = until(|| match stage.create(&key, &product) {
            busy if busy.status == 429 => Err(format!("still too many requests: {}", busy.body)),
            answer => Ok(answer),
        });
        match answer.status {
            202 => Some(answer.body["productId"].as_str().unwrap().to_owned()),
            409 => {
                assert_eq!(answer.body["error"], "CONFLICT", "{}", answer.body);
                None
            }
            status => panic!("{status}: {}", answer.body),
        }
    };
    let accepted: BTreeSet<String> = std::thread::scope(|scope| {
        let work = &work;
        let threads: Vec<_> = (0..CREATES)
            .map(|number| scope.spawn(move || work(number)))
            .collect();
        let accepted = threads
            .into_iter()
            .filter_map(|thread| thread.join().unwrap());
        accepted.collect()
    });
    assert!(accepted.len() >= NAMES);

    until(|| {
        let recorded = records(stage);
        match accepted.difference(&recorded).count() {
            0 => Ok(()),
            missing => Err(format!("{missing} accepted creates are not on record")),
        }
    });
    // The smoke test has retired the one that it made.
    let active = stage.products();
    let active: Vec<_> = active
        .iter()
        .map(|product| product["name"].as_str().unwrap().to_lowercase())
        .collect();
    assert_eq!(active.len(), NAMES, "{active:?}");
    assert_eq!(active.iter().collect::<BTreeSet<_>>().len(), NAMES);
}

/// The products of all changes on record, applied or refused.
fn records(stage: &Stage) -> BTreeSet<String> {
    let items = stage.items("bbws-products-prod");
    let changes = items.iter().filter(|item| is_change(item));
    let product = |item: &serde_json::Value| {
        let key = item["PK"]["S"].as_str().unwrap();
        key.split_once('#').unwrap().1.to_owned()
    };
    changes.map(product).collect()
}

pub(crate) fn is_change(item: &serde_json::Value) -> bool {
    item["SK"]["S"].as_str().unwrap().starts_with("CHANGE#")
}
