//! What is done with one stack.

use std::collections::BTreeMap;

use deployment::{At, Planned, drifts};
use estate::{DELETION_PROTECTION, Stack};
use finding::{Code, Finding};
use run::{Outcome, StepKind, lock};
use terraform::{PlanDocument, PlanMode};

use crate::context::Context;

/// Gets the providers, and points the stack at its state.
pub(crate) fn init(context: &Context<'_>, stack: &Stack) -> Outcome {
    At::new(&context.site, stack, StepKind::Init).init()
}

/// Makes what the stack describes.
pub(crate) fn apply(context: &Context<'_>, stack: &Stack) -> Outcome {
    let at = At::new(&context.site, stack, StepKind::Apply);
    match at.write_inputs(&context.artifact(stack)) {
        Ok(()) => at.apply(&[], false, || lives(context)),
        Err(outcome) => outcome,
    }
}

/// Every output that the stack declares has a value.
pub(crate) fn check_outputs(context: &Context<'_>, stack: &Stack) -> Outcome {
    let at = At::new(&context.site, stack, StepKind::Outputs).unlogged();
    match at.outputs() {
        Ok(outputs) => {
            let outcome = Outcome::found(at.empty_outputs(&outputs));
            context.note_outputs(stack, outputs);
            outcome
        }
        Err(outcome) => outcome,
    }
}

/// A second plan finds nothing to do.
pub(crate) fn plan_again(context: &Context<'_>, stack: &Stack) -> Outcome {
    let at = At::new(&context.site, stack, StepKind::Replan);
    let Planned {
        document,
        changes: count,
        ..
    } = match at.plan(PlanMode::Normal, &BTreeMap::new()) {
        Ok(planned) => planned,
        Err(outcome) => return outcome,
    };
    let at = at.unlogged();
    let mut outcome = Outcome::found(changes(context, &at, &document));
    outcome.changes = Some(count);
    outcome
}

/// Takes the protection off what is to be destroyed next, as one would in earnest.
pub(crate) fn unprotect(context: &Context<'_>, stack: &Stack) -> Outcome {
    let at = At::new(&context.site, stack, StepKind::Unprotect);
    let off = [format!("{DELETION_PROTECTION}=false")];
    at.apply(&off, false, || lives(context))
}

/// Destroys what the stack made.
pub(crate) fn destroy(context: &Context<'_>, stack: &Stack) -> Outcome {
    let at = At::new(&context.site, stack, StepKind::Destroy);
    at.apply(&[], true, || lives(context))
}

fn lives(context: &Context<'_>) -> bool {
    context.local.death().is_none()
}

/// What a plan would change although everything has just been applied.
fn changes(context: &Context<'_>, at: &At<'_>, document: &PlanDocument) -> Vec<Finding> {
    let mut met = lock(&context.drifts);
    let resources = document.resource_changes.iter();
    let resources = resources.inspect(|it| drifts::meet(it, &mut met));
    let resources = resources.filter_map(drifts::unexplained);
    let outputs = document.output_changes.iter();
    let outputs = outputs.filter(|(_, change)| change.is_effective());
    let outputs = outputs.map(|(name, _)| format!("output `{name}` would change"));
    let what = resources.chain(outputs);
    let findings = what.map(|what| {
        let message = format!("a second plan is not empty: {what}");
        let hint = "write it as AWS answers it, or, if only the emulator answers so, explain it \
                    in crates/deployment/src/drifts.rs";
        at.in_scope(Finding::error(Code::SecondPlan, message).with_hint(hint))
    });
    findings.collect()
}
