use std::collections::HashMap;

use prost::Message;

use super::*;

/// Protocol 6, whose attributes can be objects; [`OfFive`] is what differs in 5.
#[derive(Clone, PartialEq, Message)]
struct Response {
    #[prost(message, optional, tag = "1")]
    provider: Option<Schema>,
    #[prost(map = "string, message", tag = "2")]
    resources: HashMap<String, Schema>,
    #[prost(map = "string, message", tag = "3")]
    data_sources: HashMap<String, Schema>,
    #[prost(string, repeated, tag = "4")]
    diagnostics: Vec<String>,
    #[prost(message, optional, tag = "5")]
    meta: Option<Schema>,
    #[prost(map = "string, message", tag = "7")]
    functions: HashMap<String, Function>,
    #[prost(map = "string, message", tag = "8")]
    ephemeral: HashMap<String, Schema>,
    #[prost(uint64, tag = "99")]
    of_the_future: u64,
}

#[derive(Clone, PartialEq, Message)]
struct Schema {
    #[prost(int64, tag = "1")]
    version: i64,
    #[prost(message, optional, boxed, tag = "2")]
    block: Option<Box<Block>>,
}

#[derive(Clone, PartialEq, Message)]
struct Block {
    #[prost(message, repeated, tag = "2")]
    attributes: Vec<Attribute>,
    #[prost(message, repeated, tag = "3")]
    blocks: Vec<NestedBlock>,
    #[prost(string, tag = "4")]
    description: String,
    #[prost(int32, tag = "5")]
    description_kind: i32,
    #[prost(bool, tag = "6")]
    deprecated: bool,
}

#[derive(Clone, PartialEq, Message)]
struct NestedBlock {
    #[prost(string, tag = "1")]
    name: String,
    #[prost(message, optional, boxed, tag = "2")]
    block: Option<Box<Block>>,
    #[prost(int64, tag = "4")]
    min: i64,
    #[prost(int64, tag = "5")]
    max: i64,
}

#[derive(Clone, PartialEq, Message)]
struct Attribute {
    #[prost(string, tag = "1")]
    name: String,
    #[prost(bytes = "vec", tag = "2")]
    of_type: Vec<u8>,
    #[prost(string, tag = "3")]
    description: String,
    #[prost(bool, tag = "4")]
    required: bool,
    #[prost(int32, tag = "8")]
    description_kind: i32,
    #[prost(message, optional, tag = "10")]
    object: Option<Object>,
    #[prost(bool, tag = "11")]
    write_only: bool,
}

#[derive(Clone, PartialEq, Message)]
struct Object {
    #[prost(message, repeated, tag = "1")]
    attributes: Vec<Attribute>,
    #[prost(int32, tag = "3")]
    nesting: i32,
    #[prost(int64, tag = "5")]
    max: i64,
}

#[derive(Clone, PartialEq, Message)]
struct Function {
    #[prost(message, repeated, tag = "1")]
    parameters: Vec<Parameter>,
    #[prost(message, optional, tag = "2")]
    variadic: Option<Parameter>,
    #[prost(string, tag = "4")]
    summary: String,
    #[prost(string, tag = "5")]
    description: String,
    #[prost(int32, tag = "6")]
    description_kind: i32,
}

#[derive(Clone, PartialEq, Message)]
struct Parameter {
    #[prost(string, tag = "1")]
    name: String,
    #[prost(string, tag = "5")]
    description: String,
    #[prost(int32, tag = "6")]
    description_kind: i32,
}

/// A text and its kind, or neither.
fn said(text: &str, with: bool) -> (String, i32) {
    let (text, kind) = if with { (text, 1) } else { ("", 0) };
    (text.to_owned(), kind)
}

fn attribute(name: &str, object: Option<Object>, with: bool) -> Attribute {
    let (description, description_kind) = said("What it is for.", with);
    Attribute {
        name: name.to_owned(),
        of_type: b"\"string\"".to_vec(),
        description,
        required: true,
        description_kind,
        object,
        write_only: true,
    }
}

fn block(blocks: Vec<NestedBlock>, with: bool) -> Block {
    let object = Object {
        attributes: vec![attribute("inner", None, with)],
        nesting: 3,
        max: 5,
    };
    let (description, description_kind) = said("What they are for.", with);
    Block {
        attributes: vec![
            attribute("b", Some(object), with),
            attribute("a", None, with),
        ],
        blocks,
        description,
        description_kind,
        deprecated: true,
    }
}

