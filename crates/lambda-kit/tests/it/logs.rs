//! Log lines, as they stand in CloudWatch.

use serde_json::Value;

use crate::support::{Lines, logged, source};

/// The line with its time taken out, after a look at it.
fn timeless(line: &str) -> String {
    let rest = line.strip_prefix(r#"{"timestamp":""#).unwrap();
    let (time, rest) = rest.split_once('"').unwrap();
    let shape = time.bytes().map(|byte| {
        if byte.is_ascii_digit() {
            '0'
        } else {
            byte.into()
        }
    });
    assert_eq!(shape.collect::<String>(), "0000-00-00T00:00:00.000Z");
    format!("{{{}", rest.trim_start_matches(','))
}

#[test]
fn a_line_is_flat_and_in_order() {
    let lines = logged(tracing::Level::INFO, || {
        let call = tracing::error_span!("call", requestId = "r-1", coldStart = true);
        let _call = call.enter();
        let record =
            tracing::error_span!("record", messageId = "m-1", later = tracing::field::Empty);
        record.record("later", 3);
        let _record = record.enter();
        tracing::warn!(target: "sample", count = 2, share = 0.5, ok = false, "it \"went\"\nwrong \u{1b}[31m");
    });
    assert_eq!(lines.len(), 1);
    assert_eq!(
        timeless(&lines[0]),
        r#"{"level":"WARN","message":"it \"went\"\nwrong \u001b[31m","target":"sample","function":"bbws-sample-dev","environment":"dev","requestId":"r-1","coldStart":true,"messageId":"m-1","later":3,"count":2,"share":0.5,"ok":false}"#
    );
}

#[test]
fn a_field_cannot_pass_for_the_head_and_an_inner_one_replaces_an_outer_one() {
    let lines = logged(tracing::Level::INFO, || {
        let _span = tracing::error_span!("call", id = 1, other = 1).entered();
        tracing::info!(target: "sample", level = "FATAL", function = "else", id = 2, nan = f64::NAN);
    });
    assert_eq!(
        timeless(&lines[0]),
        r#"{"level":"INFO","message":"","target":"sample","function":"bbws-sample-dev","environment":"dev","id":2,"other":1,"level_":"FATAL","function_":"else","nan":"NaN"}"#
    );
}

#[test]
fn an_error_is_logged_with_what_caused_it() {
    let cause = std::io::Error::other("the disk is full");
    let lines = logged(tracing::Level::ERROR, || {
        let error = Outer(cause);
        tracing::error!(error = &error as &dyn std::error::Error, "failed");
    });
    let line: Value = serde_json::from_str(&lines[0]).unwrap();
    assert_eq!(line["error"], "cannot save: the disk is full");
}

#[derive(Debug)]
struct Outer(std::io::Error);

impl std::fmt::Display for Outer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("cannot save")
    }
}

impl std::error::Error for Outer {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        Some(&self.0)
    }
}

#[test]
fn the_level_decides_and_the_request_id_is_there_at_each() {
    for (level, expected) in [
        (tracing::Level::ERROR, &["ERROR"][..]),
        (tracing::Level::WARN, &["ERROR", "WARN"]),
        (tracing::Level::INFO, &["ERROR", "WARN", "INFO"]),
        (tracing::Level::DEBUG, &["ERROR", "WARN", "INFO", "DEBUG"]),
        (
            tracing::Level::TRACE,
            &["ERROR", "WARN", "INFO", "DEBUG", "TRACE"],
        ),
    ] {
        let lines = logged(level, || {
            let _span = tracing::error_span!("call", requestId = "r-1").entered();
            tracing::error!("e");
            tracing::warn!("w");
            tracing::info!("i");
            tracing::debug!("d");
            tracing::trace!("t");
        });
        let lines = lines
            .iter()
            .map(|line| serde_json::from_str::<Value>(line).unwrap());
        let lines: Vec<Value> = lines.collect();
        let levels: Vec<&str> = lines
            .iter()
            .map(|line| line["level"].as_str().unwrap())
            .collect();
        assert_eq!(levels, expected);
        assert!(lines.iter().all(|line| line["requestId"] == "r-1"));
    }
}

#[test]
fn libraries_that_log_payloads_are_held_at_warnings() {
    let lines = logged(tracing::Level::TRACE, || {
        tracing::trace!(target: "lambda_runtime::layers::api_response", body = "s3cret", "raw JSON event");
        tracing::debug!(target: "aws_smithy_runtime::client", "s3cret");
        tracing::info!(target: "hyper", "s3cret");
        tracing::warn!(target: "hyper::client", "kept");
        tracing::trace!(target: "hyperdrive", "kept");
    });
    assert_eq!(lines.len(), 2);
    assert!(lines.iter().all(|line| line.contains("kept")));
}

#[test]
fn a_whole_payload_does_not_fit() {
    let payload = "ä".repeat(100_000);
    let lines = logged(tracing::Level::INFO, || {
        tracing::info!(payload, "{payload}");
    });
    assert!(lines[0].len() < 5000, "{}", lines[0].len());
}

#[test]
fn lines_of_threads_do_not_mix() {
    let lines = Lines::default();
    let subscriber = lambda_kit::logs::subscriber(tracing::Level::INFO, source(), lines.sink());
    let dispatch = tracing::Dispatch::new(subscriber);
    std::thread::scope(|scope| {
        for thread in 0..4 {
            let dispatch = dispatch.clone();
            scope.spawn(move || {
                tracing::dispatcher::with_default(&dispatch, || {
                    let _span = tracing::error_span!("call", thread).entered();
                    for _ in 0..50 {
                        tracing::info!(same = thread, "line");
                    }
                });
            });
        }
    });
    let lines = lines.take();
    assert_eq!(lines.len(), 200);
    for line in lines {
        let line: Value = serde_json::from_str(&line).unwrap();
        assert_eq!(line["thread"], line["same"]);
    }
}
