//! Names of stacks.

use std::fmt;

/// The address of a stack, `<system>/<stack>`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct StackAddress {
    system: String,
    name: String,
}

impl StackAddress {
    /// Joins a system's name and a stack's name.
    pub fn new(system: impl Into<String>, name: impl Into<String>) -> Self {
        Self {
            system: system.into(),
            name: name.into(),
        }
    }

    /// The system's name.
    pub fn system(&self) -> &str {
        &self.system
    }

    /// The stack's name within its system.
    pub fn name(&self) -> &str {
        &self.name
    }
}

impl fmt::Display for StackAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&format!("{}/{}", self.system, self.name))
    }
}
