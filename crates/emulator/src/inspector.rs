//! A look into the emulator, without an SDK: what it holds, and the little that a run must put in.

mod answer;
mod api;
mod call;
mod inventory;
mod pages;
mod probe;
mod probes;
mod s3;
mod sqs;
mod url;

use std::time::Duration;

use ureq::Agent;

use crate::http;

pub use inventory::Resource;
pub use sqs::Queue;

/// How long an answer may take. The slowest takes tenths of a second; a machine may be busy.
const LIMIT: Duration = Duration::from_secs(30);

/// Looks into an emulator as one account in one region. Each request that fails is an error, and
/// so is an answer that is not understood: nothing is ever taken for "there is none".
#[derive(Clone, Debug)]
pub struct Inspector {
    endpoint: String,
    account: String,
    region: String,
    agent: Agent,
}

impl Inspector {
    /// Of the emulator that answers at `endpoint`, as `account` (twelve digits) in `region`. With
    /// an account or a region that is none, each question is an error.
    pub fn new(endpoint: &str, account: &str, region: &str) -> Self {
        Self::with_limit(endpoint, account, region, LIMIT)
    }

    /// One that waits `limit` for each answer.
    fn with_limit(endpoint: &str, account: &str, region: &str, limit: Duration) -> Self {
        Self {
            endpoint: endpoint.trim_end_matches('/').to_owned(),
            account: account.to_owned(),
            region: region.to_owned(),
            agent: http::inspecting(limit),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::probes::PROBES;
    use super::*;
    use crate::error::Error;
    use std::io::{BufRead as _, BufReader, Read as _, Write as _};
    use std::net::{Ipv4Addr, TcpListener, TcpStream};

    fn listener() -> TcpListener {
        TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap()
    }

    fn inspector(listener: &TcpListener, limit: Duration) -> Inspector {
        let endpoint = format!("http://{}", listener.local_addr().unwrap());
        Inspector::with_limit(&endpoint, "123456789012", "eu-west-1", limit)
    }

    /// Of a server that answers every request alike, as long as the tests run.
    fn answering(status: &'static str, body: &'static str) -> Inspector {
        let listener = listener();
        let inspector = inspector(&listener, LIMIT);
        let length = body.len();
        let answer = format!(
            "HTTP/1.1 {status}\r\nContent-Length: {length}\r\nConnection: close\r\n\r\n{body}"
        );
        std::thread::spawn(move || {
            for stream in listener.incoming() {
                let mut stream = stream.unwrap();
                swallow(&stream);
                stream.write_all(answer.as_bytes()).unwrap();
            }
        });
        inspector
    }

    /// Reads a request to its end, without which its sender might not see the answer.
    fn swallow(stream: &TcpStream) {
        let mut reader = BufReader::new(stream);
        let (mut line, mut length) = (String::new(), 0);
        while reader.read_line(&mut line).unwrap() > 2 {
            if let Some(text) = line.to_lowercase().strip_prefix("content-length: ") {
                length = text.trim().parse().unwrap();
            }
            line.clear();
        }
        std::io::copy(&mut reader.take(length), &mut std::io::sink()).unwrap();
    }

    #[test]
    fn no_probe_takes_an_answer_of_another_shape_for_an_empty_list() {
        for body in ["{}", "{\"Other\": []}", "<A/>", "<A><B/></A>", "", "oops"] {
            let inspector = answering("200 OK", body);
            for probe in PROBES {
                let error = inspector.names(probe).unwrap_err();
                assert!(matches!(error, Error::Answer { .. }), "{body} {error}");
                let service = probe.call("", None).service;
                assert!(error.to_string().contains(service), "{body} {error}");
            }
            assert!(inspector.objects("bucket").is_err());
            assert!(inspector.queues().is_err());
            assert!(inspector.messages("queue").is_err());
            assert!(inspector.api_key("id").is_err());
        }
    }

    #[test]
    fn a_refusal_is_told_with_the_service_and_its_words() {
        let refused = "<Error><Code>NotToday</Code></Error>";
        let inspector = answering("503 Service Unavailable", refused);
        let error = inspector.inventory().unwrap_err();
        assert!(
            matches!(error, Error::Refused { status: 503, .. }),
            "{error}"
        );
        assert_eq!(
            error.to_string(),
            format!("the local AWS refused GET / of s3 with status 503: {refused}")
        );
        // One that leads elsewhere is not followed.
        let inspector = answering("301 Moved Permanently\r\nLocation: http://127.0.0.1:1/", "");
        let error = inspector.objects("bucket").unwrap_err();
        assert!(
            matches!(error, Error::Refused { status: 301, .. }),
            "{error}"
        );
    }

    #[test]
    fn no_account_or_region_is_looked_into_but_the_one_given() {
        let inspector = answering("200 OK", "{}");
        for (account, region) in [("1234", "eu-west-1"), ("123456789012", "a/b")] {
            let inspector = Inspector::new(&inspector.endpoint, account, region);
            let error = inspector.inventory().unwrap_err();
            assert!(
                matches!(error, Error::Account(_) | Error::Region(_)),
                "{error}"
            );
            inspector.messages("queue").unwrap_err();
        }
    }

    #[test]
    fn one_that_says_nothing_is_not_waited_for_for_ever() {
        let listener = listener();
        let inspector = inspector(&listener, Duration::from_millis(200));
        for error in [
            inspector.inventory().unwrap_err(),
            inspector.objects("bucket").unwrap_err(),
            inspector.messages("queue").unwrap_err(),
        ] {
            assert!(matches!(error, Error::Unanswered { .. }), "{error}");
        }
        drop(listener);
        let text = inspector.queues().unwrap_err().to_string();
        assert!(text.contains("no answer to ListQueues of sqs: "), "{text}");
        assert!(text.contains(&inspector.endpoint), "{text}");
    }
}
