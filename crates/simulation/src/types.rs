//! The types of terraform's values.

use serde_json::Value as Json;

use crate::SimulationError;
use crate::messages::{Attribute, Block, LIST, MAP, NestedObject, SET};

/// A type: <https://developer.hashicorp.com/terraform/language/expressions/type-constraints>.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Type {
    String,
    Number,
    Bool,
    /// Each value brings its own type along.
    Dynamic,
    /// A list or a set, which look the same on the wire.
    List(Box<Type>),
    Map(Box<Type>),
    Object(Vec<(String, Type)>),
    Tuple(Vec<Type>),
}

impl Type {
    /// As providers write it: `"string"`, `["list","string"]`, `["object",{"a":"bool"}]`.
    pub(crate) fn parse(text: &[u8]) -> Result<Self, SimulationError> {
        let json: Json = serde_json::from_slice(text).map_err(|_| SimulationError::Type)?;
        Self::of_json(&json).ok_or(SimulationError::Type)
    }

    fn of_json(json: &Json) -> Option<Self> {
        if let Some(name) = json.as_str() {
            return match name {
                "string" => Some(Self::String),
                "number" => Some(Self::Number),
                "bool" => Some(Self::Bool),
                "dynamic" => Some(Self::Dynamic),
                _ => None,
            };
        }
        let of = json.get(1)?;
        let element = || Self::of_json(of).map(Box::new);
        match json.get(0)?.as_str()? {
            "list" | "set" => element().map(Self::List),
            "map" => element().map(Self::Map),
            "tuple" => {
                let types = of.as_array()?.iter().map(Self::of_json);
                types.collect::<Option<_>>().map(Self::Tuple)
            }
            "object" => {
                let attributes = of.as_object()?.iter();
                let attributes =
                    attributes.map(|(name, of)| Some((name.clone(), Self::of_json(of)?)));
                attributes.collect::<Option<_>>().map(Self::Object)
            }
            _ => None,
        }
    }

    /// That of a whole block.
    pub(crate) fn of_block(block: &Block) -> Result<Self, SimulationError> {
        let mut out = Vec::new();
        for attribute in &block.attributes {
            out.push((attribute.name.clone(), Self::of_attribute(attribute)?));
        }
        for nested in &block.blocks {
            let block = nested.block.as_ref().map(Self::of_block).transpose()?;
            let of = block.unwrap_or(Self::Object(Vec::new()));
            let of = match nested.nesting {
                LIST | SET => Self::List(Box::new(of)),
                MAP => Self::Map(Box::new(of)),
                _ => of,
            };
            out.push((nested.name.clone(), of));
        }
        Ok(Self::Object(out))
    }

    pub(crate) fn of_attribute(attribute: &Attribute) -> Result<Self, SimulationError> {
        match &attribute.nested {
            Some(nested) => Self::of_nested(nested),
            None => Self::parse(&attribute.type_),
        }
    }

    fn of_nested(nested: &NestedObject) -> Result<Self, SimulationError> {
        let attributes = nested.attributes.iter();
        let attributes = attributes.map(|it| Ok((it.name.clone(), Self::of_attribute(it)?)));
        let of = Self::Object(attributes.collect::<Result<_, SimulationError>>()?);
        Ok(match nested.nesting {
            LIST | SET => Self::List(Box::new(of)),
            MAP => Self::Map(Box::new(of)),
            _ => of,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn types_are_read_as_providers_write_them() {
        let parse = |text: &str| Type::parse(text.as_bytes()).ok();
        assert_eq!(parse(r#""bool""#), Some(Type::Bool));
        assert_eq!(
            parse(r#"["set","string"]"#),
            Some(Type::List(Box::new(Type::String)))
        );
        assert_eq!(
            parse(r#"["object",{"a":["map","number"]},["a"]]"#),
            Some(Type::Object(vec![(
                "a".to_owned(),
                Type::Map(Box::new(Type::Number))
            )]))
        );
        for bad in ["", "[]", r#""strange""#, r#"["list"]"#, r#"["object",[]]"#] {
            assert_eq!(parse(bad), None, "{bad}");
        }
    }
}
