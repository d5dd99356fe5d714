use std::collections::{BTreeMap, VecDeque};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use super::fakes::yield_now;
use crate::item::{
    Action, Attribute, Attributes, ChangeRecord, Commit, Condition, Key, ProductState, Transaction,
    Write,
};
use crate::model::{MessageId, NameKey, Product, ProductId};
use crate::ports::{Failure, ProductPage, ProductReader, ProductStore};
use crate::query::{Order, PriceKey, PriceQuery};

/// What happens to one commit instead of what should.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mishap {
    /// It loses against a transaction that is not there.
    Conflict,
    /// It fails and was not written.
    FailBefore,
    /// It was written, and the answer is lost.
    FailAfter,
}

/// The products table. Its clones share one content. Every call gives way once before it takes effect,
/// so that others can come in between.
#[derive(Clone, Debug, Default)]
pub struct Table {
    content: Arc<Mutex<Content>>,
}

#[derive(Debug, Default)]
struct Content {
    items: BTreeMap<Key, Attributes>,
    mishaps: VecDeque<Option<Mishap>>,
    commits: usize,
}

impl Table {
    /// Lets the next commits go wrong, one after the other; `None` lets one pass.
    pub fn plan(&self, mishaps: impl IntoIterator<Item = Option<Mishap>>) {
        self.lock().mishaps.extend(mishaps);
    }

    /// Forgets the mishaps that have not happened yet.
    pub fn calm(&self) {
        self.lock().mishaps.clear();
    }

    /// How many transactions were written.
    pub fn commits(&self) -> usize {
        self.lock().commits
    }

    /// All items.
    pub fn items(&self) -> BTreeMap<Key, Attributes> {
        self.lock().items.clone()
    }

    /// Removes a change's item, as its time to live does.
    pub fn expire(&self, id: ProductId, change: MessageId) {
        self.lock().items.remove(&Key::change(id, change));
    }

    /// All products' items, complete or not.
    pub fn states(&self) -> Result<Vec<ProductState>, Failure> {
        let content = self.lock();
        let items = content.items.iter().filter(|(key, _)| key.sk == "PRODUCT");
        Ok(items
            .map(|(_, item)| ProductState::from_attributes(item))
            .collect::<Result<_, _>>()?)
    }

    /// All changes' items.
    pub fn changes(&self) -> Result<Vec<ChangeRecord>, Failure> {
        let content = self.lock();
        let items = content
            .items
            .iter()
            .filter(|(key, _)| key.sk.starts_with(Key::CHANGE_PREFIX));
        Ok(items
            .map(|(_, item)| ChangeRecord::from_attributes(item))
            .collect::<Result<_, _>>()?)
    }

    /// The names that are held, and by whom.
    pub fn names(&self) -> BTreeMap<String, String> {
        let content = self.lock();
        let names = content.items.iter().filter(|(key, _)| key.sk == "NAME");
        names
            .map(|(key, item)| (key.pk.clone(), text(item, "productId").to_owned()))
            .collect()
    }

    fn lock(&self) -> MutexGuard<'_, Content> {
        self.content.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The products that an index holds, in the order of its keys.
    fn indexed(&self, index: &str) -> Result<Vec<(String, Product)>, Failure> {
        let content = self.lock();
        let mut found = Vec::new();
        for item in content
            .items
            .values()
            .filter(|item| item.contains_key(index))
        {
            let product = ProductState::from_attributes(item)?.product();
            found.extend(product.map(|product| (text(item, index).to_owned(), product)));
        }
        found.sort_by(|one, other| one.0.cmp(&other.0));
        Ok(found)
    }
}

impl Content {
    fn commit(&mut self, transaction: &Transaction) -> Commit {
        let failed: Vec<&Write> = transaction
            .writes()
            .iter()
            .filter(|write| !self.holds(write))
            .collect();
        if !failed.is_empty() {
            return Commit::of_failed(failed);
        }
        for write in transaction.writes() {
            match &write.action {
                Action::Put(item) => self.items.insert(key_of(&write.action), item.clone()),
                Action::Delete(key) => self.items.remove(key),
            };
        }
        self.commits += 1;
        Commit::Committed
    }

    fn holds(&self, write: &Write) -> bool {
        let item = self.items.get(&key_of(&write.action));
        match (write.condition, item) {
            (Condition::Absent | Condition::AbsentOrOwnedBy(_), None) => true,
            (Condition::Absent, Some(_)) | (Condition::Version(_), None) => false,
            (Condition::Version(version), Some(item)) => {
                item.get("version") == Some(&Attribute::N(version.to_string()))
            }
            (Condition::AbsentOrOwnedBy(owner), Some(item)) => {
                text(item, "productId") == owner.to_string()
            }
        }
    }
}

impl ProductStore for Table {
    async fn load(&self, id: ProductId) -> Result<Option<ProductState>, Failure> {
        yield_now().await;
        let content = self.lock();
        let item = content.items.get(&Key::product(id));
        Ok(item.map(ProductState::from_attributes).transpose()?)
    }

    async fn commit(&self, transaction: &Transaction) -> Result<Commit, Failure> {
        yield_now().await;
        let mut content = self.lock();
        let lost = || Err(Failure::Unavailable("the table failed".to_owned()));
        match content.mishaps.pop_front().flatten() {
            None => Ok(content.commit(transaction)),
            Some(Mishap::Conflict) => Ok(Commit::Conflict),
            Some(Mishap::FailBefore) => lost(),
            Some(Mishap::FailAfter) => {
                content.commit(transaction);
                lost()
            }
        }
    }
}

impl ProductReader for Table {
    async fn find(&self, id: ProductId) -> Result<Option<Product>, Failure> {
        let state = self.load(id).await?;
        Ok(state.and_then(|state| state.product()))
    }

    async fn find_by_name(&self, name: &NameKey) -> Result<Option<Product>, Failure> {
        yield_now().await;
        let mut found = self.indexed("GSI2_PK")?.into_iter();
        Ok(found
            .find(|(key, _)| key == name.as_str())
            .map(|(_, product)| product))
    }

    async fn list(&self, query: &PriceQuery) -> Result<ProductPage, Failure> {
        yield_now().await;
        let lower = PriceKey::lower_bound(query.min_price);
        let upper = PriceKey::upper_bound(query.max_price);
        let mut found = self.indexed("GSI1_SK")?;
        if query.order == Order::Descending {
            found.reverse();
        }
        let after = query.after.map(|key| key.to_string());
        let mut rest = found.into_iter().filter(|(key, _)| {
            let comes_after = after.as_ref().is_none_or(|after| match query.order {
                Order::Ascending => key > after,
                Order::Descending => key < after,
            });
            comes_after && (&lower..=&upper).contains(&key)
        });
        let page: Vec<_> = rest.by_ref().take(query.limit.into()).collect();
        let last = page.last().and_then(|(key, _)| PriceKey::parse(key));
        Ok(ProductPage {
            next: last.filter(|_| rest.next().is_some()),
            products: page.into_iter().map(|(_, product)| product).collect(),
        })
    }
}

fn key_of(action: &Action) -> Key {
    match action {
        Action::Delete(key) => key.clone(),
        Action::Put(item) => Key {
            pk: text(item, "PK").to_owned(),
            sk: text(item, "SK").to_owned(),
        },
    }
}

fn text<'a>(item: &'a Attributes, name: &str) -> &'a str {
    match item.get(name) {
        Some(Attribute::S(text)) => text,
        _ => "",
    }
}
