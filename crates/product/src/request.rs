//! What a caller asks for: a new product, or a change of one.
//!
//! The same types are the payloads of the events, and the same rules hold there.

use serde::Serialize;

use crate::model::{BillingCycle, Currency, Description, Feature, Features, Money, Name};
use crate::validation::{Checked, Fault, Form, Json, named};

/// How many bytes a body may have: 10 KB.
pub const BODY_LIMIT: usize = 10 * 1024;

/// A new product.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct CreateProduct {
    /// What it is called.
    pub name: Name,
    /// What it is.
    pub description: Description,
    /// What it costs for one billing cycle.
    pub price: Money,
    /// What the price is counted in: ZAR unless said otherwise.
    pub currency: Currency,
    /// How often it is paid for.
    pub billing_cycle: BillingCycle,
    /// What it offers.
    pub features: Features,
    /// Whether it is offered at once: it is, unless said otherwise.
    pub active: bool,
}

/// A change: what is given is set, the rest stays.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct UpdateProduct {
    /// Another name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<Name>,
    /// Another description.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub description: Option<Description>,
    /// Another price.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub price: Option<Money>,
    /// Another currency.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub currency: Option<Currency>,
    /// Another billing cycle.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub billing_cycle: Option<BillingCycle>,
    /// Other features, all of them.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub features: Option<Features>,
    /// `true` restores a deleted product, `false` deletes.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub active: Option<bool>,
}

/// Whether what has a default may be left out.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Defaults {
    /// By a caller, yes.
    Fill,
    /// In an event, no: it was filled in when the event was made.
    Refuse,
}

impl CreateProduct {
    /// Reads a body, or says everything that is wrong with it.
    pub fn parse(body: &[u8]) -> Result<Self, Vec<Fault>> {
        named(
            Json::parse(body).and_then(|json| Self::read(json, Defaults::Fill)),
            "body",
        )
    }

    pub(crate) fn read(json: Json<'_>, defaults: Defaults) -> Checked<Self> {
        let mut form = json.object()?;
        for name in ["name", "description", "price", "billingCycle", "features"] {
            need(&mut form, name);
        }
        if defaults == Defaults::Refuse {
            need(&mut form, "currency");
            need(&mut form, "active");
        }
        let given = fields(&mut form);
        let create = given.into_create();
        form.finish(create)
    }
}

impl UpdateProduct {
    /// Reads a body, or says everything that is wrong with it.
    pub fn parse(body: &[u8]) -> Result<Self, Vec<Fault>> {
        named(Json::parse(body).and_then(Self::read), "body")
    }

    pub(crate) fn read(json: Json<'_>) -> Checked<Self> {
        let mut form = json.object()?;
        if form.is_empty() {
            return Err(vec![Fault::new("", "must change at least one field")]);
        }
        let given = fields(&mut form);
        form.finish(Some(given))
    }

    /// The new product that these fields are, with what has a default filled in.
    fn into_create(self) -> Option<CreateProduct> {
        Some(CreateProduct {
            name: self.name?,
            description: self.description?,
            price: self.price?,
            currency: self.currency.unwrap_or_default(),
            billing_cycle: self.billing_cycle?,
            features: self.features?,
            active: self.active.unwrap_or(true),
        })
    }
}

impl From<CreateProduct> for UpdateProduct {
    fn from(create: CreateProduct) -> Self {
        Self {
            name: Some(create.name),
            description: Some(create.description),
            price: Some(create.price),
            currency: Some(create.currency),
            billing_cycle: Some(create.billing_cycle),
            features: Some(create.features),
            active: Some(create.active),
        }
    }
}

fn need(form: &mut Form<'_>, name: &str) {
    if !form.has(name) {
        form.fault(name, "is missing");
    }
}

/// Takes all fields that are there; a faulty one is noted in the form.
fn fields(form: &mut Form<'_>) -> UpdateProduct {
    UpdateProduct {
        name: form.take("name", |json| json.text(Name::parse)),
        description: form.take("description", |json| json.text(Description::parse)),
        price: form.take("price", |json| json.number(Money::price)),
        currency: form.take("currency", |json| json.text(Currency::parse)),
        billing_cycle: form.take("billingCycle", |json| json.text(BillingCycle::parse)),
        features: form.take("features", features),
        active: form.take("active", Json::flag),
    }
}

fn features(json: Json<'_>) -> Checked<Features> {
    let features = json.list(Features::check_count, |entry| entry.text(Feature::parse))?;
    Features::new(features).map_err(|reason| vec![Fault::new("", reason)])
}
