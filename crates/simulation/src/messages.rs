//! As much of terraform's plugin protocol as is answered here. Versions 5 and 6 have the same numbers, but for
//! those of [`Attribute`]: <https://github.com/hashicorp/terraform/tree/v1.11.4/docs/plugin-protocol>.

use std::collections::HashMap;

use bytes::Bytes;
use prost::{DecodeError, Message};

/// The nesting of blocks, or of an attribute's objects, in a list, a set, and a map.
pub(crate) const LIST: i32 = 2;
pub(crate) const SET: i32 = 3;
pub(crate) const MAP: i32 = 4;

/// A value of terraform's, as `MessagePack`: terraform itself never sends it as JSON.
#[derive(Clone, PartialEq, Message)]
pub(crate) struct DynamicValue {
    #[prost(bytes = "bytes", tag = "1")]
    pub(crate) msgpack: Bytes,
}

/// `GetSchema` and `GetProviderSchema`. Each value is a [`Schema`]: only those that are asked for are read.
#[derive(Clone, PartialEq, Message)]
pub(crate) struct Schemas {
    #[prost(map = "string, bytes", tag = "2")]
    pub(crate) resources: HashMap<String, Vec<u8>>,
    #[prost(map = "string, bytes", tag = "3")]
    pub(crate) data_sources: HashMap<String, Vec<u8>>,
    #[prost(map = "string, bytes", tag = "8")]
    pub(crate) ephemeral: HashMap<String, Vec<u8>>,
}

#[derive(Clone, PartialEq, Message)]
pub(crate) struct Schema {
    #[prost(message, optional, tag = "2")]
    pub(crate) block: Option<Block>,
}

#[derive(Clone, PartialEq, Message)]
pub(crate) struct Block {
    /// Each is an [`Attribute`], by the version of the protocol.
    #[prost(bytes = "vec", repeated, tag = "2")]
    pub(crate) attributes: Vec<Vec<u8>>,
    #[prost(message, repeated, tag = "3")]
    pub(crate) blocks: Vec<NestedBlock>,
}

/// An attribute in version 6.
#[derive(Clone, PartialEq, Message)]
pub(crate) struct Attribute {
    #[prost(string, tag = "1")]
    pub(crate) name: String,
    /// The type, as JSON.
    #[prost(bytes = "bytes", tag = "2")]
    pub(crate) type_: Bytes,
    #[prost(bool, tag = "6")]
    pub(crate) computed: bool,
    /// In place of the type.
    #[prost(message, optional, tag = "10")]
    pub(crate) nested: Option<NestedObject>,
    #[prost(bool, tag = "11")]
    pub(crate) write_only: bool,
}

/// The same in version 5, which has no nested objects.
#[derive(Clone, PartialEq, Message)]
struct Attribute5 {
    #[prost(string, tag = "1")]
    name: String,
    #[prost(bytes = "bytes", tag = "2")]
    type_: Bytes,
    #[prost(bool, tag = "6")]
    computed: bool,
    #[prost(bool, tag = "10")]
    write_only: bool,
}

impl Attribute {
    /// As a provider of this version of the protocol writes it.
    pub(crate) fn decode_of(protocol: u32, message: &[u8]) -> Result<Self, DecodeError> {
        if protocol != 5 {
            return Self::decode(message);
        }
        let Attribute5 {
            name,
            type_,
            computed,
            write_only,
        } = Attribute5::decode(message)?;
        Ok(Self {
            name,
            type_,
            computed,
            nested: None,
            write_only,
        })
    }
}

#[derive(Clone, PartialEq, Message)]
pub(crate) struct NestedObject {
    #[prost(message, repeated, tag = "1")]
    pub(crate) attributes: Vec<Attribute>,
    #[prost(int32, tag = "3")]
    pub(crate) nesting: i32,
}

#[derive(Clone, PartialEq, Message)]
pub(crate) struct NestedBlock {
    #[prost(string, tag = "1")]
    pub(crate) name: String,
    #[prost(message, optional, tag = "2")]
    pub(crate) block: Option<Block>,
    #[prost(int32, tag = "3")]
    pub(crate) nesting: i32,
}

