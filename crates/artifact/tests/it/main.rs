//! Builds of small workspaces with the real cargo.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "clippy takes helpers of tests for production code"
)]

mod builds;
mod common;
