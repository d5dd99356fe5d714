//! A Lambda for the tests of the crate: SAMPLE says which kind.

use std::process::ExitCode;

use lambda_kit::config::Name;
use lambda_kit::http::{Refusal, Request, Response};
use lambda_kit::sqs::Message;
use lambda_kit::{BoxError, Invocation, run_http, run_sqs};

lambda_kit::configuration! {
    /// What the sample needs.
    pub struct Config {
        /// The table of "samples": a \ is nothing special.
        pub table: Name = "DYNAMODB_TABLE",
        /// How many samples
        /// a page has.
        pub page: u32 = "PAGE_SIZE" or "20",
    }
}

fn main() -> ExitCode {
    if std::env::var_os("SAMPLE").is_some_and(|kind| kind == "sqs") {
        run_sqs("sample", consumer)
    } else {
        run_http("sample", api)
    }
}

async fn api(
    config: Config,
) -> Result<impl AsyncFn(Request, Invocation) -> Result<Response, Refusal>, BoxError> {
    Ok(async move |request: Request, invocation: Invocation| {
        tracing::info!(table = config.table.as_str(), page = config.page, "asked");
        invocation.metrics.count("Asked", 1);
        tokio::task::yield_now().await;
        fail_if_told(&request.path);
        Ok(Response::json(200, &request.json(1024)?))
    })
}

async fn consumer(
    _: Config,
) -> Result<impl AsyncFn(Message, Invocation) -> Result<(), BoxError>, BoxError> {
    Ok(async |message: Message, _: Invocation| {
        tokio::task::yield_now().await;
        fail_if_told(&message.body);
        Ok(())
    })
}

fn fail_if_told(text: &str) {
    assert!(!text.contains("panic"), "the sample was told to panic");
}
