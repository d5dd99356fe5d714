//! What providers say of their types, kept in the repository: the *recorded schemas*.
//!
//! The package of the AWS provider has 700 MB; all that it says of its 2,100 types has 200 KB, without the
//! descriptions and compressed. So it can be kept beside the code that relies on it, and what needs only the
//! types needs no provider.
//!
//! A record is two files in `schemas/<namespace>/`: `<name>.json`, which a reviewer reads, says whose schema
//! it is; `<name>.pb.br` is the schema, as [`strip`] leaves it. [`record`] writes them, [`load`] reads them,
//! and [`check`] compares them with the lock files of the stacks.
//!
//! This crate starts no provider and reads no lock file: both are handed to it.

mod check;
mod files;
mod locks;
mod packed;
mod record;
mod strip;

use bytes::Bytes;
use camino::Utf8Path;

pub use check::check;
pub use files::{Files, RecordError};
pub use locks::{Lock, Locked};
pub use record::{Answer, Recording, Report, record};
pub use strip::{NoSchema, strip};

/// What a provider says of its types, as it was recorded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Recorded {
    /// The provider, as terraform writes it in full: `registry.terraform.io/hashicorp/aws`.
    pub address: String,
    /// Its version.
    pub version: String,
    /// The version of the protocol that it speaks: 5 or 6.
    pub protocol: u32,
    /// The `h1:` hash of the package that said it, which is one for each platform.
    pub hash: String,
    /// The answer to `GetSchema` (of protocol 5) or `GetProviderSchema` (of 6), without descriptions.
    pub schema: Bytes,
}

/// The record of a provider in the repository at `root`; `None` if there is none.
pub fn load(root: &Utf8Path, address: &str) -> Result<Option<Recorded>, RecordError> {
    let Some(record) = files::read(root, address)? else {
        return Ok(None);
    };
    let files::Record { about, packed } = record;
    let schema = packed::unpack(&packed);
    let damaged = |error: std::io::Error| RecordError::Damaged {
        file: Files::of(address).json,
        reason: format!("what it describes cannot be decompressed: {error}"),
    };
    Ok(Some(Recorded {
        address: about.address,
        version: about.version,
        protocol: about.protocol,
        hash: about.hash,
        schema: schema.map_err(damaged)?,
    }))
}

/// Writes a record, in place of an older one; gives the size of the larger file.
pub fn write(root: &Utf8Path, recorded: &Recorded) -> Result<u64, RecordError> {
    let packed = packed::pack(&recorded.schema).map_err(|source| RecordError::Write {
        file: Files::of(&recorded.address).schema,
        source,
    })?;
    files::write(root, recorded, &packed)?;
    Ok(packed.len() as u64)
}