fn schema(with: bool) -> Schema {
    let nested = NestedBlock {
        name: "nested".to_owned(),
        block: Some(Box::new(block(Vec::new(), with))),
        min: 4,
        max: 5,
    };
    Schema {
        version: 3,
        block: Some(Box::new(block(vec![nested], with))),
    }
}

fn function(with: bool) -> Function {
    let (description, description_kind) = said("What it does.", with);
    let parameter = Parameter {
        name: "arn".to_owned(),
        description: description.clone(),
        description_kind,
    };
    Function {
        parameters: vec![parameter.clone(), parameter.clone()],
        variadic: Some(parameter),
        summary: "It stays.".to_owned(),
        description,
        description_kind,
    }
}

fn all_named<T: Clone>(names: &[&str], it: &T) -> HashMap<String, T> {
    let entry = |name: &&str| ((*name).to_owned(), it.clone());
    names.iter().map(entry).collect()
}

fn response(with: bool) -> Response {
    let schema = schema(with);
    Response {
        provider: Some(schema.clone()),
        resources: all_named(&["b", "a", "aa", "c"], &schema),
        data_sources: all_named(&["z", "a"], &schema),
        diagnostics: vec!["second".to_owned(), "first".to_owned()],
        meta: Some(schema.clone()),
        functions: all_named(&["f", "e"], &function(with)),
        ephemeral: all_named(&["y", "x"], &schema),
        of_the_future: 7,
    }
}

fn stripped(response: &Response) -> Bytes {
    strip(&response.encode_to_vec().into()).unwrap()
}

#[test]
fn descriptions_go_and_nothing_else() {
    let stripped = stripped(&response(true));
    assert_eq!(Response::decode(stripped).unwrap(), response(false));
}

#[test]
fn the_order_is_by_name_whatever_it_was() {
    // A `HashMap` has another order each time.
    let all: Vec<Bytes> = (0..20).map(|_| stripped(&response(true))).collect();
    assert!(all.iter().all(|it| *it == all[0]));
    assert_eq!(strip(&all[0]).unwrap(), all[0], "stripped again");
    let mut rest = all[0].clone();
    let mut names = Vec::new();
    while let Some(field) = next(&mut rest).unwrap() {
        names.push(format!(
            "{}{}",
            field.tag,
            String::from_utf8_lossy(&name(&field).unwrap())
        ));
    }
    let expected = [
        "1", "2a", "2aa", "2b", "2c", "3a", "3z", "4", "4", "5", "7e", "7f", "8x", "8y", "99",
    ];
    assert_eq!(names, expected);
}

/// An attribute of protocol 5.
#[derive(Clone, PartialEq, Message)]
struct OfFive {
    #[prost(string, tag = "1")]
    name: String,
    #[prost(string, tag = "3")]
    description: String,
    #[prost(bool, tag = "10")]
    write_only: bool,
}

#[test]
fn a_number_that_is_a_message_in_the_other_protocol_stays() {
    let mut attribute = OfFive {
        name: "password".to_owned(),
        description: "What it is for.".to_owned(),
        write_only: true,
    };
    let mut out = BytesMut::new();
    let mut rest = Bytes::from(attribute.encode_to_vec());
    while let Some(field) = next(&mut rest).unwrap() {
        append(&mut out, &field, &ATTRIBUTE, 1).unwrap();
    }
    attribute.description.clear();
    assert_eq!(OfFive::decode(out).unwrap(), attribute);
}

#[test]
fn whatever_bytes_come_nothing_panics() {
    let message = Bytes::from(response(true).encode_to_vec());
    for end in 0..message.len() {
        let _ = strip(&message.slice(..end));
        let mut flipped = message.to_vec();
        flipped[end] ^= 0x55;
        let _ = strip(&flipped.into());
    }
}

#[test]
fn messages_without_end_are_refused() {
    let mut message = Vec::new();
    for _ in 0..5_000 {
        // A block in a nested block.
        message = enclosed(3, &enclosed(2, &message));
    }
    let response = enclosed(1, &enclosed(2, &message));
    let error = strip(&response.into()).unwrap_err().to_string();
    assert!(error.ends_with("nested more than 200 deep"), "{error}");
}

fn enclosed(tag: u32, message: &[u8]) -> Vec<u8> {
    let mut out = Vec::new();
    encode_key(tag, WireType::LengthDelimited, &mut out);
    encode_varint(message.len() as u64, &mut out);
    out.extend_from_slice(message);
    out
}
