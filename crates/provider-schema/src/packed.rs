//! Compression: <https://www.rfc-editor.org/rfc/rfc7932>. What is packed is the same bytes on every machine,
//! because the crate's feature `portable-float` keeps the machine's own logarithms out of it.

use std::io::{self, Read as _};

use brotli::enc::BrotliEncoderParams;
use bytes::Bytes;

/// The best there is: half of what the next quality takes, for seconds that are spent once a version.
const QUALITY: i32 = 11;

/// The largest window, of 16 MB: a type's attributes are often those of another, far away.
const WINDOW: i32 = 24;

/// A schema may have this many bytes, which is ten times what the AWS provider's has.
const LARGEST: u64 = 64 << 20;

pub(crate) fn pack(schema: &Bytes) -> io::Result<Vec<u8>> {
    let parameters = BrotliEncoderParams {
        quality: QUALITY,
        lgwin: WINDOW,
        size_hint: schema.len(),
        ..BrotliEncoderParams::default()
    };
    let mut out = Vec::new();
    brotli::BrotliCompress(&mut schema.as_ref(), &mut out, &parameters)?;
    Ok(out)
}

pub(crate) fn unpack(packed: &[u8]) -> io::Result<Bytes> {
    let mut out = Vec::new();
    brotli::Decompressor::new(packed, 1 << 16)
        .take(LARGEST + 1)
        .read_to_end(&mut out)?;
    if out.len() as u64 > LARGEST {
        return Err(io::Error::other("it has more than 64 MB"));
    }
    Ok(out.into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_unpacked_is_what_was_packed() {
        let schema = Bytes::from("attribute ".repeat(10_000));
        let packed = pack(&schema).unwrap();
        assert!(packed.len() < 100, "{}", packed.len());
        assert_eq!(unpack(&packed).unwrap(), schema);
        assert_eq!(pack(&schema).unwrap(), packed);
    }

    #[test]
    fn whatever_is_unpacked_nothing_panics_and_a_part_is_not_taken_for_the_whole() {
        let packed = pack(&Bytes::from("attribute".repeat(100))).unwrap();
        for end in 0..packed.len() {
            assert!(unpack(&packed[..end]).is_err(), "{end}");
            let mut flipped = packed.clone();
            flipped[end] ^= 0x55;
            let _ = unpack(&flipped);
        }
    }

    #[test]
    fn what_would_fill_the_memory_is_refused() {
        let zeros = vec![0; usize::try_from(LARGEST).unwrap() + 1];
        let parameters = BrotliEncoderParams {
            quality: 1,
            ..BrotliEncoderParams::default()
        };
        let mut packed = Vec::new();
        brotli::BrotliCompress(&mut &zeros[..], &mut packed, &parameters).unwrap();
        assert!(unpack(&packed).unwrap_err().to_string().contains("64 MB"));
    }
}
