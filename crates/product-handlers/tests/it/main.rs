//! The handlers as API Gateway and Lambda meet them, and all that must agree with them.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "clippy takes helpers of tests for production code"
)]

mod changes;
mod configuration;
mod contract;
mod document;
mod examples;
mod hostile;
mod judgement;
mod limits;
mod lists;
mod logs;
mod queues;
mod requests;
mod routes;
mod samples;
mod statuses;
mod support;
mod terraform;
mod verdicts;
mod world;
