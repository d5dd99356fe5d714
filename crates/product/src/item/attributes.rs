use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::model::Reason;

/// An item of the table.
pub type Attributes = BTreeMap<String, Attribute>;

/// An attribute's value, of the kinds that are used here. Its JSON is DynamoDB's, so a stream record's
/// image reads as one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Attribute {
    /// A text.
    S(String),
    /// A number, as its digits.
    N(String),
    /// `true` or `false`.
    #[serde(rename = "BOOL")]
    Bool(bool),
    /// A list.
    L(Vec<Attribute>),
    /// A map.
    M(Attributes),
}

/// An item that nothing here can have written.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("attribute `{attribute}` of a stored item {reason}")]
pub struct Corrupt {
    /// Which attribute.
    pub attribute: String,
    /// What is wrong with it.
    pub reason: Reason,
}

impl Corrupt {
    pub(super) fn new(attribute: &str, reason: impl Into<Reason>) -> Self {
        Self {
            attribute: attribute.to_owned(),
            reason: reason.into(),
        }
    }
}

/// A text attribute.
pub(super) fn text(value: impl ToString) -> Attribute {
    Attribute::S(value.to_string())
}

/// A number attribute.
pub(super) fn number(value: impl ToString) -> Attribute {
    Attribute::N(value.to_string())
}

/// Reads an attribute that may be missing.
pub(super) fn take<'a, T, E: Into<Reason>>(
    item: &'a Attributes,
    name: &str,
    read: impl FnOnce(&'a Attribute) -> Option<Result<T, E>>,
) -> Result<Option<T>, Corrupt> {
    let Some(attribute) = item.get(name) else {
        return Ok(None);
    };
    match read(attribute) {
        Some(Ok(value)) => Ok(Some(value)),
        Some(Err(reason)) => Err(Corrupt::new(name, reason)),
        None => Err(Corrupt::new(name, "is of another type")),
    }
}

/// Reads a text that may be missing.
pub(super) fn take_text<T, E: Into<Reason>>(
    item: &Attributes,
    name: &str,
    read: impl FnOnce(&str) -> Result<T, E>,
) -> Result<Option<T>, Corrupt> {
    take(item, name, |attribute| match attribute {
        Attribute::S(text) => Some(read(text)),
        _ => None,
    })
}

/// Reads a number that may be missing.
pub(super) fn take_number<T, E: Into<Reason>>(
    item: &Attributes,
    name: &str,
    read: impl FnOnce(&str) -> Result<T, E>,
) -> Result<Option<T>, Corrupt> {
    take(item, name, |attribute| match attribute {
        Attribute::N(digits) => Some(read(digits)),
        _ => None,
    })
}

/// What must be there.
pub(super) fn required<T>(found: Option<T>, name: &str) -> Result<T, Corrupt> {
    found.ok_or_else(|| Corrupt::new(name, "is missing"))
}
