//! The command line as people and machines meet it: the real binary on small estates.

#![allow(
    clippy::too_many_lines,
    clippy::unwrap_used,
    clippy::panic,
    clippy::print_stderr,
    reason = "clippy takes helpers of tests for production code and goldens for code; what is skipped is \
              said on stderr"
)]

mod bad_input;
mod build;
mod common;
mod credentials;
mod deploy;
mod doctor;
mod findings;
mod fmt;
mod github;
mod graph;
mod interrupt;
mod list;
mod missing_tools;
mod providers;
mod rehearse;
mod release;
mod schema;
mod simulated;
mod streams;
mod unchanged;
mod usage;
mod verify;
mod workflows;
