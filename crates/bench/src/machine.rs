//! What was measured on, and with.

use std::thread::available_parallelism;

use serde::Serialize;
use terraform::Ready;

/// A machine, and the versions of what ran there.
#[derive(Clone, Debug, Serialize)]
pub struct Machine {
    /// `linux`, `macos`.
    pub os: &'static str,
    /// Its processor's kind: `x86_64`, `aarch64`.
    pub arch: &'static str,
    /// The processor's name, where the system tells it.
    pub processor: Option<String>,
    /// Cores that may be used.
    pub cores: usize,
    /// Terraform's version.
    pub terraform: String,
    /// The locked providers: `hashicorp/aws 5.100.0`.
    pub providers: Vec<String>,
}

impl Machine {
    pub(crate) fn of(ready: &Ready) -> Self {
        let providers = ready.locked.iter().map(|locked| {
            let (address, version) = (&locked.address, &locked.version);
            format!("{}/{} {version}", address.namespace, address.name)
        });
        Self {
            os: std::env::consts::OS,
            arch: std::env::consts::ARCH,
            processor: processor(),
            cores: available_parallelism().map_or(1, std::num::NonZeroUsize::get),
            terraform: ready.binary.version.to_string(),
            providers: providers.collect(),
        }
    }
}

fn processor() -> Option<String> {
    let text = std::fs::read_to_string("/proc/cpuinfo").ok()?;
    let line = text.lines().find(|line| line.starts_with("model name"))?;
    let (_, name) = line.split_once(':')?;
    Some(name.trim().to_owned())
}
