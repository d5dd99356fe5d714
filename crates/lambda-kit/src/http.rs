//! Requests of API Gateway's REST APIs (proxy integration, payload 1.0) and the answers to them.
//!
//! Whatever comes gets an answer: what is no request is a 400, a panic a 500, a handler that does not
//! end in time a 503. The runtime never sees an error, so API Gateway never makes a 502 of one.
//! Errors are `{error, message, details?, requestId}`, the codes those of API Gateway's own answers.

mod event;
mod refusal;
mod request;
mod response;
mod serve;

pub use refusal::{Detail, Refusal};
pub use request::Request;
pub use response::Response;
pub use serve::answer;
