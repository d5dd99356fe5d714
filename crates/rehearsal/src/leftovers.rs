//! Nothing is left of what was deployed.

use finding::{Code, Finding};
use run::Outcome;

use crate::context::Context;

/// Looks for anything that still exists in the account and region.
pub(crate) fn check(context: &Context<'_>) -> Outcome {
    let inventory = match context.inspector.inventory() {
        Ok(inventory) => inventory,
        Err(error) => return Outcome::found(crate::local::findings(&error)),
    };
    let findings = inventory.into_iter().map(|resource| {
        let message = format!(
            "{} `{}` is still there after everything was destroyed",
            resource.kind, resource.name
        );
        let hint = "something made it that no stack knows of, or a stack let go of it";
        Finding::error(Code::Leftover, message)
            .with_env(&context.environment().name)
            .with_hint(hint)
    });
    Outcome::found(findings.collect())
}
