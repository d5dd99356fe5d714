//! A look into a real emulator.

// clippy.toml allows these in test functions; these functions serve nothing else.
#![allow(clippy::unwrap_used)]

mod aws;
#[path = "../common/mod.rs"]
mod common;
mod contents;
mod inventory;
mod make;
mod samples;
