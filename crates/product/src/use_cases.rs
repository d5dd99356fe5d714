//! The five operations of the API: validate, check, publish. They answer with types; HTTP is made of
//! them elsewhere.

mod commands;
mod reads;

pub use commands::{Accepted, Commands};
pub use reads::{Found, ProductList, get_product, list_products};
