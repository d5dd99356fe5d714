//! The product domain through its public API, over the table in memory.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "clippy takes helpers of tests for production code"
)]

mod api;
mod audit;
#[path = "../common/mod.rs"]
mod common;
mod envelopes;
mod histories;
mod lists;
mod names;
mod parsers;
mod requests;
mod support;
mod writer;
