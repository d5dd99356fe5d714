//! Names under real competition: several writers, many messages at once, one table.

use std::collections::{BTreeMap, BTreeSet};

use product::apply::Outcome;
use product::event::{Change, Event};
use product::item::{Cause, Fate};
use product::ports::ProductReader;
use proptest::test_runner::{Config, TestRunner};

use crate::cloud::Cloud;
use crate::common::{create_named, deliveries, event, mishaps, model, product_id, update};
use crate::deliver::{TestWriter, deliver, writer};
use crate::table::{Content, TestTable};
use product::aws::DynamoProducts;

const WRITERS: usize = 4;
/// Random histories.
const CASES: u32 = 10;

/// Writers that share nothing but the table.
fn writers(cloud: &Cloud, table: &TestTable) -> Vec<TestWriter> {
    let mut writers = Vec::new();
    for _ in 0..WRITERS {
        let products = DynamoProducts::new(&cloud.config(), &table.name);
        writers.push(writer(&products, Vec::new()));
    }
    writers
}

/// Each change has one record, and each product is what its applied changes make.
async fn check_records(table: &TestTable, content: &Content, events: &[Event]) {
    let records = content.changes();
    let answered: BTreeSet<_> = records
        .iter()
        .map(|record| record.event.message_id)
        .collect();
    let accepted: BTreeSet<_> = events.iter().map(|event| event.message_id).collect();
    assert_eq!(records.len(), answered.len());
    assert_eq!(answered, accepted);
    let products: BTreeSet<_> = events.iter().map(|event| event.product_id).collect();
    for id in products {
        let applied: Vec<Event> = records
            .iter()
            .filter(|record| record.event.product_id == id)
            .filter(|record| matches!(record.fate, Fate::Applied { .. }))
            .map(|record| record.event.clone())
            .collect();
        assert_eq!(table.products.find(id).await.unwrap(), model(&applied));
    }
}

#[test]
fn of_many_creates_at_once_each_name_is_given_once() {
    let cloud = Cloud::new();
    cloud.run(async {
        let table = cloud.table().await;
        let events: Vec<Event> = (0..200)
            .map(|number| {
                let name = format!("Name {}", number % 20);
                let name = if number % 3 == 0 {
                    name.to_uppercase()
                } else {
                    name
                };
                event(number, number, 0, Change::Create(create_named(&name)))
            })
            .collect();
        let writers = writers(&cloud, &table);
        deliver(&writers, events.clone(), events.len()).await;

        let content = table.content().await;
        assert_eq!(
            fates(&content),
            BTreeMap::from([("applied", 20), ("refused", 180)])
        );
        content.check_names();
        let states = content.states();
        assert_eq!(states.len(), 20);
        assert!(states.iter().all(|state| state.held_name().is_some()));
        assert_eq!(content.names().len(), 20);
        check_records(&table, &content, &events).await;
    });
}

#[test]
fn products_that_swap_names_never_share_one() {
    let cloud = Cloud::new();
    cloud.run(async {
        let table = cloud.table().await;
        let writers = writers(&cloud, &table);
        let names = ["Alpha", "Beta", "Gamma", "Delta"];
        let mut events: Vec<Event> = (0_u128..)
            .zip(names)
            .map(|(number, name)| event(number, number, 0, Change::Create(create_named(name))))
            .collect();
        deliver(&writers, events.clone(), 4).await;
        // In each round all want the name that another has, but for one that gives its name up.
        let mut message = 100;
        for round in 1..=12 {
            let mut wishes = Vec::new();
            for product in 0..4 {
                message += 1;
                let json = match (product + round) % 4 {
                    0 => r#"{"active":false}"#.to_owned(),
                    wanted => format!(r#"{{"name":"{}","active":true}}"#, names[wanted]),
                };
                let change = Change::Update(update(&json));
                let millis = i64::try_from(round).unwrap();
                wishes.push(event(product as u128, message, millis, change));
            }
            deliver(&writers, wishes.clone(), wishes.len()).await;
            table.content().await.check_names();
            events.extend(wishes);
        }
        let content = table.content().await;
        check_records(&table, &content, &events).await;
        // Who wins is open, but a create without a rival and a name given up are always applied.
        assert!(fates(&content)["applied"] >= 4 + 12);
    });
}

fn fates(content: &Content) -> BTreeMap<&'static str, usize> {
    let mut fates = BTreeMap::new();
    for record in content.changes() {
        *fates.entry(record.fate.as_str()).or_default() += 1;
    }
    fates
}

#[test]
fn products_fight_for_few_names() {
    let cloud = Cloud::new();
    let config = Config {
        failure_persistence: None,
        ..Config::with_cases(CASES)
    };
    let strategy = (deliveries(4, 30), mishaps(), 2_usize..=12);
    TestRunner::new(config)
        .run(&strategy, |(events, planned, at_once)| {
            cloud.run(async {
                let table = cloud.table().await;
                let writers = [
                    writer(&table.products, planned),
                    writer(&table.products, Vec::new()),
                ];
                deliver(&writers, events.clone(), at_once).await;
                let content = table.content().await;
                content.check_names();
                check_records(&table, &content, &events).await;
            });
            Ok(())
        })
        .unwrap();
}

#[test]
fn a_product_that_lost_its_name_gets_it_back_when_it_is_free() {
    let cloud = Cloud::new();
    cloud.run(async {
        let table = cloud.table().await;
        let writer = writer(&table.products, Vec::new());
        let restore = || Change::Update(update(r#"{"active":true}"#));
        let cause = Cause::NameTaken(create_named("Alpha").name.key());
        let refused = Outcome::Refused { cause };
        for (event, expected) in [
            (
                event(0, 1, 0, Change::Create(create_named("Alpha"))),
                Outcome::Applied,
            ),
            (event(0, 2, 1, Change::Delete), Outcome::Applied),
            (
                event(1, 3, 2, Change::Create(create_named("ALPHA"))),
                Outcome::Applied,
            ),
            (event(0, 4, 3, restore()), refused),
            (event(1, 5, 4, Change::Delete), Outcome::Applied),
            (event(0, 4, 3, restore()), Outcome::Duplicate),
            (event(0, 6, 5, restore()), Outcome::Applied),
        ] {
            assert_eq!(writer.apply(&event).await.unwrap(), expected, "{event:?}");
        }
        let name = create_named("alpha").name.key();
        let found = table.products.find_by_name(&name).await.unwrap().unwrap();
        assert_eq!(found.product_id, product_id(0));
        table.content().await.check_names();
    });
}
