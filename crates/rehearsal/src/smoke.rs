//! Trying out what was deployed, as its users would: over HTTP, with a look into the local AWS at what
//! they do not see.
//!
//! A system's smoke test is written in Rust, because it has to wait, to compare, and to send what is
//! wrong on purpose. A new system adds a file here, and a line in [`of`].

mod checks;
mod http;
mod product;

use std::collections::BTreeMap;

use emulator::Inspector;
use estate::Stack;
use finding::{Code, Finding};
use run::{Outcome, Status, lock};
use terraform::OutputValue;

pub use checks::Check;

use crate::context::Context;
use crate::smoke::checks::Checks;

/// The outputs of each stack, by address and name.
pub(crate) type Outputs = BTreeMap<String, BTreeMap<String, OutputValue>>;

/// What a smoke test has to go by.
pub(crate) struct Surroundings<'a> {
    /// Looks into the local AWS.
    pub(crate) inspector: &'a Inspector,
    /// What was deployed.
    pub(crate) outputs: &'a Outputs,
}

impl Surroundings<'_> {
    /// The text of an output.
    pub(crate) fn output(&self, stack: &str, name: &str) -> Result<&str, String> {
        let output = self
            .outputs
            .get(stack)
            .and_then(|outputs| outputs.get(name));
        let text = output.and_then(|output| output.value.as_str());
        text.ok_or_else(|| format!("`{stack}` has no output `{name}`"))
    }
}

/// The smoke test of a system.
pub(crate) trait SmokeTest: Sync {
    /// The names of its checks, in order.
    fn names(&self) -> &'static [&'static str];

    /// Makes the checks, each under its name.
    fn run(&self, surroundings: &Surroundings<'_>, checks: &mut Checks<'_>);

    /// Where the system answers, and lines for a shell to try it with.
    fn invitation(&self, inspector: &Inspector, outputs: &Outputs)
    -> Option<(String, Vec<String>)>;
}

/// The smoke test of a system, if it has one.
pub(crate) fn of(system: &str) -> Option<&'static dyn SmokeTest> {
    match system {
        "product" => Some(&product::Product),
        _ => None,
    }
}

/// Tries out each system. One with Lambdas and without a smoke test is told.
pub(crate) fn run(context: &Context<'_>) -> Outcome {
    let outputs = lock(&context.outputs).clone();
    let surroundings = Surroundings {
        inspector: &context.inspector,
        outputs: &outputs,
    };
    let mut findings = Vec::new();
    let env = &context.environment().name;
    let log = context.local.log_path();
    let hint = format!(
        "the functions' logs are in {}; `cargo xtask rehearse {env} --keep` leaves all of it running",
        context.site.relative(&log)
    );
    for system in context.systems() {
        let Some(test) = of(system) else {
            findings.extend(untested(context, system));
            continue;
        };
        let mut checks = Checks::new(system, test.names(), context.site.cancel);
        test.run(&surroundings, &mut checks);
        let checks = checks.ended();
        findings.extend(checks.iter().filter_map(|check| {
            let problem = check.problem.as_ref()?;
            let message = format!("{system}, \"{}\": {problem}", check.name);
            let finding = Finding::error(Code::Smoke, message);
            Some(finding.with_env(env).with_hint(&*hint))
        }));
        lock(&context.smoke).extend(checks);
    }
    if context.site.cancel.is_requested() {
        return Outcome::of(Status::Interrupted);
    }
    Outcome::found(findings)
}

fn untested(context: &Context<'_>, system: &str) -> Option<Finding> {
    let has_lambdas = |stack: &&&Stack| stack.address.system() == system && stack.takes_artifact();
    context.order.stacks.iter().find(has_lambdas)?;
    let message = format!("nobody tries out what `{system}` does: it has no smoke test");
    let hint = "add one to crates/rehearsal/src/smoke/";
    let finding = Finding::warning(Code::Smoke, message);
    Some(
        finding
            .with_env(&context.environment().name)
            .with_hint(hint),
    )
}