/// `ApplyResourceChange`.
#[derive(Clone, PartialEq, Message)]
pub(crate) struct Apply {
    #[prost(string, tag = "1")]
    pub(crate) type_name: String,
    #[prost(message, optional, tag = "3")]
    pub(crate) planned_state: Option<DynamicValue>,
    #[prost(bytes = "bytes", tag = "5")]
    pub(crate) planned_private: Bytes,
}

#[derive(Clone, PartialEq, Message)]
pub(crate) struct Applied {
    #[prost(message, optional, tag = "1")]
    pub(crate) new_state: Option<DynamicValue>,
    #[prost(bytes = "bytes", tag = "2")]
    pub(crate) private: Bytes,
    /// Terraform then takes small deviations from the plan.
    #[prost(bool, tag = "4")]
    pub(crate) legacy_type_system: bool,
}

/// `ReadResource`.
#[derive(Clone, PartialEq, Message)]
pub(crate) struct Read {
    #[prost(message, optional, tag = "2")]
    pub(crate) current_state: Option<DynamicValue>,
    #[prost(bytes = "bytes", tag = "3")]
    pub(crate) private: Bytes,
}

#[derive(Clone, PartialEq, Message)]
pub(crate) struct HasRead {
    #[prost(message, optional, tag = "1")]
    pub(crate) new_state: Option<DynamicValue>,
    #[prost(bytes = "bytes", tag = "3")]
    pub(crate) private: Bytes,
}

/// `ReadDataSource`, and `OpenEphemeralResource`, which begins in the same way.
#[derive(Clone, PartialEq, Message)]
pub(crate) struct Look {
    #[prost(string, tag = "1")]
    pub(crate) type_name: String,
    #[prost(message, optional, tag = "2")]
    pub(crate) config: Option<DynamicValue>,
}

#[derive(Clone, PartialEq, Message)]
pub(crate) struct Looked {
    #[prost(message, optional, tag = "1")]
    pub(crate) state: Option<DynamicValue>,
}

#[derive(Clone, PartialEq, Message)]
pub(crate) struct Opened {
    #[prost(message, optional, tag = "3")]
    pub(crate) result: Option<DynamicValue>,
}

/// `PrepareProviderConfig`, which version 6 does not have.
#[derive(Clone, PartialEq, Message)]
pub(crate) struct Prepare {
    #[prost(message, optional, tag = "1")]
    pub(crate) config: Option<DynamicValue>,
}

#[derive(Clone, PartialEq, Message)]
pub(crate) struct Prepared {
    #[prost(message, optional, tag = "1")]
    pub(crate) prepared_config: Option<DynamicValue>,
}

/// `PlanResourceChange`.
#[derive(Clone, PartialEq, Message)]
pub(crate) struct Plan {
    #[prost(string, tag = "1")]
    pub(crate) type_name: String,
    #[prost(message, optional, tag = "2")]
    pub(crate) prior_state: Option<DynamicValue>,
    #[prost(message, optional, tag = "3")]
    pub(crate) proposed_new_state: Option<DynamicValue>,
}

#[derive(Clone, PartialEq, Message)]
pub(crate) struct Planned {
    #[prost(message, optional, tag = "1")]
    pub(crate) planned_state: Option<DynamicValue>,
    /// As in [`Applied`].
    #[prost(bool, tag = "5")]
    pub(crate) legacy_type_system: bool,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_versions_number_an_attribute_differently() {
        let old = Attribute5 {
            name: "secret".to_owned(),
            write_only: true,
            ..Attribute5::default()
        };
        let new = Attribute {
            name: "secret".to_owned(),
            write_only: true,
            ..Attribute::default()
        };
        let of = |protocol, message: &[u8]| Attribute::decode_of(protocol, message).ok();
        assert_eq!(of(5, &old.encode_to_vec()), Some(new.clone()));
        assert_eq!(of(6, &new.encode_to_vec()), Some(new));
        assert_eq!(of(6, &old.encode_to_vec()), None);
    }
}
