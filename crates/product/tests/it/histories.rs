//! The property that matters: in whatever order, how often and with whatever failures a product's
//! changes arrive, the same item comes out, and no change is lost.

use product::event::Change;
use product::item::Key;
use product::memory::{Table, block_on};
use product::model::Product;
use product::ports::ProductReader;
use proptest::prelude::*;

use crate::support::{
    applied_in_order, changes, create_named, deliver, deliveries, event, mishaps, model,
    product_id, update,
};

fn found(table: &Table) -> Option<Product> {
    block_on(table.find(product_id(0))).unwrap()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn any_delivery_ends_in_the_state_of_the_model(
        events in deliveries(1, 14),
        planned in mishaps(),
        at_once in 1_usize..=6,
        choices in prop::collection::vec(0_usize..6, 1..40),
    ) {
        let table = Table::default();
        table.plan(planned);
        deliver(&table, events.clone(), at_once, &choices, || {});
        let applied = applied_in_order(table.changes().unwrap(), &events);
        prop_assert_eq!(found(&table), model(&applied));

        let calm = Table::default();
        deliver(&calm, applied.clone(), 1, &[0], || {});
        let key = Key::product(product_id(0));
        prop_assert_eq!(&table.items()[&key], &calm.items()[&key]);
        prop_assert_eq!(table.names(), calm.names());
        prop_assert_eq!(table.states().unwrap()[0].version(), applied.len() as u64);
    }

    #[test]
    fn an_item_reads_back_as_it_was_written(events in deliveries(1, 6), more in changes()) {
        let table = Table::default();
        deliver(&table, events, 1, &[0], || {});
        deliver(&table, vec![event(0, 500, 3, more)], 1, &[0], || {});
        let state = table.states().unwrap().remove(0);
        prop_assert_eq!(&state.to_attributes(), &table.items()[&Key::product(product_id(0))]);
    }
}

#[test]
fn a_change_before_its_create_waits_unseen() {
    let table = Table::default();
    let later = event(
        0,
        2,
        10,
        Change::Update(update(r#"{"name":"Renamed","price":7}"#)),
    );
    deliver(&table, vec![later.clone()], 1, &[0], || {});
    assert_eq!(found(&table), None);
    let item = &table.items()[&Key::product(product_id(0))];
    assert!(!item.keys().any(|name| name.starts_with("GSI")));
    assert!(table.names().is_empty());

    let create = event(0, 1, 0, Change::Create(create_named("First")));
    deliver(&table, vec![create.clone()], 1, &[0], || {});
    let product = found(&table).unwrap();
    assert_eq!(product.name.as_str(), "Renamed");
    assert_eq!(product.created_at, create.occurred_at);
    assert_eq!(product.updated_at, later.occurred_at);
    assert_eq!(product.updated_by, later.actor);
    let item = &table.items()[&Key::product(product_id(0))];
    assert_eq!(
        item.keys().filter(|name| name.starts_with("GSI")).count(),
        3
    );
}

#[test]
fn an_update_of_all_fields_makes_no_product() {
    let table = Table::default();
    let everything = Change::Create(create_named("Whole")).fields();
    deliver(
        &table,
        vec![event(0, 1, 0, Change::Update(everything))],
        1,
        &[0],
        || {},
    );
    assert_eq!(found(&table), None);
}

#[test]
fn an_older_restore_does_not_undo_a_newer_delete() {
    let table = Table::default();
    let restore = Change::Update(update(r#"{"active":true}"#));
    let events = vec![
        event(0, 1, 0, Change::Create(create_named("Whole"))),
        event(0, 3, 9, Change::Delete),
        event(0, 2, 5, restore),
    ];
    deliver(&table, events, 1, &[0], || {});
    let product = found(&table).unwrap();
    assert!(!product.active);
    assert_eq!(product.version, 3);
    assert!(table.names().is_empty());
}

#[test]
fn in_one_millisecond_the_greater_message_id_wins() {
    for order in [[0, 1, 2], [2, 1, 0], [1, 2, 0]] {
        let table = Table::default();
        let events = [
            event(0, 1, 0, Change::Create(create_named("Whole"))),
            event(0, 2, 0, Change::Update(update(r#"{"price":2}"#))),
            event(0, 3, 0, Change::Update(update(r#"{"price":3}"#))),
        ];
        let events = order.map(|number: usize| events[number].clone()).to_vec();
        deliver(&table, events, 1, &[0], || {});
        assert_eq!(found(&table).unwrap().price.to_string(), "3");
    }
}
