//! What the changes of a product come to, told in the simplest way: one after the other, as they
//! occurred. It knows nothing of the code that it judges.

use serde_json::{Map, Value, json};

/// A product after some changes.
#[derive(Clone, Debug)]
pub(crate) struct Model {
    pub(crate) product: Map<String, Value>,
}

impl Model {
    /// What these events, oldest first, come to. The first is the creation.
    pub(crate) fn of(events: &[&Value]) -> Self {
        let mut product = Map::new();
        for event in events {
            match event["eventType"].as_str().unwrap() {
                "CREATE" => {
                    product.clone_from(event["payload"].as_object().unwrap());
                    product.insert("productId".to_owned(), event["productId"].clone());
                    product.insert("createdAt".to_owned(), event["occurredAt"].clone());
                }
                "UPDATE" => product.extend(event["payload"].as_object().unwrap().clone()),
                "DELETE" => {
                    product.insert("active".to_owned(), json!(false));
                }
                other => panic!("no such event: {other}"),
            }
            product.insert("updatedAt".to_owned(), event["occurredAt"].clone());
            product.insert("updatedBy".to_owned(), event["actor"].clone());
        }
        product.insert("version".to_owned(), json!(events.len()));
        Self { product }
    }

    pub(crate) fn is_active(&self) -> bool {
        self.product["active"] == true
    }
}
