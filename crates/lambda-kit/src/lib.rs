//! What every Lambda shares: configuration, logs, metrics, HTTP answers, SQS batches, and the way in.
//!
//! A Lambda is a configuration, a function that builds its handler from it, and one line:
//!
//! ```no_run
//! use lambda_kit::config::Name;
//! use lambda_kit::http::{Refusal, Request, Response};
//! use lambda_kit::{BoxError, Invocation};
//!
//! lambda_kit::configuration! {
//!     /// What the function needs.
//!     pub struct Config {
//!         /// The table of products.
//!         pub table: Name = "DYNAMODB_TABLE",
//!     }
//! }
//!
//! async fn set_up(
//!     config: Config,
//! ) -> Result<impl AsyncFn(Request, Invocation) -> Result<Response, Refusal>, BoxError> {
//!     Ok(async move |request: Request, _: Invocation| {
//!         let id = request.path_parameter("productId").unwrap_or_default();
//!         tracing::info!(productId = id, table = config.table.as_str(), "read");
//!         Ok(Response::json(200, &[id]))
//!     })
//! }
//!
//! fn main() -> std::process::ExitCode {
//!     lambda_kit::run_http("product", set_up)
//! }
//! ```
//!
//! [`http::answer`] and [`sqs::handle`] are the same without the runtime, for tests.

pub mod config;
pub mod http;
mod invocation;
pub mod logs;
pub mod metrics;
mod panics;
mod run;
pub mod sqs;

pub use invocation::Invocation;
pub use run::{run_http, run_sqs};

/// Any error: what stops a start, or makes a record come back.
pub type BoxError = Box<dyn std::error::Error + Send + Sync>;
