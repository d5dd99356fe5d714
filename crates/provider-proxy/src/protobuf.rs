//! As much of protobuf as is looked at: <https://protobuf.dev/programming-guides/encoding/>.

use bytes::{BufMut as _, Bytes, BytesMut};
use prost::DecodeError;
use prost::encoding::{
    DecodeContext, WireType, decode_key, decode_varint, encode_key, encode_varint, skip_field,
};

/// The first of a message's fields of this number that holds bytes, or a message.
pub(crate) fn field(mut message: Bytes, number: u32) -> Result<Option<Bytes>, DecodeError> {
    while !message.is_empty() {
        let (tag, wire_type) = decode_key(&mut message)?;
        let mut value = message.clone();
        // It fails where the message ends before the field does.
        skip_field(wire_type, tag, &mut message, DecodeContext::default())?;
        if tag == number && wire_type == WireType::LengthDelimited {
            decode_varint(&mut value)?;
            value.truncate(value.len() - message.len());
            return Ok(Some(value));
        }
    }
    Ok(None)
}

/// A message with one field that holds bytes, or a message.
pub(crate) fn message(number: u32, value: &[u8]) -> Bytes {
    let mut out = BytesMut::new();
    encode_key(number, WireType::LengthDelimited, &mut out);
    encode_varint(value.len() as u64, &mut out);
    out.put_slice(value);
    out.freeze()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_field_is_found_behind_others_and_nothing_panics() {
        let message = Bytes::from_static(b"\x08\x05\x0a\x01x\x12\x03abc\x1a\0");
        let text = |number| field(message.clone(), number).unwrap();
        assert_eq!(text(1).unwrap(), "x");
        assert_eq!(text(2).unwrap(), "abc");
        assert_eq!(text(3).unwrap(), "");
        assert_eq!(text(4), None);
        for end in 0..message.len() {
            let _ = field(message.slice(..end), 9);
        }
        assert!(field(message.slice(..8), 2).is_err());
        let made = super::message(3, b"abc");
        assert_eq!(field(made, 3).unwrap().unwrap(), "abc");
    }
}
