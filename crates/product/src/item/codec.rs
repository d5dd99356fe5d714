use super::attributes::{number, required, take, take_number, take_text, text};
use super::{Attribute, Attributes, Corrupt, ProductState, Stamped};
use crate::model::{
    Actor, BillingCycle, Currency, Description, Feature, Features, MessageId, Money, Name, NameKey,
    ProductId, Reason, Stamp,
};
use crate::query::PriceKey;

/// Where an item stands in the table.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Key {
    /// The partition.
    pub pk: String,
    /// The place in it.
    pub sk: String,
}

impl Key {
    /// What the sort keys of change items start with.
    pub const CHANGE_PREFIX: &'static str = "CHANGE#";
    /// The partition of the price index.
    pub const PRICE_INDEX_PARTITION: &'static str = "PRODUCT";

    /// Of a product.
    pub fn product(id: ProductId) -> Self {
        Self {
            pk: format!("PRODUCT#{id}"),
            sk: "PRODUCT".to_owned(),
        }
    }

    /// Of a change.
    pub fn change(id: ProductId, change: MessageId) -> Self {
        Self {
            pk: format!("PRODUCT#{id}"),
            sk: format!("{}{change}", Self::CHANGE_PREFIX),
        }
    }

    /// Of a name.
    pub fn name(name: &NameKey) -> Self {
        Self {
            pk: format!("NAME#{name}"),
            sk: "NAME".to_owned(),
        }
    }

    /// The key as the item's attributes.
    pub fn attributes(&self) -> Attributes {
        Attributes::from([
            ("PK".to_owned(), text(&self.pk)),
            ("SK".to_owned(), text(&self.sk)),
        ])
    }
}

/// The item that holds a name for a product.
pub(super) fn name_item(name: &NameKey, owner: ProductId) -> Attributes {
    let mut item = Key::name(name).attributes();
    item.insert("productId".to_owned(), text(owner));
    item
}

impl ProductState {
    /// The item.
    pub fn to_attributes(&self) -> Attributes {
        let mut item = Key::product(self.id).attributes();
        let mut stamps = Attributes::new();
        let mut put = |name: &str, slot: Option<(Attribute, Stamp)>| {
            if let Some((value, stamp)) = slot {
                item.insert(name.to_owned(), value);
                stamps.insert(name.to_owned(), text(stamp));
            }
        };
        put("name", slot(self.name.as_ref(), text));
        put("description", slot(self.description.as_ref(), text));
        put("price", slot(self.price.as_ref(), number));
        put("currency", slot(self.currency.as_ref(), text));
        put(
            "billingCycle",
            slot(self.billing_cycle.as_ref(), |cycle| text(cycle.as_str())),
        );
        put("features", slot(self.features.as_ref(), list));
        put(
            "active",
            slot(self.active.as_ref(), |active| Attribute::Bool(*active)),
        );
        put(
            "createdAt",
            self.created.map(|created| (text(created.at), created)),
        );
        put(
            "updatedAt",
            Some((text(self.latest.stamp.at), self.latest.stamp)),
        );
        item.insert("updatedBy".to_owned(), text(&self.latest.value));
        item.insert("productId".to_owned(), text(self.id));
        item.insert("version".to_owned(), number(self.version));
        item.insert("stamps".to_owned(), Attribute::M(stamps));
        self.add_index_keys(&mut item);
        item
    }

    fn add_index_keys(&self, item: &mut Attributes) {
        if let (Some(name), Some(price)) = (self.held_name(), &self.price) {
            let key = PriceKey {
                price: price.value,
                product_id: self.id,
            };
            item.insert("GSI1_PK".to_owned(), text(Key::PRICE_INDEX_PARTITION));
            item.insert("GSI1_SK".to_owned(), text(key));
            item.insert("GSI2_PK".to_owned(), text(name));
        }
    }

    /// Reads the item.
    pub fn from_attributes(item: &Attributes) -> Result<Self, Corrupt> {
        let stamps = required(
            take(item, "stamps", |attribute| match attribute {
                Attribute::M(stamps) => Some(Ok::<_, Reason>(stamps)),
                _ => None,
            })?,
            "stamps",
        )?;
        let flag = |attribute: &Attribute| match attribute {
            Attribute::Bool(flag) => Some(Ok::<_, Reason>(*flag)),
            _ => None,
        };
        let updated_by = required(take_text(item, "updatedBy", Actor::parse)?, "updatedBy")?;
        Ok(Self {
            id: required(take_text(item, "productId", ProductId::parse)?, "productId")?,
            name: stamped(take_text(item, "name", Name::parse)?, stamps, "name")?,
            description: stamped(
                take_text(item, "description", Description::parse)?,
                stamps,
                "description",
            )?,
            price: stamped(take_number(item, "price", price)?, stamps, "price")?,
            currency: stamped(
                take_text(item, "currency", Currency::parse)?,
                stamps,
                "currency",
            )?,
            billing_cycle: stamped(
                take_text(item, "billingCycle", BillingCycle::parse)?,
                stamps,
                "billingCycle",
            )?,
            features: stamped(take(item, "features", features)?, stamps, "features")?,
            active: stamped(take(item, "active", flag)?, stamps, "active")?,
            created: stamp(stamps, "createdAt")?,
            latest: Stamped {
                value: updated_by,
                stamp: required(stamp(stamps, "updatedAt")?, "updatedAt")?,
            },
            version: required(
                take_number(item, "version", |digits| {
                    digits.parse().map_err(|_| "is not a count")
                })?,
                "version",
            )?,
        })
    }
}

fn slot<'a, T>(
    slot: Option<&'a Stamped<T>>,
    write: impl FnOnce(&'a T) -> Attribute,
) -> Option<(Attribute, Stamp)> {
    slot.map(|held| (write(&held.value), held.stamp))
}

fn list(features: &Features) -> Attribute {
    Attribute::L(features.as_slice().iter().map(text).collect())
}

/// A field's value with its stamp: both are there or none.
fn stamped<T>(
    value: Option<T>,
    stamps: &Attributes,
    name: &str,
) -> Result<Option<Stamped<T>>, Corrupt> {
    match (value, stamp(stamps, name)?) {
        (Some(value), Some(stamp)) => Ok(Some(Stamped { value, stamp })),
        (None, None) => Ok(None),
        (Some(_), None) => Err(Corrupt::new(name, "has no stamp")),
        (None, Some(_)) => Err(Corrupt::new(name, "has a stamp and no value")),
    }
}

fn stamp(stamps: &Attributes, name: &str) -> Result<Option<Stamp>, Corrupt> {
    take_text(stamps, name, |text| {
        Stamp::parse(text).ok_or("has a stamp that is none")
    })
}

fn price(digits: &str) -> Result<Money, String> {
    Money::price(digits).map_err(|error| error.to_string())
}

fn features(attribute: &Attribute) -> Option<Result<Features, Reason>> {
    let Attribute::L(entries) = attribute else {
        return None;
    };
    let entries: Option<Vec<_>> = entries
        .iter()
        .map(|entry| match entry {
            Attribute::S(text) => Some(Feature::parse(text)),
            _ => None,
        })
        .collect();
    Some(
        entries?
            .into_iter()
            .collect::<Result<Vec<_>, _>>()
            .and_then(Features::new),
    )
}
