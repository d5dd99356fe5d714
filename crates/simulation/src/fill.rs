//! Making up what is not known.

use std::collections::BTreeMap;

use rmpv::Value;

use crate::SimulationError;
use crate::aws;
use crate::maps;
use crate::messages::{Block, MAP, NestedBlock};
use crate::place::{Place, Seed, World};
use crate::types::Type;
use crate::value::{get, is_unknown};

/// One resource, or one data source, whose values are made up.
pub(crate) struct Filler<'a> {
    pub(crate) world: &'a World,
    pub(crate) type_name: &'a str,
    /// What is known of its own attributes, as in [`Place`].
    pub(crate) known: &'a BTreeMap<String, String>,
}

impl Filler<'_> {
    /// The value with something for all that is not known in it.
    pub(crate) fn known(
        &self,
        path: &[&str],
        seed: &Seed,
        value: &Value,
        of: &Type,
    ) -> Result<Value, SimulationError> {
        if is_unknown(value) {
            return Ok(self.made_up(path, seed, of));
        }
        let value = match (value, of) {
            (Value::Map(entries), Type::Object(attributes)) => {
                let mut out = Vec::new();
                for (name, of) in attributes {
                    let inner = get(value, name).unwrap_or(&Value::Nil);
                    let inner = match (name.as_str(), is_unknown(inner)) {
                        // What the provider adds to a resource's own tags was known with them.
                        ("tags_all", true) => tags(entries),
                        _ => self.known(&[path, &[name.as_str()]].concat(), seed, inner, of)?,
                    };
                    out.push((Value::from(name.as_str()), inner));
                }
                Value::Map(out)
            }
            (Value::Map(entries), Type::Map(of)) => {
                let mut out = Vec::new();
                for (key, inner) in entries {
                    let seed = seed.of_element(key.as_str().unwrap_or_default().as_bytes());
                    out.push((key.clone(), self.known(path, &seed, inner, of)?));
                }
                Value::Map(out)
            }
            (Value::Array(elements), Type::List(of)) => {
                let elements = elements.iter().enumerate();
                let elements = elements.map(|(at, inner)| {
                    self.known(path, &seed.of_element(&at.to_le_bytes()), inner, of)
                });
                Value::Array(elements.collect::<Result<_, _>>()?)
            }
            (Value::Array(elements), Type::Tuple(types)) => {
                let elements = elements.iter().zip(types);
                let elements = elements.map(|(inner, of)| self.known(path, seed, inner, of));
                Value::Array(elements.collect::<Result<_, _>>()?)
            }
            (Value::Array(pair), Type::Dynamic) => self.of_its_own_type(path, seed, pair)?,
            _ => value.clone(),
        };
        Ok(value)
    }

    /// A value that brings its type along.
    fn of_its_own_type(
        &self,
        path: &[&str],
        seed: &Seed,
        pair: &[Value],
    ) -> Result<Value, SimulationError> {
        let [of, value] = pair else {
            return Err(SimulationError::Value);
        };
        let text = of.as_slice().or(of.as_str().map(str::as_bytes));
        let parsed = Type::parse(text.ok_or(SimulationError::Value)?)?;
        let value = self.known(path, seed, value, &parsed)?;
        Ok(Value::Array(vec![of.clone(), value]))
    }

    /// A value out of nothing. A list gets one element: who reads it takes the first.
    fn made_up(&self, path: &[&str], seed: &Seed, of: &Type) -> Value {
        let place = Place {
            type_name: self.type_name,
            path,
            known: self.known,
            seed,
        };
        match of {
            Type::String => Value::from(aws::text(self.world, &place)),
            Type::Number => Value::from(aws::number(&place)),
            Type::Bool => Value::from(aws::truth(&place)),
            Type::Dynamic => Value::Nil,
            Type::List(of) => Value::Array(vec![self.made_up(path, seed, of)]),
            Type::Map(of) => {
                let entries = maps::keys(&place).into_iter().map(|key| {
                    let value = self.made_up(path, &seed.of_element(key.as_bytes()), of);
                    (Value::from(key), value)
                });
                Value::Map(entries.collect())
            }
            Type::Tuple(types) => {
                let elements = types.iter().map(|of| self.made_up(path, seed, of));
                Value::Array(elements.collect())
            }
            Type::Object(attributes) => {
                let attributes = attributes.iter().map(|(name, of)| {
                    let value = self.made_up(&[path, &[name.as_str()]].concat(), seed, of);
                    (Value::from(name.as_str()), value)
                });
                Value::Map(attributes.collect())
            }
        }
    }
}

fn tags(entries: &[(Value, Value)]) -> Value {
    let tags = entries.iter().find(|(key, _)| key.as_str() == Some("tags"));
    let tags = tags.and_then(|(_, tags)| tags.as_map());
    let known = tags.into_iter().flatten();
    let known = known.filter(|(_, value)| !is_unknown(value));
    Value::Map(known.cloned().collect())
}

/// The value of a block with `unknown` for each attribute that is not set and that the provider computes.
pub(crate) fn computed(value: &Value, block: &Block, unknown: &Value) -> Value {
    let Some(entries) = value.as_map() else {
        return value.clone();
    };
    let entries = entries.iter().map(|(key, inner)| {
        let name = key.as_str().unwrap_or_default();
        let attribute = block.attributes.iter().find(|it| it.name == name);
        let nested = block.blocks.iter().find(|it| it.name == name);
        let is_computed = attribute.is_some_and(|it| it.computed) && inner.is_nil();
        let inner = match nested {
            Some(nested) => of_blocks(inner, nested, unknown),
            None if is_computed => unknown.clone(),
            None => inner.clone(),
        };
        (key.clone(), inner)
    });
    Value::Map(entries.collect())
}

/// The same for all blocks of a kind, of which there may be one, a list, or a map.
fn of_blocks(value: &Value, nested: &NestedBlock, unknown: &Value) -> Value {
    let Some(block) = &nested.block else {
        return value.clone();
    };
    let change = |value| computed(value, block, unknown);
    match (value, nested.nesting) {
        (Value::Array(elements), _) => Value::Array(elements.iter().map(change).collect()),
        (Value::Map(entries), MAP) => {
            let entries = entries.iter();
            let entries = entries.map(|(key, inner)| (key.clone(), change(inner)));
            Value::Map(entries.collect())
        }
        _ => change(value),
    }
}
