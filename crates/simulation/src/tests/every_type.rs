//! Every type of the AWS provider, by its recorded schema.

use bytes::Bytes;
use camino::Utf8Path;
use prost::Message;
use rmpv::Value;

use super::{has_unknowns, world};
use crate::Simulation;
use crate::ask_nobody::ASK_NOBODY;
use crate::messages::{Applied, Apply, Look, Looked, Opened};
use crate::schema::Things;
use crate::types::{Field, Type};
use crate::value::{decode, encode, get, unknown};

/// The root of the repository.
const ROOT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../..");

const AWS: &str = "registry.terraform.io/hashicorp/aws";

/// With the AWS provider's schema, if it is recorded.
fn simulation() -> Option<Simulation> {
    let recorded = provider_schema::load(Utf8Path::new(ROOT), AWS).unwrap()?;
    let simulation = Simulation::new(world("dev/shop/api"), recorded.protocol, &recorded.schema);
    Some(simulation.unwrap())
}

/// With this for each attribute and block.
fn object(of: &Type, value: &Value) -> Value {
    let Type::Object(fields) = of else {
        panic!("{of:?}");
    };
    let name = |field: &Field| Value::from(field.name.as_str());
    let entries = fields.iter().map(|field| (name(field), value.clone()));
    Value::Map(entries.collect())
}

/// The answers for things of which all attributes are so, by their types.
fn answers(
    things: &Things,
    value: &Value,
    answer: impl Fn(&str, &Value) -> Option<Bytes>,
) -> Vec<(String, Bytes)> {
    let of = |name: &str| {
        let planned = object(&things.of(name).unwrap(), value);
        Some((name.to_owned(), answer(name, &planned)?))
    };
    things.names().filter_map(of).collect()
}

fn write_only(of: &Type) -> impl Iterator<Item = &str> {
    let fields = match of {
        Type::Object(fields) => fields.as_slice(),
        _ => &[],
    };
    let fields = fields.iter().filter(|field| field.write_only);
    fields.map(|field| field.name.as_str())
}

#[test]
fn every_resource_is_applied() {
    let Some(simulation) = simulation() else {
        return;
    };
    let apply = |type_name: &str, planned: &Value| {
        let call = Apply {
            type_name: type_name.to_owned(),
            planned_state: encode(planned).unwrap(),
            planned_private: Bytes::new(),
        };
        let call = call.encode_to_vec().into();
        simulation
            .answer("ApplyResourceChange", None, &call)
            .unwrap()
    };
    let resources = &simulation.provider.resources;
    let mut secrets = 0;
    for (name, answer) in answers(resources, &unknown(), apply) {
        let state = Applied::decode(answer).unwrap().new_state;
        let state = decode(state.as_ref()).unwrap();
        assert!(!has_unknowns(&state), "{name}: {state}");
        for attribute in write_only(&resources.of(&name).unwrap()) {
            assert_eq!(
                get(&state, attribute),
                Some(&Value::Nil),
                "{name}.{attribute}"
            );
            secrets += 1;
        }
    }
    assert!(secrets > 5, "{secrets}");
}

#[test]
fn every_data_source_is_read() {
    let Some(simulation) = simulation() else {
        return;
    };
    let things = &simulation.provider.data_sources;
    let look = |type_name: &str, config: &Value| {
        let call = Look {
            type_name: type_name.to_owned(),
            config: encode(config).unwrap(),
        };
        let call = call.encode_to_vec().into();
        simulation.answer("ReadDataSource", None, &call).unwrap()
    };
    let all = answers(things, &Value::Nil, look);
    assert_eq!(all.len() + ASK_NOBODY.len(), things.names().count());
    for (name, answer) in all {
        let state = Looked::decode(answer).unwrap().state;
        let state = decode(state.as_ref()).unwrap();
        assert!(!has_unknowns(&state), "{name}: {state}");
    }
}

#[test]
fn every_ephemeral_resource_is_opened() {
    let Some(simulation) = simulation() else {
        return;
    };
    let open = |type_name: &str, config: &Value| {
        let call = Look {
            type_name: type_name.to_owned(),
            config: encode(config).unwrap(),
        };
        let call = call.encode_to_vec().into();
        simulation
            .answer("OpenEphemeralResource", None, &call)
            .unwrap()
    };
    for (name, answer) in answers(&simulation.provider.ephemeral, &Value::Nil, open) {
        let result = Opened::decode(answer).unwrap().result;
        let result = decode(result.as_ref()).unwrap();
        assert!(!has_unknowns(&result), "{name}: {result}");
    }
}
