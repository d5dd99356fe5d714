//! Configuration: what is read, what is refused, and the list of variables.

use std::collections::BTreeMap;
use std::env::VarError;
use std::process::Command;

use lambda_kit::config::{Arn, Configuration, Level, MARKER, Name, Url};
use serde_json::{Value, json};

lambda_kit::configuration! {
    #[derive(Debug, PartialEq)]
    struct Config {
        /// The table.
        table: Name = "DYNAMODB_TABLE",
        /// The queue.
        queue: Url = "SQS_QUEUE_URL",
        /// The key.
        key: Option<Arn> = "PAGE_TOKEN_KEY_ID",
        /// The page.
        page: u32 = "PAGE_SIZE" or "20",
        /// Whether.
        strict: bool = "STRICT" or "false",
        /// A word.
        word: Option<String> = "WORD",
    }
}

const COMPLETE: [(&str, &str); 3] = [
    ("DYNAMODB_TABLE", "bbws-products-dev"),
    ("SQS_QUEUE_URL", "http://localhost:4566/000000000000/queue"),
    ("ENVIRONMENT", "dev"),
];
const ARN: &str = "arn:aws:kms:eu-west-1:536580886816:key/1f0c-22";

fn read(changes: &[(&'static str, &'static str)]) -> Result<Config, String> {
    let variables: BTreeMap<&str, &str> = COMPLETE.iter().chain(changes).copied().collect();
    Config::from_map(&variables).map_err(|faults| faults.to_string())
}

#[test]
fn what_is_not_there_has_its_default() {
    let config = read(&[]).unwrap();
    assert_eq!(config.table.as_str(), "bbws-products-dev");
    assert_eq!(config.queue.as_str(), COMPLETE[1].1);
    assert_eq!(
        (config.key, config.page, config.strict, config.word),
        (None, 20, false, None)
    );
    assert_eq!(config.log_level, Level::Info);
    assert_eq!(config.environment.to_string(), "dev");
}

#[test]
fn what_is_there_is_read() {
    let config = read(&[
        ("PAGE_TOKEN_KEY_ID", ARN),
        ("PAGE_SIZE", "5"),
        ("STRICT", "true"),
        ("WORD", "any word at all"),
        ("LOG_LEVEL", "debug"),
    ]);
    let config = config.unwrap();
    assert_eq!(config.key.map(String::from).as_deref(), Some(ARN));
    assert_eq!((config.page, config.strict), (5, true));
    assert_eq!(config.word.as_deref(), Some("any word at all"));
    assert_eq!(config.log_level, Level::Debug);
}

#[test]
fn all_that_is_missing_is_said_at_once_and_empty_is_missing() {
    let faults = Config::from_map(&[("SQS_QUEUE_URL", "")].into()).unwrap_err();
    assert_eq!(
        faults.missing,
        ["DYNAMODB_TABLE", "SQS_QUEUE_URL", "ENVIRONMENT"]
    );
    assert_eq!(
        faults.to_string(),
        "the configuration is not complete: missing DYNAMODB_TABLE, SQS_QUEUE_URL, ENVIRONMENT"
    );
}

#[test]
fn missing_and_malformed_are_said_together_and_no_value_is_shown() {
    let message = read(&[
        ("DYNAMODB_TABLE", ""),
        ("PAGE_SIZE", "s3cret"),
        ("PAGE_TOKEN_KEY_ID", "s3cret"),
    ]);
    assert_eq!(
        message.unwrap_err(),
        "the configuration is not complete: missing DYNAMODB_TABLE; PAGE_TOKEN_KEY_ID must be an ARN: \
         arn:partition:service:region:account:resource; PAGE_SIZE must be a number"
    );
}

#[test]
fn each_kind_refuses_what_it_is_not() {
    let table = [
        ("DYNAMODB_TABLE", &["a b", "a/b", "ä", " x"][..]),
        (
            "SQS_QUEUE_URL",
            &[
                "queue",
                "ftp://host",
                "https://",
                "https:///x",
                "https://a b",
            ],
        ),
        (
            "PAGE_TOKEN_KEY_ID",
            &[
                "arn:aws:kms",
                "arn::kms:r:a:x",
                "arn:aws:kms:r:a:",
                "aws:kms:r:a:b:x",
            ],
        ),
        ("PAGE_SIZE", &["-1", "1.5", "4294967296", " 1", "0x1"]),
        ("STRICT", &["yes", "TRUE", "1"]),
        ("LOG_LEVEL", &["INFO", "verbose", "off"]),
        ("ENVIRONMENT", &["de v"]),
    ];
    for (name, values) in table {
        for value in values {
            let message = read(&[(name, value)]).unwrap_err();
            let start = format!("the configuration is not complete: {name} must be ");
            assert!(message.starts_with(&start), "{name}={value}: {message}");
        }
    }
}

