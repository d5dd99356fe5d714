//! The adapters against the local AWS.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "clippy takes helpers of tests for production code"
)]

mod cloud;
#[path = "../common/mod.rs"]
mod common;
mod deliver;
mod environment;
mod failures;
mod histories;
mod items;
mod lists;
mod lost_answers;
mod names;
mod queue_and_bucket;
mod table;
mod tokens;
mod whole_way;
mod wire;
