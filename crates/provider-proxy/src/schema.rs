//! Cutting a provider's schema to the types that somebody asks for.
//!
//! The answer to `GetProviderSchema` is a protobuf message with one entry for each type, in both
//! versions of the protocol under the same field numbers:
//! <https://github.com/hashicorp/terraform/tree/v1.11.4/docs/plugin-protocol>. Entries are left out
//! or copied as they are; the schemas themselves are not decoded.

use std::collections::BTreeSet;

use bytes::{Bytes, BytesMut};
use prost::DecodeError;
use prost::encoding::{DecodeContext, WireType, decode_key, decode_varint, skip_field};

use crate::grpc::Answer;
use crate::words::Words;

/// The fields that hold a map from a type's name to its schema: resources, data sources, and
/// ephemeral resources.
const MAPS: [u32; 3] = [2, 3, 8];

/// The field of a map's entry that holds the key.
const KEY: u32 = 1;

/// A provider's schema and the names of all its types.
#[derive(Clone, Debug)]
pub(crate) struct Types {
    pub(crate) schema: Bytes,
    names: BTreeSet<String>,
}

impl Types {
    pub(crate) fn new(schema: Bytes) -> Result<Self, DecodeError> {
        let names = names(&schema)?.into_iter().collect();
        Ok(Self { schema, names })
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.names.is_empty()
    }

    /// The answer to who asks for the schema and has no other types than these words.
    pub(crate) fn schema_for(&self, words: &Words) -> Answer {
        let wanted = words.wanted(&self.names);
        // It was taken apart before, for the names.
        let cut = cut(&self.schema, |name| wanted.contains(name));
        Answer::of(&cut.unwrap_or_else(|_| self.schema.clone()))
    }
}

/// The message with only those types whose names are kept. All else that it says stays.
fn cut(message: &Bytes, keeps: impl Fn(&str) -> bool) -> Result<Bytes, DecodeError> {
    let mut out = BytesMut::new();
    each_field(message, |field, name| {
        if name.is_none_or(&keeps) {
            out.extend_from_slice(field);
        }
    })?;
    Ok(out.freeze())
}

/// The names of all types, in the message's order.
fn names(message: &Bytes) -> Result<Vec<String>, DecodeError> {
    let mut out = Vec::new();
    each_field(message, |_, name| out.extend(name.map(str::to_owned)))?;
    Ok(out)
}

/// Calls `see` with the bytes of each field, and the name of the type whose schema it is.
fn each_field(
    message: &Bytes,
    mut see: impl FnMut(&[u8], Option<&str>),
) -> Result<(), DecodeError> {
    let mut rest = message.clone();
    while !rest.is_empty() {
        let start = rest.clone();
        let (tag, wire_type) = decode_key(&mut rest)?;
        let at_value = rest.clone();
        skip_field(wire_type, tag, &mut rest, DecodeContext::default())?;
        let name = if MAPS.contains(&tag) && wire_type == WireType::LengthDelimited {
            Some(key(at_value)?)
        } else {
            None
        };
        see(&start[..start.len() - rest.len()], name.as_deref());
    }
    Ok(())
}

/// The key of a map's entry, which starts with its length.
fn key(mut entry: Bytes) -> Result<String, DecodeError> {
    let mut key = String::new();
    let length = usize::try_from(decode_varint(&mut entry)?).unwrap_or(usize::MAX);
    entry.truncate(length);
    while !entry.is_empty() {
        let (tag, wire_type) = decode_key(&mut entry)?;
        if tag == KEY {
            prost::encoding::string::merge(
                wire_type,
                &mut key,
                &mut entry,
                DecodeContext::default(),
            )?;
        } else {
            skip_field(wire_type, tag, &mut entry, DecodeContext::default())?;
        }
    }
    Ok(key)
}

#[cfg(test)]
mod tests {
    use std::collections::HashMap;

    use prost::Message;

    use super::*;

    /// As much of the provider's answer as matters here.
    #[derive(Clone, PartialEq, Message)]
    struct Schemas {
        #[prost(bytes = "vec", tag = "1")]
        provider: Vec<u8>,
        #[prost(map = "string, bytes", tag = "2")]
        resources: HashMap<String, Vec<u8>>,
        #[prost(map = "string, bytes", tag = "3")]
        data_sources: HashMap<String, Vec<u8>>,
        #[prost(map = "string, bytes", tag = "7")]
        functions: HashMap<String, Vec<u8>>,
        #[prost(map = "string, bytes", tag = "8")]
        ephemeral: HashMap<String, Vec<u8>>,
        #[prost(uint64, tag = "99")]
        of_the_future: u64,
    }

    fn map(names: &[&str]) -> HashMap<String, Vec<u8>> {
        let schema = |name: &&str| ((*name).to_owned(), name.repeat(50).into_bytes());
        names.iter().map(schema).collect()
    }

    fn all() -> Schemas {
        Schemas {
            provider: b"provider".to_vec(),
            resources: map(&["a", "b", "c"]),
            data_sources: map(&["b", "d"]),
            functions: map(&["c", "f"]),
            ephemeral: map(&["a", "e"]),
            of_the_future: 7,
        }
    }

    #[test]
    fn types_that_nobody_names_go_and_all_else_stays() {
        let message = Bytes::from(all().encode_to_vec());
        let cut = cut(&message, |name| ["a", "b"].contains(&name)).unwrap();
        let expected = Schemas {
            resources: map(&["a", "b"]),
            data_sources: map(&["b"]),
            ephemeral: map(&["a"]),
            ..all()
        };
        assert_eq!(Schemas::decode(cut).unwrap(), expected);
    }

    #[test]
    fn all_names_are_told() {
        let message = Bytes::from(all().encode_to_vec());
        let mut names = names(&message).unwrap();
        names.sort();
        assert_eq!(names, ["a", "a", "b", "b", "c", "d", "e"]);
    }

    #[test]
    fn whatever_bytes_come_nothing_panics() {
        let message = Bytes::from(all().encode_to_vec());
        for end in 0..message.len() {
            let _ = cut(&message.slice(..end), |_| true);
            let mut flipped = message.to_vec();
            flipped[end] ^= 0x55;
            let _ = names(&Bytes::from(flipped));
        }
    }
}
