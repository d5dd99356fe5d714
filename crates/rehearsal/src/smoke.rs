//! Trying out what was deployed.

use ::smoke::{Checks, Surroundings};
use estate::Stack;
use finding::{Code, Finding};
use run::{Outcome, Status, lock};

use crate::context::Context;

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
        let Some(test) = ::smoke::of(system) else {
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
    let hint = "add one to crates/smoke/src/";
    let finding = Finding::warning(Code::Smoke, message);
    Some(
        finding
            .with_env(&context.environment().name)
            .with_hint(hint),
    )
}
