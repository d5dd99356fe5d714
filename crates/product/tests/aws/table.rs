//! A products table, and everything that is in it.

use std::collections::{BTreeMap, HashMap};

use aws_sdk_dynamodb::Client;
use aws_sdk_dynamodb::types::{
    AttributeDefinition, AttributeValue, BillingMode, GlobalSecondaryIndex, KeySchemaElement,
    KeyType, Projection, ProjectionType, ScalarAttributeType, StreamSpecification, StreamViewType,
    TimeToLiveSpecification,
};
use aws_types::SdkConfig;
use product::aws::DynamoProducts;
use product::item::{Attribute, Attributes, ChangeRecord, Key, ProductState};

pub(crate) struct TestTable {
    pub(crate) name: String,
    pub(crate) products: DynamoProducts,
    client: Client,
}

/// What a table holds.
pub(crate) struct Content {
    pub(crate) items: BTreeMap<Key, Attributes>,
}

impl TestTable {
    /// As `terraform/modules/dynamodb-table` makes it for `product/infrastructure`.
    pub(crate) async fn create(config: &SdkConfig, name: &str) -> Self {
        let client = Client::new(config);
        let mut create = client
            .create_table()
            .table_name(name)
            .billing_mode(BillingMode::PayPerRequest)
            .key_schema(key("PK", KeyType::Hash))
            .key_schema(key("SK", KeyType::Range))
            .global_secondary_indexes(index(
                "ProductsByPriceIndex",
                &[("GSI1_PK", KeyType::Hash), ("GSI1_SK", KeyType::Range)],
            ))
            .global_secondary_indexes(index("ProductsByNameIndex", &[("GSI2_PK", KeyType::Hash)]))
            .stream_specification(stream());
        for attribute in ["PK", "SK", "GSI1_PK", "GSI1_SK", "GSI2_PK"] {
            create = create.attribute_definitions(text(attribute));
        }
        create.send().await.unwrap();
        let ttl = TimeToLiveSpecification::builder()
            .enabled(true)
            .attribute_name("expiresAt")
            .build()
            .unwrap();
        let ttl = client
            .update_time_to_live()
            .table_name(name)
            .time_to_live_specification(ttl);
        ttl.send().await.unwrap();
        Self {
            name: name.to_owned(),
            products: DynamoProducts::new(config, name),
            client,
        }
    }

    /// All items, by a Scan, which only tests may do.
    pub(crate) async fn content(&self) -> Content {
        self.scan(None).await
    }

    /// All items of an index.
    pub(crate) async fn index(&self, index: &str) -> Content {
        self.scan(Some(index.to_owned())).await
    }

    async fn scan(&self, index: Option<String>) -> Content {
        let mut items = BTreeMap::new();
        let mut start = None;
        loop {
            let scan = self
                .client
                .scan()
                .table_name(&self.name)
                .set_index_name(index.clone())
                .set_exclusive_start_key(start);
            let page = scan.send().await.unwrap();
            let found = page.items.unwrap_or_default().into_iter().map(attributes);
            items.extend(found.map(|item| (key_of(&item), item)));
            start = page.last_evaluated_key;
            if start.is_none() {
                return Content { items };
            }
        }
    }
}

impl Content {
    /// All products' items, complete or not.
    pub(crate) fn states(&self) -> Vec<ProductState> {
        let items = self.items.iter().filter(|(key, _)| key.sk == "PRODUCT");
        items
            .map(|(_, item)| ProductState::from_attributes(item).unwrap())
            .collect()
    }

    /// What became of every change.
    pub(crate) fn changes(&self) -> Vec<ChangeRecord> {
        let items = &self.items;
        let changes = items
            .iter()
            .filter(|(key, _)| key.sk.starts_with(Key::CHANGE_PREFIX));
        changes
            .map(|(_, item)| ChangeRecord::from_attributes(item).unwrap())
            .collect()
    }

    /// The names that are held, and by whom.
    pub(crate) fn names(&self) -> BTreeMap<String, String> {
        let items = self.items.iter().filter(|(key, _)| key.sk == "NAME");
        items
            .map(|(key, item)| (key.pk.clone(), string(item, "productId")))
            .collect()
    }

    /// Every name item is of exactly the one active product that has the name.
    pub(crate) fn check_names(&self) {
        let mut held = BTreeMap::new();
        for state in self.states() {
            if let Some(name) = state.held_name() {
                let before = held.insert(Key::name(&name).pk, state.id().to_string());
                assert_eq!(before, None, "two active products are called {name}");
            }
        }
        assert_eq!(self.names(), held);
    }
}

fn key(name: &str, key_type: KeyType) -> KeySchemaElement {
    let key = KeySchemaElement::builder().attribute_name(name);
    key.key_type(key_type).build().unwrap()
}

fn text(name: &str) -> AttributeDefinition {
    let attribute = AttributeDefinition::builder().attribute_name(name);
    let attribute = attribute.attribute_type(ScalarAttributeType::S);
    attribute.build().unwrap()
}

fn index(name: &str, keys: &[(&str, KeyType)]) -> GlobalSecondaryIndex {
    let all = Projection::builder().projection_type(ProjectionType::All);
    let keys = keys.iter().map(|(name, role)| key(name, role.clone()));
    GlobalSecondaryIndex::builder()
        .index_name(name)
        .set_key_schema(Some(keys.collect()))
        .projection(all.build())
        .build()
        .unwrap()
}

fn stream() -> StreamSpecification {
    StreamSpecification::builder()
        .stream_enabled(true)
        .stream_view_type(StreamViewType::NewAndOldImages)
        .build()
        .unwrap()
}

/// Not the adapter's own conversion, which is under test.
fn attributes(item: HashMap<String, AttributeValue>) -> Attributes {
    item.into_iter()
        .map(|(name, value)| (name, attribute(value)))
        .collect()
}

fn attribute(value: AttributeValue) -> Attribute {
    match value {
        AttributeValue::S(text) => Attribute::S(text),
        AttributeValue::N(digits) => Attribute::N(digits),
        AttributeValue::Bool(flag) => Attribute::Bool(flag),
        AttributeValue::L(list) => Attribute::L(list.into_iter().map(attribute).collect()),
        AttributeValue::M(map) => Attribute::M(attributes(map)),
        other => panic!("{other:?} has no place in the table"),
    }
}

fn key_of(item: &Attributes) -> Key {
    Key {
        pk: string(item, "PK"),
        sk: string(item, "SK"),
    }
}

pub(crate) fn string(item: &Attributes, name: &str) -> String {
    match item.get(name) {
        Some(Attribute::S(text)) => text.clone(),
        other => panic!("{name} is {other:?}"),
    }
}
