//! Reads an event by hand, since a library's struct refuses the whole event for one odd value, and
//! says nothing that a caller could be told.

use std::collections::BTreeSet;

use serde_json::{Map, Value};

use super::refusal::{Detail, Refusal};
use super::request::{Pairs, Request};

/// How many faults are told.
const MOST_FAULTS: usize = 20;

impl Request {
    /// Reads an event, or says everything that is wrong with it.
    pub fn parse(event: &[u8]) -> Result<Self, Refusal> {
        let Ok(event) = serde_json::from_slice::<Value>(event) else {
            return Err(not_a_request(vec![Detail::new("event", "is not JSON")]));
        };
        let Value::Object(event) = event else {
            return Err(not_a_request(vec![Detail::new(
                "event",
                "is not an object",
            )]));
        };
        let mut form = Form {
            event: &event,
            faults: Vec::new(),
        };
        let request = read(&mut form);
        if form.faults.is_empty() {
            return Ok(request);
        }
        Err(not_a_request(form.faults))
    }
}

fn not_a_request(mut details: Vec<Detail>) -> Refusal {
    details.truncate(MOST_FAULTS);
    Refusal::bad_request("this is not a request of API Gateway").with_details(details)
}

fn read(form: &mut Form<'_>) -> Request {
    let context = form.map("requestContext");
    let identity = context.and_then(|context| context.get("identity"));
    let authorizer = context.and_then(|context| context.get("authorizer"));
    let text = |value: Option<&Value>| value.and_then(Value::as_str).map(ToOwned::to_owned);
    let headers = form.pairs("headers", "multiValueHeaders", str::to_ascii_lowercase);
    Request {
        method: form.required("httpMethod"),
        path: form.required("path"),
        resource: form.text("resource").unwrap_or_default().to_owned(),
        id: text(context.and_then(|context| context.get("requestId"))).filter(|id| !id.is_empty()),
        api_key_id: text(identity.and_then(|identity| identity.get("apiKeyId"))),
        principal: text(authorizer.and_then(|authorizer| authorizer.get("principalId"))),
        path_parameters: form
            .singles("pathParameters", str::to_owned)
            .into_iter()
            .collect(),
        query: form.pairs(
            "queryStringParameters",
            "multiValueQueryStringParameters",
            str::to_owned,
        ),
        headers,
        body: form.text("body").unwrap_or_default().to_owned(),
        is_base64: form.flag("isBase64Encoded"),
    }
}

/// An event whose fields are read one by one. `null` is the same as not there.
struct Form<'a> {
    event: &'a Map<String, Value>,
    faults: Vec<Detail>,
}

impl<'a> Form<'a> {
    fn get(&self, name: &str) -> Option<&'a Value> {
        self.event.get(name).filter(|value| !value.is_null())
    }

    fn fault(&mut self, field: impl Into<String>, reason: &str) {
        self.faults.push(Detail::new(field, reason));
    }

    fn required(&mut self, name: &str) -> String {
        let faults = self.faults.len();
        let text = self.text(name).unwrap_or_default();
        if text.is_empty() && faults == self.faults.len() {
            self.fault(name, "is missing");
        }
        text.to_owned()
    }

    fn text(&mut self, name: &str) -> Option<&'a str> {
        let value = self.get(name)?;
        if !value.is_string() {
            self.fault(name, "is not a text");
        }
        value.as_str()
    }

    fn flag(&mut self, name: &str) -> bool {
        let Some(value) = self.get(name) else {
            return false;
        };
        if !value.is_boolean() {
            self.fault(name, "is neither true nor false");
        }
        value.as_bool().unwrap_or_default()
    }

    fn map(&mut self, name: &str) -> Option<&'a Map<String, Value>> {
        let value = self.get(name)?;
        if !value.is_object() {
            self.fault(name, "is not an object");
        }
        value.as_object()
    }

    /// Names with one text each.
    fn singles(&mut self, name: &str, rename: fn(&str) -> String) -> Pairs {
        let mut pairs = Pairs::new();
        for (key, value) in self.map(name).into_iter().flatten() {
            self.push(&mut pairs, name, (rename(key), key), value);
        }
        pairs
    }

    /// Names with any number of texts each.
    fn lists(&mut self, name: &str, rename: fn(&str) -> String) -> Pairs {
        let mut pairs = Pairs::new();
        for (key, values) in self.map(name).into_iter().flatten() {
            match values {
                Value::Array(values) => {
                    for value in values {
                        self.push(&mut pairs, name, (rename(key), key), value);
                    }
                }
                Value::Null => {}
                _ => self.fault(format!("{name}.{}", shown(key)), "is not a list"),
            }
        }
        pairs
    }

    fn push(&mut self, pairs: &mut Pairs, name: &str, key: (String, &str), value: &Value) {
        match value {
            Value::String(text) => pairs.push((key.0, text.clone())),
            Value::Null => {}
            _ => self.fault(format!("{name}.{}", shown(key.1)), "is not a text"),
        }
    }

    /// The lists, and of the singles what the lists do not have.
    fn pairs(&mut self, singles: &str, lists: &str, rename: fn(&str) -> String) -> Pairs {
        let singles = self.singles(singles, rename);
        let mut pairs = self.lists(lists, rename);
        let known: BTreeSet<String> = pairs.iter().map(|(name, _)| name.clone()).collect();
        pairs.extend(
            singles
                .into_iter()
                .filter(|(name, _)| !known.contains(name)),
        );
        pairs
    }
}

/// Names are echoed, and a caller can send any.
fn shown(name: &str) -> String {
    name.chars().take(64).collect()
}
