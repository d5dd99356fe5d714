use aws_sdk_dynamodb::types::AttributeValue;

use super::DynamoProducts;
use super::attributes::{Item, from_item, to_item};
use crate::aws::failure::unavailable;
use crate::item::{Key, ProductState};
use crate::model::{NameKey, Product, ProductId};
use crate::ports::{Failure, ProductPage, ProductReader};
use crate::query::{Order, PriceKey, PriceQuery};

const PRICE_INDEX: &str = "ProductsByPriceIndex";
const NAME_INDEX: &str = "ProductsByNameIndex";

impl DynamoProducts {
    /// The product's item in a consistent read.
    pub(super) async fn state(&self, id: ProductId) -> Result<Option<ProductState>, Failure> {
        let answer = self
            .client
            .get_item()
            .table_name(&self.table)
            .set_key(Some(to_item(&Key::product(id).attributes())))
            .consistent_read(true)
            .send()
            .await
            .map_err(|error| unavailable("DynamoDB GetItem", &error))?;
        answer.item.map(read_state).transpose()
    }

    /// At most so many items of the price index, from `start` on, and where the next ones start. An
    /// answer ends after 1 MB, however many were asked for.
    async fn query_prices(
        &self,
        query: &PriceQuery,
        limit: usize,
        start: Option<Item>,
    ) -> Result<(Vec<Item>, Option<Item>), Failure> {
        let answer = self
            .client
            .query()
            .table_name(&self.table)
            .index_name(PRICE_INDEX)
            .key_condition_expression("GSI1_PK = :partition AND GSI1_SK BETWEEN :lower AND :upper")
            .expression_attribute_values(":partition", text(Key::PRICE_INDEX_PARTITION))
            .expression_attribute_values(":lower", text(PriceKey::lower_bound(query.min_price)))
            .expression_attribute_values(":upper", text(PriceKey::upper_bound(query.max_price)))
            .scan_index_forward(query.order == Order::Ascending)
            .limit(i32::try_from(limit).unwrap_or(i32::MAX))
            .set_exclusive_start_key(start)
            .send()
            .await
            .map_err(|error| unavailable("DynamoDB Query of ProductsByPriceIndex", &error))?;
        Ok((answer.items.unwrap_or_default(), answer.last_evaluated_key))
    }
}

impl ProductReader for DynamoProducts {
    async fn find(&self, id: ProductId) -> Result<Option<Product>, Failure> {
        let state = self.state(id).await?;
        Ok(state.and_then(|state| state.product()))
    }

    async fn find_by_name(&self, name: &NameKey) -> Result<Option<Product>, Failure> {
        let answer = self
            .client
            .query()
            .table_name(&self.table)
            .index_name(NAME_INDEX)
            .key_condition_expression("GSI2_PK = :name")
            .expression_attribute_values(":name", text(name))
            // The index lags behind: when a name has just changed hands, it may show two holders.
            .limit(1)
            .send()
            .await
            .map_err(|error| unavailable("DynamoDB Query of ProductsByNameIndex", &error))?;
        let item = answer.items.unwrap_or_default().into_iter().next();
        let state = item.map(read_state).transpose()?;
        Ok(state.and_then(|state| state.product()))
    }

    async fn list(&self, query: &PriceQuery) -> Result<ProductPage, Failure> {
        let size = usize::from(query.limit);
        // One more than the page has: it tells whether there is another page.
        let wanted = size + 1;
        let mut products = Vec::with_capacity(wanted);
        let mut start = query.after.as_ref().map(start_after);
        loop {
            let missing = wanted - products.len();
            let (items, next) = self.query_prices(query, missing, start).await?;
            for item in items {
                products.extend(read_state(item)?.product());
            }
            start = next;
            if start.is_none() || products.len() >= wanted {
                break;
            }
        }
        let has_more = products.len() > size;
        products.truncate(size);
        let last = products.last().filter(|_| has_more);
        Ok(ProductPage {
            next: last.map(|product| PriceKey {
                price: product.price,
                product_id: product.product_id,
            }),
            products,
        })
    }
}

/// The item after which a page starts, by all its keys. It need not be there any more.
fn start_after(last: &PriceKey) -> Item {
    let mut key = to_item(&Key::product(last.product_id).attributes());
    key.insert("GSI1_PK".to_owned(), text(Key::PRICE_INDEX_PARTITION));
    key.insert("GSI1_SK".to_owned(), text(last));
    key
}

fn read_state(item: Item) -> Result<ProductState, Failure> {
    Ok(ProductState::from_attributes(&from_item(item)?)?)
}

fn text(value: impl ToString) -> AttributeValue {
    AttributeValue::S(value.to_string())
}
