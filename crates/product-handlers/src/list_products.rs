//! `GET /v1.0/products`: a page of active products by price, or one by its name.

use lambda_kit::Invocation;
use lambda_kit::http::{Refusal, Request, Response};
use product::ports::{ProductReader, TokenSigner};
use product::use_cases::list_products;

use crate::ask_each_time;
use crate::refusal::refusal;

/// Answers 200 with `{items, count, nextToken?}`.
pub fn handler(
    reader: impl ProductReader,
    signer: impl TokenSigner,
) -> impl AsyncFn(Request, Invocation) -> Result<Response, Refusal> {
    async move |request: Request, _: Invocation| {
        let list = list_products(&reader, &signer, request.query()).await;
        let list = list.map_err(refusal)?;
        Ok(ask_each_time(Response::json(200, &list)))
    }
}
