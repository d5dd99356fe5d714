//! Answers of services, in JSON or XML, as one kind of tree.
//!
//! XML is read by roxmltree: one small crate, without unsafe code, that has been looked after for
//! years. AWS's XML has namespaces, entities and comments like any other, which is not ours to
//! parse.

use roxmltree::{Document, Node};
use serde_json::{Map, Value};

/// Reads an answer; an error is what is wrong with it. Of XML, what the root holds is returned: an
/// element with others in it is an object in which each name has an array, any other is a string.
pub(super) fn parse(bytes: &[u8]) -> Result<Value, String> {
    let text = std::str::from_utf8(bytes).map_err(|error| error.to_string())?;
    // No JSON begins so.
    if text.trim_start().starts_with('<') {
        let document = Document::parse(text).map_err(|error| error.to_string())?;
        return Ok(tree(document.root_element()));
    }
    serde_json::from_str(text).map_err(|error| error.to_string())
}

fn tree(node: Node<'_, '_>) -> Value {
    let mut out = Map::new();
    for child in node.children().filter(Node::is_element) {
        let same = out
            .entry(child.tag_name().name())
            .or_insert(Value::Array(Vec::new()));
        if let Value::Array(same) = same {
            same.push(tree(child));
        }
    }
    if out.is_empty() {
        return Value::String(node.text().unwrap_or_default().to_owned());
    }
    Value::Object(out)
}

/// What is at a path of names: `Topics/member/TopicArn`. Each element of an array on the way is
/// looked into, so there can be any number.
pub(super) fn at<'a>(value: &'a Value, path: &str) -> Vec<&'a Value> {
    let mut found = elements(value);
    for name in path.split('/') {
        let inner = found.into_iter().filter_map(|value| value.get(name));
        found = inner.flat_map(elements).collect();
    }
    found
}

/// An error unless it has something of a name, be it empty.
pub(super) fn must_have(value: &Value, name: &str) -> Result<(), String> {
    let found = value.get(name).map(drop);
    found.ok_or_else(|| format!("there is no `{name}`"))
}

fn elements(value: &Value) -> Vec<&Value> {
    match value {
        Value::Array(elements) => elements.iter().collect(),
        Value::Null => Vec::new(),
        other => vec![other],
    }
}

/// The text at a path; none when nothing is there, or nothing but blanks.
pub(super) fn text<'a>(value: &'a Value, path: &str) -> Option<&'a str> {
    let first = at(value, path).into_iter().next()?;
    first.as_str().filter(|text| !text.trim().is_empty())
}

/// Whether it says `true` at a path, in JSON or in XML.
pub(super) fn is_true(value: &Value, path: &str) -> bool {
    let found = at(value, path);
    found
        .first()
        .is_some_and(|first| first.as_bool() == Some(true) || *first == "true")
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn xml_is_a_tree_whatever_its_namespaces_and_blanks() {
        let xml = b"<?xml version=\"1.0\"?>\n<a:R xmlns:a=\"urn:a\">\n  <a:L>\n    <m><N>x &amp; y</N></m>\
            <!-- no --><m><N> z</N></m>\n  </a:L><Empty/><T>true</T></a:R>";
        let answer = parse(xml).unwrap();
        assert_eq!(at(&answer, "L/m/N"), [&json!("x & y"), &json!(" z")]);
        assert_eq!(text(&answer, "L/m/N"), Some("x & y"));
        assert_eq!(answer["Empty"], json!([""]));
        assert_eq!(text(&answer, "Empty"), None);
        assert!(at(&answer, "Empty/m").is_empty());
        assert!(is_true(&answer, "T") && !is_true(&answer, "Empty") && !is_true(&answer, "No"));
    }

    #[test]
    fn arrays_of_json_are_looked_into() {
        let answer =
            parse(br#"{"A": [{"n": "1"}, {"n": "2"}, {}], "t": true, "z": null}"#).unwrap();
        assert_eq!(at(&answer, "A/n"), [&json!("1"), &json!("2")]);
        assert_eq!(text(&answer, "z"), None);
        assert!(is_true(&answer, "t"));
    }

    #[test]
    fn what_is_neither_is_an_error() {
        for nonsense in [&b"<a><b></a>"[..], b"", b"{", b"oops", b"\xff"] {
            assert!(parse(nonsense).is_err(), "{nonsense:?}");
        }
    }
}
