//! The product domain: what a product is, which changes are allowed, and how accepted changes become
//! the table's items. It knows no HTTP and no AWS; what it needs of the world stands in [`ports`]. Their
//! adapters to the real services are in `aws`, behind the feature of that name.
//!
//! The way of a change: [`use_cases`] validate it and publish an [`event`]; [`apply`] merges the event
//! into the stored [`item`], in any order and any number of times with the same result; [`audit`] turns
//! what was committed into an object of the audit log.

pub mod apply;
pub mod audit;
#[cfg(feature = "aws")]
pub mod aws;
mod error;
pub mod event;
pub mod item;
mod json;
#[cfg(any(test, feature = "testing"))]
pub mod memory;
pub mod model;
pub mod ports;
pub mod query;
pub mod request;
#[cfg(feature = "aws")]
pub mod system;
pub mod use_cases;
mod validation;

pub use error::Error;
pub use validation::Fault;
