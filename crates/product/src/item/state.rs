use crate::event::{Change, Event};
use crate::model::{
    Actor, BillingCycle, Currency, Description, Features, MessageId, Money, Name, NameKey, Product,
    ProductId, Stamp,
};

/// A value and the stamp of the change that set it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stamped<T> {
    /// The value.
    pub value: T,
    /// When and by which change it was set.
    pub stamp: Stamp,
}

/// A product as the table holds it: each field with its stamp.
///
/// [`merge`](Self::merge) takes, field by field, the value with the greater stamp. That is a join:
/// changes can come in any order and the same state comes out. A change that comes before its product's
/// CREATE is kept here as well; such a product is not yet complete, and nobody sees it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProductState {
    pub(super) id: ProductId,
    pub(super) name: Option<Stamped<Name>>,
    pub(super) description: Option<Stamped<Description>>,
    pub(super) price: Option<Stamped<Money>>,
    pub(super) currency: Option<Stamped<Currency>>,
    pub(super) billing_cycle: Option<Stamped<BillingCycle>>,
    pub(super) features: Option<Stamped<Features>>,
    pub(super) active: Option<Stamped<bool>>,
    /// The CREATE.
    pub(super) created: Option<Stamp>,
    /// The greatest stamp of all, and whose it is.
    pub(super) latest: Stamped<Actor>,
    /// How many changes were applied. It grows with each write of the item, so it also tells whether the
    /// item is still the one that was read.
    pub(super) version: u64,
}

impl ProductState {
    /// The state with one more change. The caller sees to it that no change is merged twice, for `version`
    /// counts, and that a product has one CREATE.
    #[must_use]
    pub fn merge(before: Option<&Self>, event: &Event) -> Self {
        let stamp = event.stamp();
        let latest = Stamped {
            value: event.actor.clone(),
            stamp,
        };
        let mut state = before.cloned().unwrap_or_else(|| Self {
            id: event.product_id,
            name: None,
            description: None,
            price: None,
            currency: None,
            billing_cycle: None,
            features: None,
            active: None,
            created: None,
            latest: latest.clone(),
            version: 0,
        });
        let fields = event.change.fields();
        join(&mut state.name, fields.name, stamp);
        join(&mut state.description, fields.description, stamp);
        join(&mut state.price, fields.price, stamp);
        join(&mut state.currency, fields.currency, stamp);
        join(&mut state.billing_cycle, fields.billing_cycle, stamp);
        join(&mut state.features, fields.features, stamp);
        join(&mut state.active, fields.active, stamp);
        if matches!(event.change, Change::Create(_)) {
            state.created = Some(stamp);
        }
        if latest.stamp > state.latest.stamp {
            state.latest = latest;
        }
        state.version = state.version.saturating_add(1);
        state
    }

    /// Which product.
    pub fn id(&self) -> ProductId {
        self.id
    }

    /// How many changes were applied.
    pub fn version(&self) -> u64 {
        self.version
    }

    /// The change that created the product. Its record goes after some weeks; this stays, so that an
    /// idempotency key never makes a product anew.
    pub fn created_by(&self) -> Option<MessageId> {
        self.created.map(|created| created.by)
    }

    /// The product, active or not, if its CREATE has come.
    pub fn product(&self) -> Option<Product> {
        let created = self.created?;
        Some(Product {
            product_id: self.id,
            name: value(self.name.as_ref())?,
            description: value(self.description.as_ref())?,
            price: value(self.price.as_ref())?,
            currency: value(self.currency.as_ref())?,
            billing_cycle: value(self.billing_cycle.as_ref())?,
            features: value(self.features.as_ref())?,
            active: value(self.active.as_ref())?,
            version: self.version,
            created_at: created.at,
            updated_at: self.latest.stamp.at,
            updated_by: self.latest.value.clone(),
        })
    }

    /// The name that the product holds against all others: its own while it is complete and active.
    pub fn held_name(&self) -> Option<NameKey> {
        let product = self.product()?;
        product.active.then(|| product.name.key())
    }
}

fn join<T>(slot: &mut Option<Stamped<T>>, value: Option<T>, stamp: Stamp) {
    if let Some(value) = value
        && slot.as_ref().is_none_or(|held| held.stamp < stamp)
    {
        *slot = Some(Stamped { value, stamp });
    }
}

fn value<T: Clone>(slot: Option<&Stamped<T>>) -> Option<T> {
    slot.map(|held| held.value.clone())
}
