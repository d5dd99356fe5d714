//! Trying out what was deployed, as its users would: over HTTP.
//!
//! A system has one test of two parts. The first only reads, and is made after each deployment, wherever that was.
//! The second makes, changes and deletes, sends what is wrong on purpose, and looks into the local AWS at what users do
//! not see: it is for rehearsals. It is written in Rust because it has to wait and to compare. A new system adds a
//! file here, and a line in [`of`].

mod checks;
mod http;
mod product;

use std::collections::BTreeMap;

use emulator::Inspector;
use terraform::OutputValue;

pub use checks::{Check, Checks};
pub use http::Api;

/// The outputs of each stack, by address and name.
pub type Outputs = BTreeMap<String, BTreeMap<String, OutputValue>>;

/// What the whole test has to go by.
#[derive(Clone, Copy, Debug)]
pub struct Surroundings<'a> {
    /// Looks into the local AWS.
    pub inspector: &'a Inspector,
    /// What was deployed.
    pub outputs: &'a Outputs,
}

impl Surroundings<'_> {
    /// The text of an output.
    pub(crate) fn output(&self, stack: &str, name: &str) -> Result<&str, String> {
        text(self.outputs, stack, name)
    }
}

/// The text of an output.
fn text<'a>(outputs: &'a Outputs, stack: &str, name: &str) -> Result<&'a str, String> {
    let output = outputs.get(stack).and_then(|outputs| outputs.get(name));
    let text = output.and_then(|output| output.value.as_str());
    text.ok_or_else(|| format!("`{stack}` has no output `{name}`"))
}

/// The smoke test of a system.
pub trait SmokeTest: Sync {
    /// The stack that knows where the system answers.
    fn entrance(&self) -> &'static str;

    /// Where the system answers, as it was deployed.
    fn url<'a>(&self, outputs: &'a Outputs) -> Result<&'a str, String>;

    /// The names of the checks that only read, in order.
    fn looks(&self) -> &'static [&'static str];

    /// Makes those, each under its name.
    fn look(&self, api: &Api, checks: &mut Checks<'_>);

    /// The names of the checks of the whole test, in order.
    fn names(&self) -> &'static [&'static str];

    /// Makes the checks of the whole test, each under its name.
    fn run(&self, surroundings: &Surroundings<'_>, checks: &mut Checks<'_>);

    /// Where the system answers, and lines for a shell to try it with.
    fn invitation(&self, inspector: &Inspector, outputs: &Outputs)
    -> Option<(String, Vec<String>)>;
}

/// The smoke test of a system, if it has one.
pub fn of(system: &str) -> Option<&'static dyn SmokeTest> {
    match system {
        "product" => Some(&product::Product),
        _ => None,
    }
}
