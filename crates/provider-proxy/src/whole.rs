//! All that a provider says of its types.

use std::collections::BTreeMap;
use std::ffi::OsString;

use ::process::Cancel;
use bytes::Bytes;

use crate::{Locked, Proxy, ProxyError};

/// What a provider says of its types, and who says it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Schema {
    /// The `h1:` hash of its package.
    pub hash: String,
    /// The version of the protocol that it speaks: 5 or 6.
    pub protocol: u32,
    /// Its answer to `GetSchema` (of protocol 5) or `GetProviderSchema` (of 6), whole.
    pub message: Bytes,
}

impl Proxy {
    /// Asks a provider for its schema, unless that was done before or the token says stop.
    pub fn schema(
        &self,
        locked: &Locked,
        env: &BTreeMap<OsString, OsString>,
        cancel: &Cancel,
    ) -> Result<Schema, ProxyError> {
        let provider = self.opened(locked, env, cancel)?;
        Ok(Schema {
            hash: provider.hash.clone(),
            protocol: provider.protocol,
            message: provider.types.schema.clone(),
        })
    }
}
