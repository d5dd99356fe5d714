//! A rehearsed environment under load, through the real command line and real HTTP.
//!
//! One rehearsal of `prod` is left running for both tests, which run one after the other.

// clippy.toml allows these in test functions; these functions serve nothing else.
#![allow(clippy::unwrap_used, clippy::panic)]

mod changes;
mod creates;
mod model;
mod stage;

use stage::Stage;

#[test]
fn a_rehearsed_environment_keeps_its_promises_under_load() {
    let stage = Stage::set("prod");
    creates::two_hundred_at_once_with_twenty_names(&stage);
    changes::a_thousand_shuffled_and_twice(&stage);
    stage.strike();
}
