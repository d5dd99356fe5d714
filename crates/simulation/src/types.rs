//! The types of terraform's values.

use serde_json::Value as Json;

use crate::SimulationError;
use crate::messages::{Attribute, Block, LIST, MAP, NestedObject, SET};

/// A type: <https://developer.hashicorp.com/terraform/language/expressions/type-constraints>.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) enum Type {
    String,
    Number,
    Bool,
    /// Each value brings its own type along.
    #[default]
    Dynamic,
    /// A list or a set, which look the same on the wire.
    List(Box<Type>),
    Map(Box<Type>),
    Object(Vec<Field>),
    Tuple(Vec<Type>),
}

/// What an object has.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Field {
    pub(crate) name: String,
    pub(crate) of: Type,
    /// The provider says what it is, unless it is set.
    pub(crate) computed: bool,
    /// It is told to the provider, and never in a plan or a state: there it is null.
    pub(crate) write_only: bool,
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
                let fields =
                    attributes.map(|(name, of)| Some(Field::new(name, Self::of_json(of)?)));
                fields.collect::<Option<_>>().map(Self::Object)
            }
            _ => None,
        }
    }

    /// That of a whole block, as a provider of this version of the protocol writes it.
    pub(crate) fn of_block(protocol: u32, block: &Block) -> Result<Self, SimulationError> {
        let mut out = Vec::new();
        for message in &block.attributes {
            let attribute = Attribute::decode_of(protocol, message)?;
            out.push(Field::of_attribute(&attribute)?);
        }
        for nested in &block.blocks {
            let block = nested.block.as_ref();
            let block = block.map(|block| Self::of_block(protocol, block));
            let of = block.transpose()?.unwrap_or(Self::Object(Vec::new()));
            out.push(Field::new(&nested.name, of.nested(nested.nesting)));
        }
        Ok(Self::Object(out))
    }

    fn of_objects(nested: &NestedObject) -> Result<Self, SimulationError> {
        let fields = nested.attributes.iter().map(Field::of_attribute);
        let of = Self::Object(fields.collect::<Result<_, _>>()?);
        Ok(of.nested(nested.nesting))
    }

    fn nested(self, nesting: i32) -> Self {
        match nesting {
            LIST | SET => Self::List(Box::new(self)),
            MAP => Self::Map(Box::new(self)),
            _ => self,
        }
    }
}

impl Field {
    fn new(name: &str, of: Type) -> Self {
        Self {
            name: name.to_owned(),
            of,
            ..Self::default()
        }
    }

    fn of_attribute(attribute: &Attribute) -> Result<Self, SimulationError> {
        let of = match &attribute.nested {
            Some(nested) => Type::of_objects(nested)?,
            None => Type::parse(&attribute.type_)?,
        };
        Ok(Self {
            computed: attribute.computed,
            write_only: attribute.write_only,
            ..Self::new(&attribute.name, of)
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
            Some(Type::Object(vec![Field::new(
                "a",
                Type::Map(Box::new(Type::Number))
            )]))
        );
        for bad in ["", "[]", r#""strange""#, r#"["list"]"#, r#"["object",[]]"#] {
            assert_eq!(parse(bad), None, "{bad}");
        }
    }
}
