use std::fmt;

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::{
    Actor, BillingCycle, Currency, Description, Features, Moment, Money, Name, ProductId, Reason,
};
use crate::json::json;
use crate::ports::Failure;

/// A product as its readers see it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Product {
    /// Which one.
    pub product_id: ProductId,
    /// What it is called.
    pub name: Name,
    /// What it is.
    pub description: Description,
    /// What it costs for one billing cycle.
    pub price: Money,
    /// What the price is counted in.
    pub currency: Currency,
    /// How often it is paid for.
    pub billing_cycle: BillingCycle,
    /// What it offers.
    pub features: Features,
    /// Whether it is offered; one that is not was deleted and can be restored.
    pub active: bool,
    /// How many changes were applied.
    pub version: u64,
    /// When it was created.
    pub created_at: Moment,
    /// When the latest of its changes was accepted.
    pub updated_at: Moment,
    /// Who made that change.
    pub updated_by: Actor,
}

impl Product {
    /// The tag of exactly this state.
    pub fn etag(&self) -> Result<ETag, Failure> {
        let id = self.product_id.as_uuid();
        Ok(ETag(Uuid::new_v5(&id, json(self)?.as_bytes())))
    }
}

/// A hash of a product's visible state. Shown with its quotes, as it stands in a header.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct ETag(Uuid);

impl ETag {
    /// Whether a request with this `If-Match` header may change what has this tag.
    pub fn satisfies(self, if_match: &str) -> Result<bool, Reason> {
        if if_match.trim() == "*" {
            return Ok(true);
        }
        let own = self.to_string();
        let mut rest = if_match.trim();
        let mut found = false;
        loop {
            let (tag, after) = split_tag(rest).ok_or("must be * or a list of ETags in quotes")?;
            // A weak tag never satisfies If-Match.
            found |= tag == own;
            match after.trim_start().strip_prefix(',') {
                Some(next) => rest = next.trim_start(),
                None if after.trim().is_empty() => return Ok(found),
                None => return Err("must be * or a list of ETags in quotes".into()),
            }
        }
    }
}

/// One tag with its quotes and its weakness, and what comes after it.
fn split_tag(text: &str) -> Option<(&str, &str)> {
    let opened = text.strip_prefix("W/").unwrap_or(text).strip_prefix('"')?;
    let length = text.len() - opened.len() + opened.find('"')? + 1;
    text.split_at_checked(length)
}

impl fmt::Display for ETag {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "\"{}\"", self.0.as_simple())
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const JSON: &str = concat!(
        r#"{"productId":"6f0a9d1c-52e1-4c58-9b7e-3c1d84a2f0e6","name":"Web Hosting","#,
        r#""description":"A place on the web","price":99.9,"currency":"ZAR","#,
        r#""billingCycle":"monthly","features":["10 mailboxes"],"active":true,"version":2,"#,
        r#""createdAt":"2026-11-21T08:30:00.000Z","updatedAt":"2026-11-22T08:30:00.000Z","#,
        r#""updatedBy":"ann"}"#
    );

    fn product() -> Product {
        serde_json::from_str(JSON).unwrap()
    }

    #[test]
    fn the_json_of_a_product() {
        assert_eq!(serde_json::to_string(&product()).unwrap(), JSON);
    }

    #[test]
    fn every_visible_change_makes_another_tag() {
        let tag = product().etag().unwrap();
        assert_eq!(tag, product().etag().unwrap());
        for (from, to) in [
            ("Web", "web"),
            ("99.9", "99.91"),
            ("monthly", "yearly"),
            ("mailboxes", "domains"),
            ("true", "false"),
            ("\"version\":2", "\"version\":3"),
            ("ann", "bob"),
        ] {
            let other: Product = serde_json::from_str(&JSON.replacen(from, to, 1)).unwrap();
            assert_ne!(other.etag().unwrap(), tag, "{from} -> {to}");
        }
    }

    #[test]
    fn if_match() {
        let tag = product().etag().unwrap();
        let weak = format!("W/{tag}");
        let list = format!(" \"a,b\" ,{tag}");
        for (header, expected) in [
            ("*", Some(true)),
            (" * ", Some(true)),
            (tag.to_string().as_str(), Some(true)),
            (list.as_str(), Some(true)),
            (weak.as_str(), Some(false)),
            ("\"\"", Some(false)),
            ("\"other\", \"another\"", Some(false)),
            ("", None),
            ("other", None),
            ("\"open", None),
            ("\"a\" \"b\"", None),
            ("\"a\",", None),
            ("*, \"a\"", None),
        ] {
            assert_eq!(tag.satisfies(header).ok(), expected, "{header}");
        }
    }

    proptest! {
        #[test]
        fn any_header_is_a_list_or_an_error(header in "[W/\", *aé]{0,20}|.{0,20}") {
            let _ = product().etag().unwrap().satisfies(&header);
        }
    }
}
