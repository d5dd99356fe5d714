//! One short file a command.

pub(crate) mod bench;
pub(crate) mod build;
pub(crate) mod deploy;
pub(crate) mod doctor;
pub(crate) mod fmt;
pub(crate) mod graph;
pub(crate) mod list;
pub(crate) mod local;
pub(crate) mod package;
pub(crate) mod rehearse;
pub(crate) mod schema;
pub(crate) mod test;
pub(crate) mod verify;
pub(crate) mod verify_release;
