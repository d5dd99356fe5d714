//! What a list request asks for, and where the next page starts.

mod cursor;
mod list;
mod price_key;

pub use list::{DEFAULT_LIMIT, ListQuery, MAX_LIMIT, Order, PriceQuery};
pub use price_key::PriceKey;
