//! What one stack promises and another relies on, checked before anything runs.

mod intended;
mod outputs;

pub use outputs::check_outputs;