#[test]
fn a_value_that_is_no_text_is_malformed() {
    let faults = Config::from_lookup(&|name| match name {
        "WORD" => Err(VarError::NotUnicode("x".into())),
        _ => Err(VarError::NotPresent),
    });
    assert_eq!(
        faults.unwrap_err().malformed,
        [("WORD", "UTF-8".to_owned())]
    );
}

#[test]
fn the_list_says_what_the_struct_reads() {
    let text = std::str::from_utf8(Config::description()).unwrap();
    assert!(text.starts_with(MARKER) && text.ends_with("]}\n") && text.lines().count() == 1);
    let list: Value = serde_json::from_str(text).unwrap();
    let rows = list["variables"]
        .as_array()
        .unwrap()
        .iter()
        .map(|variable| {
            json!([
                variable["name"],
                variable["required"],
                variable["kind"],
                variable["default"]
            ])
        });
    let expected = json!([
        ["DYNAMODB_TABLE", true, "name", null],
        ["SQS_QUEUE_URL", true, "url", null],
        ["PAGE_TOKEN_KEY_ID", false, "arn", null],
        ["PAGE_SIZE", false, "number", "20"],
        ["STRICT", false, "boolean", "false"],
        ["WORD", false, "text", null],
        ["ENVIRONMENT", true, "name", null],
        ["LOG_LEVEL", false, "level", "info"],
    ]);
    assert_eq!(rows.collect::<Value>(), expected);
    assert_eq!(list["variables"][0]["description"], "The table.");
}

const SAMPLE: &str = env!("CARGO_BIN_EXE_lambda-kit-sample");

#[test]
fn a_binary_prints_its_list_and_does_nothing_else() {
    let output = Command::new(SAMPLE)
        .env_clear()
        .env("LAMBDA_KIT_DESCRIBE", "1")
        .output()
        .unwrap();
    assert!(output.status.success() && output.stderr.is_empty());
    let list: Value = serde_json::from_slice(&output.stdout).unwrap();
    let variables = &list["variables"];
    assert_eq!(
        variables[0]["description"],
        r#"The table of "samples": a \ is nothing special."#
    );
    assert_eq!(variables[1]["description"], "How many samples a page has.");

    let bytes = std::fs::read(SAMPLE).unwrap();
    let found = bytes
        .windows(output.stdout.len())
        .filter(|window| *window == output.stdout);
    assert_eq!(found.count(), 1, "the same line stands in the binary, once");
}

#[test]
fn a_binary_without_its_variables_names_all_of_them_in_one_line() {
    let platform = [
        ("AWS_LAMBDA_FUNCTION_NAME", "sample"),
        ("AWS_LAMBDA_FUNCTION_MEMORY_SIZE", "256"),
        ("AWS_LAMBDA_FUNCTION_VERSION", "1"),
        ("AWS_LAMBDA_RUNTIME_API", "127.0.0.1:9"),
    ];
    let output = Command::new(SAMPLE)
        .env_clear()
        .envs(platform)
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(1));
    let line: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(
        line["message"],
        "cannot start: the configuration is not complete: missing DYNAMODB_TABLE, ENVIRONMENT"
    );
    assert_eq!(
        (&line["level"], &line["function"]),
        (&json!("ERROR"), &json!("sample"))
    );
}

#[test]
fn a_binary_outside_lambda_says_so() {
    let output = Command::new(SAMPLE).env_clear().output().unwrap();
    assert_eq!(output.status.code(), Some(1));
    let line: Value = serde_json::from_slice(&output.stdout).unwrap();
    let message = line["message"].as_str().unwrap();
    assert!(message.starts_with(
        "cannot start: this does not run in Lambda, which sets AWS_LAMBDA_FUNCTION_NAME"
    ));
}
