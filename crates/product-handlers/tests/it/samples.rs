//! Values at, just inside and just outside each limit that a schema of the document has.

use serde_json::{Value, json};

use crate::document::Document;

/// Characters that rules about characters tend to forget.
const ODD: [char; 30] = [
    ' ', '\t', '\n', '\r', '\0', '\u{7f}', '\u{85}', '\u{a0}', '\u{2028}', '\u{3000}', '\u{feff}',
    '-', '_', '.', '!', '"', '\\', '²', '½', '٣', 'Ⅷ', 'ß', 'ǆ', '中', '\u{301}', 'Ⓐ', '😀',
    '\u{93e}', '\u{fffe}', '\u{ffff}',
];

/// Texts that are something to one of the schemas.
const TEXTS: [&str; 28] = [
    "ZAR",
    "ZA",
    "ZARS",
    "Zar",
    "zar",
    "monthly",
    "Monthly",
    "asc",
    "DESC",
    "Web Hosting",
    "Web  Hosting",
    " Web Hosting",
    "é1 2",
    "e\u{301}1 2",
    "q\u{301}1 2",
    "a b",
    "ab ",
    "  a",
    "0b7a4f9e-6a3c-4f0e-9d53-2f6f1c9b8a71",
    "0B7A4F9E-6A3C-4F0E-9D53-2F6F1C9B8A71",
    "0b7a4f9e6a3c4f0e9d532f6f1c9b8a71",
    "{0b7a4f9e-6a3c-4f0e-9d53-2f6f1c9b8a71}",
    "0b7a4f9e-6a3c-4f0e-9d53-2f6f1c9b8a7",
    "0b7a4f9e-6a3c-4f0e-9d53-2f6f1c9b8a7g",
    "urn:uuid:0b7a4f9e-6a3c-4f0e-9d53-2f6f1c9b8a71",
    "*",
    "W/\"a\" , \"b\"",
    "\"a\" \"b\"",
];

/// The samples of a schema, valid and not.
pub(crate) fn samples(document: &Document, schema: &Value) -> Vec<Value> {
    let schema = document.resolve(schema);
    let mut samples = match schema["type"].as_str().expect("a type") {
        "string" => texts(schema),
        "number" => numbers(schema),
        "integer" => integers(schema),
        "boolean" => vec![true.into(), false.into()],
        "array" => lists(document, schema),
        other => panic!("what are the limits of {other}?"),
    };
    samples.extend([
        Value::Null,
        true.into(),
        7.into(),
        "7".into(),
        "true".into(),
        "null".into(),
        json!([]),
        json!({}),
        json!(["a feature"]),
    ]);
    samples
}

/// A new keyword in the document must not go untested.
fn only(schema: &Value, known: &[&str]) {
    for keyword in schema.as_object().unwrap().keys() {
        let known = known.contains(&keyword.as_str());
        assert!(
            known || ["type", "description", "default"].contains(&keyword.as_str()),
            "no sample knows {keyword}"
        );
    }
}

/// A limit and its neighbours.
fn around(schema: &Value, keyword: &str) -> Vec<usize> {
    let limit = schema[keyword]
        .as_u64()
        .map(|limit| usize::try_from(limit).unwrap());
    let around = limit.map(|limit| [limit.saturating_sub(1), limit, limit + 1]);
    around.into_iter().flatten().collect()
}

fn texts(schema: &Value) -> Vec<Value> {
    only(
        schema,
        &["minLength", "maxLength", "pattern", "format", "enum"],
    );
    let mut texts: Vec<String> = TEXTS.map(str::to_owned).to_vec();
    let lengths = [
        around(schema, "minLength"),
        around(schema, "maxLength"),
        (0..5).collect(),
    ];
    for length in lengths.concat() {
        // One, two and four bytes of UTF-8.
        texts.extend(["a", "é", "\u{10400}"].map(|letter| letter.repeat(length)));
    }
    for odd in ODD {
        let twelve = "a".repeat(12);
        texts.extend([format!("{odd}{twelve}"), format!("{twelve}{odd}")]);
        texts.push(format!("{twelve}{odd}{twelve}"));
    }
    for known in schema["enum"].as_array().into_iter().flatten() {
        let known = known.as_str().unwrap();
        texts.extend([known.to_owned(), known.to_uppercase()]);
        texts.extend([format!("{known} "), known[1..].to_owned()]);
    }
    texts.into_iter().map(Value::from).collect()
}

fn numbers(schema: &Value) -> Vec<Value> {
    only(schema, &["minimum", "maximum", "multipleOf"]);
    let step = schema["multipleOf"].as_f64().unwrap();
    let limits = ["minimum", "maximum"].map(|keyword| schema[keyword].as_f64().unwrap());
    let mut numbers = Vec::new();
    for limit in limits.into_iter().chain([0.0, 1.0, 100.0]) {
        for number in [limit - step, limit, limit + step] {
            numbers.push(format!("{number:.2}"));
        }
        for number in [limit - step / 10.0, limit + step / 10.0, limit + step / 2.0] {
            numbers.push(format!("{number:.3}"));
        }
    }
    numbers.extend(["1e2", "1E-2", "12.5e-1", "1e-3", "1e7", "-1", "0.10"].map(str::to_owned));
    let read = |number: String| serde_json::from_str(&number).unwrap();
    numbers.into_iter().map(read).collect()
}

fn integers(schema: &Value) -> Vec<Value> {
    only(schema, &["minimum", "maximum"]);
    let limits = ["minimum", "maximum"].map(|keyword| schema[keyword].as_i64().unwrap());
    let limits = limits.into_iter().chain([0, 256]);
    let numbers = limits.flat_map(|limit| [limit - 1, limit, limit + 1]);
    numbers
        .map(Value::from)
        .chain([json!(1.5), json!(-1)])
        .collect()
}

fn lists(document: &Document, schema: &Value) -> Vec<Value> {
    only(schema, &["minItems", "maxItems", "items"]);
    let lengths = [around(schema, "minItems"), around(schema, "maxItems")].concat();
    let mut lists: Vec<Value> = lengths
        .into_iter()
        .map(|length| vec![Value::from("a feature"); length].into())
        .collect();
    let entries = samples(document, &schema["items"]).into_iter();
    lists.extend(entries.flat_map(|entry| [json!([entry]), json!(["a feature", entry])]));
    lists
}
