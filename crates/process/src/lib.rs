//! Child processes of which none outlives a run.
//!
//! Every child leads a process group of its own, so that a terminal's Ctrl-C reaches only us, and
//! is started under a [`Cancel`], which ends it with all that it has started.

mod cancel;
mod command;
mod group;
mod log;
mod outliving;
mod secrets;

pub use cancel::{Cancel, Hold};
pub use command::{CommandError, Exit, Invocation, Output, inherited_environment};
pub use outliving::Outliving;
pub use secrets::Secrets;
