use std::borrow::Cow;
use std::collections::BTreeMap;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;

use super::refusal::Refusal;

/// A request, as API Gateway passes it on.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Request {
    /// `GET`, `POST` and so on.
    pub method: String,
    /// The path as it was asked for.
    pub path: String,
    /// The route: `/v1.0/products/{productId}`. Empty when the event has none.
    pub resource: String,
    /// API Gateway's id of the request: its caller sees it, Lambda's it does not.
    pub id: Option<String>,
    /// Whose API key it came with: the key's id, not the key.
    pub api_key_id: Option<String>,
    /// Who asks, if the route has an authorizer that says so. It can be a person.
    pub principal: Option<String>,
    pub(super) path_parameters: BTreeMap<String, String>,
    pub(super) query: Pairs,
    /// Names in lower case.
    pub(super) headers: Pairs,
    pub(super) body: String,
    pub(super) is_base64: bool,
}

/// Names with each of their values, in order.
pub(super) type Pairs = Vec<(String, String)>;

impl Request {
    /// A path parameter.
    pub fn path_parameter(&self, name: &str) -> Option<&str> {
        self.path_parameters.get(name).map(String::as_str)
    }

    /// The query's parameters, each as often as it was given.
    pub fn query(&self) -> impl Iterator<Item = (&str, &str)> {
        self.query
            .iter()
            .map(|(name, value)| (name.as_str(), value.as_str()))
    }

    /// Every value of a header, whatever the case of its name.
    pub fn header_values(&self, name: &str) -> impl Iterator<Item = &str> {
        self.headers
            .iter()
            .filter(move |(known, _)| known.eq_ignore_ascii_case(name))
            .map(|(_, value)| value.as_str())
    }

    /// A header. One that was sent several times is one list with commas, as HTTP has it.
    pub fn header(&self, name: &str) -> Option<Cow<'_, str>> {
        let mut values = self.header_values(name);
        let first = values.next()?;
        Some(values.fold(Cow::Borrowed(first), |all, next| {
            Cow::Owned(format!("{all}, {next}"))
        }))
    }

    /// The body as it was sent, if it has at most `limit` bytes.
    pub fn body(&self, limit: usize) -> Result<Cow<'_, [u8]>, Refusal> {
        let too_large =
            || Refusal::payload_too_large(format!("the body must have at most {limit} bytes"));
        // Four characters of base64 are three bytes or up to two less. What is too long for that is not decoded.
        let least = if self.is_base64 {
            (self.body.len() / 4 * 3).saturating_sub(2)
        } else {
            self.body.len()
        };
        if least > limit {
            return Err(too_large());
        }
        if !self.is_base64 {
            return Ok(Cow::Borrowed(self.body.as_bytes()));
        }
        let bytes = STANDARD
            .decode(&self.body)
            .map_err(|_| Refusal::bad_request("the body is not the base64 that it should be"))?;
        if bytes.len() > limit {
            return Err(too_large());
        }
        Ok(Cow::Owned(bytes))
    }

    /// The body as JSON text, if it has at most `limit` bytes and says that it is JSON. An empty body
    /// need not say so.
    pub fn json(&self, limit: usize) -> Result<Cow<'_, str>, Refusal> {
        let body = self.body(limit)?;
        if !body.is_empty() {
            self.check_content_type()?;
        }
        let not_utf8 = || Refusal::bad_request("the body is not UTF-8");
        match body {
            Cow::Borrowed(bytes) => std::str::from_utf8(bytes)
                .map(Cow::Borrowed)
                .map_err(|_| not_utf8()),
            Cow::Owned(bytes) => String::from_utf8(bytes)
                .map(Cow::Owned)
                .map_err(|_| not_utf8()),
        }
    }

    fn check_content_type(&self) -> Result<(), Refusal> {
        let mut types = self.header_values("content-type").peekable();
        if types.peek().is_some() && types.all(is_json) {
            return Ok(());
        }
        Err(Refusal::unsupported_media_type(
            "the content type must be application/json",
        ))
    }
}

/// `application/json`, with no character set but UTF-8.
fn is_json(content_type: &str) -> bool {
    let mut parts = content_type.split(';').map(str::trim);
    let essence = parts.next().unwrap_or_default();
    essence.eq_ignore_ascii_case("application/json")
        && parts.all(|parameter| match parameter.split_once('=') {
            Some((name, value)) if name.trim().eq_ignore_ascii_case("charset") => {
                let value = value.trim().trim_matches('"');
                value.eq_ignore_ascii_case("utf-8") || value.eq_ignore_ascii_case("utf8")
            }
            _ => true,
        })
}
