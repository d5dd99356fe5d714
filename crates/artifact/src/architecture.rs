//! What Lambdas are built for, and how.

use serde::{Deserialize, Serialize};

/// A machine that Lambda offers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Architecture {
    /// Graviton.
    #[serde(rename = "arm64")]
    Arm64,
    /// Intel and AMD.
    #[serde(rename = "x86_64")]
    X86_64,
}

impl Architecture {
    /// What a process of this machine has to be built for; `None` where a local AWS runs none.
    pub fn of_this_machine() -> Option<Self> {
        match (std::env::consts::OS, std::env::consts::ARCH) {
            ("linux", "x86_64") => Some(Architecture::X86_64),
            ("linux", "aarch64") => Some(Architecture::Arm64),
            _ => None,
        }
    }

    /// The name that AWS gives it.
    pub fn as_str(self) -> &'static str {
        match self {
            Architecture::Arm64 => "arm64",
            Architecture::X86_64 => "x86_64",
        }
    }

    /// The name of the Rust target.
    pub fn target(self) -> &'static str {
        match self {
            Architecture::Arm64 => "aarch64-unknown-linux-gnu",
            Architecture::X86_64 => "x86_64-unknown-linux-gnu",
        }
    }
}

/// How Lambdas are compiled: a profile of the workspace's `Cargo.toml`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Profile {
    /// Small and fast, for AWS.
    Release,
    /// Quick to build, for a local AWS.
    Rehearsal,
}

impl Profile {
    /// Its name for cargo.
    pub fn as_str(self) -> &'static str {
        match self {
            Profile::Release => "release",
            Profile::Rehearsal => "rehearsal",
        }
    }
}
