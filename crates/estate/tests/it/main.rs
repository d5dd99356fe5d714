//! The estate as it is read from files, by subject.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::print_stderr,
    reason = "clippy takes helpers of tests for production code; what is skipped is said on stderr"
)]

mod common;
mod environments;
mod files;
mod hostile;
mod keys;
mod lambdas;
mod modules;
mod mutations;
mod order;
mod output_reads;
mod overrides;
mod seeds;
mod states;
mod strays;
mod systems;
mod tfvars;
