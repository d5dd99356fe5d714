//! `GET /v1.0/products/{productId}`: one active product.

use lambda_kit::Invocation;
use lambda_kit::http::{Refusal, Request, Response};
use product::model::ETag;
use product::ports::ProductReader;
use product::use_cases::get_product;

use crate::refusal::refusal;
use crate::{ask_each_time, product_id};

/// Answers 200 with the product and its tag, or 304 to who has it as it is.
pub fn handler(
    reader: impl ProductReader,
) -> impl AsyncFn(Request, Invocation) -> Result<Response, Refusal> {
    async move |request: Request, _: Invocation| {
        let found = get_product(&reader, product_id(&request)).await;
        let found = found.map_err(refusal)?;
        let known = request.header("if-none-match");
        let response = if known.is_some_and(|tags| is_among(found.etag, &tags)) {
            Response::empty(304)
        } else {
            Response::json(200, &found.product)
        };
        let response = response.header("ETag", found.etag.to_string());
        Ok(ask_each_time(response))
    }
}

/// Whether `If-None-Match` has this tag. Weak tags do, other than in `If-Match`: caches make tags weak.
/// What is no list of tags has none, and is answered like a request without the header.
fn is_among(etag: ETag, tags: &str) -> bool {
    let own = etag.to_string();
    let mut tags = tags.split(',').map(str::trim);
    tags.any(|tag| tag == "*" || tag.strip_prefix("W/").unwrap_or(tag) == own)
}
