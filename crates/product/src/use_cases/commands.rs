use serde::Serialize;

use super::reads::parse_id;
use crate::Error;
use crate::event::{Change, Event};
use crate::json::json;
use crate::model::{Actor, IdempotencyKey, MessageId, Moment, Name, Product, ProductId, Source};
use crate::ports::{ChangePublisher, Clock, IdSource, ProductReader};
use crate::request::{BODY_LIMIT, CreateProduct, UpdateProduct};
use crate::validation::Fault;

/// The operations that change products.
#[derive(Clone, Debug)]
pub struct Commands<R, P, C, I> {
    /// Where the products are read.
    pub reader: R,
    /// Where accepted changes go.
    pub publisher: P,
    /// When they are accepted.
    pub clock: C,
    /// What they are called.
    pub ids: I,
    /// Which component this is.
    pub source: Source,
}

/// A change was accepted and will be applied.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Accepted {
    /// Of which product.
    pub product_id: ProductId,
}

impl<R, P, C, I> Commands<R, P, C, I>
where
    R: ProductReader,
    P: ChangePublisher,
    C: Clock,
    I: IdSource,
{
    /// Accepts a new product.
    ///
    /// With an `Idempotency-Key` its id follows from actor and key, and its message's id from the product
    /// that is asked for as well: a retry is the same message, of which the writer takes one, and another
    /// product under the same key is another message, which the writer refuses if the first was created.
    pub async fn create(
        &self,
        actor: &Actor,
        idempotency_key: Option<&str>,
        body: &[u8],
    ) -> Result<Accepted, Error> {
        check_size(body)?;
        let (key, create) = both(
            idempotency_key
                .map(|key| field("Idempotency-Key", IdempotencyKey::parse(key)))
                .transpose(),
            CreateProduct::parse(body),
        )?;
        let (product_id, message_id) = match key {
            Some(key) => (
                key.product_id(actor),
                key.message_id(actor, &json(&create)?),
            ),
            None => (self.ids.new_id().into(), self.ids.new_id().into()),
        };
        if create.active {
            self.check_free(&create.name, product_id).await?;
        }
        let event = Event {
            message_id,
            product_id,
            occurred_at: self.clock.now(),
            actor: actor.clone(),
            source: self.source.clone(),
            change: Change::Create(create),
        };
        self.publish(event).await
    }

    /// Accepts a change of some fields. `active: true` restores a deleted product.
    pub async fn update(
        &self,
        actor: &Actor,
        id: &str,
        if_match: Option<&str>,
        body: &[u8],
    ) -> Result<Accepted, Error> {
        check_size(body)?;
        let (id, update) = both(
            parse_id(id).map_err(|fault| vec![fault]),
            UpdateProduct::parse(body),
        )?;
        let current = self.reader.find(id).await?;
        let current = current
            .filter(|product| product.active || update.active == Some(true))
            .ok_or(Error::NotFound(id))?;
        check_precondition(&current, if_match)?;
        self.check_name(&current, &update).await?;
        let event = self.change(actor, &current, Change::Update(update));
        self.publish(event).await
    }

    /// Accepts that a product is no longer offered.
    pub async fn delete(
        &self,
        actor: &Actor,
        id: &str,
        if_match: Option<&str>,
    ) -> Result<Accepted, Error> {
        let id = parse_id(id).map_err(|fault| vec![fault])?;
        let current = self.reader.find(id).await?;
        let current = current
            .filter(|product| product.active)
            .ok_or(Error::NotFound(id))?;
        check_precondition(&current, if_match)?;
        let event = self.change(actor, &current, Change::Delete);
        self.publish(event).await
    }

    /// Whether the product can have its name once it is changed. A first look: the writer decides.
    async fn check_name(&self, current: &Product, update: &UpdateProduct) -> Result<(), Error> {
        let name: &Name = update.name.as_ref().unwrap_or(&current.name);
        let held_before = current.active.then(|| current.name.key());
        let active = update.active.unwrap_or(current.active);
        let held = active.then(|| name.key());
        if held.is_none() || held == held_before {
            return Ok(());
        }
        self.check_free(name, current.product_id).await
    }

    /// Whether no other active product has the name.
    async fn check_free(&self, name: &Name, id: ProductId) -> Result<(), Error> {
        match self.reader.find_by_name(&name.key()).await? {
            Some(holder) if holder.product_id != id => Err(Error::NameTaken(name.clone())),
            _ => Ok(()),
        }
    }

    /// A change of a product that was seen: it comes after everything that made the product so, even if
    /// this machine's clock is behind another's.
    fn change(&self, actor: &Actor, seen: &Product, change: Change) -> Event {
        let occurred_at: Moment = self.clock.now().max(seen.updated_at.next());
        Event {
            message_id: MessageId::from(self.ids.new_id()),
            product_id: seen.product_id,
            occurred_at,
            actor: actor.clone(),
            source: self.source.clone(),
            change,
        }
    }

    async fn publish(&self, event: Event) -> Result<Accepted, Error> {
        self.publisher.publish(&event).await?;
        Ok(Accepted {
            product_id: event.product_id,
        })
    }
}

fn check_size(body: &[u8]) -> Result<(), Error> {
    if body.len() > BODY_LIMIT {
        return Err(Error::BodyTooLarge);
    }
    Ok(())
}

fn check_precondition(current: &Product, if_match: Option<&str>) -> Result<(), Error> {
    let Some(if_match) = if_match else {
        return Ok(());
    };
    if field("If-Match", current.etag()?.satisfies(if_match))? {
        Ok(())
    } else {
        Err(Error::PreconditionFailed)
    }
}

fn field<T>(name: &str, checked: Result<T, crate::model::Reason>) -> Result<T, Vec<Fault>> {
    checked.map_err(|reason| vec![Fault::new(name, reason)])
}

/// Both, or the faults of both.
fn both<A, B>(
    one: Result<A, Vec<Fault>>,
    other: Result<B, Vec<Fault>>,
) -> Result<(A, B), Vec<Fault>> {
    match (one, other) {
        (Ok(one), Ok(other)) => Ok((one, other)),
        (Err(faults), Ok(_)) | (Ok(_), Err(faults)) => Err(faults),
        (Err(mut faults), Err(more)) => {
            faults.extend(more);
            Err(faults)
        }
    }
}
