//! Everything that the handlers need of the world, in memory, and able to fail.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use product::apply::Writer;
use product::audit::AuditObject;
use product::event::Event;
use product::item::{Commit, Corrupt, ProductState, Transaction};
use product::memory::{Bucket, Ids, NoBackoff, Queue, Secret, Table, TestClock, block_on};
use product::model::{NameKey, Product, ProductId, Source};
use product::ports::{
    AuditSink, ChangePublisher, Failure, ProductPage, ProductReader, ProductStore, TokenSigner,
};
use product::query::PriceQuery;
use product::use_cases::Commands;
use product_handlers::Gateway;
use serde_json::Value;

use crate::support::{Call, Operation};

/// 2026-11-21T08:30:00Z
const NOW: i64 = 1_795_249_800_000;

/// What goes wrong with every port.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Trouble {
    #[default]
    None,
    Unavailable,
    Corrupt,
    Panic,
}

/// All ports at once. Clones share one content.
#[derive(Clone, Debug)]
pub(crate) struct World {
    pub(crate) table: Table,
    pub(crate) queue: Queue,
    pub(crate) bucket: Bucket,
    pub(crate) clock: TestClock,
    pub(crate) trouble: Trouble,
    pub(crate) gateway: Gateway,
    panics_at: Option<usize>,
    loads: Arc<AtomicUsize>,
    ids: Ids,
}

impl World {
    pub(crate) fn new() -> Self {
        Self {
            table: Table::default(),
            queue: Queue::default(),
            bucket: Bucket::default(),
            clock: TestClock::at(NOW),
            trouble: Trouble::None,
            gateway: Gateway::Aws,
            panics_at: None,
            loads: Arc::default(),
            ids: Ids::default(),
        }
    }

    /// A world with one product for each of these names and prices, and the products' ids.
    pub(crate) fn with(products: &[(&str, &str)]) -> (Self, Vec<String>) {
        let world = Self::new();
        let ids = products.iter().map(|(name, price)| {
            let mut body = Call::of(Operation::Create).json_body();
            body["name"] = Value::from(*name);
            body["price"] = serde_json::from_str(price).unwrap();
            let answer = Call::of(Operation::Create).json(&body).answer(&world);
            answer.body["productId"].as_str().unwrap().to_owned()
        });
        let ids = ids.collect();
        world.settle();
        (world, ids)
    }

    /// The same world, in trouble.
    pub(crate) fn in_trouble(&self, trouble: Trouble) -> Self {
        let mut world = self.clone();
        world.trouble = trouble;
        world
    }

    /// The same world, whose store panics at one of its calls, counted from 0.
    pub(crate) fn panicking_at(&self, call: usize) -> Self {
        let mut world = self.clone();
        world.panics_at = Some(call);
        world
    }

    pub(crate) fn commands(&self) -> Commands<Self, Self, TestClock, Ids> {
        Commands {
            reader: self.clone(),
            publisher: self.clone(),
            clock: self.clock.clone(),
            ids: self.ids.clone(),
            source: Source::parse("test").unwrap(),
        }
    }

    pub(crate) fn writer(&self) -> Writer<Self, TestClock, NoBackoff> {
        Writer {
            store: self.clone(),
            clock: self.clock.clone(),
            backoff: NoBackoff,
        }
    }

    /// Applies everything that was published, and says what that was.
    pub(crate) fn settle(&self) -> Vec<Event> {
        let events = self.queue.drain();
        for event in &events {
            block_on(self.writer().apply(event)).unwrap();
        }
        events
    }

    fn check(&self) -> Result<(), Failure> {
        match self.trouble {
            Trouble::None => Ok(()),
            Trouble::Unavailable => Err(Failure::Unavailable("told to be".to_owned())),
            Trouble::Corrupt => Err(Failure::Corrupt(Corrupt {
                attribute: "price".to_owned(),
                reason: "was told to be".into(),
            })),
            Trouble::Panic => panic!("told to panic"),
        }
    }
}

impl ProductReader for World {
    async fn find(&self, id: ProductId) -> Result<Option<Product>, Failure> {
        self.check()?;
        self.table.find(id).await
    }

    async fn find_by_name(&self, name: &NameKey) -> Result<Option<Product>, Failure> {
        self.check()?;
        self.table.find_by_name(name).await
    }

    async fn list(&self, query: &PriceQuery) -> Result<ProductPage, Failure> {
        self.check()?;
        self.table.list(query).await
    }
}

impl ChangePublisher for World {
    async fn publish(&self, event: &Event) -> Result<(), Failure> {
        self.check()?;
        self.queue.publish(event).await
    }
}

impl ProductStore for World {
    async fn load(&self, id: ProductId) -> Result<Option<ProductState>, Failure> {
        self.check()?;
        let load = self.loads.fetch_add(1, Ordering::SeqCst);
        assert!(self.panics_at != Some(load), "told to panic");
        self.table.load(id).await
    }

    async fn commit(&self, transaction: &Transaction) -> Result<Commit, Failure> {
        self.table.commit(transaction).await
    }
}

impl AuditSink for World {
    async fn put(&self, object: &AuditObject) -> Result<(), Failure> {
        self.check()?;
        self.bucket.put(object).await
    }
}

impl TokenSigner for World {
    async fn sign(&self, payload: &[u8]) -> Result<Vec<u8>, Failure> {
        self.check()?;
        Secret(7).sign(payload).await
    }

    async fn verify(&self, payload: &[u8], signature: &[u8]) -> Result<bool, Failure> {
        self.check()?;
        Secret(7).verify(payload, signature).await
    }
}
