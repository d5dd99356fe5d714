//! A provider that can be served: its package, and what it says of itself.

use std::collections::BTreeMap;
use std::ffi::OsString;
use std::time::Duration;

use bytes::Bytes;
use camino::{Utf8Path, Utf8PathBuf};
use hyper::Request;
use hyper::header::{CONTENT_TYPE, TE};
use hyper::http::request::Parts;

use crate::grpc;
use crate::package::Package;
use crate::process::{Process, ProcessError};
use crate::schema::Types;
use crate::store::Store;
use crate::{Locked, ProxyError};

/// Longest time that a provider may take to tell its schema. The AWS provider takes seconds.
const PATIENCE: Duration = Duration::from_mins(2);

/// A locked provider whose package and schema are there.
#[derive(Debug)]
pub(crate) struct Provider {
    /// As terraform writes it in full: `registry.terraform.io/hashicorp/aws`.
    pub(crate) address: String,
    pub(crate) program: Utf8PathBuf,
    /// The version of the protocol that it speaks: 5 or 6.
    pub(crate) protocol: u32,
    /// The `h1:` hash of its package.
    pub(crate) hash: String,
    pub(crate) types: Types,
}

/// Where things are that a provider needs to be opened.
#[derive(Clone, Copy)]
pub(crate) struct Place<'a> {
    pub(crate) sockets: &'a Utf8Path,
    pub(crate) store: &'a Store,
    /// The repository whose recorded schemas may be used.
    pub(crate) records: Option<&'a Utf8Path>,
}

impl Provider {
    /// Checks the package, and asks the provider for its schema if nobody has before.
    pub(crate) async fn open(
        locked: &Locked,
        env: &BTreeMap<OsString, OsString>,
        place: Place<'_>,
    ) -> Result<Self, ProxyError> {
        let store = place.store;
        let package = Package::open(&locked.package, locked.name(), &locked.hashes, store)?;
        let recorded = || recorded(&locked.address, &package.hash, place.records?);
        let (protocol, types) = match kept(&package.hash, store).or_else(recorded) {
            Some(known) => known,
            None => asked(&package, env, place.sockets, store).await?,
        };
        Ok(Self {
            address: locked.address.clone(),
            program: package.program,
            protocol,
            hash: package.hash,
            types,
        })
    }
}

/// The files that keep a schema, one for each version of the protocol.
fn file(hash: &str, protocol: u32) -> String {
    let hash = hash.replace(['/', '+', ':', '='], "-");
    format!("schema-{hash}-{protocol}.pb")
}

fn kept(hash: &str, store: &Store) -> Option<(u32, Types)> {
    [5, 6].into_iter().find_map(|protocol| {
        let schema = Bytes::from(store.read(&file(hash, protocol))?);
        let types = Types::new(schema).ok()?;
        (!types.is_empty()).then_some((protocol, types))
    })
}

/// What is recorded of the package with this hash.
fn recorded(address: &str, hash: &str, root: &Utf8Path) -> Option<(u32, Types)> {
    // A record that is damaged is told by `verify`.
    let record = provider_schema::load(root, address).ok()??;
    let types = Types::new(record.schema).ok()?;
    (record.hash == hash).then_some((record.protocol, types))
}

/// Asked of a process of its own: with its schema it takes four times the memory.
async fn asked(
    package: &Package,
    env: &BTreeMap<OsString, OsString>,
    sockets: &Utf8Path,
    store: &Store,
) -> Result<(u32, Types), ProxyError> {
    let process = Process::start(&package.program, env, sockets, sockets).await?;
    let method = match process.protocol {
        5 => "/tfplugin5.Provider/GetSchema",
        _ => "/tfplugin6.Provider/GetProviderSchema",
    };
    let (call, question) = (call(method)?, grpc::framed(&Bytes::new()));
    let answer = tokio::time::timeout(PATIENCE, process.ask(&call, question)).await;
    let unusable = |reason: String| ProxyError::Schema {
        program: package.program.clone(),
        reason,
    };
    let said_no = || unusable("it says that it cannot".to_owned());
    let silent = |_| unusable(format!("it said nothing for {} s", PATIENCE.as_secs()));
    let answer = answer.map_err(silent)??;
    let schema = answer.message().ok_or_else(said_no)?;
    store.write(&file(&package.hash, process.protocol), &schema);
    let types = Types::new(schema).map_err(|error| unusable(error.to_string()))?;
    Ok((process.protocol, types))
}

/// A call of ours.
fn call(method: &str) -> Result<Parts, ProcessError> {
    let request = Request::post(method)
        .header(CONTENT_TYPE, "application/grpc")
        .header(TE, "trailers");
    // The methods are our own constants.
    request
        .body(())
        .map(|request| request.into_parts().0)
        .map_err(|error| ProcessError::Start {
            program: Utf8PathBuf::new(),
            source: std::io::Error::other(error),
        })
}
