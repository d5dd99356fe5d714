use serde::Serialize;
use serde_json::{Value, json};

use super::refusal::{Detail, Refusal};

/// An answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Response {
    /// The HTTP status.
    pub status: u16,
    headers: Vec<(&'static str, String)>,
    body: String,
}

/// How long an answer may be as Lambda takes it: 6 MB, with some room.
const LONGEST: usize = 6 * 1024 * 1024 - 4096;

impl Response {
    /// An answer with a JSON body.
    pub fn json<T: Serialize + ?Sized>(status: u16, body: &T) -> Self {
        match serde_json::to_string(body) {
            Ok(body) => Self {
                body,
                ..Self::empty(status)
            }
            .header("Content-Type", "application/json"),
            Err(error) => {
                tracing::error!(error = %error, "an answer cannot be written as JSON");
                // No status: what answers makes an error of it.
                Self::empty(0)
            }
        }
    }

    /// An answer without a body.
    pub fn empty(status: u16) -> Self {
        Self {
            status,
            headers: Vec::new(),
            body: String::new(),
        }
    }

    /// The same, with where to look next.
    #[must_use]
    pub fn location(self, path: impl Into<String>) -> Self {
        self.header("Location", path)
    }

    /// The same, with another header. A value that no header can have is left out: API Gateway would
    /// make a 502 of the whole answer.
    #[must_use]
    pub fn header(mut self, name: &'static str, value: impl Into<String>) -> Self {
        let value = value.into();
        if value
            .bytes()
            .all(|byte| byte.is_ascii_graphic() || byte == b' ')
        {
            self.headers
                .retain(|(known, _)| !known.eq_ignore_ascii_case(name));
            self.headers.push((name, value));
        } else {
            tracing::warn!(
                header = name,
                "a header is left out, its value has characters that none can have"
            );
        }
        self
    }

    pub(super) fn refusal(refusal: &Refusal, request_id: &str) -> Self {
        #[derive(Serialize)]
        #[serde(rename_all = "camelCase")]
        struct Body<'a> {
            error: &'a str,
            message: &'a str,
            #[serde(skip_serializing_if = "<[_]>::is_empty")]
            details: &'a [Detail],
            request_id: &'a str,
        }
        let body = Body {
            error: refusal.error,
            message: &refusal.message,
            details: &refusal.details,
            request_id,
        };
        Self::json(refusal.status, &body)
    }

    /// Why API Gateway or Lambda would not take it.
    pub(super) fn fault(&self) -> Option<&'static str> {
        if !(200..=599).contains(&self.status) {
            return Some("the handler's status is none");
        }
        // Each quote of the body gets a backslash on the way.
        let escapes = self
            .body
            .bytes()
            .filter(|byte| *byte < 0x20 || b"\"\\".contains(byte))
            .count();
        (self.body.len() + escapes > LONGEST)
            .then_some("the handler's answer is too long for Lambda")
    }

    /// As API Gateway wants it.
    pub(super) fn into_event(self) -> Value {
        let mut headers: serde_json::Map<String, Value> = [
            ("Access-Control-Allow-Origin", "*"),
            (
                "Access-Control-Expose-Headers",
                "ETag,Location,x-amzn-RequestId",
            ),
        ]
        .map(|(name, value)| (name.to_owned(), value.into()))
        .into_iter()
        .collect();
        for (name, value) in self.headers {
            headers.insert(name.to_owned(), value.into());
        }
        json!({
            "statusCode": self.status,
            "headers": headers,
            "body": self.body,
            "isBase64Encoded": false,
        })
    }
}
