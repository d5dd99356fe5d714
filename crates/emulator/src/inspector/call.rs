//! One request to a service of the emulator.

use std::borrow::Cow;

use serde_json::{Map, Value};
use ureq::http::Response;
use ureq::{Body, Error as Failure};

use super::{Inspector, answer, url};
use crate::error::Error;
use crate::settings::check_place;

/// The largest answer that is read. A larger one is a mistake.
const LARGEST: u64 = 1 << 30;

/// How much of a refusal is told.
const TOLD: usize = 300;

/// The forms in which services want to be asked.
#[derive(Clone, Copy, Debug)]
pub(super) enum Form {
    /// JSON; the operation stands behind this in `X-Amz-Target`.
    Json(&'static str),
    /// An HTML form, answered in XML; this is the API's version. The operation may have parameters
    /// behind an `&`.
    Query(&'static str),
    /// A GET whose operation is its path, with parameters or without.
    Rest,
}

/// One request.
#[derive(Clone, Debug)]
pub(super) struct Call<'a> {
    /// As signatures name it.
    pub(super) service: &'static str,
    pub(super) form: Form,
    pub(super) operation: &'a str,
    /// Texts and numbers.
    pub(super) parameters: Vec<(&'a str, Value)>,
}

impl Call<'_> {
    /// How errors call it: `ListTopics`, `GET /restapis`.
    fn name(&self) -> String {
        let end = self.operation.find(['?', '&']);
        let name = &self.operation[..end.unwrap_or(self.operation.len())];
        match self.form {
            Form::Rest => format!("GET {name}"),
            Form::Json(_) | Form::Query(_) => name.to_owned(),
        }
    }

    fn json(&self) -> String {
        let parameters = self.parameters.iter();
        let body: Map<String, Value> = parameters
            .map(|(name, value)| ((*name).to_owned(), value.clone()))
            .collect();
        Value::Object(body).to_string()
    }

    /// Behind the operation, each parameter with an `&` before it.
    fn encoded(&self) -> String {
        let parameters = self.parameters.iter().map(|(name, value)| {
            let value = value
                .as_str()
                .map_or_else(|| value.to_string().into(), Cow::from);
            format!("&{name}={}", url::part(&value))
        });
        parameters.collect()
    }

    /// An error about an answer that came and is not understood.
    pub(super) fn nonsense(&self, said: impl Into<String>) -> Error {
        Error::Answer {
            service: self.service,
            request: self.name(),
            said: said.into(),
        }
    }
}

impl Inspector {
    /// Makes a request and reads its answer.
    pub(super) fn call(&self, call: &Call<'_>) -> Result<Value, Error> {
        let bytes = self.bytes(call)?;
        let answer = answer::parse(&bytes).map_err(|said| call.nonsense(said))?;
        let Form::Query(_) = call.form else {
            return Ok(answer);
        };
        let result = format!("{}Result", call.name());
        let inner = answer::at(&answer, &result).into_iter().next().cloned();
        inner.ok_or_else(|| call.nonsense(format!("there is no `{result}`")))
    }

    /// Makes a request and returns its answer as it came.
    pub(super) fn bytes(&self, call: &Call<'_>) -> Result<Vec<u8>, Error> {
        check_place(&self.account, &self.region)?;
        let mut answer = self
            .exchange(call)
            .map_err(|said| self.silent(call, &said))?;
        let status = answer.status();
        let body = answer.body_mut().with_config().limit(LARGEST).read_to_vec();
        let body = body.map_err(|said| self.silent(call, &said))?;
        if status.is_success() {
            return Ok(body);
        }
        let said = String::from_utf8_lossy(&body);
        Err(Error::Refused {
            service: call.service,
            request: call.name(),
            status: status.as_u16(),
            said: said.trim().chars().take(TOLD).collect(),
        })
    }

    fn exchange(&self, call: &Call<'_>) -> Result<Response<Body>, Failure> {
        let Inspector {
            endpoint, agent, ..
        } = self;
        let (operation, encoded) = (call.operation, call.encoded());
        let authorization = self.authorization(call.service);
        let post = |kind: &str| {
            let post = agent.post(format!("{endpoint}/"));
            post.header("Authorization", &authorization)
                .header("Content-Type", kind)
        };
        match call.form {
            Form::Json(prefix) => post("application/x-amz-json-1.1")
                .header("X-Amz-Target", format!("{prefix}.{operation}"))
                .send(call.json()),
            Form::Query(version) => post("application/x-www-form-urlencoded")
                .send(format!("Action={operation}&Version={version}{encoded}")),
            Form::Rest => {
                let query =
                    encoded.replacen('&', if operation.contains('?') { "&" } else { "?" }, 1);
                let get = agent.get(format!("{endpoint}{operation}{query}"));
                get.header("Authorization", authorization).call()
            }
        }
    }

    /// From this the emulator takes account, region and service. It verifies no signature, so the
    /// date need not be today's.
    fn authorization(&self, service: &str) -> String {
        let Inspector {
            account, region, ..
        } = self;
        format!(
            "AWS4-HMAC-SHA256 Credential={account}/20260101/{region}/{service}/aws4_request, \
             SignedHeaders=host, Signature=0"
        )
    }

    fn silent(&self, call: &Call<'_>, failure: &Failure) -> Error {
        Error::Unanswered {
            endpoint: self.endpoint.clone(),
            service: call.service,
            request: call.name(),
            said: failure.to_string(),
        }
    }
}
