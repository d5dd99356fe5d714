//! What the domain needs of the world. Adapters implement these traits, usually with an `async fn`.

use std::future::Future;

use uuid::Uuid;

use crate::audit::AuditObject;
use crate::event::Event;
use crate::item::{Commit, Corrupt, ProductState, Transaction};
use crate::model::{Moment, NameKey, Product, ProductId};
use crate::query::{PriceKey, PriceQuery};

/// Why a port could not do its work.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Failure {
    /// Now; later it may work.
    #[error("unavailable: {0}")]
    Unavailable(String),
    /// Something stored cannot be read.
    #[error(transparent)]
    Corrupt(#[from] Corrupt),
    /// Something cannot be written as JSON.
    #[error("cannot be written as JSON: {0}")]
    Unwritable(String),
}

/// Reads products.
pub trait ProductReader: Send + Sync {
    /// The product, active or not, as last written (a consistent read). One that is not yet complete is
    /// not there.
    fn find(&self, id: ProductId) -> impl Future<Output = Result<Option<Product>, Failure>> + Send;

    /// The active product of this name. It may lag behind: the writer decides about names.
    fn find_by_name(
        &self,
        name: &NameKey,
    ) -> impl Future<Output = Result<Option<Product>, Failure>> + Send;

    /// A page of active products by price.
    fn list(&self, query: &PriceQuery)
    -> impl Future<Output = Result<ProductPage, Failure>> + Send;
}

/// A page of products.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct ProductPage {
    /// The products in their order.
    pub products: Vec<Product>,
    /// After which key there may be more; `None` on the last page.
    pub next: Option<PriceKey>,
}

/// Hands accepted changes over to the writer.
pub trait ChangePublisher: Send + Sync {
    /// Returns when the change is safe.
    fn publish(&self, event: &Event) -> impl Future<Output = Result<(), Failure>> + Send;
}

/// The writer's table.
pub trait ProductStore: Send + Sync {
    /// The product's item as last written (a consistent read).
    fn load(
        &self,
        id: ProductId,
    ) -> impl Future<Output = Result<Option<ProductState>, Failure>> + Send;

    /// Writes all of [`Transaction::writes`], if all their conditions hold, or nothing;
    /// [`Commit::of_failed`] says what to answer then. After a [`Failure`] nobody knows which.
    fn commit(
        &self,
        transaction: &Transaction,
    ) -> impl Future<Output = Result<Commit, Failure>> + Send;
}

/// Keeps audit objects.
pub trait AuditSink: Send + Sync {
    /// Writes the object, over one that is there with the same key.
    fn put(&self, object: &AuditObject) -> impl Future<Output = Result<(), Failure>> + Send;
}

/// Signs list tokens with a secret key, which may be kept elsewhere.
pub trait TokenSigner: Send + Sync {
    /// The signature of these bytes.
    fn sign(&self, payload: &[u8]) -> impl Future<Output = Result<Vec<u8>, Failure>> + Send;

    /// Whether it is their signature. To be compared in constant time.
    fn verify(
        &self,
        payload: &[u8],
        signature: &[u8],
    ) -> impl Future<Output = Result<bool, Failure>> + Send;
}

/// Tells the time.
pub trait Clock: Send + Sync {
    /// Now.
    fn now(&self) -> Moment;
}

/// Lets the writer wait a little after a lost race, so that many of them do not lose forever.
pub trait Backoff: Send + Sync {
    /// Waits, longer the more races were lost (the first is 1), and never as long as its fellows.
    fn pause(&self, lost: u32) -> impl Future<Output = ()> + Send;
}

/// Makes ids that nobody can guess and nobody has.
pub trait IdSource: Send + Sync {
    /// A new one.
    fn new_id(&self) -> Uuid;
}
