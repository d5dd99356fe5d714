//! What is known of the AWS provider, and does not hold of every one.

use std::collections::BTreeMap;
use std::ffi::{OsStr, OsString};
use std::sync::Arc;

use bytes::Bytes;

use crate::{grpc, protobuf};

/// Its name in full.
pub(crate) const ADDRESS: &str = "registry.terraform.io/hashicorp/aws";

/// What it takes for its region where its configuration names none.
const VARIABLE: &str = "AWS_REGION";

/// Stands for any region.
const ANY: &str = "us-east-1";

/// An environment that is the same in all regions. It will do for what comes before a configuration, which is
/// when the variable is read, and for a configuration that names its region itself.
pub(crate) fn of_any_region(
    env: &Arc<BTreeMap<OsString, OsString>>,
) -> Arc<BTreeMap<OsString, OsString>> {
    if !env.contains_key(OsStr::new(VARIABLE)) {
        return Arc::clone(env);
    }
    let mut env = BTreeMap::clone(env);
    env.insert(VARIABLE.into(), ANY.into());
    Arc::new(env)
}

/// Whether a configuration, which stands in this field of a call's message, names its region.
pub(crate) fn names_region(body: &Bytes, field: u32) -> bool {
    region(body, field).is_some_and(|region| !region.is_empty())
}

/// The region that a configuration names; `None` where it names none, or cannot be read.
fn region(body: &Bytes, field: u32) -> Option<Vec<u8>> {
    /// The field of a value that holds it as `MessagePack`.
    const MSGPACK: u32 = 1;
    let value = protobuf::field(grpc::message(body)?, field).ok()??;
    let value = protobuf::field(value, MSGPACK).ok()??;
    let mut rest = MessagePack(&value);
    for _ in 0..rest.map()? {
        let (name, value) = (rest.next()?, rest.next()?);
        if name.text() == Some(b"region") {
            return value.text().map(<[u8]>::to_vec);
        }
    }
    None
}

/// Values one after the other: <https://github.com/msgpack/msgpack/blob/master/spec.md>.
struct MessagePack<'a>(&'a [u8]);

impl<'a> MessagePack<'a> {
    /// Enters a map, and says how many entries it has.
    fn map(&mut self) -> Option<usize> {
        match self.byte()? {
            short @ 0x80..=0x8f => Some(usize::from(short & 0xf)),
            0xde => self.number(2),
            0xdf => self.number(4),
            _ => None,
        }
    }

    /// The next value with all that is in it.
    fn next(&mut self) -> Option<MessagePack<'a>> {
        let start = self.0;
        let mut values: usize = 1;
        while let Some(left) = values.checked_sub(1) {
            values = left.checked_add(self.head()?)?;
        }
        Some(MessagePack(&start[..start.len() - self.0.len()]))
    }

    /// Passes a value, and says how many are in it, which come next.
    fn head(&mut self) -> Option<usize> {
        let kind = self.byte()?;
        let short = usize::from(kind);
        let (length, inside) = match kind {
            0x80..=0x8f => (0, 2 * (short & 0xf)),
            0x90..=0x9f => (0, short & 0xf),
            0xa0..=0xbf => (short & 0x1f, 0),
            0xc4 | 0xd9 => (self.number(1)?, 0),
            0xc5 | 0xda => (self.number(2)?, 0),
            0xc6 | 0xdb => (self.number(4)?, 0),
            0xc7 => (self.number(1)? + 1, 0),
            0xc8 => (self.number(2)? + 1, 0),
            0xc9 => (self.number(4)?.checked_add(1)?, 0),
            0xcc | 0xd0 => (1, 0),
            0xcd | 0xd1 | 0xd4 => (2, 0),
            0xd5 => (3, 0),
            0xca | 0xce | 0xd2 => (4, 0),
            0xd6 => (5, 0),
            0xcb | 0xcf | 0xd3 => (8, 0),
            0xd7 => (9, 0),
            0xd8 => (17, 0),
            0xdc => (0, self.number(2)?),
            0xdd => (0, self.number(4)?),
            0xde => (0, self.number(2)? * 2),
            0xdf => (0, self.number(4)?.checked_mul(2)?),
            0xc1 => return None,
            // Small numbers, nil, true, and false.
            _ => (0, 0),
        };
        self.0 = self.0.get(length..)?;
        Some(inside)
    }

    /// What a text says.
    fn text(&self) -> Option<&'a [u8]> {
        let header = match self.0.first()? {
            0xa0..=0xbf => 1,
            0xd9 => 2,
            0xda => 3,
            0xdb => 5,
            _ => return None,
        };
        self.0.get(header..)
    }

    fn byte(&mut self) -> Option<u8> {
        let (first, rest) = self.0.split_first()?;
        self.0 = rest;
        Some(*first)
    }

    /// A number of so many bytes.
    fn number(&mut self, bytes: usize) -> Option<usize> {
        (0..bytes).try_fold(0, |sum: usize, _| {
            Some(sum.checked_mul(256)? + usize::from(self.byte()?))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The field of `Configure`.
    const FIELD: u32 = 2;

    /// The call to configure the provider so. All lengths here are below 128, where protobuf's have a byte.
    fn call(config: &[u8]) -> Bytes {
        let length = |of: &[u8]| u8::try_from(of.len()).unwrap();
        let value = [&[0x0a, length(config)], config].concat();
        let message = [&b"\x0a\x061.11.4\x12"[..], &[length(&value)], &value].concat();
        grpc::framed(&Bytes::from(message))
    }

    #[test]
    fn a_region_counts_where_it_is_an_argument_that_has_a_value() {
        for (config, expected) in [
            (&b"\x81\xa6region\xa9eu-west-1"[..], true),
            (b"\x82\xa1a\x92\xd4\0\0\xcd\0\0\xa6region\xd9\x01x", true),
            (b"\xde\0\x01\xa6region\xa1x", true),
            (b"\x81\xa6region\xa0", false),
            (b"\x81\xa6region\xc0", false),
            // Not known yet.
            (b"\x81\xa6region\xd4\0\0", false),
            // In something else.
            (b"\x81\xa4tags\x81\xa6region\xa1x", false),
            (b"\x80", false),
            (b"\x81\xa6region", false),
            (b"\x81\xa6regi", false),
            (b"\xa6region", false),
            (b"\xdf\xff\xff\xff\xff\xdd\xff\xff\xff\xff", false),
            (b"\xc1", false),
        ] {
            assert_eq!(names_region(&call(config), FIELD), expected, "{config:?}");
        }
        assert!(!names_region(&Bytes::from_static(b"\0\0"), FIELD));
    }

    #[test]
    fn an_environment_differs_by_its_region_alone() {
        let env = |region: &str| {
            let pairs = [("PATH", "/bin"), (VARIABLE, region)];
            Arc::new(
                pairs
                    .map(|(name, value)| (name.into(), value.into()))
                    .into(),
            )
        };
        let (a, b) = (env("eu-west-1"), env("af-south-1"));
        assert_eq!(of_any_region(&a), of_any_region(&b));
        assert_eq!(of_any_region(&a).len(), 2);
        assert_eq!(of_any_region(&Arc::default()), Arc::default());
    }
}
