//! Taking the descriptions out of what a provider says of its types, which nobody but a reader needs, and
//! putting its types in order.
//!
//! The messages are those of both versions of the protocol, which give the same numbers to what is looked at
//! here: <https://github.com/hashicorp/terraform/tree/v1.11.4/docs/plugin-protocol>. All fields that are not
//! named here are copied byte for byte, also those of a later protocol.

use bytes::{BufMut as _, Bytes, BytesMut};
use prost::DecodeError;
use prost::encoding::{
    DecodeContext, WireType, decode_key, decode_varint, encode_key, encode_varint, skip_field,
};

/// Why something cannot be stripped.
#[derive(Debug, thiserror::Error)]
#[error("that is not a schema: {0}")]
pub struct NoSchema(String);

/// Messages may be nested this deep. The AWS provider's are less than half as deep; the limit keeps our
/// stack safe from a message that is nothing but messages.
const MAX_DEPTH: usize = 200;

/// What becomes of the fields of a message.
struct Shape {
    /// These are left out.
    dropped: &'static [u32],
    /// These are messages that are stripped as well. What has the number in the one protocol and is not a
    /// message in the other is copied.
    inner: &'static [(u32, &'static Shape)],
}

/// Provider, resources, data sources, provider meta, functions, ephemeral resources.
static RESPONSE: Shape = Shape {
    dropped: &[],
    inner: &[
        (1, &SCHEMA),
        (2, &SCHEMA_ENTRY),
        (3, &SCHEMA_ENTRY),
        (5, &SCHEMA),
        (7, &FUNCTION_ENTRY),
        (8, &SCHEMA_ENTRY),
    ],
};

static SCHEMA_ENTRY: Shape = Shape {
    dropped: &[],
    inner: &[(2, &SCHEMA)],
};

static SCHEMA: Shape = Shape {
    dropped: &[],
    inner: &[(2, &BLOCK)],
};

static BLOCK: Shape = Shape {
    dropped: &[4, 5],
    inner: &[(2, &ATTRIBUTE), (3, &NESTED_BLOCK)],
};

static NESTED_BLOCK: Shape = Shape {
    dropped: &[],
    inner: &[(2, &BLOCK)],
};

/// Number 10 is `write_only` in protocol 5, and the attributes of an object in 6.
static ATTRIBUTE: Shape = Shape {
    dropped: &[3, 8],
    inner: &[(10, &OBJECT)],
};

static OBJECT: Shape = Shape {
    dropped: &[],
    inner: &[(1, &ATTRIBUTE)],
};

static FUNCTION_ENTRY: Shape = Shape {
    dropped: &[],
    inner: &[(2, &FUNCTION)],
};

static FUNCTION: Shape = Shape {
    dropped: &[5, 6],
    inner: &[(1, &PARAMETER), (2, &PARAMETER)],
};

static PARAMETER: Shape = Shape {
    dropped: &[5, 6],
    inner: &[],
};

/// The fields of the response that are maps, whose order is another each time that a provider is asked.
const MAPS: [u32; 4] = [2, 3, 7, 8];

/// The field of a map's entry that holds the key.
const KEY: u32 = 1;

/// The answer to `GetSchema` or `GetProviderSchema` without descriptions, with its fields by their numbers
/// and the entries of each map by their names. Two answers of one provider become the same bytes.
pub fn strip(message: &Bytes) -> Result<Bytes, NoSchema> {
    let mut fields = Vec::new();
    let mut rest = message.clone();
    while let Some(field) = next(&mut rest)? {
        fields.push((field.tag, name(&field)?, field));
    }
    // Stable: what is no map stays in its order.
    fields.sort_by(|a, b| (a.0, &a.1).cmp(&(b.0, &b.1)));
    let mut out = BytesMut::with_capacity(message.len());
    for (_, _, field) in fields {
        append(&mut out, &field, &RESPONSE, 1)?;
    }
    Ok(out.freeze())
}

/// A field of a message.
struct Field {
    tag: u32,
    /// All of it.
    bytes: Bytes,
    /// What is in it, unless it is a number.
    content: Option<Bytes>,
}

/// Takes a field from the beginning of a message; `None` at its end.
fn next(rest: &mut Bytes) -> Result<Option<Field>, NoSchema> {
    if rest.is_empty() {
        return Ok(None);
    }
    let mut bytes = rest.clone();
    let (tag, wire_type) = decode_key(rest)?;
    let after_key = rest.clone();
    skip_field(wire_type, tag, rest, DecodeContext::default())?;
    let mut content = None;
    if wire_type == WireType::LengthDelimited {
        let mut inside = after_key.slice(..after_key.len() - rest.len());
        decode_varint(&mut inside)?;
        content = Some(inside);
    }
    bytes.truncate(bytes.len() - rest.len());
    Ok(Some(Field {
        tag,
        bytes,
        content,
    }))
}

/// The name in the entry of a map; empty for all other fields.
fn name(field: &Field) -> Result<Bytes, NoSchema> {
    let mut rest = field.content.clone().unwrap_or_default();
    while MAPS.contains(&field.tag)
        && let Some(part) = next(&mut rest)?
    {
        if part.tag == KEY {
            return Ok(part.content.unwrap_or_default());
        }
    }
    Ok(Bytes::new())
}

/// Writes what is left of a field of a message of this shape.
fn append(out: &mut BytesMut, field: &Field, of: &Shape, depth: usize) -> Result<(), NoSchema> {
    let inner = of.inner.iter().find(|(tag, _)| *tag == field.tag);
    match (inner, &field.content) {
        _ if of.dropped.contains(&field.tag) => {}
        _ if depth > MAX_DEPTH => {
            let reason = format!("messages are nested more than {MAX_DEPTH} deep");
            return Err(NoSchema(reason));
        }
        (Some((tag, shape)), Some(content)) => {
            let (mut rest, mut stripped) = (content.clone(), BytesMut::new());
            while let Some(field) = next(&mut rest)? {
                append(&mut stripped, &field, shape, depth + 1)?;
            }
            encode_key(*tag, WireType::LengthDelimited, out);
            encode_varint(stripped.len() as u64, out);
            out.put(stripped);
        }
        _ => out.put_slice(&field.bytes),
    }
    Ok(())
}

impl From<DecodeError> for NoSchema {
    fn from(error: DecodeError) -> Self {
        Self(error.to_string())
    }
}

#[cfg(test)]
mod tests;
