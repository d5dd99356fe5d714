//! What a product is made of. Every type here is valid by construction.

mod identity;
mod moment;
mod money;
mod product;
mod text;

pub use identity::{Actor, IdempotencyKey, MessageId, ProductId, Source, Stamp};
pub use moment::Moment;
pub use money::{Money, MoneyError};
pub use product::{ETag, Product};
pub use text::{BillingCycle, Currency, Description, Feature, Features, Name, NameKey, Reason};
