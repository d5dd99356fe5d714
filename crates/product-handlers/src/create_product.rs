//! `POST /v1.0/products`: checks a new product and hands the change on.

use lambda_kit::Invocation;
use lambda_kit::http::{Refusal, Request, Response};
use product::ports::{ChangePublisher, Clock, IdSource, ProductReader};
use product::request::BODY_LIMIT;
use product::use_cases::Commands;

use crate::actor::{Gateway, actor};
use crate::refusal::refusal;

/// Answers 202 with `{productId}` and where the product will be found.
pub fn handler<R, P, C, I>(
    commands: Commands<R, P, C, I>,
    gateway: Gateway,
) -> impl AsyncFn(Request, Invocation) -> Result<Response, Refusal>
where
    R: ProductReader,
    P: ChangePublisher,
    C: Clock,
    I: IdSource,
{
    async move |request: Request, _: Invocation| {
        let actor = actor(&request, gateway)?;
        let key = request.header("idempotency-key");
        let body = request.json(BODY_LIMIT)?;
        let accepted = commands.create(&actor, key.as_deref(), body.as_bytes());
        let accepted = accepted.await.map_err(refusal)?;
        let location = location(&request.path, accepted.product_id);
        Ok(Response::json(202, &accepted).location(location))
    }
}

/// The product's address, relative to that of the request: nobody here knows what stands before it, the
/// name of a stage or what a domain maps.
fn location(path: &str, id: impl std::fmt::Display) -> String {
    // "products" is the last segment, which the address replaces, unless a slash comes after it.
    let segment = if path.ends_with('/') { "" } else { "products/" };
    format!("{segment}{id}")
}
