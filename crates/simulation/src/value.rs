//! Terraform's values on the wire: `MessagePack`, in which an extension stands for what is not known yet.
//! <https://github.com/hashicorp/terraform/blob/v1.11.4/docs/plugin-protocol/object-wire-format.md>

use std::collections::BTreeMap;

use bytes::Bytes;
use rmpv::Value;

use crate::SimulationError;
use crate::messages::DynamicValue;

/// Reads a value; one that is not there is null.
pub(crate) fn decode(value: Option<&DynamicValue>) -> Result<Value, SimulationError> {
    let Some(mut bytes) = value.map(|value| &value.msgpack[..]) else {
        return Ok(Value::Nil);
    };
    rmpv::decode::read_value(&mut bytes).map_err(|_| SimulationError::Value)
}

pub(crate) fn encode(value: &Value) -> Result<Option<DynamicValue>, SimulationError> {
    let mut out = Vec::new();
    rmpv::encode::write_value(&mut out, value).map_err(|_| SimulationError::Value)?;
    Ok(Some(DynamicValue {
        msgpack: Bytes::from(out),
    }))
}

/// Whether a value is not known yet. What is known of it all the same, such as a prefix, does not matter here.
pub(crate) fn is_unknown(value: &Value) -> bool {
    matches!(value, Value::Ext(..))
}

/// A value that is not known yet.
pub(crate) fn unknown() -> Value {
    Value::Ext(0, vec![0])
}

/// An object's or a map's value.
pub(crate) fn get<'a>(object: &'a Value, name: &str) -> Option<&'a Value> {
    let entries = object.as_map()?;
    let entry = entries.iter().find(|(key, _)| key.as_str() == Some(name));
    entry.map(|(_, value)| value)
}

/// The texts among an object's attributes, and its numbers and truths as texts.
pub(crate) fn texts(object: &Value) -> BTreeMap<String, String> {
    let entries = object.as_map().into_iter().flatten();
    let texts = entries.filter_map(|(key, value)| Some((key.as_str()?.to_owned(), text(value)?)));
    texts.collect()
}

fn text(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => text.as_str().map(str::to_owned),
        Value::Boolean(_) | Value::Integer(_) => Some(value.to_string()),
        _ => None,
    }
}
