//! JSON logs: one flat object a line, on standard output.
//!
//! ```json
//! {"timestamp":"2026-11-21T08:30:00.000Z","level":"INFO","message":"answered","target":"lambda_kit::http::serve","function":"bbws-get-product-dev","environment":"dev","requestId":"…","coldStart":true,"status":200}
//! ```
//!
//! `timestamp` and `level` are what Lambda reads; the fields of the spans around an event and its own
//! fields follow. A field that has one of the names above gets an underscore behind it. What is logged
//! is what somebody wrote into an event: payloads are never logged here, and libraries that would
//! (the runtime and the SDK, at debug and trace) are held at warnings whatever `LOG_LEVEL` says.

mod line;

use std::io::Write;
use std::sync::Arc;

use serde_json::Value;
use tracing::span::{Attributes, Id, Record};
use tracing::{Event, Metadata, Subscriber};
use tracing_subscriber::layer::{Context, Layer, SubscriberExt};
use tracing_subscriber::registry::{LookupSpan, Registry, Scope};

use line::Fields;
pub(crate) use line::object;

/// Libraries of which only warnings are logged: their lines hold payloads, or are of no use.
const LIBRARIES: [&str; 10] = [
    "aws_",
    "h2",
    "hyper",
    "lambda_runtime",
    "mio",
    "rustls",
    "tokio",
    "tower",
    "tracing",
    "want",
];

/// Takes one line, without its end.
#[derive(Clone)]
pub struct Sink(Arc<dyn Fn(&str) + Send + Sync>);

impl Sink {
    /// A sink of one's own: for tests.
    pub fn new(take: impl Fn(&str) + Send + Sync + 'static) -> Self {
        Self(Arc::new(take))
    }

    /// Standard output, which Lambda sends to CloudWatch.
    pub fn stdout() -> Self {
        Self::new(|line| {
            // In one piece. Where logs cannot be written, nothing can be said about it either.
            let mut stdout = std::io::stdout().lock();
            let _ = stdout.write_all(format!("{line}\n").as_bytes());
            let _ = stdout.flush();
        })
    }

    pub(crate) fn put(&self, line: &str) {
        (self.0)(line);
    }
}

/// What every line says of its function.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Source {
    /// The function's name.
    pub function: String,
    /// Where it runs.
    pub environment: String,
}

/// What writes the logs: the lines of this level and of worse ones.
pub fn subscriber(
    level: tracing::Level,
    source: Source,
    sink: Sink,
) -> impl Subscriber + Send + Sync {
    Registry::default().with(Lines {
        level,
        source,
        sink,
    })
}

/// A line before there is a subscriber.
pub(crate) fn bare(level: tracing::Level, source: &Source, message: &str) -> String {
    line::write(head(level, message, module_path!(), source), &[])
}

struct Lines {
    level: tracing::Level,
    source: Source,
    sink: Sink,
}

impl Lines {
    fn wants(&self, metadata: &Metadata<'_>) -> bool {
        let foreign = is_library(metadata.target());
        let level = if foreign {
            self.level.min(tracing::Level::WARN)
        } else {
            self.level
        };
        *metadata.level() <= level
    }
}

/// Whether a target is a library's: `hyper::client` is, and `hyperdrive` is not.
fn is_library(target: &str) -> bool {
    LIBRARIES
        .iter()
        .any(|library| match target.strip_prefix(library) {
            Some(rest) => library.ends_with('_') || rest.is_empty() || rest.starts_with([':', '_']),
            None => false,
        })
}

impl<S: Subscriber + for<'a> LookupSpan<'a>> Layer<S> for Lines {
    fn enabled(&self, metadata: &Metadata<'_>, _: Context<'_, S>) -> bool {
        self.wants(metadata)
    }

    fn max_level_hint(&self) -> Option<tracing::level_filters::LevelFilter> {
        Some(self.level.into())
    }

    fn on_new_span(&self, attributes: &Attributes<'_>, id: &Id, context: Context<'_, S>) {
        let mut fields = Fields::default();
        attributes.record(&mut fields);
        if let Some(span) = context.span(id) {
            span.extensions_mut().replace(fields);
        }
    }

    fn on_record(&self, id: &Id, values: &Record<'_>, context: Context<'_, S>) {
        if let Some(span) = context.span(id)
            && let Some(fields) = span.extensions_mut().get_mut::<Fields>()
        {
            values.record(fields);
        }
    }

    fn on_event(&self, event: &Event<'_>, context: Context<'_, S>) {
        let mut fields = Fields::default();
        for span in context
            .event_scope(event)
            .into_iter()
            .flat_map(Scope::from_root)
        {
            if let Some(outer) = span.extensions().get::<Fields>() {
                fields.extend(outer);
            }
        }
        event.record(&mut fields);
        let metadata = event.metadata();
        let message = fields.take_message();
        let head = head(*metadata.level(), &message, metadata.target(), &self.source);
        self.sink.put(&line::write(head, fields.entries()));
    }
}

fn head(
    level: tracing::Level,
    message: &str,
    target: &str,
    source: &Source,
) -> [(&'static str, Value); 6] {
    let now = jiff::Timestamp::now();
    [
        ("timestamp", format!("{now:.3}").into()),
        ("level", level.as_str().into()),
        ("message", message.into()),
        ("target", target.into()),
        ("function", source.function.as_str().into()),
        ("environment", source.environment.as_str().into()),
    ]
}
