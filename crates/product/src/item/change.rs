use super::attributes::{number, required, take_number, take_text, text};
use super::{Attributes, Corrupt, Key};
use crate::event::Event;
use crate::json::{json, place};
use crate::model::{Moment, NameKey, Product};
use crate::ports::Failure;

/// How long a change item is kept: longer than a message can live in the queue (4 days) and then in its
/// dead-letter queue (14 days), and be tried once more.
pub const KEPT_FOR_DAYS: i64 = 30;

const SECONDS_OF_A_DAY: i64 = 86_400;

/// What became of a change. It is written once, together with the change's effect, and is what makes a
/// repeated message change nothing. It is also what the audit log is made from: the item alone tells
/// who changed what, when, and how the product looked before and after.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ChangeRecord {
    /// The change.
    pub event: Event,
    /// What became of it.
    pub fate: Fate,
    /// When the item may go, in seconds after the start of 1970.
    pub expires_at: i64,
}

/// Why a change is refused, in the words of its record.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Cause {
    /// Another product has the name that it wants.
    #[error("the name \"{0}\" belongs to another active product")]
    NameTaken(NameKey),
    /// It creates a product that another change has created, under the same `Idempotency-Key`.
    #[error("the Idempotency-Key was used for another product")]
    KeyUsed,
}

/// What became of a change.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fate {
    /// It is a part of the product now. A product is seen here, active or not, once its CREATE has come.
    Applied {
        /// As it was before, if it was to be seen.
        before: Option<Box<Product>>,
        /// As it is now.
        after: Option<Box<Product>>,
    },
    /// It was refused, and is not tried again.
    Refused {
        /// Why.
        reason: String,
    },
}

impl Fate {
    /// `applied` or `refused`.
    pub fn as_str(&self) -> &'static str {
        match self {
            Self::Applied { .. } => "applied",
            Self::Refused { .. } => "refused",
        }
    }
}

impl ChangeRecord {
    pub(super) fn new(event: &Event, fate: Fate, now: Moment) -> Self {
        Self {
            event: event.clone(),
            fate,
            expires_at: now.as_seconds() + KEPT_FOR_DAYS * SECONDS_OF_A_DAY,
        }
    }

    /// The item.
    pub fn to_attributes(&self) -> Result<Attributes, Failure> {
        let event = &self.event;
        let mut item = Key::change(event.product_id, event.message_id).attributes();
        let mut put = |name: &str, value| item.insert(name.to_owned(), value);
        put("productId", text(event.product_id));
        put("messageId", text(event.message_id));
        put("outcome", text(self.fate.as_str()));
        put("event", text(event.to_json()?));
        put("expiresAt", number(self.expires_at));
        match &self.fate {
            Fate::Applied { before, after } => {
                for (name, product) in [("before", before), ("after", after)] {
                    if let Some(product) = product {
                        put(name, text(json(product)?));
                    }
                }
            }
            Fate::Refused { reason } => {
                put("reason", text(reason));
            }
        }
        Ok(item)
    }

    /// Reads the item.
    pub fn from_attributes(item: &Attributes) -> Result<Self, Corrupt> {
        let event = take_text(item, "event", |json| {
            Event::parse(json.as_bytes()).map_err(|error| error.to_string())
        })?;
        let outcome = required(
            take_text(item, "outcome", |text| Ok::<_, String>(text.to_owned()))?,
            "outcome",
        )?;
        let fate = match outcome.as_str() {
            "applied" => Fate::Applied {
                before: product(item, "before")?,
                after: product(item, "after")?,
            },
            "refused" => Fate::Refused {
                reason: required(
                    take_text(item, "reason", |text| Ok::<_, String>(text.to_owned()))?,
                    "reason",
                )?,
            },
            _ => return Err(Corrupt::new("outcome", "is neither applied nor refused")),
        };
        Ok(Self {
            event: required(event, "event")?,
            fate,
            expires_at: required(
                take_number(item, "expiresAt", |digits| {
                    digits.parse().map_err(|_| "is not a number of seconds")
                })?,
                "expiresAt",
            )?,
        })
    }
}

fn product(item: &Attributes, name: &str) -> Result<Option<Box<Product>>, Corrupt> {
    take_text(item, name, |json| {
        serde_json::from_str(json).map_err(|error| format!("is no product at {}", place(&error)))
    })
}
