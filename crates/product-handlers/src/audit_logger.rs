//! The queue of committed changes, as the table's stream records: the only writer of the audit bucket.
//!
//! | metric | counts |
//! |---|---|
//! | `AuditWritten` | objects that were written |
//! | `AuditIgnored` | stream records that are not about a new change: of products, of names, of what expired |
//! | `AuditPoison` | messages that cannot be audited; the third try moves them to the dead-letter queue |
//! | `AuditFailed` | tries that failed and come again |

use lambda_kit::sqs::Message;
use lambda_kit::{BoxError, Invocation};
use product::audit::{LogError, log};
use product::ports::AuditSink;

/// Writes the audit object for a stream record, if it needs one. An error is that of this message alone,
/// which comes back.
pub fn handler(sink: impl AuditSink) -> impl AsyncFn(Message, Invocation) -> Result<(), BoxError> {
    async move |message: Message, invocation: Invocation| {
        let logged = log(&sink, message.body.as_bytes()).await;
        let metric = match &logged {
            Ok(Some(_)) => "AuditWritten",
            Ok(None) => "AuditIgnored",
            Err(LogError::Poison(_)) => "AuditPoison",
            Err(LogError::Failed(_)) => "AuditFailed",
        };
        invocation.metrics.count(metric, 1);
        if let Some(object) = logged? {
            tracing::info!(key = object.key, "audit object written");
        }
        Ok(())
    }
}
