//! Batches of SQS: each record is handled by itself, and only those that failed come back.
//!
//! An error, a panic and running out of time cost one record. The function's event source mapping
//! must have `ReportBatchItemFailures`, or Lambda takes the answer for a success of all.

mod message;

use std::cell::RefCell;
use std::num::NonZeroUsize;

use futures_util::StreamExt;
use serde_json::{Value, json};
use tracing::Instrument;

use crate::panics::caught;
use crate::{BoxError, Invocation};
use message::Record;
pub use message::{Message, NotABatch};

/// How the records of one batch are handled.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Order {
    /// So many at a time. If that is at least a batch, one that hangs costs itself alone; if it is less,
    /// those that still waited behind it come back too.
    Concurrent(NonZeroUsize),
    /// One after the other. After a failure, the later messages of the same group (FIFO queues) come
    /// back untouched, for they must not overtake it.
    OneByOne,
}

impl Order {
    /// So many at a time; none at a time is one.
    pub fn concurrent(records: usize) -> Self {
        Self::Concurrent(NonZeroUsize::new(records).unwrap_or(NonZeroUsize::MIN))
    }
}

/// Handles a batch and says which records failed: what the runtime does with each event. An event
/// that is no batch is an error, so that Lambda keeps its messages.
pub async fn handle<H>(
    handler: &H,
    order: Order,
    event: &[u8],
    invocation: &Invocation,
) -> Result<Value, NotABatch>
where
    H: AsyncFn(Message, Invocation) -> Result<(), BoxError>,
{
    let records = message::parse(event)?;
    let (count, nameless) = (records.len(), records.iter().position(Record::is_nameless));
    let failed = Failed::default();
    let limit = match order {
        Order::Concurrent(limit) => limit.get(),
        Order::OneByOne => 1,
    };
    let work = records
        .into_iter()
        .map(|record| one(handler, order, record, invocation, &failed));
    futures_util::stream::iter(work)
        .buffer_unordered(limit)
        .collect::<Vec<()>>()
        .await;

    let failed = failed.ids.into_inner();
    if !failed.is_empty() {
        let failures = u32::try_from(failed.len()).unwrap_or(u32::MAX);
        invocation.metrics.count("FailedRecords", failures);
    }
    tracing::info!(records = count, failed = failed.len(), "batch done");
    // It cannot be named in the answer, so all must come back or it is lost. Its neighbours are done,
    // and doing them again changes nothing.
    if let Some(at) = nameless {
        return Err(NotABatch::nameless(at));
    }
    let failures = failed.into_iter().map(|id| json!({ "itemIdentifier": id }));
    Ok(json!({ "batchItemFailures": failures.collect::<Vec<_>>() }))
}

/// What failed so far.
#[derive(Default)]
struct Failed {
    ids: RefCell<Vec<String>>,
    groups: RefCell<Vec<String>>,
}

impl Failed {
    fn add(&self, id: &str, group: Option<&str>) {
        let mut ids = self.ids.borrow_mut();
        if !id.is_empty() && !ids.iter().any(|known| known == id) {
            ids.push(id.to_owned());
        }
        self.groups
            .borrow_mut()
            .extend(group.map(ToOwned::to_owned));
    }

    fn has_group(&self, group: Option<&str>) -> bool {
        group.is_some_and(|group| self.groups.borrow().iter().any(|known| known == group))
    }
}

async fn one<H>(handler: &H, order: Order, record: Record, invocation: &Invocation, failed: &Failed)
where
    H: AsyncFn(Message, Invocation) -> Result<(), BoxError>,
{
    let span = tracing::error_span!("record", messageId = record.id);
    async {
        let group = record.group.as_deref();
        let outcome = if order == Order::OneByOne && failed.has_group(group) {
            Err("an earlier message of its group failed".into())
        } else {
            handled(handler, record.message, invocation).await
        };
        if let Err(error) = outcome {
            tracing::error!(error = &*error as &dyn std::error::Error, "record failed");
            failed.add(&record.id, group);
        }
    }
    .instrument(span)
    .await;
}

async fn handled<H>(
    handler: &H,
    message: Result<Message, String>,
    invocation: &Invocation,
) -> Result<(), BoxError>
where
    H: AsyncFn(Message, Invocation) -> Result<(), BoxError>,
{
    let message = message?;
    // Boxed: with the SDK in it, the whole is deeper than the compiler goes in one piece.
    let work = caught(Box::pin(async {
        handler(message, invocation.clone()).await
    }));
    match invocation.within(work).await {
        Ok(Ok(result)) => result,
        Ok(Err(_)) => {
            invocation.metrics.count("Panics", 1);
            Err("its handler panicked".into())
        }
        Err(_) => Err("its handler did not end in time".into()),
    }
}
