//! `DELETE /v1.0/products/{productId}`: hands on the wish that a product is no longer offered.

use lambda_kit::Invocation;
use lambda_kit::http::{Refusal, Request, Response};
use product::ports::{ChangePublisher, Clock, IdSource, ProductReader};
use product::use_cases::Commands;

use crate::actor::{Gateway, actor};
use crate::product_id;
use crate::refusal::refusal;

/// Answers 202 with `{productId}`. The product stays, inactive, and can be restored.
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
        let accepted = commands.delete(&actor, product_id(&request), if_match.as_deref());
        let accepted = accepted.await.map_err(refusal)?;
        Ok(Response::json(202, &accepted))
    }
}
