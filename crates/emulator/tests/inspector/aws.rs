//! Requests that create and delete, which an inspector does not make.

use std::fmt::Write as _;

use serde_json::Value;
use ureq::Agent;

/// A caller of the emulator. Whatever is refused fails the test.
#[derive(Clone, Debug)]
pub(crate) struct Aws {
    pub(crate) endpoint: String,
    pub(crate) account: String,
    pub(crate) region: String,
    agent: Agent,
}

impl Aws {
    pub(crate) fn new(endpoint: &str, account: &str, region: &str) -> Self {
        let config = Agent::config_builder()
            .proxy(None)
            .http_status_as_error(false);
        Self {
            endpoint: endpoint.to_owned(),
            account: account.to_owned(),
            region: region.to_owned(),
            agent: config.build().into(),
        }
    }

    pub(crate) fn inspector(&self) -> emulator::Inspector {
        emulator::Inspector::new(&self.endpoint, &self.account, &self.region)
    }

    pub(crate) fn arn(&self, service: &str, rest: &str) -> String {
        format!("arn:aws:{service}:{}:{}:{rest}", self.region, self.account)
    }

    /// Every request there is: what the others are made of.
    #[track_caller]
    fn request(
        &self,
        service: &str,
        method: &str,
        path: &str,
        headers: &[(&str, &str)],
        body: &str,
    ) -> String {
        let Aws {
            endpoint,
            account,
            region,
            agent,
        } = self;
        let credential = format!("{account}/20260101/{region}/{service}/aws4_request");
        let mut request = ureq::http::Request::builder()
            .method(method)
            .uri(format!("{endpoint}{path}"))
            .header(
                "Authorization",
                format!(
                    "AWS4-HMAC-SHA256 Credential={credential}, SignedHeaders=host, Signature=0"
                ),
            );
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let mut answer = match body {
            "" => agent.run(request.body(()).unwrap()),
            body => agent.run(request.body(body).unwrap()),
        }
        .unwrap();
        let status = answer.status();
        let text = answer.body_mut().read_to_string().unwrap();
        assert!(
            status.is_success(),
            "{service} {method} {path} {body}: {status} {text}"
        );
        text
    }

    /// The value at a pointer of the answer, `""` for nothing.
    #[track_caller]
    pub(crate) fn json(&self, service: &str, target: &str, body: Value, pointer: &str) -> String {
        let headers = [
            ("X-Amz-Target", target),
            ("Content-Type", "application/x-amz-json-1.1"),
        ];
        let answer = self.request(service, "POST", "/", &headers, &body.to_string());
        value(&answer, pointer)
    }

    /// The text of an element of the answer, `""` for nothing.
    #[track_caller]
    pub(crate) fn query(&self, service: &str, form: &[(&str, &str)], element: &str) -> String {
        let version = match service {
            "cloudformation" => "2010-05-15",
            "iam" => "2010-05-08",
            "monitoring" => "2010-08-01",
            _ => "2010-03-31",
        };
        let mut body = format!("Version={version}");
        for (name, text) in form {
            let _ = write!(body, "&{name}={}", escaped(text));
        }
        let headers = [("Content-Type", "application/x-www-form-urlencoded")];
        let answer = self.request(service, "POST", "/", &headers, &body);
        let after = answer.split_once(&format!("<{element}>"));
        let text = after.and_then(|(_, rest)| rest.split_once("</"));
        text.map(|(text, _)| text.to_owned()).unwrap_or_default()
    }

    /// The value at a pointer of the answer, `""` for nothing.
    #[track_caller]
    pub(crate) fn rest(&self, service: &str, request: &str, body: Value, pointer: &str) -> String {
        let (method, path) = request.split_once(' ').unwrap();
        let body = if body.is_null() {
            String::new()
        } else {
            body.to_string()
        };
        let headers = [("Content-Type", "application/json")];
        value(
            &self.request(service, method, path, &headers, &body),
            pointer,
        )
    }

    #[track_caller]
    pub(crate) fn s3(&self, method: &str, path: &str, body: &str) {
        self.request("s3", method, path, &[], body);
    }

    #[track_caller]
    pub(crate) fn put_object(&self, bucket: &str, key: &str, body: &str) {
        self.s3("PUT", &format!("/{bucket}/{}", escaped(key)), body);
    }

    /// The status of a call of a deployed API.
    pub(crate) fn get(&self, url: &str, api_key: Option<&str>) -> u16 {
        let mut request = self.agent.get(url);
        if let Some(key) = api_key {
            request = request.header("X-Api-Key", key);
        }
        request.call().unwrap().status().as_u16()
    }
}

/// With every byte escaped.
fn escaped(text: &str) -> String {
    let mut out = String::new();
    for byte in text.bytes() {
        let _ = write!(out, "%{byte:02X}");
    }
    out
}

fn value(answer: &str, pointer: &str) -> String {
    let Ok(answer) = serde_json::from_str::<Value>(answer) else {
        return String::new();
    };
    match answer.pointer(pointer) {
        Some(Value::String(text)) if !pointer.is_empty() => text.clone(),
        _ => String::new(),
    }
}
