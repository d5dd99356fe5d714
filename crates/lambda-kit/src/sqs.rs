//! Batches of SQS: each record is handled by itself, all at once, and only those that failed come back.
//!
//! An error, a panic and running out of time cost one record. The function's event source mapping
//! must have `ReportBatchItemFailures`, or Lambda takes the answer for a success of all.

mod message;

use std::collections::BTreeSet;

use futures_util::future::join_all;
use serde_json::{Value, json};
use tracing::Instrument;

use crate::panics::caught;
use crate::{BoxError, Invocation};
use message::Record;
pub use message::{Message, NotABatch};

/// Handles a batch and says which records failed: what the runtime does with each event. An event
/// that is no batch is an error, so that Lambda keeps its messages.
pub async fn handle<H>(
    handler: &H,
    event: &[u8],
    invocation: &Invocation,
) -> Result<Value, NotABatch>
where
    H: AsyncFn(Message, Invocation) -> Result<(), BoxError>,
{
    let records = message::parse(event)?;
    let (count, nameless) = (records.len(), records.iter().position(Record::is_nameless));
    let work = records
        .into_iter()
        .map(|record| one(handler, record, invocation));
    let failed: BTreeSet<String> = join_all(work).await.into_iter().flatten().collect();
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

/// Handles a record. Its id, if it has one and must come back.
async fn one<H>(handler: &H, record: Record, invocation: &Invocation) -> Option<String>
where
    H: AsyncFn(Message, Invocation) -> Result<(), BoxError>,
{
    let span = tracing::error_span!("record", messageId = record.id);
    async {
        let error = handled(handler, record.message, invocation).await.err()?;
        tracing::error!(error = &*error as &dyn std::error::Error, "record failed");
        (!record.id.is_empty()).then_some(record.id)
    }
    .instrument(span)
    .await
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
