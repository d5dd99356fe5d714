//! The queue of accepted changes: the only writer of the table.
//!
//! | metric | counts |
//! |---|---|
//! | `ChangesApplied` | changes that are a part of their product now |
//! | `ChangesRefused`, by `Reason` | changes that cannot be applied; they are kept with the reason |
//! | `ChangesDuplicate` | changes that came once more, and changed nothing |
//! | `ChangesPoison` | messages that are no change; the third try moves them to the dead-letter queue |
//! | `ChangesFailed`, by `Reason` | tries that failed and come again |

use lambda_kit::metrics::{Metrics, Unit};
use lambda_kit::sqs::Message;
use lambda_kit::{BoxError, Invocation};
use product::apply::{Outcome, WriteError, Writer};
use product::event::Event;
use product::item::Cause;
use product::ports::{Backoff, Clock, Failure, ProductStore};

/// Applies the change that a message holds. An error is that of this message alone, which comes back.
pub fn handler<S, C, B>(
    writer: Writer<S, C, B>,
) -> impl AsyncFn(Message, Invocation) -> Result<(), BoxError>
where
    S: ProductStore,
    C: Clock,
    B: Backoff,
{
    async move |message: Message, invocation: Invocation| {
        let outcome = apply(&writer, &message).await;
        count(&invocation.metrics, outcome.as_ref());
        outcome?;
        Ok(())
    }
}

async fn apply<S, C, B>(writer: &Writer<S, C, B>, message: &Message) -> Result<Outcome, WriteError>
where
    S: ProductStore,
    C: Clock,
    B: Backoff,
{
    let event = Event::parse(message.body.as_bytes())?;
    let outcome = writer.apply(&event).await?;
    // Of the change itself only what names it: who asked for it and what it says is in the audit log.
    tracing::info!(
        productId = %event.product_id,
        changeId = %event.message_id,
        eventType = ?event.change.event_type(),
        outcome = name(&outcome),
        "change done"
    );
    Ok(outcome)
}

fn name(outcome: &Outcome) -> &'static str {
    match outcome {
        Outcome::Applied => "applied",
        Outcome::Refused { .. } => "refused",
        Outcome::Duplicate => "duplicate",
    }
}

fn count(metrics: &Metrics, outcome: Result<&Outcome, &WriteError>) {
    let by_reason =
        |metric, reason| metrics.record(metric, Unit::Count, 1.0, &[("Reason", reason)]);
    match outcome {
        Ok(Outcome::Applied) => metrics.count("ChangesApplied", 1),
        Ok(Outcome::Refused { cause }) => by_reason("ChangesRefused", refused(cause)),
        Ok(Outcome::Duplicate) => metrics.count("ChangesDuplicate", 1),
        Err(WriteError::Poison(_)) => metrics.count("ChangesPoison", 1),
        Err(WriteError::Contended) => by_reason("ChangesFailed", "Contended"),
        Err(WriteError::Failed(failure)) => by_reason("ChangesFailed", failed(failure)),
    }
}

fn refused(cause: &Cause) -> &'static str {
    match cause {
        Cause::NameTaken(_) => "NameTaken",
        Cause::KeyUsed => "KeyUsed",
    }
}

fn failed(failure: &Failure) -> &'static str {
    match failure {
        Failure::Unavailable(_) => "Unavailable",
        Failure::Corrupt(_) => "Corrupt",
        Failure::Unwritable(_) => "Unwritable",
    }
}
