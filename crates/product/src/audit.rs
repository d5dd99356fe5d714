//! The audit log: one object for each change that was applied or refused.
//!
//! It is made from the table's stream, and there from the change items: each is written once, in the
//! transaction that made the change, and holds the event and the product before and after. The product
//! item's own images could not tell who made a change that came late, nor show one that was refused.

use serde::{Deserialize, Serialize};

use crate::event::{Change, Envelope, Event, EventType};
use crate::item::{Attribute, Attributes, ChangeRecord, Corrupt, Fate, Key};
use crate::json::{json, place};
use crate::model::{Actor, MessageId, Moment, Product, ProductId, Source};
use crate::ports::{AuditSink, Failure};

/// An object for the bucket.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AuditObject {
    /// `{yyyy}/{mm}/{dd}/{productId}_{timestamp}_{messageId}.json`, in UTC: the same at every try, and
    /// another for every change.
    pub key: String,
    /// The JSON.
    pub body: String,
}

/// Why a stream record cannot be audited. Trying again changes nothing.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum AuditError {
    /// It is no stream record.
    #[error("not a stream record: see {0}")]
    NotARecord(String),
    /// It is a new item, and does not say what is in it.
    #[error("a stream record without its new image")]
    NoImage,
    /// The change item in it cannot be read.
    #[error(transparent)]
    Corrupt(#[from] Corrupt),
    /// Its object cannot be written.
    #[error(transparent)]
    Unwritable(#[from] Failure),
}

/// What the audit log says of a change.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Entry<'a> {
    product_id: ProductId,
    message_id: MessageId,
    change_type: ChangeType,
    outcome: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    reason: Option<&'a str>,
    who: &'a Actor,
    when: Moment,
    source: &'a Source,
    before: Option<&'a Product>,
    after: Option<&'a Product>,
    event: Envelope<'a>,
}

/// What kind of change it was.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "UPPERCASE")]
pub enum ChangeType {
    /// A new product.
    Create,
    /// Another value for some fields.
    Update,
    /// No longer offered.
    Delete,
    /// Offered again.
    Restore,
}

/// What is read of a stream record.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct StreamRecord {
    event_name: String,
    dynamodb: StreamImages,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct StreamImages {
    keys: Attributes,
    new_image: Option<Box<serde_json::value::RawValue>>,
}

impl AuditObject {
    /// The object for a stream record; `None` for one that is not about a new change item.
    pub fn from_stream_record(record: &[u8]) -> Result<Option<Self>, AuditError> {
        let not_a_record = |error: serde_json::Error| AuditError::NotARecord(place(&error));
        let record: StreamRecord = serde_json::from_slice(record).map_err(not_a_record)?;
        let is_change = matches!(
            record.dynamodb.keys.get("SK"),
            Some(Attribute::S(sk)) if sk.starts_with(Key::CHANGE_PREFIX)
        );
        if record.event_name != "INSERT" || !is_change {
            return Ok(None);
        }
        let image = record.dynamodb.new_image.ok_or(AuditError::NoImage)?;
        let image: Attributes = serde_json::from_str(image.get()).map_err(not_a_record)?;
        Ok(Some(Self::of(&ChangeRecord::from_attributes(&image)?)?))
    }

    /// The object for a change.
    pub fn of(record: &ChangeRecord) -> Result<Self, Failure> {
        let event = &record.event;
        let key = format!(
            "{}/{}_{}_{}.json",
            event.occurred_at.date_path(),
            event.product_id,
            event.occurred_at.compact(),
            event.message_id
        );
        let (before, after, reason) = match &record.fate {
            Fate::Applied { before, after } => (before.as_deref(), after.as_deref(), None),
            Fate::Refused { reason } => (None, None, Some(reason.as_str())),
        };
        let body = json(&Entry {
            product_id: event.product_id,
            message_id: event.message_id,
            change_type: change_type(event, before),
            outcome: record.fate.as_str(),
            reason,
            who: &event.actor,
            when: event.occurred_at,
            source: &event.source,
            before,
            after,
            event: event.envelope(),
        })?;
        Ok(Self { key, body })
    }
}

/// Writes the object for a stream record, if it needs one.
pub async fn log(sink: &impl AuditSink, record: &[u8]) -> Result<Option<AuditObject>, LogError> {
    let object = AuditObject::from_stream_record(record)?;
    if let Some(object) = &object {
        sink.put(object).await?;
    }
    Ok(object)
}

/// Why a stream record has to stay in the queue.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum LogError {
    /// It cannot be audited and never will be.
    #[error(transparent)]
    Poison(#[from] AuditError),
    /// The bucket failed.
    #[error(transparent)]
    Failed(#[from] Failure),
}

fn change_type(event: &Event, before: Option<&Product>) -> ChangeType {
    let was_inactive = before.is_some_and(|product| !product.active);
    match &event.change {
        Change::Update(update) if update.active == Some(true) && was_inactive => {
            ChangeType::Restore
        }
        change => match change.event_type() {
            EventType::Create => ChangeType::Create,
            EventType::Update => ChangeType::Update,
            EventType::Delete => ChangeType::Delete,
        },
    }
}
