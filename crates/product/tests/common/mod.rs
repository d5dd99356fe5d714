//! What the tests of the domain and those of its adapters share: sample requests, the simple model of a
//! product, and histories of changes.

// Each of them is a program of its own and uses a part of this.
#![allow(dead_code)]

use std::collections::BTreeSet;

use product::event::{Change, Event};
use product::item::{ChangeRecord, Fate};
use product::memory::Mishap;
use product::model::{Actor, MessageId, Moment, Product, ProductId, Source};
use product::request::{CreateProduct, UpdateProduct};
use proptest::prelude::*;
use uuid::Uuid;

pub(crate) const CREATE: &str = r#"{"name":"Web Hosting","description":"A place on the web",
    "price":99.90,"billingCycle":"monthly","features":["10 mailboxes","5 domains"]}"#;

/// 2026-11-21T08:30:00Z
pub(crate) const NOW: i64 = 1_795_249_800_000;

pub(crate) fn ann() -> Actor {
    Actor::parse("ann").unwrap()
}

pub(crate) fn create_named(name: &str) -> CreateProduct {
    CreateProduct::parse(CREATE.replace("Web Hosting", name).as_bytes()).unwrap()
}

pub(crate) fn update(json: &str) -> UpdateProduct {
    UpdateProduct::parse(json.as_bytes()).unwrap()
}

pub(crate) fn product_id(number: u128) -> ProductId {
    Uuid::from_u128(0xAA00 + number).into()
}

pub(crate) fn message_id(number: u128) -> MessageId {
    Uuid::from_u128(0xBB00 + number).into()
}

pub(crate) fn event(product: u128, message: u128, millis: i64, change: Change) -> Event {
    Event {
        message_id: message_id(message),
        product_id: product_id(product),
        occurred_at: Moment::from_millis(NOW + millis).unwrap(),
        actor: Actor::parse(&format!("actor {message}")).unwrap(),
        source: Source::parse("test").unwrap(),
        change,
    }
}

/// The simple model: the distinct events in the order of their stamps, one assignment after the other.
pub(crate) fn model(events: &[Event]) -> Option<Product> {
    let mut sorted: Vec<&Event> = events.iter().collect();
    sorted.sort_by_key(|event| event.stamp());
    sorted.dedup_by_key(|event| event.message_id);
    let created = sorted
        .iter()
        .find(|event| matches!(event.change, Change::Create(_)))?;
    let last = sorted.last()?;
    let mut all = UpdateProduct::default();
    for event in &sorted {
        let set = event.change.fields();
        all = UpdateProduct {
            name: set.name.or(all.name),
            description: set.description.or(all.description),
            price: set.price.or(all.price),
            currency: set.currency.or(all.currency),
            billing_cycle: set.billing_cycle.or(all.billing_cycle),
            features: set.features.or(all.features),
            active: set.active.or(all.active),
        };
    }
    Some(Product {
        product_id: created.product_id,
        name: all.name?,
        description: all.description?,
        price: all.price?,
        currency: all.currency?,
        billing_cycle: all.billing_cycle?,
        features: all.features?,
        active: all.active?,
        version: sorted.len().try_into().unwrap(),
        created_at: created.occurred_at,
        updated_at: last.occurred_at,
        updated_by: last.actor.clone(),
    })
}

/// The events of one product that were applied, oldest first. Panics unless each event has one record, and
/// nothing was refused but every CREATE after the first that came.
pub(crate) fn applied_in_order(records: Vec<ChangeRecord>, delivered: &[Event]) -> Vec<Event> {
    let answered: Vec<_> = records.iter().map(|it| it.event.message_id).collect();
    let distinct: BTreeSet<_> = delivered.iter().map(|it| it.message_id).collect();
    assert_eq!(answered.len(), distinct.len());
    assert_eq!(answered.into_iter().collect::<BTreeSet<_>>(), distinct);
    let is_create = |event: &Event| matches!(event.change, Change::Create(_));
    let mut applied = Vec::new();
    for record in records {
        match record.fate {
            Fate::Applied { .. } => applied.push(record.event),
            Fate::Refused { .. } => assert!(is_create(&record.event), "{record:?}"),
        }
    }
    let created = applied.iter().filter(|event| is_create(event)).count();
    assert_eq!(created, usize::from(delivered.iter().any(is_create)));
    applied.sort_by_key(Event::stamp);
    applied
}

/// How commits go wrong in a history.
pub(crate) fn mishaps() -> impl Strategy<Value = Vec<Option<Mishap>>> {
    let mishap = prop_oneof![
        3 => Just(None),
        1 => Just(Some(Mishap::Conflict)),
        1 => Just(Some(Mishap::FailBefore)),
        1 => Just(Some(Mishap::FailAfter)),
    ];
    prop::collection::vec(mishap, 0..24)
}

/// Any change, with few different values, so that many of them meet.
pub(crate) fn changes() -> impl Strategy<Value = Change> {
    let updates = prop_oneof![
        Just(r#"{"active":true}"#),
        Just(r#"{"active":false}"#),
        Just(r#"{"price":0.01,"currency":"EUR"}"#),
        Just(r#"{"price":999999.99}"#),
        Just(r#"{"description":"Something else","billingCycle":"yearly"}"#),
        Just(r#"{"features":["99 mailboxes"],"active":true}"#),
        Just(r#"{"name":"Alpha"}"#),
        Just(r#"{"name":"aLPHA","price":5}"#),
        Just(r#"{"name":"Beta","active":true}"#),
    ];
    let names = prop_oneof![Just("Alpha"), Just("BETA"), Just("Gamma")];
    prop_oneof![
        2 => names.prop_map(|name| Change::Create(create_named(name))),
        5 => updates.prop_map(|json| Change::Update(update(json))),
        2 => Just(Change::Delete),
    ]
}

/// Events of so many products, with stamps that often agree in time, in the order in which they are
/// delivered; some are delivered more than once.
pub(crate) fn deliveries(products: u128, most: usize) -> impl Strategy<Value = Vec<Event>> {
    let one = (0..products, 0_i64..6, changes(), 1_usize..=2);
    prop::collection::vec(one, 1..most)
        .prop_map(|entries| {
            let mut events = Vec::new();
            for (number, (product, millis, change, times)) in entries.into_iter().enumerate() {
                // Scattered, so that the order of the ids is not that of the list.
                let message = (number as u128 * 7) % 101;
                let event = event(product, message, millis, change);
                events.extend(std::iter::repeat_n(event, times));
            }
            events
        })
        .prop_shuffle()
}
