use std::time::{Duration, SystemTime};

use crate::metrics::Metrics;

/// How long before its deadline a function stops waiting for its handler. An answer needs some time, and
/// API Gateway gives up after 29 seconds, one before our functions do.
const MARGIN: Duration = Duration::from_millis(1500);

/// One call of the function. Clones are the same call.
#[derive(Clone, Debug)]
pub struct Invocation {
    /// Lambda's id of it, which is in each of its log lines.
    pub request_id: String,
    /// Whether it is the first one of this process.
    pub cold_start: bool,
    /// What it measures; written at its end.
    pub metrics: Metrics,
    deadline: Option<SystemTime>,
}

impl Invocation {
    /// A call that is not the first one and has no end: for tests.
    pub fn new(request_id: impl Into<String>) -> Self {
        Self {
            request_id: request_id.into(),
            cold_start: false,
            metrics: Metrics::default(),
            deadline: None,
        }
    }

    /// The same call, as the first one or not.
    #[must_use]
    pub fn with_cold_start(self, cold_start: bool) -> Self {
        Self { cold_start, ..self }
    }

    /// The same call, ended by Lambda at this time.
    #[must_use]
    pub fn with_deadline(self, deadline: SystemTime) -> Self {
        let deadline = Some(deadline);
        Self { deadline, ..self }
    }

    /// How long its handler may still take; `None` is forever.
    pub fn remaining(&self) -> Option<Duration> {
        let deadline = self.deadline?.checked_sub(MARGIN)?;
        Some(
            deadline
                .duration_since(SystemTime::now())
                .unwrap_or_default(),
        )
    }

    /// Waits for something, but no longer than the handler may take.
    pub(crate) async fn within<T>(&self, work: impl Future<Output = T>) -> Result<T, TimeIsUp> {
        match self.remaining() {
            // Not even begun: it could only be left half-done.
            Some(Duration::ZERO) => Err(TimeIsUp),
            Some(remaining) => tokio::time::timeout(remaining, work)
                .await
                .map_err(|_| TimeIsUp),
            None => Ok(work.await),
        }
    }
}

/// The handler took too long.
#[derive(Debug)]
pub(crate) struct TimeIsUp;
