use std::fmt;

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::text::{checked_text, of_length, refuse_control_characters};
use super::{Moment, Reason};

/// Under which ids are derived from idempotency keys. Another one would make every retry a new product.
const NAMESPACE: Uuid = Uuid::from_u128(0x6f0a_9d1c_52e1_4c58_9b7e_3c1d_84a2_f0e6);

macro_rules! id {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[derive(Serialize, Deserialize)]
        #[serde(try_from = "String", into = "String")]
        pub struct $name(Uuid);

        impl $name {
            /// Reads a UUID of 36 characters, in upper or lower case.
            pub fn parse(text: &str) -> Result<Self, Reason> {
                (text.len() == 36)
                    .then(|| Uuid::try_parse(text).ok())
                    .flatten()
                    .map(Self)
                    .ok_or_else(|| "must be a UUID".into())
            }

            /// The UUID.
            pub fn as_uuid(self) -> Uuid {
                self.0
            }
        }

        impl From<Uuid> for $name {
            fn from(id: Uuid) -> Self {
                Self(id)
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(f)
            }
        }

        impl TryFrom<String> for $name {
            type Error = Reason;

            fn try_from(text: String) -> Result<Self, Self::Error> {
                Self::parse(&text)
            }
        }

        impl From<$name> for String {
            fn from(id: $name) -> Self {
                id.to_string()
            }
        }
    };
}

id!(
    /// Which product.
    ProductId
);

id!(
    /// Which change. A retried change has the id of its first try.
    MessageId
);

checked_text!(
    /// Who asked for a change: 1 to 256 characters.
    Actor,
    |text| {
        refuse_control_characters(text, &[])?;
        of_length(text.to_owned(), 1, 256)
    }
);

checked_text!(
    /// Which component published a change: 1 to 256 characters.
    Source,
    |text| {
        refuse_control_characters(text, &[])?;
        of_length(text.to_owned(), 1, 256)
    }
);

checked_text!(
    /// What a caller sends so that a retry makes no second product: 1 to 200 visible ASCII characters.
    IdempotencyKey,
    |text| {
        if !text.bytes().all(|byte| byte.is_ascii_graphic()) {
            return Err("must consist of visible ASCII characters without spaces".into());
        }
        of_length(text.to_owned(), 1, 200)
    }
);

impl IdempotencyKey {
    /// The product that this key of this actor stands for, at every try.
    pub fn product_id(&self, actor: &Actor) -> ProductId {
        ProductId(derive(&format!("product:{}", self.of(actor))))
    }

    /// The change that creates it as `product` says, in the one form that this has: the same at every
    /// try, and another for another product under the same key.
    pub fn message_id(&self, actor: &Actor, product: &str) -> MessageId {
        // A key has no spaces, so it ends at the first.
        MessageId(derive(&format!("message:{} {product}", self.of(actor))))
    }

    /// The length keeps actor and key apart: ("ab", "c") is not ("a", "bc").
    fn of(&self, actor: &Actor) -> String {
        format!("{}:{actor}:{self}", actor.as_str().len())
    }
}

fn derive(name: &str) -> Uuid {
    Uuid::new_v5(&NAMESPACE, name.as_bytes())
}

/// When and by which message something was set; the greater one wins. No two changes have the same.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Stamp {
    /// When the change was accepted.
    pub at: Moment,
    /// Decides between changes of the same millisecond.
    pub by: MessageId,
}

impl Stamp {
    /// Reads what `Display` writes: `{moment}#{message id}`.
    pub fn parse(text: &str) -> Option<Self> {
        let (at, by) = text.split_once('#')?;
        Some(Self {
            at: at.parse().ok()?,
            by: MessageId::parse(by).ok()?,
        })
    }
}

impl fmt::Display for Stamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}#{}", self.at, self.by)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_uuids_in_their_long_form() {
        let id = ProductId::parse("6F0A9D1C-52e1-4c58-9b7e-3c1d84a2f0e6").unwrap();
        assert_eq!(id.to_string(), "6f0a9d1c-52e1-4c58-9b7e-3c1d84a2f0e6");
        for text in [
            "",
            "6f0a9d1c52e14c589b7e3c1d84a2f0e6",
            "{6f0a9d1c-52e1-4c58-9b7e-3c1d84a2f0e}",
            "6f0a9d1c-52e1-4c58-9b7e-3c1d84a2f0eg",
            "6f0a9d1c-52e1-4c58-9b7e-3c1d84a2f0e6 ",
            "éééééééééééééééééé",
        ] {
            assert!(ProductId::parse(text).is_err(), "{text}");
        }
    }

    #[test]
    fn a_key_of_an_actor_stands_for_the_same_ids_for_ever() {
        let ids = |actor: &str, key: &str, product: &str| {
            let (actor, key) = (Actor::parse(actor), IdempotencyKey::parse(key));
            let (actor, key) = (actor.unwrap(), key.unwrap());
            (key.product_id(&actor), key.message_id(&actor, product))
        };
        let (product, message) = ids("ann", "order-1", "{}");
        assert_eq!(product.to_string(), "8898c931-4d93-53d9-81ba-096b896b87a4");
        assert_eq!(message.to_string(), "a6e980cc-b931-50b5-af14-caca97d3b8a4");
        assert_ne!(product.as_uuid(), message.as_uuid());
        assert_eq!(ids("ann", "order-1", "{}"), (product, message));
        for (actor, key) in [("ann", "order-2"), ("bob", "order-1")] {
            let other = ids(actor, key, "{}");
            assert_ne!(other.0, product);
            assert_ne!(other.1, message);
        }
        let other = ids("ann", "order-1", "{ }");
        assert_eq!(other.0, product);
        assert_ne!(other.1, message);
        assert_ne!(ids("a", "b:c", "").0, ids("a:b", "c", "").0);
        assert_ne!(ids("a", "b", "c").1, ids("a", "bc", "").1);
    }

    #[test]
    fn keys_actors_and_sources() {
        for text in ["", "with space", "é", "tab\t", &"x".repeat(201)] {
            assert!(IdempotencyKey::parse(text).is_err(), "{text}");
        }
        assert!(IdempotencyKey::parse(&"x".repeat(200)).is_ok());
        for text in ["", "line\nbreak", "\u{fffe}", &"x".repeat(257)] {
            assert!(Actor::parse(text).is_err(), "{text}");
            assert!(Source::parse(text).is_err(), "{text}");
        }
    }
}
