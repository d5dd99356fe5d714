//! `PUT /v1.0/products/{productId}`: checks a change of some fields and hands it on.

use lambda_kit::Invocation;
use lambda_kit::http::{Refusal, Request, Response};
use product::ports::{ChangePublisher, Clock, IdSource, ProductReader};
use product::request::BODY_LIMIT;
use product::use_cases::Commands;

use crate::actor::{Gateway, actor};
use crate::product_id;
use crate::refusal::refusal;

/// Answers 202 with `{productId}`.
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
        let if_match = request.header("if-match");
        let body = request.json(BODY_LIMIT)?;
        let id = product_id(&request);
        let accepted = commands.update(&actor, id, if_match.as_deref(), body.as_bytes());
        let accepted = accepted.await.map_err(refusal)?;
        Ok(Response::json(202, &accepted))
    }
}
