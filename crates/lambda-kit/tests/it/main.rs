//! The kit through its public API, and through a real Lambda that talks to a Runtime API.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "clippy takes helpers of tests for production code"
)]

mod answers;
mod config;
mod events;
mod logs;
mod metrics;
mod order;
mod requests;
mod runtime;
mod runtime_api;
mod sqs;
mod support;
