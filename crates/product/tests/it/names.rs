//! Names under competition: never two active products with one name, and no change without an answer.

use std::collections::{BTreeMap, BTreeSet};

use product::apply::Outcome;
use product::event::{Change, Event};
use product::item::{Cause, Fate, Key, ProductState};
use product::memory::{Table, block_on};
use product::model::Money;
use product::ports::ProductReader;
use proptest::prelude::*;

use crate::support::{
    create_named, deliver, deliveries, event, mishaps, model, product_id, update, writer,
};

const PRODUCTS: u128 = 4;

/// Every name item is of exactly the one active product that has the name.
fn names_are_sound(table: &Table) {
    let mut held = BTreeMap::new();
    for state in table.states().unwrap() {
        if let Some(name) = state.held_name() {
            let before = held.insert(Key::name(&name).pk, state.id().to_string());
            assert_eq!(before, None, "two active products are called {name}");
        }
    }
    assert_eq!(table.names(), held);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn products_fight_for_few_names(
        events in deliveries(PRODUCTS, 24),
        planned in mishaps(),
        at_once in 1_usize..=8,
        choices in prop::collection::vec(0_usize..8, 1..60),
    ) {
        let table = Table::default();
        table.plan(planned);
        let mut seen = 0;
        deliver(&table, events.clone(), at_once, &choices, || {
            if table.commits() > seen {
                seen = table.commits();
                names_are_sound(&table);
            }
        });

        let records = table.changes().unwrap();
        let answered: BTreeSet<_> = records.iter().map(|record| record.event.message_id).collect();
        let accepted: BTreeSet<_> = events.iter().map(|event| event.message_id).collect();
        prop_assert_eq!(records.len(), answered.len());
        prop_assert_eq!(answered, accepted);
        for number in 0..PRODUCTS {
            let id = product_id(number);
            let mut applied: Vec<Event> = Vec::new();
            for record in records.iter().filter(|record| record.event.product_id == id) {
                match &record.fate {
                    Fate::Applied { .. } => applied.push(record.event.clone()),
                    Fate::Refused { reason } => prop_assert!(
                        reason.ends_with("another active product") || reason.ends_with("another product")
                    ),
                }
            }
            prop_assert_eq!(block_on(table.find(id)).unwrap(), model(&applied));
        }
    }
}

#[test]
fn of_many_creates_at_once_one_gets_the_name() {
    let table = Table::default();
    let creates: Vec<Event> = (0..40)
        .map(|number| {
            let name = if number % 2 == 0 {
                "The Name"
            } else {
                "tHE  nAME"
            };
            event(number, number, 0, Change::Create(create_named(name)))
        })
        .collect();
    deliver(&table, creates, 40, &[3, 1, 4, 1, 5, 9, 2, 6], || {
        names_are_sound(&table);
    });
    let active = table.states().unwrap();
    assert_eq!(active.len(), 1);
    let refused = table.changes().unwrap();
    let refused = refused
        .iter()
        .filter(|record| matches!(record.fate, Fate::Refused { .. }));
    assert_eq!(refused.count(), 39);
}

#[test]
fn a_refused_change_leaves_the_product_as_it_was() {
    let table = Table::default();
    let writer = writer(&table);
    let apply = |event: Event| block_on(writer.apply(&event)).unwrap();
    let cause = Cause::NameTaken(create_named("Alpha").name.key());
    let taken = Outcome::Refused { cause };
    assert_eq!(
        apply(event(0, 1, 0, Change::Create(create_named("Alpha")))),
        Outcome::Applied
    );
    assert_eq!(
        apply(event(1, 2, 0, Change::Create(create_named("Beta")))),
        Outcome::Applied
    );
    let before = table.states().unwrap();
    let rename = event(
        1,
        3,
        1,
        Change::Update(update(r#"{"name":"ALPHA","price":1}"#)),
    );
    assert_eq!(apply(rename.clone()), taken);
    assert_eq!(apply(rename.clone()), Outcome::Duplicate);
    assert_eq!(table.states().unwrap(), before);

    // Once the name is free another change may have it; the refused one stays refused.
    assert_eq!(apply(event(0, 4, 2, Change::Delete)), Outcome::Applied);
    assert_eq!(apply(rename), Outcome::Duplicate);
    let again = event(1, 5, 3, Change::Update(update(r#"{"name":"Alpha"}"#)));
    assert_eq!(apply(again), Outcome::Applied);
    let restore = event(0, 6, 4, Change::Update(update(r#"{"active":true}"#)));
    assert_eq!(apply(restore), taken);
    let restore = r#"{"active":true,"name":"Beta"}"#;
    let restore = event(0, 7, 5, Change::Update(update(restore)));
    assert_eq!(apply(restore), Outcome::Applied);
    names_are_sound(&table);
    assert_eq!(table.names().len(), 2);
}

/// The price of deciding about a name at once: what is refused depends on what has come before. What is applied
/// makes the same product all the same.
#[test]
fn what_is_refused_depends_on_the_order_and_what_is_applied_does_not() {
    let taken = Change::Update(update(r#"{"name":"Alpha","price":5}"#));
    let taken = event(1, 3, 1, taken);
    let free = event(1, 4, 2, Change::Update(update(r#"{"name":"Gamma"}"#)));
    for (order, price) in [([&taken, &free], "99.9"), ([&free, &taken], "5")] {
        let table = Table::default();
        let mut applied = vec![event(1, 2, 0, Change::Create(create_named("Beta")))];
        let rival = event(0, 1, 0, Change::Create(create_named("Alpha")));
        deliver(&table, vec![rival, applied[0].clone()], 1, &[0], || {});
        for event in order {
            let outcome = block_on(writer(&table).apply(event)).unwrap();
            applied.extend((outcome == Outcome::Applied).then(|| event.clone()));
        }
        let product = block_on(table.find(product_id(1))).unwrap().unwrap();
        assert_eq!(product.name.as_str(), "Gamma");
        assert_eq!(product.price, Money::price(price).unwrap());
        assert_eq!(Some(product), model(&applied));
        names_are_sound(&table);
    }
}

#[test]
fn a_name_in_other_letters_stays_with_its_product() {
    let table = Table::default();
    let writer = writer(&table);
    for event in [
        event(0, 1, 0, Change::Create(create_named("Alpha"))),
        event(0, 2, 1, Change::Update(update(r#"{"name":"ALPHA"}"#))),
    ] {
        assert_eq!(block_on(writer.apply(&event)).unwrap(), Outcome::Applied);
    }
    let states: Vec<ProductState> = table.states().unwrap();
    assert_eq!(states[0].product().unwrap().name.as_str(), "ALPHA");
    names_are_sound(&table);
}
