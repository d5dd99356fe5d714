//! What several tests need: somewhere to run futures, and lines to look at.

use std::sync::{Arc, Mutex};

use lambda_kit::Invocation;
use lambda_kit::http::{self, Refusal, Request, Response};
use lambda_kit::logs::{Sink, Source};
use serde_json::{Value, json};

/// Its clock stands still while there is something to do, and then goes on to what is waited for at once.
pub(crate) fn block_on<T>(work: impl Future<Output = T>) -> T {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_time()
        .start_paused(true)
        .build()
        .unwrap();
    runtime.block_on(work)
}

/// Lines as they are put into a sink.
#[derive(Clone, Default)]
pub(crate) struct Lines(Arc<Mutex<Vec<String>>>);

impl Lines {
    pub(crate) fn sink(&self) -> Sink {
        let lines = Arc::clone(&self.0);
        Sink::new(move |line| lines.lock().unwrap().push(line.to_owned()))
    }

    pub(crate) fn take(&self) -> Vec<String> {
        std::mem::take(&mut self.0.lock().unwrap())
    }
}

pub(crate) fn source() -> Source {
    Source {
        function: "bbws-sample-dev".to_owned(),
        environment: "dev".to_owned(),
    }
}

/// What is logged while something runs.
pub(crate) fn logged(level: tracing::Level, work: impl FnOnce()) -> Vec<String> {
    let lines = Lines::default();
    let subscriber = lambda_kit::logs::subscriber(level, source(), lines.sink());
    tracing::subscriber::with_default(subscriber, work);
    lines.take()
}

/// An event as API Gateway sends it, with some of its fields changed.
pub(crate) fn event(changes: Value) -> Vec<u8> {
    let mut event = json!({
        "resource": "/v1.0/products/{productId}",
        "path": "/v1.0/products/42",
        "httpMethod": "PUT",
        "headers": { "Content-Type": "application/json" },
        "multiValueHeaders": { "Content-Type": ["application/json"] },
        "queryStringParameters": null,
        "multiValueQueryStringParameters": null,
        "pathParameters": { "productId": "42" },
        "stageVariables": null,
        "requestContext": {
            "requestId": "gateway-1",
            "identity": { "apiKeyId": "key-1", "sourceIp": "192.0.2.1" },
        },
        "body": "{\"name\":\"Web\"}",
        "isBase64Encoded": false,
    });
    let Value::Object(changes) = changes else {
        panic!("changes are an object");
    };
    event.as_object_mut().unwrap().extend(changes);
    serde_json::to_vec(&event).unwrap()
}

/// Answers with the body, if that is JSON of at most 64 bytes.
pub(crate) async fn echo(request: Request, _: Invocation) -> Result<Response, Refusal> {
    let body = request.json(64)?;
    Ok(Response::json(200, &body))
}

/// The answer of a handler to an event: its status, its headers, its body as JSON.
pub(crate) fn answer<H>(handler: &H, event: &[u8]) -> (u64, Value, Value)
where
    H: AsyncFn(Request, Invocation) -> Result<Response, Refusal>,
{
    let answer = block_on(http::answer(handler, event, &Invocation::new("lambda-1")));
    well_formed(&answer);
    let body = answer["body"].as_str().unwrap();
    let body = serde_json::from_str(body).unwrap_or(Value::Null);
    (
        answer["statusCode"].as_u64().unwrap(),
        answer["headers"].clone(),
        body,
    )
}

/// What API Gateway takes; of anything else it makes a 502.
pub(crate) fn well_formed(answer: &Value) {
    let fields: Vec<&String> = answer.as_object().unwrap().keys().collect();
    let mut known = ["statusCode", "headers", "body", "isBase64Encoded"];
    known.sort_unstable();
    let mut sorted = fields.clone();
    sorted.sort_unstable();
    assert_eq!(sorted, known);
    assert!((200..=599).contains(&answer["statusCode"].as_u64().unwrap()));
    assert!(answer["body"].is_string() && answer["isBase64Encoded"] == false);
    let headers = answer["headers"].as_object().unwrap();
    let text = |value: &Value| value.as_str().is_some_and(str::is_ascii);
    assert!(headers.values().all(text), "{headers:?}");
    if answer["statusCode"].as_u64().unwrap() >= 400 {
        let body: Value = serde_json::from_str(answer["body"].as_str().unwrap()).unwrap();
        for field in ["error", "message", "requestId"] {
            assert!(body[field].is_string(), "{field} in {body}");
        }
    }
}
