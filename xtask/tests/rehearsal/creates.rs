//! Names stay unique.

use std::collections::BTreeSet;
use std::sync::atomic::{AtomicUsize, Ordering};

use serde_json::json;

use crate::stage::{Stage, until};

const CREATES: usize = 200;
const NAMES: usize = 20;
const AT_ONCE: usize = 20;

/// 200 concurrent creates with 20 names leave exactly 20 active products and 200 answered requests, and
/// each that was accepted is on record.
pub(crate) fn two_hundred_at_once_with_twenty_names(stage: &Stage) {
    let next = AtomicUsize::new(0);
    let work = || {
        let mut accepted = Vec::new();
        loop {
            let number = next.fetch_add(1, Ordering::Relaxed);
            if number >= CREATES {
                return accepted;
            }
            // Neighbours want the same name, in another case.
            let name = format!("Name {}", number / (CREATES / NAMES));
            let name = if number.is_multiple_of(2) {
                name
            } else {
                name.to_uppercase()
            };
            let answer = stage.post(&json!({
                "name": name,
                "description": "One of two hundred products.",
                "price": 10 + number,
                "billingCycle": "yearly",
                "features": [format!("number {number}")],
            }));
            match answer.status {
                202 => accepted.push(answer.body["productId"].as_str().unwrap().to_owned()),
                409 => assert_eq!(answer.body["error"], "CONFLICT", "{}", answer.body),
                status => panic!("{status}: {}", answer.body),
            }
        }
    };
    let accepted: BTreeSet<String> = std::thread::scope(|scope| {
        let threads: Vec<_> = (0..AT_ONCE).map(|_| scope.spawn(work)).collect();
        let accepted = threads
            .into_iter()
            .flat_map(|thread| thread.join().unwrap());
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
    let active = stage.products();
    let active: Vec<_> = active
        .iter()
        .filter(|product| accepted.contains(product["productId"].as_str().unwrap()))
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
