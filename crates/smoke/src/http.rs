//! Calls of an API, as its users make them.

use std::time::Duration;

use serde_json::Value;
use ureq::Agent;
use ureq::http::{HeaderMap, Request};

use super::checks::Look;

/// How long an answer may take: API Gateway gives up after 29 seconds.
const LIMIT: Duration = Duration::from_secs(35);

/// An API.
#[derive(Debug)]
pub struct Api {
    agent: Agent,
    url: String,
    /// The key that it wants for writes.
    key: Option<String>,
}

/// What it answered.
pub(crate) struct Answer {
    pub(crate) status: u16,
    headers: HeaderMap,
    text: String,
}

impl Api {
    /// The API at `url`, to read.
    pub fn new(url: String) -> Self {
        let config = Agent::config_builder()
            .timeout_global(Some(LIMIT))
            .http_status_as_error(false);
        // The environment's proxy is for other machines.
        let config = if url.starts_with("http://127.0.0.1") {
            config.proxy(None)
        } else {
            config
        };
        Self {
            agent: config.build().new_agent(),
            url,
            key: None,
        }
    }

    /// The same with the key that it wants for writes.
    pub(crate) fn with_key(self, key: String) -> Self {
        let key = Some(key);
        Self { key, ..self }
    }

    /// Reads.
    pub(crate) fn get(&self, path: &str) -> Result<Answer, String> {
        self.call("GET", path, &[], None)
    }

    /// Writes, with the key.
    pub(crate) fn write(
        &self,
        method: &str,
        path: &str,
        headers: &[(&str, &str)],
        body: Option<&Value>,
    ) -> Result<Answer, String> {
        let key = self.key.iter().map(|key| ("x-api-key", key.as_str()));
        let headers: Vec<_> = key.chain(headers.iter().copied()).collect();
        self.call(method, path, &headers, body)
    }

    /// Calls as it is told.
    pub(crate) fn call(
        &self,
        method: &str,
        path: &str,
        headers: &[(&str, &str)],
        body: Option<&Value>,
    ) -> Result<Answer, String> {
        let what = format!("{method} {path}");
        let mut request = Request::builder()
            .method(method)
            .uri(format!("{}{path}", self.url));
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let answer = match body {
            Some(body) => request
                .header("content-type", "application/json")
                .body(body.to_string())
                .map_err(ureq::Error::from)
                .and_then(|request| self.agent.run(request)),
            None => request
                .body(())
                .map_err(ureq::Error::from)
                .and_then(|request| self.agent.run(request)),
        };
        let mut answer = answer.map_err(|error| format!("{what}: {error}"))?;
        let text = answer.body_mut().read_to_string();
        Ok(Answer {
            status: answer.status().as_u16(),
            headers: answer.headers().clone(),
            text: text.map_err(|error| format!("{what}: {error}"))?,
        })
    }
}

impl Answer {
    /// The answer, if it has this status.
    pub(crate) fn expect(self, status: u16) -> Result<Self, String> {
        if self.status == status {
            return Ok(self);
        }
        Err(self.unexpected(status))
    }

    /// The answer, if it has this status; until then it may have the one `before`.
    pub(crate) fn expect_after(self, before: u16, status: u16) -> Result<Look<Self>, String> {
        if self.status == before {
            return Ok(Look::Pending(self.unexpected(status)));
        }
        self.expect(status).map(Look::Done)
    }

    fn unexpected(&self, status: u16) -> String {
        let (got, text) = (self.status, self.text.trim());
        format!("the answer is {got}, not {status}: {text}")
    }

    /// The body as JSON.
    pub(crate) fn json(&self) -> Result<Value, String> {
        let parsed = serde_json::from_str(&self.text);
        parsed.map_err(|error| format!("the answer is no JSON ({error}): {}", self.text.trim()))
    }

    /// A header.
    pub(crate) fn header(&self, name: &str) -> Result<&str, String> {
        let value = self.headers.get(name).and_then(|value| value.to_str().ok());
        value.ok_or_else(|| format!("the answer has no header `{name}`"))
    }
}
