//! Many messages at once, and a table that fails now and then.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex};

use product::apply::Writer;
use product::aws::{DynamoProducts, JitteredBackoff};
use product::event::Event;
use product::item::{Commit, ProductState, Transaction};
use product::memory::{Mishap, TestClock};
use product::model::ProductId;
use product::ports::{Failure, ProductStore};
use tokio::task::JoinSet;

use crate::common::NOW;

/// How often a message comes before something is wrong.
const DELIVERIES: usize = 50;

pub(crate) type TestWriter = Writer<Flaky, TestClock, JitteredBackoff>;

/// A writer whose commits go wrong as planned, one after the other.
pub(crate) fn writer(products: &DynamoProducts, planned: Vec<Option<Mishap>>) -> TestWriter {
    Writer {
        store: Flaky {
            products: products.clone(),
            mishaps: Arc::new(Mutex::new(planned.into())),
        },
        clock: TestClock::at(NOW),
        backoff: JitteredBackoff,
    }
}

/// The table behind a connection that fails as planned.
#[derive(Clone)]
pub(crate) struct Flaky {
    products: DynamoProducts,
    mishaps: Arc<Mutex<VecDeque<Option<Mishap>>>>,
}

impl ProductStore for Flaky {
    async fn load(&self, id: ProductId) -> Result<Option<ProductState>, Failure> {
        self.products.load(id).await
    }

    async fn commit(&self, transaction: &Transaction) -> Result<Commit, Failure> {
        let lost = || Err(Failure::Unavailable("the line is dead".to_owned()));
        let mishap = self.mishaps.lock().unwrap().pop_front().flatten();
        match mishap {
            None => self.products.commit(transaction).await,
            Some(Mishap::Conflict) => Ok(Commit::Conflict),
            Some(Mishap::FailBefore) => lost(),
            Some(Mishap::FailAfter) => {
                self.products.commit(transaction).await?;
                lost()
            }
        }
    }
}

/// Gives events to the writers in turn, so many at once; what fails comes again, as it would from the
/// queue.
pub(crate) async fn deliver(writers: &[TestWriter], events: Vec<Event>, at_once: usize) {
    let mut waiting: VecDeque<(usize, Event)> =
        events.into_iter().map(|event| (1, event)).collect();
    let mut writers = writers.iter().cycle();
    let mut under_way = JoinSet::new();
    loop {
        while under_way.len() < at_once
            && let Some((times, event)) = waiting.pop_front()
        {
            let writer = writers.next().unwrap().clone();
            under_way.spawn(async move {
                let answer = writer.apply(&event).await;
                (times, event, answer)
            });
        }
        let Some(ended) = under_way.join_next().await else {
            return;
        };
        if let (times, event, Err(error)) = ended.unwrap() {
            assert!(times < DELIVERIES, "{error} after {times} deliveries");
            waiting.push_back((times + 1, event));
        }
    }
}
