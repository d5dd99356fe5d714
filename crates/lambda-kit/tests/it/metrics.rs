//! Metric lines, against the embedded metric format as AWS documents it.

use lambda_kit::metrics::{Metrics, Unit};
use serde_json::Value;

use crate::support::source;

fn lines(metrics: &Metrics) -> Vec<String> {
    metrics.take_lines_at(1_795_249_800_000, "product", &source(), "r-1")
}

/// The format's own rules, for any line.
fn check(line: &str) -> Value {
    assert_eq!(line.lines().count(), 1);
    let line: Value = serde_json::from_str(line).unwrap();
    assert!(line["_aws"]["Timestamp"].is_u64());
    for directive in line["_aws"]["CloudWatchMetrics"].as_array().unwrap() {
        assert!(!directive["Namespace"].as_str().unwrap().is_empty());
        for set in directive["Dimensions"].as_array().unwrap() {
            let set = set.as_array().unwrap();
            assert!((1..=30).contains(&set.len()));
            assert!(
                set.iter()
                    .all(|name| line[name.as_str().unwrap()].is_string())
            );
        }
        let metrics = directive["Metrics"].as_array().unwrap();
        assert!((1..=100).contains(&metrics.len()));
        for metric in metrics {
            let value = &line[metric["Name"].as_str().unwrap()];
            let list = value.as_array().is_some_and(|values| {
                (1..=100).contains(&values.len()) && values.iter().all(Value::is_number)
            });
            assert!(value.is_number() || list, "{value}");
        }
    }
    line
}

#[test]
fn an_invocation_is_one_line() {
    let metrics = Metrics::default();
    let same = metrics.clone();
    metrics.count("Created", 1);
    same.count("Created", 2);
    metrics.measure("Merge", Unit::Milliseconds, 1.5);
    metrics.measure("Merge", Unit::Milliseconds, 2.0);
    let written = lines(&metrics);
    assert_eq!(
        written,
        [concat!(
            r#"{"_aws":{"CloudWatchMetrics":[{"Dimensions":[["FunctionName"]],"Metrics":["#,
            r#"{"Name":"Created","Unit":"Count"},{"Name":"Merge","Unit":"Milliseconds"}],"#,
            r#""Namespace":"product"}],"Timestamp":1795249800000},"FunctionName":"bbws-sample-dev","#,
            r#""environment":"dev","requestId":"r-1","Created":3,"Merge":[1.5,2]}"#
        )]
    );
    check(&written[0]);
    assert!(lines(&metrics).is_empty(), "what was written is gone");
}

#[test]
fn nothing_measured_is_no_line() {
    assert!(lines(&Metrics::default()).is_empty());
}

#[test]
fn other_dimensions_are_another_line() {
    let metrics = Metrics::default();
    metrics.record("Refused", Unit::Count, 1.0, &[("Reason", "name \"taken\"")]);
    metrics.record("Refused", Unit::Count, 1.0, &[("Reason", "name \"taken\"")]);
    metrics.count("Refused", 2);
    let lines: Vec<Value> = lines(&metrics).iter().map(|line| check(line)).collect();
    assert_eq!(lines.len(), 2);
    assert_eq!(
        (&lines[0]["Refused"], &lines[1]["Refused"]),
        (&2.into(), &2.into())
    );
    assert_eq!(lines[0]["Reason"], "name \"taken\"");
}

#[test]
fn what_is_too_much_for_a_line_is_several() {
    let metrics = Metrics::default();
    for value in 0..250 {
        metrics.measure("Bytes", Unit::Bytes, f64::from(value));
    }
    metrics.measure("Once", Unit::None, 0.1);
    let lines: Vec<Value> = lines(&metrics).iter().map(|line| check(line)).collect();
    let counts = lines
        .iter()
        .map(|line| line["Bytes"].as_array().unwrap().len());
    assert_eq!(counts.collect::<Vec<_>>(), [100, 100, 50]);
    assert_eq!(
        lines.iter().filter(|line| line["Once"].is_number()).count(),
        1
    );

    for number in 0..101 {
        metrics.count(Box::leak(format!("Metric{number}").into_boxed_str()), 1);
    }
    let lines = metrics.take_lines("product", &source(), "r-1");
    assert_eq!(lines.len(), 2);
    for line in lines {
        check(&line);
    }
}

#[test]
fn what_would_spoil_a_line_is_left_out() {
    let metrics = Metrics::default();
    for value in [f64::NAN, f64::INFINITY, f64::NEG_INFINITY] {
        metrics.measure("Odd", Unit::None, value);
    }
    for name in ["_aws", "FunctionName", "requestId", "", "Größe"] {
        metrics.count(name, 1);
    }
    metrics.record("Odd", Unit::Count, 1.0, &[("Odd", "x")]);
    metrics.record("Odd", Unit::Count, 1.0, &[("Reason", "")]);
    metrics.record("Odd", Unit::Count, 1.0, &[("FunctionName", "x")]);
    assert!(lines(&metrics).is_empty());
}
