//! The Lambdas' code.

use artifact::{Architecture, Profile};
use deployment::Lambdas;
use finding::Finding;
use run::{Outcome, lock};

use crate::Audience;
use crate::context::Context;

/// Builds the Lambdas of the stacks that take one, for this machine and in a hurry.
pub(crate) fn run(context: &Context<'_>, audience: &dyn Audience) -> Outcome {
    let architecture = match architecture() {
        Ok(architecture) => architecture,
        Err(finding) => return Outcome::found(vec![finding]),
    };
    // Not where those for AWS are.
    let folder = context.options.work_dir.path().join("lambda");
    let lambdas = Lambdas {
        root: &context.options.estate.root,
        names: Lambdas::names(&context.order.stacks),
        profile: Profile::Rehearsal,
        architecture,
        folder: context.site.relative(&folder).to_owned(),
        color: context.options.color,
    };
    let built = lambdas.build(context.site.cancel, || audience.waits_for_build());
    lock(&context.artifacts).extend(built.artifacts);
    lock(&context.diagnostics).push_str(&built.diagnostics);
    lock(&context.notes).extend(built.notes);
    built.outcome
}

/// What a process of this machine has to be built for; a finding where the local AWS runs none.
pub(crate) fn architecture() -> Result<Architecture, Finding> {
    Architecture::of_this_machine().ok_or_else(deployment::unfit)
}
