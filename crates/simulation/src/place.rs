//! Where a made-up value is needed.

use std::collections::BTreeMap;

use rmpv::Value;
use sha2::{Digest as _, Sha256};

use crate::aws::Lines;

/// The account that is simulated.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct World {
    /// Twelve digits.
    pub account: String,
    /// The region that the provider is configured for: `eu-west-1`.
    pub region: String,
    /// What tells the things of one stack in one environment from those of others: `dev/shop/api`. Two stacks may
    /// have the same resource by all that it says, which are two resources all the same. What they look up is one.
    pub scope: String,
}

impl World {
    /// What ARNs start with after `arn:`: <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference-arns.html>.
    pub(crate) fn partition(&self) -> &'static str {
        match self.region.split_once('-') {
            Some(("cn", _)) => "aws-cn",
            Some(("us", rest)) if rest.starts_with("gov-") => "aws-us-gov",
            _ => "aws",
        }
    }
}

/// An attribute whose value is to be made up.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Place<'a> {
    pub(crate) world: &'a World,
    /// The type of the resource or data source: `aws_sqs_queue`.
    pub(crate) type_name: &'a str,
    /// The attributes' names from the resource down, without indexes: `["endpoint", "address"]`.
    pub(crate) path: &'a [&'a str],
    /// The resource as far as it is known.
    pub(crate) whole: &'a Value,
    /// What is known of the resource's own attributes, but for lists and the like.
    pub(crate) known: &'a BTreeMap<String, String>,
    /// What the tables say about this resource.
    pub(crate) lines: &'a Lines,
    /// What this resource differs by from others of its type.
    pub(crate) seed: &'a Seed,
    /// Which one of a list it is.
    pub(crate) nth: usize,
}

/// Where the digits of made-up ids come from: the same for the same resource, however often it is asked.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Seed([u8; 32]);

impl Seed {
    /// From all that the resource is.
    pub(crate) fn of(parts: &[&[u8]]) -> Self {
        let mut hash = Sha256::new();
        for part in parts {
            hash.update((part.len() as u64).to_le_bytes());
            hash.update(part);
        }
        Self(hash.finalize().into())
    }

    /// Of one of several in a list or a map.
    pub(crate) fn of_element(&self, at: &[u8]) -> Self {
        Self::of(&[&self.0, at])
    }

    /// Characters out of an alphabet, at most 32 of them, which hang on `what` they are for.
    pub(crate) fn chars(&self, what: &str, alphabet: &[u8], count: usize) -> String {
        let Self(digest) = Self::of(&[&self.0, what.as_bytes()]);
        let char = |byte: &u8| char::from(alphabet[usize::from(*byte) % alphabet.len()]);
        digest.iter().take(count).map(char).collect()
    }
}
