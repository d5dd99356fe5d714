//! What stands in the table, and how it is reached.

use std::collections::BTreeSet;

use product::aws::DynamoProducts;
use product::event::Change;
use product::item::{Attribute, KEPT_FOR_DAYS, Key};
use product::model::{Money, NameKey};
use product::ports::ProductReader;
use product::query::{Order, PriceQuery};

use crate::cloud::{Cloud, config_at};
use crate::common::{NOW, create_named, event, product_id, update};
use crate::deliver::{deliver, writer};
use crate::table::{Content, string};
use crate::wire::Wire;

/// An active product, a deleted one, one that was never created, and a refused change.
async fn fill(products: &DynamoProducts) {
    let rename = Change::Update(update(r#"{"name":"Renamed","price":7.5}"#));
    let events = vec![
        event(0, 1, 0, Change::Create(create_named("Alpha"))),
        event(0, 2, 1, rename),
        event(1, 3, 0, Change::Create(create_named("Beta"))),
        event(1, 4, 1, Change::Delete),
        event(2, 5, 0, Change::Update(update(r#"{"name":"Early"}"#))),
        event(3, 6, 2, Change::Create(create_named("RENAMED"))),
    ];
    deliver(&[writer(products, Vec::new())], events, 1).await;
}

fn keys(content: &Content) -> Vec<(String, String)> {
    let keys = content.items.keys().cloned();
    keys.map(|key| (key.pk, key.sk)).collect()
}

#[test]
fn every_item_has_the_keys_of_its_kind_and_no_others() {
    let cloud = Cloud::new();
    cloud.run(async {
        let table = cloud.table().await;
        fill(&table.products).await;
        let content = table.content().await;
        let id = |number| format!("PRODUCT#{}", product_id(number));
        let change = |number: u8| format!("CHANGE#00000000-0000-0000-0000-00000000bb0{number}");
        let product = || "PRODUCT".to_owned();
        let expected = [
            ("NAME#renamed".to_owned(), "NAME".to_owned()),
            (id(0), change(1)),
            (id(0), change(2)),
            (id(0), product()),
            (id(1), change(3)),
            (id(1), change(4)),
            (id(1), product()),
            (id(2), change(5)),
            (id(2), product()),
            (id(3), change(6)),
        ];
        assert_eq!(keys(&content), expected);
        let until = Attribute::N((NOW / 1_000 + KEPT_FOR_DAYS * 86_400).to_string());
        for (key, item) in &content.items {
            let is_change = key.sk.starts_with(Key::CHANGE_PREFIX);
            assert_eq!(
                item.get("expiresAt"),
                is_change.then_some(&until),
                "{key:?}"
            );
            let index_keys = item.keys().filter(|name| name.starts_with("GSI")).count();
            let is_active = item.get("active") == Some(&Attribute::Bool(true));
            assert_eq!(index_keys, if is_active { 3 } else { 0 }, "{key:?}");
        }
        let active = &content.items[&Key::product(product_id(0))];
        assert_eq!(string(active, "GSI1_PK"), "PRODUCT");
        let price_key = format!("000007.50#{}", product_id(0));
        assert_eq!(string(active, "GSI1_SK"), price_key);
        assert_eq!(string(active, "GSI2_PK"), "renamed");
        for index in ["ProductsByPriceIndex", "ProductsByNameIndex"] {
            let indexed = table.index(index).await;
            assert_eq!(keys(&indexed), [(id(0), product())], "{index}");
        }
    });
}

#[test]
fn nothing_is_scanned_and_items_are_read_as_last_written() {
    let cloud = Cloud::new();
    cloud.run(async {
        let wire = Wire::to(cloud.port(), []);
        let table = cloud.table().await;
        let products = DynamoProducts::new(&config_at(&wire.endpoint()), &table.name);
        fill(&products).await;
        assert!(products.find(product_id(0)).await.unwrap().is_some());
        assert!(products.find(product_id(2)).await.unwrap().is_none());
        let name: NameKey = create_named("Renamed").name.key();
        assert!(products.find_by_name(&name).await.unwrap().is_some());
        let all = PriceQuery {
            order: Order::Ascending,
            min_price: Money::ZERO,
            max_price: Money::MAX,
            limit: 100,
            after: None,
        };
        assert_eq!(products.list(&all).await.unwrap().products.len(), 1);

        let seen = wire.seen();
        let operations: BTreeSet<&str> = seen.iter().map(|seen| seen.operation.as_str()).collect();
        let expected = BTreeSet::from(["GetItem", "Query", "TransactWriteItems"]);
        assert_eq!(operations, expected);
        for seen in seen.iter().filter(|seen| seen.operation == "GetItem") {
            assert!(
                seen.body.contains(r#""ConsistentRead":true"#),
                "{}",
                seen.body
            );
        }
    });
}
