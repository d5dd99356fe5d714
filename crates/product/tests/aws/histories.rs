//! The property that matters, with real transactions: in whatever order, how often and with whatever
//! failures a product's changes arrive, the same item comes out, and no change is lost.

use product::apply::Writer;
use product::event::Event;
use product::item::Key;
use product::memory::{Mishap, NoBackoff, Table, TestClock, block_on};
use product::ports::ProductReader;
use proptest::test_runner::{Config, TestRunner};

use crate::cloud::Cloud;
use crate::common::{NOW, applied_in_order, deliveries, mishaps, model, product_id};
use crate::deliver::{deliver, writer};

/// Random histories; one takes some tenths of a second. The table in memory is tested with many more.
const CASES: u32 = 24;

#[test]
fn any_delivery_ends_in_the_state_of_the_model() {
    let cloud = Cloud::new();
    let config = Config {
        failure_persistence: None,
        ..Config::with_cases(CASES)
    };
    let strategy = (deliveries(1, 14), mishaps(), 1_usize..=6);
    TestRunner::new(config)
        .run(&strategy, |(events, planned, at_once)| {
            cloud.run(check(&cloud, events, planned, at_once));
            Ok(())
        })
        .unwrap();
}

async fn check(cloud: &Cloud, events: Vec<Event>, planned: Vec<Option<Mishap>>, at_once: usize) {
    let table = cloud.table().await;
    deliver(&[writer(&table.products, planned)], events.clone(), at_once).await;
    let content = table.content().await;
    let applied = applied_in_order(content.changes(), &events);
    let id = product_id(0);
    assert_eq!(table.products.find(id).await.unwrap(), model(&applied));

    // The very item that a calm delivery in the right order makes in memory.
    let calm = in_memory(&applied);
    let key = Key::product(id);
    assert_eq!(content.items[&key], calm.items()[&key]);
    assert_eq!(content.names(), calm.names());
}

fn in_memory(events: &[Event]) -> Table {
    let table = Table::default();
    let writer = Writer {
        store: table.clone(),
        clock: TestClock::at(NOW),
        backoff: NoBackoff,
    };
    for event in events {
        block_on(writer.apply(event)).unwrap();
    }
    table
}
