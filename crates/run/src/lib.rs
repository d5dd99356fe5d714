//! What every run of steps has in common: which stacks and environments it is about, the steps and how
//! they ended, what waits for what, and the folder that it writes to. What the steps do is the business of
//! the crates that go a road: `verify`, `rehearsal`.

mod hide;
mod inputs;
mod record;
mod selection;
mod step;
mod tasks;
mod work_dir;

pub use hide::hide;
pub use inputs::{Artifact, write_inputs};
pub use record::{DEPLOYMENT, Record};
pub use selection::{Filter, FilterError, Selection};
pub use step::{Observer, Status, Step, StepKind, StepResult, Tests, once};
pub use tasks::{Ended, Outcome, Tasks, into_inner, lock};
pub use work_dir::{WorkDir, WorkDirError};
