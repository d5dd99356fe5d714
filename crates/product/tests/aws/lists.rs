//! Lists by price and products by name, compared with the table in memory.

use product::apply::Writer;
use product::aws::DynamoProducts;
use product::event::{Change, Event};
use product::memory::{NoBackoff, Table, TestClock, block_on};
use product::model::{Money, Name, Product};
use product::ports::ProductReader;
use product::query::{Order, PriceQuery};
use product::request::CreateProduct;

use crate::cloud::{Cloud, config_at};
use crate::common::{CREATE, NOW, create_named, event, update};
use crate::deliver::{deliver, writer};
use crate::table::TestTable;
use crate::wire::Wire;

/// The least and the greatest price, some prices more than once, and all bounds that are asked for.
const PRICES: [&str; 14] = [
    "5",
    "0.01",
    "999999.99",
    "2",
    "0.02",
    "2.5",
    "5",
    "2",
    "0.01",
    "9.99",
    "10",
    "1",
    "999999.98",
    "99.9",
];

fn priced(number: u128, price: &str) -> Event {
    let json = CREATE
        .replace("Web Hosting", &format!("Product {number}"))
        .replace("99.90", price);
    let create = CreateProduct::parse(json.as_bytes()).unwrap();
    event(number, number, 0, Change::Create(create))
}

