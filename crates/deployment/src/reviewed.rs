//! Plans that were reviewed before: taken, if nothing has happened since.

use finding::{Code, Finding};
use run::{Outcome, Status, Step, StepKind, Tasks};
use terraform::{Journal, StateVersion};

use crate::bundle::{Bundled, mismatch};
use crate::context::Context;
use crate::planning::{Waiting, note, understood};
use crate::{At, Audience, Report, Reviewed, code, taken_in};

/// Takes the plans that were reviewed. Whether all went well.
pub(crate) fn take(
    context: &Context<'_>,
    reviewed: Reviewed<'_>,
    audience: &dyn Audience,
    report: &mut Report,
) -> bool {
    let mut tasks = Tasks::default();
    let mut taken: Vec<usize> = Vec::new();
    for (at, &stack) in context.order.stacks.iter().enumerate() {
        let producers = context.order.producers(stack);
        let needs: Vec<usize> = producers.iter().map(|it| taken[*it]).collect();
        let take = move || match bundled(context, at, &producers, reviewed) {
            Ok(outcome) | Err(outcome) => outcome,
        };
        taken.push(tasks.add(Step::of(stack, StepKind::Plan), &needs, &[], take));
    }
    context.run(tasks, audience, report)
}

/// Takes the plan of a stack that was reviewed.
fn bundled(
    context: &Context<'_>,
    at: usize,
    producers: &[usize],
    reviewed: Reviewed<'_>,
) -> Result<Outcome, Outcome> {
    let stack = context.order.stacks[at];
    let (name, folder) = (stack.address.to_string(), reviewed.folder);
    let misfit = |finding: Finding| {
        let env = &context.options.environment.name;
        Outcome::found(vec![finding.with_stack(&stack.address).with_env(env)])
    };
    let file = context.site.plan_file(stack);
    let place = (folder, reviewed.key);
    let bundled = reviewed.bundle.take(place, &name, &file).map_err(misfit)?;
    let step = At::new(&context.site, stack, StepKind::Plan).unlogged();
    if let Some(why) = overtaken(context, &step, bundled)? {
        return Err(misfit(mismatch(folder, why)));
    }
    step.write_inputs(&context.artifact(stack))?;
    let waiting = Waiting::of(context, at, producers);
    let (plan, outcome) = if bundled.sha256.is_some() {
        let planned = step.saved(&file)?;
        code::check(context, at, &planned.document)?;
        let (plan, outcome) = understood(context, at, planned);
        (Some(plan), outcome)
    } else if waiting.after.is_empty() {
        let why = format!("`{name}` has no plan, and nothing to wait for with it");
        return Err(misfit(mismatch(folder, why)));
    } else {
        (None, Outcome::of(Status::Ok))
    };
    note(context, at, waiting.after, bundled.state.clone(), plan);
    Ok(outcome)
}

/// What has happened to a stack since it was planned, if anything has.
fn overtaken(
    context: &Context<'_>,
    step: &At<'_>,
    bundled: &Bundled,
) -> Result<Option<String>, Outcome> {
    // The plan would make once more what is there.
    if let Some(journal) = step.journal()?.filter(Journal::is_open) {
        let finding = taken_in::unknown(step, &journal);
        return Err(Outcome::found(vec![Finding {
            code: Code::BundleMismatch,
            ..finding
        }]));
    }
    let name = &step.stack.address;
    if step.state::<StateVersion>()? != bundled.state {
        return Ok(Some(format!(
            "somebody has applied `{name}` since it was planned"
        )));
    }
    let selected = &context.order.stacks;
    let is_out = |name: &&String| !selected.iter().any(|it| it.address.to_string() == **name);
    Ok(bundled.after.iter().find(is_out).map(|producer| {
        format!(
            "`{name}` was to be planned again after `{producer}`, which is not selected: its plan is of before"
        )
    }))
}
