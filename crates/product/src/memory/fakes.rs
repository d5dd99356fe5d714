use std::collections::BTreeMap;
use std::future::Future;
use std::pin::{Pin, pin};
use std::sync::atomic::{AtomicI64, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll, Waker};

use uuid::Uuid;

use crate::audit::AuditObject;
use crate::event::Event;
use crate::model::Moment;
use crate::ports::{AuditSink, Backoff, ChangePublisher, Clock, Failure, IdSource, TokenSigner};

/// A queue that keeps what was published. Its clones share one content.
#[derive(Clone, Debug, Default)]
pub struct Queue {
    events: Arc<Mutex<Vec<Event>>>,
}

impl Queue {
    /// Takes out everything that was published.
    pub fn drain(&self) -> Vec<Event> {
        std::mem::take(&mut self.events.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

impl ChangePublisher for Queue {
    async fn publish(&self, event: &Event) -> Result<(), Failure> {
        yield_now().await;
        let mut events = self.events.lock().unwrap_or_else(PoisonError::into_inner);
        events.push(event.clone());
        Ok(())
    }
}

/// A bucket that keeps objects. Its clones share one content.
#[derive(Clone, Debug, Default)]
pub struct Bucket {
    objects: Arc<Mutex<BTreeMap<String, String>>>,
}

impl Bucket {
    /// All objects by key.
    pub fn objects(&self) -> BTreeMap<String, String> {
        self.objects
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .clone()
    }
}

impl AuditSink for Bucket {
    async fn put(&self, object: &AuditObject) -> Result<(), Failure> {
        yield_now().await;
        let mut objects = self.objects.lock().unwrap_or_else(PoisonError::into_inner);
        objects.insert(object.key.clone(), object.body.clone());
        Ok(())
    }
}

/// A clock that stands until it is set. Its clones go alike.
#[derive(Clone, Debug, Default)]
pub struct TestClock {
    millis: Arc<AtomicI64>,
}

impl TestClock {
    /// A clock that shows so many milliseconds after the start of 1970.
    pub fn at(millis: i64) -> Self {
        let clock = Self::default();
        clock.set(millis);
        clock
    }

    /// Sets the clock.
    pub fn set(&self, millis: i64) {
        self.millis.store(millis, Ordering::SeqCst);
    }
}

impl Clock for TestClock {
    fn now(&self) -> Moment {
        Moment::from_millis(self.millis.load(Ordering::SeqCst)).unwrap_or(Moment::EPOCH)
    }
}

/// Ids that count: 1, 2, 3. Clones count together.
#[derive(Clone, Debug, Default)]
pub struct Ids {
    last: Arc<AtomicU64>,
}

impl IdSource for Ids {
    fn new_id(&self) -> Uuid {
        Uuid::from_u128(u128::from(self.last.fetch_add(1, Ordering::SeqCst)) + 1)
    }
}

/// Does not wait, but lets others go first.
#[derive(Clone, Copy, Debug, Default)]
pub struct NoBackoff;

impl Backoff for NoBackoff {
    async fn pause(&self, _lost: u32) {
        yield_now().await;
    }
}

/// A signer for tests; it is not made to withstand anybody.
#[derive(Clone, Copy, Debug)]
pub struct Secret(pub u128);

impl TokenSigner for Secret {
    async fn sign(&self, payload: &[u8]) -> Result<Vec<u8>, Failure> {
        let signature = Uuid::new_v5(&Uuid::from_u128(self.0), payload);
        Ok(signature.as_bytes().to_vec())
    }

    async fn verify(&self, payload: &[u8], signature: &[u8]) -> Result<bool, Failure> {
        Ok(self.sign(payload).await? == signature)
    }
}

/// Runs a future that waits for nothing but its turn.
pub fn block_on<T>(future: impl Future<Output = T>) -> T {
    let mut future = pin!(future);
    let mut context = Context::from_waker(Waker::noop());
    loop {
        if let Poll::Ready(value) = future.as_mut().poll(&mut context) {
            return value;
        }
    }
}

/// Runs futures step by step, in the order that `choose` gives out of so many that still run, and calls
/// `after_step` after every step.
pub fn interleave<'a, T>(
    futures: Vec<Pin<Box<dyn Future<Output = T> + 'a>>>,
    mut choose: impl FnMut(usize) -> usize,
    mut after_step: impl FnMut(),
) -> Vec<T> {
    let mut context = Context::from_waker(Waker::noop());
    let mut running: Vec<_> = futures.into_iter().enumerate().collect();
    let mut done = BTreeMap::new();
    while !running.is_empty() {
        let chosen = choose(running.len()) % running.len();
        if let Poll::Ready(value) = running[chosen].1.as_mut().poll(&mut context) {
            done.insert(running.remove(chosen).0, value);
        }
        after_step();
    }
    done.into_values().collect()
}

/// Lets others go first, once. Under a runtime too, which polls nothing again that did not ask for it.
pub(super) async fn yield_now() {
    let mut gave_way = false;
    std::future::poll_fn(|context| {
        if std::mem::replace(&mut gave_way, true) {
            Poll::Ready(())
        } else {
            context.waker().wake_by_ref();
            Poll::Pending
        }
    })
    .await;
}
