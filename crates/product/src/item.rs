//! What the table holds, and how a change becomes a part of it.
//!
//! | item | PK | SK | holds |
//! |---|---|---|---|
//! | product | `PRODUCT#{id}` | `PRODUCT` | the fields and who set them when |
//! | name | `NAME#{lower-case name}` | `NAME` | the id of the one active product of this name |
//! | change | `PRODUCT#{id}` | `CHANGE#{message id}` | what became of a change; gone after 30 days |
//!
//! The index keys stand only on products that are complete and active.

mod attributes;
mod change;
mod codec;
mod state;
mod transaction;

pub use attributes::{Attribute, Attributes, Corrupt};
pub use change::{Cause, ChangeRecord, Fate, KEPT_FOR_DAYS};
pub use codec::Key;
pub use state::{ProductState, Stamped};
pub use transaction::{Action, Commit, Condition, Transaction, Write};
