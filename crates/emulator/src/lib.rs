//! The local AWS: an emulator of AWS on this machine, installed at first use and run as a process.
//!
//! It is ministack, from `PyPI`, in a virtual environment of its own. Two ways to run it:
//!
//! - [`start`] for a run that needs one for itself: [`Running`] ends it, at the latest when dropped,
//!   unless the run decides to keep it;
//! - [`up`], [`status`] and [`down`] for one in the background, which outlives the command.
//!
//! Both know it again by process id *and* start time, written to `state.json`, so that nobody is
//! ever signalled who merely got its number, and one that a killed run left behind is found.
//!
//! [`Inspector`] looks into a running one.
//!
//! It keeps everything in memory: stopped is forgotten.

mod background;
mod check;
mod client;
mod environment;
mod error;
mod group;
mod host;
mod http;
mod inspector;
mod install;
mod launch;
mod lock;
mod log;
mod python;
mod requirements;
mod running;
mod settings;
mod state;
mod status;
mod witness;

pub use background::{Up, down, up};
pub use client::client_variables;
pub use error::Error;
pub use host::{Event, Host};
pub use inspector::{Inspector, Queue, Resource};
pub use install::install;
pub use log::Tail;
pub use requirements::version;
pub use running::{Running, start};
pub use settings::{LOG_FILE, Settings};
pub use state::State;
pub use status::{Status, status};
