//! As much of gRPC as the proxy speaks itself.
//!
//! A message on the wire is a byte that says whether it is compressed, its length in four bytes, and itself;
//! how a call ended stands in the trailers:
//! <https://github.com/grpc/grpc/blob/master/doc/PROTOCOL-HTTP2.md>.

use std::fmt::Write as _;

use bytes::{BufMut as _, Bytes, BytesMut};
use http_body_util::combinators::BoxBody;
use http_body_util::{BodyExt as _, Full};
use hyper::header::{CONTENT_TYPE, HeaderMap, HeaderName, HeaderValue};
use hyper::http::request::Parts;
use hyper::{Request, Response};

/// What a call answers with.
pub(crate) type Body = BoxBody<Bytes, hyper::Error>;

/// The bytes before a message.
const PREFIX: usize = 5;

/// The header or trailer that says how a call ended.
const STATUS: &str = "grpc-status";

/// How a call ended, other than well: <https://grpc.io/docs/guides/status-codes/>.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Status {
    /// The method is not there.
    Unimplemented = 12,
    /// Something is broken.
    Internal = 13,
}

/// The one message in the body of a request or an answer; `None` when it is compressed, or is not one.
pub(crate) fn message(body: &Bytes) -> Option<Bytes> {
    let (prefix, message) = body.split_first_chunk::<PREFIX>()?;
    let [compressed, length @ ..] = prefix;
    let is_one = *compressed == 0 && u32::from_be_bytes(*length) as usize == message.len();
    is_one.then(|| body.slice(PREFIX..))
}

/// The body of a request or an answer with one message.
pub(crate) fn framed(message: &Bytes) -> Bytes {
    let mut body = BytesMut::with_capacity(PREFIX + message.len());
    body.put_u8(0);
    // There is no message of 4 GB: neither side of gRPC would take it.
    body.put_u32(u32::try_from(message.len()).unwrap_or(u32::MAX));
    body.put_slice(message);
    body.freeze()
}

/// An answer that is all there, to be given more than once.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Answer {
    headers: HeaderMap,
    body: Bytes,
    trailers: Option<HeaderMap>,
}

impl Answer {
    /// One that went well.
    pub(crate) fn of(message: &Bytes) -> Self {
        let header = |name, value| HeaderMap::from_iter([(name, HeaderValue::from_static(value))]);
        Self {
            headers: header(CONTENT_TYPE, "application/grpc"),
            body: framed(message),
            trailers: Some(header(HeaderName::from_static(STATUS), "0")),
        }
    }

    /// Waits for all of an answer.
    pub(crate) async fn collect(response: Response<Body>) -> Result<Self, hyper::Error> {
        let (parts, body) = response.into_parts();
        let body = body.collect().await?;
        let trailers = body.trailers().cloned();
        Ok(Self {
            headers: parts.headers,
            body: body.to_bytes(),
            trailers,
        })
    }

    /// What it says, if it went well.
    pub(crate) fn message(&self) -> Option<Bytes> {
        let trailers = self.trailers.as_ref();
        let status = trailers.and_then(|trailers| trailers.get(STATUS));
        let status = status.or_else(|| self.headers.get(STATUS))?;
        if status == "0" {
            message(&self.body)
        } else {
            None
        }
    }

    pub(crate) fn to_response(&self) -> Response<Body> {
        let trailers = self.trailers.clone().map(Ok);
        let body = Full::new(self.body.clone()).with_trailers(async { trailers });
        let mut response = Response::new(body.map_err(|never| match never {}).boxed());
        response.headers_mut().clone_from(&self.headers);
        response
    }
}

/// A call's answer that did not go well.
pub(crate) fn failure(status: Status, message: &str) -> Response<Body> {
    let mut response = Response::new(full(Bytes::new()));
    let headers = response.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/grpc"));
    headers.insert(STATUS, HeaderValue::from(status as u16));
    // Percent-encoded text is a valid header.
    if let Ok(message) = HeaderValue::from_str(&percent_encoded(message)) {
        headers.insert("grpc-message", message);
    }
    response
}

/// The call, for the provider.
pub(crate) fn request(call: &Parts, body: Body) -> hyper::http::Result<Request<Body>> {
    let mut request = Request::builder()
        .method(call.method.clone())
        .uri(format!("http://localhost{}", call.uri.path()));
    if let Some(headers) = request.headers_mut() {
        headers.clone_from(&call.headers);
    }
    request.body(body)
}

/// A body of bytes that are there.
pub(crate) fn full(bytes: Bytes) -> Body {
    Full::new(bytes).map_err(|never| match never {}).boxed()
}

fn percent_encoded(text: &str) -> String {
    let mut out = String::new();
    for byte in text.bytes() {
        match byte {
            b'%' => out.push_str("%25"),
            b' '..=b'~' => out.push(char::from(byte)),
            // Writing to a String cannot fail.
            _ => drop(write!(out, "%{byte:02X}")),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_message_is_what_its_prefix_says() {
        let body = Bytes::from_static(b"\0\0\0\0\x03abc");
        assert_eq!(message(&body).unwrap(), "abc");
        for bad in [
            &b""[..],
            b"\0\0\0\0",
            b"\x01\0\0\0\x03abc",
            b"\0\0\0\0\x04abc",
            b"\0\0\0\0\x02abc",
        ] {
            assert_eq!(message(&Bytes::from_static(bad)), None);
        }
    }

    #[test]
    fn a_failures_text_survives_the_way() {
        assert_eq!(percent_encoded("50 % \"ü\"\n"), "50 %25 \"%C3%BC\"%0A");
        let response = failure(Status::Internal, "a\nb");
        assert_eq!(response.headers()["grpc-status"], "13");
        assert_eq!(response.headers()["grpc-message"], "a%0Ab");
    }
}
