//! The way in: from `main` to the handler.

mod payload;

use std::io::Write;
use std::process::ExitCode;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use lambda_runtime::{LambdaEvent, Runtime, service_fn};
use serde_json::Value;
use tracing::Instrument;

use crate::config::Configuration;
use crate::http::{Refusal, Request, Response};
use crate::logs::{Sink, Source};
use crate::sqs::Message;
use crate::{BoxError, Invocation, http, logs, panics, sqs};
use payload::Payload;

/// What the runtime cannot start without: Lambda sets them.
const PLATFORM: [&str; 4] = [
    "AWS_LAMBDA_FUNCTION_NAME",
    "AWS_LAMBDA_FUNCTION_MEMORY_SIZE",
    "AWS_LAMBDA_FUNCTION_VERSION",
    "AWS_LAMBDA_RUNTIME_API",
];

/// Runs a function behind API Gateway. `set_up` is called once, with the configuration, and builds the
/// handler; metrics go to `namespace`. It ends only when the function cannot start or go on.
pub fn run_http<C, S, H>(namespace: &str, set_up: S) -> ExitCode
where
    C: Configuration,
    S: AsyncFnOnce(C) -> Result<H, BoxError>,
    H: AsyncFn(Request, Invocation) -> Result<Response, Refusal>,
{
    run(
        namespace,
        set_up,
        async |handler: &H, event: &[u8], invocation: &Invocation| {
            Ok(http::answer(handler, event, invocation).await)
        },
    )
}

/// Runs a function behind an SQS queue, like [`run_http`].
pub fn run_sqs<C, S, H>(namespace: &str, set_up: S) -> ExitCode
where
    C: Configuration,
    S: AsyncFnOnce(C) -> Result<H, BoxError>,
    H: AsyncFn(Message, Invocation) -> Result<(), BoxError>,
{
    run(
        namespace,
        set_up,
        async |handler: &H, event: &[u8], invocation: &Invocation| {
            Ok(sqs::handle(handler, event, invocation).await?)
        },
    )
}

fn run<C, S, H, A>(namespace: &str, set_up: S, answer: A) -> ExitCode
where
    C: Configuration,
    S: AsyncFnOnce(C) -> Result<H, BoxError>,
    A: AsyncFn(&H, &[u8], &Invocation) -> Result<Value, BoxError>,
{
    if std::env::var_os("LAMBDA_KIT_DESCRIBE").is_some_and(|value| value == "1") {
        return describe(C::description());
    }
    let sink = Sink::stdout();
    let config = platform().and_then(|()| Ok(C::from_env()?));
    let function = std::env::var("AWS_LAMBDA_FUNCTION_NAME").unwrap_or_default();
    let config = match config {
        Ok(config) => config,
        Err(error) => {
            let environment = String::new();
            let source = Source {
                function,
                environment,
            };
            sink.put(&logs::bare(
                tracing::Level::ERROR,
                &source,
                &format!("cannot start: {error}"),
            ));
            return ExitCode::FAILURE;
        }
    };
    let source = Source {
        function,
        environment: config.environment().to_string(),
    };
    let subscriber = logs::subscriber(config.log_level().into(), source.clone(), sink.clone());
    // An error is that there is one already, which then has the lines.
    let _ = tracing::subscriber::set_global_default(subscriber);
    panics::install_hook();

    let shell = Shell {
        namespace,
        source,
        sink,
        cold: AtomicBool::new(true),
        answer,
    };
    match started(config, set_up, shell) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            tracing::error!(error = &*error as &dyn std::error::Error, "cannot go on");
            ExitCode::FAILURE
        }
    }
}

fn describe(description: &[u8]) -> ExitCode {
    let mut stdout = std::io::stdout().lock();
    match stdout.write_all(description).and_then(|()| stdout.flush()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(_) => ExitCode::FAILURE,
    }
}

/// `lambda_runtime` panics without these.
fn platform() -> Result<(), BoxError> {
    let missing = PLATFORM
        .into_iter()
        .filter(|name| std::env::var(name).is_err());
    let missing: Vec<&str> = missing.collect();
    if missing.is_empty() {
        return Ok(());
    }
    Err(format!(
        "this does not run in Lambda, which sets {}",
        missing.join(", ")
    )
    .into())
}

fn started<C, S, H, A>(config: C, set_up: S, shell: Shell<'_, A>) -> Result<(), BoxError>
where
    S: AsyncFnOnce(C) -> Result<H, BoxError>,
    A: AsyncFn(&H, &[u8], &Invocation) -> Result<Value, BoxError>,
{
    // One thread: a function has one call at a time, and mostly waits.
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()?;
    runtime.block_on(async {
        let handler = panics::caught(set_up(config)).await;
        let handler = handler.map_err(|_| "the set-up panicked")??;
        let work = Arc::new((shell, handler));
        let service = service_fn(|event: LambdaEvent<Payload>| {
            let work = Arc::clone(&work);
            async move { work.0.call(&work.1, event).await }
        });
        Runtime::new(service).run().await
    })
}

/// What is around each call.
struct Shell<'a, A> {
    namespace: &'a str,
    source: Source,
    sink: Sink,
    cold: AtomicBool,
    answer: A,
}

impl<A> Shell<'_, A> {
    async fn call<H>(&self, handler: &H, event: LambdaEvent<Payload>) -> Result<Value, BoxError>
    where
        A: AsyncFn(&H, &[u8], &Invocation) -> Result<Value, BoxError>,
    {
        let (payload, context) = event.into_parts();
        let cold_start = self.cold.swap(false, Ordering::Relaxed);
        let deadline = UNIX_EPOCH.checked_add(Duration::from_millis(context.deadline));
        let mut invocation = Invocation::new(context.request_id).with_cold_start(cold_start);
        // One that is over before the call begins is a mistake of whoever stands in for Lambda.
        if let Some(deadline) = deadline.filter(|deadline| *deadline > SystemTime::now()) {
            invocation = invocation.with_deadline(deadline);
        }
        // At the worst level, so that it is there whatever LOG_LEVEL says.
        let span = tracing::error_span!(
            "call",
            requestId = invocation.request_id,
            coldStart = cold_start
        );
        let result = async {
            let result = (self.answer)(handler, payload.as_bytes(), &invocation).await;
            if let Err(error) = &result {
                tracing::error!(error = &**error as &dyn std::error::Error, "call failed");
            }
            result
        };
        let result = result.instrument(span).await;
        for line in
            invocation
                .metrics
                .take_lines(self.namespace, &self.source, &invocation.request_id)
        {
            self.sink.put(&line);
        }
        result
    }
}
