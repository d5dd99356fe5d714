use std::time::Instant;

use serde_json::Value;
use tracing::Instrument;

use super::refusal::Refusal;
use super::request::Request;
use super::response::Response;
use crate::Invocation;
use crate::panics::caught;

/// Answers an event, whatever it is: what the runtime does with each, and what a test can do with
/// arbitrary bytes.
pub async fn answer<H>(handler: &H, event: &[u8], invocation: &Invocation) -> Value
where
    H: AsyncFn(Request, Invocation) -> Result<Response, Refusal>,
{
    let start = Instant::now();
    let request = Request::parse(event);
    let (method, resource, id) = match &request {
        Ok(request) => (
            request.method.clone(),
            request.resource.clone(),
            request.id.clone(),
        ),
        Err(_) => Default::default(),
    };
    // The caller knows API Gateway's id, the logs Lambda's: this span knows both.
    let id = id.unwrap_or_else(|| invocation.request_id.clone());
    let span = tracing::error_span!("request", method, resource, apiRequestId = id);
    async {
        let result = match request {
            Ok(request) => handled(handler, request, invocation).await,
            Err(refusal) => Err(refusal),
        };
        let response = checked(result, &id);
        let millis = u64::try_from(start.elapsed().as_millis()).unwrap_or(u64::MAX);
        if response.status >= 500 {
            // Lambda's own metric of errors does not see these: the function has answered.
            invocation.metrics.count("ServerErrors", 1);
        }
        tracing::info!(status = response.status, durationMs = millis, "answered");
        response.into_event()
    }
    .instrument(span)
    .await
}

async fn handled<H>(
    handler: &H,
    request: Request,
    invocation: &Invocation,
) -> Result<Response, Refusal>
where
    H: AsyncFn(Request, Invocation) -> Result<Response, Refusal>,
{
    // Boxed: with the SDK in it, the whole is deeper than the compiler goes in one piece.
    let work = caught(Box::pin(async {
        handler(request, invocation.clone()).await
    }));
    match invocation.within(work).await {
        Ok(Ok(result)) => result,
        Ok(Err(_)) => {
            invocation.metrics.count("Panics", 1);
            Err(Refusal::internal())
        }
        Err(_) => {
            let message = "the service did not answer in time, try again in a moment";
            Err(Refusal::unavailable_because(message).because("the handler did not end in time"))
        }
    }
}

fn checked(result: Result<Response, Refusal>, id: &str) -> Response {
    let refusal = match result {
        Ok(response) => match response.fault() {
            None => return response,
            Some(fault) => Refusal::internal().because(fault),
        },
        Err(refusal) => refusal,
    };
    if let Some(cause) = &refusal.cause {
        if refusal.status >= 500 {
            tracing::error!(status = refusal.status, cause, "refused");
        } else {
            tracing::info!(status = refusal.status, cause, "refused");
        }
    }
    let response = Response::refusal(&refusal, id);
    match response.fault() {
        None => response,
        Some(fault) => {
            tracing::error!(cause = fault, "refused");
            Response::refusal(&Refusal::internal(), id)
        }
    }
}