/// The same products in both tables; one of them is deleted and another has a new price.
async fn both(cloud: &Cloud) -> (TestTable, Table) {
    let mut events: Vec<Event> = (0..)
        .zip(PRICES)
        .map(|(number, price)| priced(number, price))
        .collect();
    events.push(event(3, 100, 1, Change::Delete));
    events.push(event(
        11,
        101,
        1,
        Change::Update(update(r#"{"price":2.00}"#)),
    ));
    let (table, memory) = (cloud.table().await, Table::default());
    deliver(&[writer(&table.products, Vec::new())], events.clone(), 1).await;
    let in_memory = Writer {
        store: memory.clone(),
        clock: TestClock::at(NOW),
        backoff: NoBackoff,
    };
    for event in &events {
        block_on(in_memory.apply(event)).unwrap();
    }
    (table, memory)
}

/// All pages of a query, as the products on them.
async fn pages(reader: &impl ProductReader, mut query: PriceQuery) -> Vec<Vec<Product>> {
    let mut pages = Vec::new();
    loop {
        let page = reader.list(&query).await.unwrap();
        assert!(page.products.len() <= usize::from(query.limit));
        assert!(pages.len() < 100, "the pages do not end");
        pages.push(page.products);
        match page.next {
            Some(last) => query.after = Some(last),
            None => return pages,
        }
    }
}

fn query(order: Order, (min, max): (&str, &str), limit: u8) -> PriceQuery {
    PriceQuery {
        order,
        min_price: Money::bound(min).unwrap(),
        max_price: Money::bound(max).unwrap(),
        limit,
        after: None,
    }
}

#[test]
fn pages_are_those_of_the_table_in_memory() {
    let cloud = Cloud::new();
    cloud.run(async {
        let (table, memory) = both(&cloud).await;
        let bounds = [
            ("0", "999999.99"),
            ("0.01", "0.01"),
            ("0.02", "5"),
            ("2", "2"),
            ("999999.99", "999999.99"),
            ("999999.98", "999999.99"),
            ("3", "4.99"),
            ("0", "0"),
        ];
        for order in [Order::Ascending, Order::Descending] {
            for bounds in bounds {
                for limit in [1, 2, 5, 13, 100] {
                    let query = query(order, bounds, limit);
                    let found = pages(&table.products, query.clone()).await;
                    let expected = pages(&memory, query.clone()).await;
                    assert_eq!(found, expected, "{query:?}");
                }
            }
        }
        let all = pages(&memory, query(Order::Ascending, ("0", "999999.99"), 100)).await;
        assert_eq!(all[0].len(), PRICES.len() - 1);
    });
}

#[test]
fn a_page_starts_after_a_product_that_is_gone() {
    let cloud = Cloud::new();
    cloud.run(async {
        let (table, _) = both(&cloud).await;
        let mut first = query(Order::Ascending, ("0", "5"), 4);
        let page = table.products.list(&first).await.unwrap();
        let last = page.products.last().unwrap();
        let rest = |pages: Vec<Vec<Product>>| -> Vec<String> {
            pages
                .concat()
                .iter()
                .map(|product| product.name.to_string())
                .collect()
        };
        first.after = page.next;
        let before = rest(pages(&table.products, first.clone()).await);
        assert_eq!(before.len(), 4);
        let number = last.product_id.as_uuid().as_u128() - 0xAA00;
        let gone = event(number, 500, 9, Change::Delete);
        deliver(&[writer(&table.products, Vec::new())], vec![gone], 1).await;
        assert_eq!(rest(pages(&table.products, first).await), before);
    });
}

/// DynamoDB ends an answer after 1 MB.
#[test]
fn a_page_is_whole_even_when_it_takes_more_than_one_answer() {
    const COUNT: u8 = 80;
    let cloud = Cloud::new();
    cloud.run(async {
        let table = cloud.table().await;
        let features = vec!["🚀".repeat(200); 20];
        let features = format!("[\"{}\"]", features.join("\",\""));
        let create = CREATE.replace(r#"["10 mailboxes","5 domains"]"#, &features);
        let events = (0..COUNT.into()).map(|number| {
            let json = create.replace("Web Hosting", &format!("Product {number}"));
            let create = CreateProduct::parse(json.as_bytes()).unwrap();
            event(number, number, 0, Change::Create(create))
        });
        deliver(&[writer(&table.products, Vec::new())], events.collect(), 4).await;

        let wire = Wire::to(cloud.port(), []);
        let products = DynamoProducts::new(&config_at(&wire.endpoint()), &table.name);
        let all = query(Order::Descending, ("0", "999999.99"), 100);
        let page = products.list(&all).await.unwrap();
        assert_eq!(page.products.len(), usize::from(COUNT));
        assert_eq!(page.next, None);
        assert!(wire.seen().len() > 1, "one answer held them all");

        let most = products
            .list(&query(Order::Ascending, ("0", "999999.99"), COUNT - 1))
            .await;
        let most = most.unwrap();
        assert_eq!(most.products.len(), usize::from(COUNT) - 1);
        assert!(most.next.is_some());
    });
}

#[test]
fn a_product_is_found_by_its_name_in_any_letters_while_it_is_active() {
    let cloud = Cloud::new();
    cloud.run(async {
        let table = cloud.table().await;
        let writer = [writer(&table.products, Vec::new())];
        let find = async |name: &str| {
            let key = Name::parse(name).unwrap().key();
            let found = table.products.find_by_name(&key).await.unwrap();
            found.map(|product| product.name.to_string())
        };
        let create = event(0, 1, 0, Change::Create(create_named("Groß Paket ΣΑΣ")));
        deliver(&writer, vec![create], 1).await;
        for name in ["Groß Paket ΣΑΣ", "GROSS PAKET σας", "gross  paket ΣΑΣ"] {
            assert_eq!(
                find(name).await.as_deref(),
                Some("Groß Paket ΣΑΣ"),
                "{name}"
            );
        }
        assert_eq!(find("Another").await, None);

        let rename = Change::Update(update(r#"{"name":"Another"}"#));
        deliver(&writer, vec![event(0, 2, 1, rename)], 1).await;
        assert_eq!(find("Groß Paket ΣΑΣ").await, None);
        assert_eq!(find("ANOTHER").await.as_deref(), Some("Another"));
        deliver(&writer, vec![event(0, 3, 2, Change::Delete)], 1).await;
        assert_eq!(find("Another").await, None);
    });
}
