//! Calls as terraform makes them, and what comes back.

mod every_type;

use std::collections::HashMap;

use bytes::Bytes;
use prost::Message;
use rmpv::Value;

use crate::messages::{
    Applied, Apply, Attribute, Block, LIST, Look, Looked, NestedBlock, Plan, Planned, Read, Schema,
    Schemas,
};
use crate::value::{decode, encode, get, is_unknown, unknown};
use crate::{Simulation, World};

const TEXT: &str = r#""string""#;

fn attribute(name: &str, of: &str, computed: bool) -> Vec<u8> {
    let attribute = Attribute {
        name: name.to_owned(),
        type_: Bytes::from(of.to_owned()),
        computed,
        nested: None,
        write_only: false,
    };
    attribute.encode_to_vec()
}

/// An attribute that is only written.
fn secret() -> Vec<u8> {
    let attribute = Attribute {
        name: "secret".to_owned(),
        type_: Bytes::from(TEXT),
        write_only: true,
        ..Attribute::default()
    };
    attribute.encode_to_vec()
}

/// A queue: a name that is given, and much that AWS decides.
fn block() -> Block {
    let rule = Block {
        attributes: vec![
            attribute("days", r#""number""#, false),
            attribute("rule_id", TEXT, true),
        ],
        blocks: Vec::new(),
    };
    Block {
        attributes: vec![
            attribute("name", TEXT, false),
            attribute("arn", TEXT, true),
            attribute("note", TEXT, false),
            attribute("size", r#""number""#, true),
            attribute("names", r#"["list","string"]"#, true),
            attribute("tags", r#"["map","string"]"#, false),
            attribute("tags_all", r#"["map","string"]"#, true),
            attribute("any", r#""dynamic""#, false),
            secret(),
        ],
        blocks: vec![NestedBlock {
            name: "rule".to_owned(),
            block: Some(rule),
            nesting: LIST,
        }],
    }
}

fn world(scope: &str) -> World {
    World {
        account: "123456789012".to_owned(),
        region: "eu-west-1".to_owned(),
        scope: scope.to_owned(),
    }
}

fn simulation() -> Simulation {
    simulation_of("dev/shop/api")
}

fn simulation_of(scope: &str) -> Simulation {
    let schema = Schema {
        block: Some(block()),
    };
    let names = ["aws_sqs_queue", "aws_iam_policy_document", "random_id"];
    let all: HashMap<_, _> = names
        .map(|name| (name.to_owned(), schema.encode_to_vec()))
        .into();
    let schemas = Schemas {
        resources: all.clone(),
        data_sources: all.clone(),
        ephemeral: all,
    };
    Simulation::new(world(scope), 6, &schemas.encode_to_vec()).unwrap()
}

fn object(attributes: &[(&str, Value)]) -> Value {
    let entries = attributes.iter();
    Value::Map(
        entries
            .map(|(name, value)| (Value::from(*name), value.clone()))
            .collect(),
    )
}

/// A queue that is planned: what AWS decides is not known.
fn planned() -> Value {
    let of_its_own_type = vec![Value::Binary(TEXT.as_bytes().to_vec()), unknown()];
    object(&[
        ("name", Value::from("orders")),
        // Not known, but not null: an extension with a refinement.
        ("arn", Value::Ext(12, vec![0x81, 0x01, 0xc2])),
        ("note", Value::Nil),
        ("size", unknown()),
        ("names", unknown()),
        (
            "tags",
            object(&[("team", Value::from("a")), ("x", unknown())]),
        ),
        ("tags_all", unknown()),
        ("any", Value::Array(of_its_own_type)),
        (
            "rule",
            Value::Array(vec![
                object(&[("days", Value::from(3)), ("rule_id", unknown())]),
                object(&[("days", Value::from(4)), ("rule_id", unknown())]),
            ]),
        ),
    ])
}

fn apply(simulation: &Simulation, planned: &Value) -> Value {
    apply_in(simulation, None, planned)
}

fn apply_in(simulation: &Simulation, region: Option<&str>, planned: &Value) -> Value {
    let call = Apply {
        type_name: "aws_sqs_queue".to_owned(),
        planned_state: encode(planned).unwrap(),
        planned_private: Bytes::from_static(b"private"),
    };
    let call = call.encode_to_vec().into();
    let answer = simulation.answer("ApplyResourceChange", region, &call);
    let answer = Applied::decode(answer.unwrap().unwrap()).unwrap();
    assert_eq!(answer.private, "private");
    decode(answer.new_state.as_ref()).unwrap()
}

fn has_unknowns(value: &Value) -> bool {
    match value {
        Value::Array(elements) => elements.iter().any(has_unknowns),
        Value::Map(entries) => entries.iter().any(|(_, value)| has_unknowns(value)),
        value => is_unknown(value),
    }
}

#[test]
fn what_is_planned_stays_and_what_is_not_known_is_made_up() {
    let made = apply(&simulation(), &planned());
    assert!(!has_unknowns(&made), "{made}");
    let name = |name| get(&made, name).unwrap();
    assert_eq!(name("name").as_str(), Some("orders"));
    assert!(name("note").is_nil());
    assert!(
        name("arn")
            .as_str()
            .unwrap()
            .starts_with("arn:aws:sqs:eu-west-1:123456789012:")
    );
    assert!(name("size").is_i64());
    assert_eq!(name("names").as_array().unwrap().len(), 1);
    assert_eq!(name("tags_all"), &object(&[("team", Value::from("a"))]));
    assert!(name("any").as_array().unwrap()[1].is_str());
    let rules = name("rule").as_array().unwrap();
    assert_eq!(get(&rules[0], "days"), Some(&Value::from(3)));
    assert_ne!(get(&rules[0], "rule_id"), get(&rules[1], "rule_id"));
}

#[test]
fn the_same_is_made_up_each_time_and_each_of_several_alike_gets_its_own() {
    let planned = object(&[(
        "rule",
        Value::Array(vec![object(&[("rule_id", unknown())])]),
    )]);
    let (first, second) = (simulation(), simulation());
    let both = [apply(&first, &planned), apply(&first, &planned)];
    assert_ne!(both[0], both[1]);
    assert_eq!(both, [apply(&second, &planned), apply(&second, &planned)]);
}

fn ids() -> Value {
    let rule = object(&[("rule_id", unknown())]);
    object(&[("rule", Value::Array(vec![rule]))])
}

#[test]
fn stacks_and_regions_have_resources_of_their_own() {
    let here = apply(&simulation(), &ids());
    assert_ne!(here, apply(&simulation_of("dev/shop/events"), &ids()));
    assert_ne!(here, apply_in(&simulation(), Some("us-east-1"), &ids()));
    assert_eq!(here, apply_in(&simulation(), Some("eu-west-1"), &ids()));
}

#[test]
fn what_is_looked_up_is_the_same_for_all_stacks() {
    let rules = |scope, region| {
        let state = look_in(&simulation_of(scope), "aws_sqs_queue", region).unwrap();
        get(&state, "rule").unwrap().clone()
    };
    let here = rules("dev/shop/api", None);
    assert_eq!(here, rules("dev/shop/events", None));
    assert_ne!(here, rules("dev/shop/api", Some("us-east-1")));
}

#[test]
fn what_is_only_written_is_in_no_state_and_in_no_plan() {
    let planned = object(&[
        ("name", Value::from("orders")),
        ("secret", Value::from("s")),
    ]);
    let made = apply(&simulation(), &planned);
    assert_eq!(get(&made, "secret"), Some(&Value::Nil));
    let made = apply(&simulation(), &object(&[("secret", unknown())]));
    assert_eq!(get(&made, "secret"), Some(&Value::Nil));
    for prior in [Value::Nil, planned.clone()] {
        let plan = stand_in_plan_of(&prior, &planned);
        assert_eq!(get(&plan, "secret"), Some(&Value::Nil));
    }
}

#[test]
fn what_is_destroyed_is_gone_and_what_is_read_is_as_it_was() {
    assert!(apply(&simulation(), &Value::Nil).is_nil());
    let state = object(&[("name", Value::from("orders")), ("arn", Value::Nil)]);
    let call = Read {
        current_state: encode(&state).unwrap(),
        private: Bytes::from_static(b"private"),
    };
    let answer = simulation().answer("ReadResource", None, &call.encode_to_vec().into());
    let answer = Applied::decode(answer.unwrap().unwrap()).unwrap();
    assert_eq!(decode(answer.new_state.as_ref()).unwrap(), state);
}

fn look(type_name: &str, region: Option<&str>) -> Option<Value> {
    look_in(&simulation(), type_name, region)
}

fn look_in(simulation: &Simulation, type_name: &str, region: Option<&str>) -> Option<Value> {
    let config = object(&[
        ("name", Value::from("orders")),
        ("arn", Value::Nil),
        ("note", Value::Nil),
        (
            "rule",
            Value::Array(vec![object(&[("rule_id", Value::Nil)])]),
        ),
    ]);
    let call = Look {
        type_name: type_name.to_owned(),
        config: encode(&config).unwrap(),
    };
    let answer = simulation.answer("ReadDataSource", region, &call.encode_to_vec().into());
    let state = Looked::decode(answer.unwrap()?).unwrap().state;
    Some(decode(state.as_ref()).unwrap())
}

#[test]
fn what_is_looked_for_is_there_with_all_that_is_computed() {
    let state = look("aws_sqs_queue", Some("us-east-1")).unwrap();
    let arn = get(&state, "arn").and_then(Value::as_str).unwrap();
    assert_eq!(arn, "arn:aws:sqs:us-east-1:123456789012:orders");
    assert!(get(&state, "note").unwrap().is_nil());
    let rules = get(&state, "rule").and_then(Value::as_array).unwrap();
    assert!(get(&rules[0], "rule_id").unwrap().is_str());
    assert_eq!(
        look("aws_iam_policy_document", None),
        None,
        "the provider knows"
    );
    assert_eq!(look("random_id", None), None, "it is no AWS");
}

#[test]
fn a_text_is_found_among_the_attributes_of_an_object() {
    let object = object(&[("a", Value::from("x")), ("b", Value::Nil), ("c", unknown())]);
    let message = encode(&object).unwrap().unwrap().msgpack;
    assert_eq!(crate::text(&message, "a").as_deref(), Some("x"));
    for none in ["b", "c", "d"] {
        assert_eq!(crate::text(&message, none), None, "{none}");
    }
    assert_eq!(crate::text(b"", "a"), None);
}

fn stand_in_plan(prior: &Value) -> Value {
    let proposed = object(&[("name", Value::from("orders")), ("arn", Value::Nil)]);
    stand_in_plan_of(prior, &proposed)
}

fn stand_in_plan_of(prior: &Value, proposed: &Value) -> Value {
    let call = Plan {
        type_name: "aws_sqs_queue".to_owned(),
        prior_state: encode(prior).unwrap(),
        proposed_new_state: encode(proposed).unwrap(),
    };
    let call = call.encode_to_vec().into();
    let answer = simulation().stand_in("PlanResourceChange", None, &call);
    let answer = Planned::decode(answer.unwrap().unwrap()).unwrap();
    decode(answer.planned_state.as_ref()).unwrap()
}

#[test]
fn without_a_provider_what_is_new_and_computed_is_not_known() {
    let new = stand_in_plan(&Value::Nil);
    assert_eq!(get(&new, "name").and_then(Value::as_str), Some("orders"));
    assert!(is_unknown(get(&new, "arn").unwrap()));
    let changed = stand_in_plan(&object(&[("name", Value::from("old"))]));
    assert!(get(&changed, "arn").unwrap().is_nil());
}

#[test]
fn what_only_a_provider_knows_is_not_answered() {
    let stand_in = |method| simulation().stand_in(method, None, &Bytes::new()).unwrap();
    assert_eq!(stand_in("ValidateResourceTypeConfig"), Some(Bytes::new()));
    assert_eq!(stand_in("CallFunction"), None);
    assert_eq!(stand_in("ImportResourceState"), None);
}

#[test]
fn whatever_bytes_come_nothing_panics() {
    let call = Apply {
        type_name: "aws_sqs_queue".to_owned(),
        planned_state: encode(&planned()).unwrap(),
        planned_private: Bytes::new(),
    };
    let bytes = call.encode_to_vec();
    let simulation = simulation();
    for at in 0..bytes.len() {
        let mut flipped = bytes.clone();
        flipped[at] ^= 0x55;
        for method in ["ApplyResourceChange", "ReadResource", "ReadDataSource"] {
            let _ = simulation.answer(method, None, &Bytes::from(flipped.clone()));
            let _ = simulation.answer(method, None, &Bytes::copy_from_slice(&bytes[..at]));
        }
        let _ = simulation.stand_in("PlanResourceChange", None, &Bytes::from(flipped));
    }
}
