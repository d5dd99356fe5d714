//! A change that was accepted, on its way to the writer.

use serde::Serialize;

use crate::json::json;
use crate::model::{Actor, MessageId, Moment, ProductId, Reason, Source, Stamp};
use crate::ports::Failure;
use crate::request::{CreateProduct, Defaults, UpdateProduct};
use crate::validation::{Checked, Fault, Form, Json, list, named};

/// The version of the envelope that is written, and the only one that is read.
pub const VERSION: &str = "1.0";

/// One accepted change of one product.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Event {
    /// Which change.
    pub message_id: MessageId,
    /// Of which product.
    pub product_id: ProductId,
    /// When it was accepted.
    pub occurred_at: Moment,
    /// Who asked for it.
    pub actor: Actor,
    /// What published it.
    pub source: Source,
    /// What changes.
    pub change: Change,
}

/// What an event changes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Change {
    /// All fields are set.
    Create(CreateProduct),
    /// Some fields are set.
    Update(UpdateProduct),
    /// The product becomes inactive.
    Delete,
}

/// The three kinds of change.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "UPPERCASE")]
pub enum EventType {
    /// A new product.
    Create,
    /// Another value for some fields.
    Update,
    /// A product is no longer offered.
    Delete,
}

/// Why bytes are no event. Trying again changes nothing: the message belongs in the dead-letter queue.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not an event: {}", list(faults))]
pub struct EventError {
    /// Everything that is wrong.
    pub faults: Vec<Fault>,
}

impl EventType {
    fn parse(text: &str) -> Result<Self, Reason> {
        match text {
            "CREATE" => Ok(Self::Create),
            "UPDATE" => Ok(Self::Update),
            "DELETE" => Ok(Self::Delete),
            _ => Err("must be CREATE, UPDATE or DELETE".into()),
        }
    }
}

impl Change {
    /// Its kind.
    pub fn event_type(&self) -> EventType {
        match self {
            Self::Create(_) => EventType::Create,
            Self::Update(_) => EventType::Update,
            Self::Delete => EventType::Delete,
        }
    }

    /// The fields that it sets.
    pub fn fields(&self) -> UpdateProduct {
        match self {
            Self::Create(create) => create.clone().into(),
            Self::Update(update) => update.clone(),
            Self::Delete => UpdateProduct {
                active: Some(false),
                ..UpdateProduct::default()
            },
        }
    }

    fn read(event_type: EventType, json: Json<'_>) -> Checked<Self> {
        match event_type {
            EventType::Create => CreateProduct::read(json, Defaults::Refuse).map(Self::Create),
            EventType::Update => UpdateProduct::read(json).map(Self::Update),
            EventType::Delete => json.object()?.finish(Some(Self::Delete)),
        }
    }
}

impl Event {
    /// Reads a message, strictly: nothing unknown, nothing missing, every value as the rules want it.
    pub fn parse(message: &[u8]) -> Result<Self, EventError> {
        named(Json::parse(message).and_then(Self::read), "message")
            .map_err(|faults| EventError { faults })
    }

    /// The message.
    pub fn to_json(&self) -> Result<String, Failure> {
        json(&self.envelope())
    }

    /// What decides between this event's values and others.
    pub fn stamp(&self) -> Stamp {
        Stamp {
            at: self.occurred_at,
            by: self.message_id,
        }
    }

    fn read(json: Json<'_>) -> Checked<Self> {
        let mut form = json.object()?;
        let head = Head::take(&mut form);
        let event_type = form.need("eventType", |json| json.text(EventType::parse));
        let change = form.need("payload", |json| match event_type {
            Some(event_type) => Change::read(event_type, json).map(Some),
            // Which fields it may have depends on the kind, whose fault is noted already.
            None => json.object().map(|_| None),
        });
        let event = head
            .zip(change.flatten())
            .map(|(head, change)| head.into_event(change));
        form.finish(event)
    }
}

/// What every kind of event has.
struct Head {
    message_id: MessageId,
    product_id: ProductId,
    occurred_at: Moment,
    actor: Actor,
    source: Source,
}

impl Head {
    fn take(form: &mut Form<'_>) -> Option<Self> {
        let version = form.need("version", |json| {
            json.text(|text| match text {
                VERSION => Ok(()),
                _ => Err("must be 1.0".into()),
            })
        });
        let message_id = form.need("messageId", |json| json.text(MessageId::parse));
        let product_id = form.need("productId", |json| json.text(ProductId::parse));
        let occurred_at = form.need("occurredAt", |json| {
            json.text(|text| text.parse().map_err(Reason::Borrowed))
        });
        let actor = form.need("actor", |json| json.text(Actor::parse));
        let source = form.need("source", |json| json.text(Source::parse));
        version?;
        Some(Self {
            message_id: message_id?,
            product_id: product_id?,
            occurred_at: occurred_at?,
            actor: actor?,
            source: source?,
        })
    }

    fn into_event(self, change: Change) -> Event {
        Event {
            message_id: self.message_id,
            product_id: self.product_id,
            occurred_at: self.occurred_at,
            actor: self.actor,
            source: self.source,
            change,
        }
    }
}

/// An event as it is written.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Envelope<'a> {
    message_id: MessageId,
    event_type: EventType,
    version: &'static str,
    product_id: ProductId,
    occurred_at: Moment,
    actor: &'a Actor,
    source: &'a Source,
    payload: Payload<'a>,
}

#[derive(Serialize)]
#[serde(untagged)]
enum Payload<'a> {
    Create(&'a CreateProduct),
    Update(&'a UpdateProduct),
    Delete {},
}

impl Event {
    /// The event as it is written.
    pub(crate) fn envelope(&self) -> Envelope<'_> {
        Envelope {
            message_id: self.message_id,
            event_type: self.change.event_type(),
            version: VERSION,
            product_id: self.product_id,
            occurred_at: self.occurred_at,
            actor: &self.actor,
            source: &self.source,
            payload: match &self.change {
                Change::Create(create) => Payload::Create(create),
                Change::Update(update) => Payload::Update(update),
                Change::Delete => Payload::Delete {},
            },
        }
    }
}
