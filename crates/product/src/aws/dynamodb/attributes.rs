//! Items as the SDK has them, and as the domain has them.

use std::collections::HashMap;

use aws_sdk_dynamodb::types::AttributeValue;

use crate::item::{Attribute, Attributes, Corrupt};

/// An item of the SDK.
pub(super) type Item = HashMap<String, AttributeValue>;

pub(super) fn to_item(attributes: &Attributes) -> Item {
    attributes
        .iter()
        .map(|(name, value)| (name.clone(), to_value(value)))
        .collect()
}

fn to_value(attribute: &Attribute) -> AttributeValue {
    match attribute {
        Attribute::S(text) => AttributeValue::S(text.clone()),
        Attribute::N(digits) => AttributeValue::N(digits.clone()),
        Attribute::Bool(flag) => AttributeValue::Bool(*flag),
        Attribute::L(entries) => AttributeValue::L(entries.iter().map(to_value).collect()),
        Attribute::M(entries) => AttributeValue::M(to_item(entries)),
    }
}

/// Fails on a value of a kind that no item here has.
pub(super) fn from_item(item: Item) -> Result<Attributes, Corrupt> {
    item.into_iter()
        .map(|(name, value)| {
            let value = from_value(&name, value)?;
            Ok((name, value))
        })
        .collect()
}

fn from_value(name: &str, value: AttributeValue) -> Result<Attribute, Corrupt> {
    match value {
        AttributeValue::S(text) => Ok(Attribute::S(text)),
        AttributeValue::N(digits) => Ok(Attribute::N(digits)),
        AttributeValue::Bool(flag) => Ok(Attribute::Bool(flag)),
        AttributeValue::L(entries) => {
            let entries = entries.into_iter().map(|entry| from_value(name, entry));
            entries.collect::<Result<_, _>>().map(Attribute::L)
        }
        AttributeValue::M(entries) => from_item(entries).map(Attribute::M),
        _ => Err(Corrupt {
            attribute: name.to_owned(),
            reason: "is of a type that is not used here".into(),
        }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_comes_back() {
        let list = Attribute::L(vec![Attribute::S("a".into()), Attribute::N("1.5".into())]);
        let attributes = Attributes::from([
            ("flag".to_owned(), Attribute::Bool(true)),
            (
                "map".to_owned(),
                Attribute::M(Attributes::from([("list".to_owned(), list)])),
            ),
        ]);
        assert_eq!(from_item(to_item(&attributes)), Ok(attributes));
    }

    #[test]
    fn a_kind_that_is_not_ours_is_named_by_its_attribute() {
        let inner = AttributeValue::L(vec![AttributeValue::Null(true)]);
        let item = Item::from([(
            "outer".to_owned(),
            AttributeValue::M(Item::from([("inner".to_owned(), inner)])),
        )]);
        let corrupt = from_item(item).unwrap_err();
        assert_eq!(
            corrupt.to_string(),
            "attribute `inner` of a stored item is of a type that is not used here"
        );
    }
}
