//! What each Lambda of the product system does with an event, over the domain's ports.
//!
//! One module a Lambda, each with a `handler` that takes the ports and is given to
//! `lambda_kit::run_http` or `lambda_kit::run_sqs`. What HTTP says of a request and its answer is said
//! here and in `openapi/product.yaml`, which the tests hold together; what a product is and may become is
//! the domain's.

mod actor;
pub mod audit_logger;
pub mod create_product;
pub mod delete_product;
pub mod get_product;
pub mod list_products;
pub mod product_creator;
mod refusal;
pub mod update_product;

pub use actor::Gateway;
use lambda_kit::http::{Request, Response};

/// Where the metrics of all Lambdas of the system go in CloudWatch; each is known by its function there.
pub const METRICS: &str = "product";

/// The answer to a read: it may be kept, and must be asked about each time it is used. A product may change at
/// any moment, and whoever changes it with `If-Match` needs its tag as it is.
fn ask_each_time(response: Response) -> Response {
    response.header("Cache-Control", "no-cache")
}

/// The product that the request is about. Nothing when the route has no such parameter: the domain refuses
/// that like any other text that is no id.
fn product_id(request: &Request) -> &str {
    request.path_parameter("productId").unwrap_or_default()
}
