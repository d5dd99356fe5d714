//! Applying what was planned, in order.

use std::collections::BTreeSet;

use camino::Utf8PathBuf;
use estate::Gate;
use finding::{Code, Finding};
use process::Cancel;
use run::{Outcome, Status, StepKind, Tasks, lock};
use terraform::{ApplyOutcome, Changes, CommandError, PlanMode};

use crate::context::{Context, Start, of};
use crate::planning::{self, saved};
use crate::retry::{self, Applied};
use crate::review::{Plan, Review};
use crate::{At, Audience, Options, Report, Reviewed, bound, gate};

/// Plans an environment's stacks, or takes the plans that were reviewed before, asks the gate, and applies them.
pub fn deploy(
    options: &Options<'_>,
    reviewed: Option<Reviewed<'_>>,
    cancel: &Cancel,
    audience: &dyn Audience,
) -> Report {
    let mut report = Report::new(options);
    let Some(start) = Start::new(options, cancel, audience, &mut report) else {
        return report;
    };
    let context = Context::new(options, &start, cancel);
    go(&context, &start, reviewed, audience, &mut report);
    context.finish(&mut report);
    report
}

fn go(
    context: &Context<'_>,
    start: &Start<'_>,
    reviewed: Option<Reviewed<'_>>,
    audience: &dyn Audience,
    report: &mut Report,
) {
    let is_planned = match reviewed {
        Some(reviewed) => {
            planning::ready(context, audience, report)
                && fits(context, start, reviewed, report)
                && planning::take(context, reviewed, audience, report)
        }
        None => planning::all(context, audience, report),
    };
    if !is_planned {
        return;
    }
    let reviews = context.all_reviews();
    audience.reviews(&reviews);
    if reviews.iter().all(Review::is_empty) {
        report.passed = true;
        return;
    }
    let options = context.options;
    match gate::pass(options.environment, options.given, options.asker) {
        Ok(()) => report.passed = true,
        Err(refused) => {
            report.findings.push(refused);
            return;
        }
    }
    all(context, audience, report);
}

/// Whether the world is as it was when the plans were made.
fn fits(
    context: &Context<'_>,
    start: &Start<'_>,
    reviewed: Reviewed<'_>,
    report: &mut Report,
) -> bool {
    let Some(bound) = bound::now(context, start, report) else {
        return false;
    };
    let differences = reviewed.bundle.check(reviewed.folder, &bound);
    let is_as_it_was = differences.is_empty();
    report.findings.extend(differences);
    is_as_it_was
}

/// Applies each stack after all that it reads.
fn all(context: &Context<'_>, audience: &dyn Audience, report: &mut Report) {
    let mut tasks = Tasks::default();
    let mut applied: Vec<usize> = Vec::new();
    for (at, &stack) in context.order.stacks.iter().enumerate() {
        let producers = context.order.producers(stack);
        let needs: Vec<usize> = producers.iter().map(|it| applied[*it]).collect();
        let apply = move || one(context, at);
        applied.push(tasks.add(of(stack, StepKind::Apply), &needs, &[], apply));
    }
    for (at, &stack) in context.order.stacks.iter().enumerate() {
        let check = move || outputs(context, at);
        tasks.add(of(stack, StepKind::Outputs), &[applied[at]], &[], check);
    }
    let ended = tasks.run(context.options.jobs, context.site.cancel, audience);
    report.steps.extend(ended.steps);
    report.findings.extend(ended.findings);
}

/// Applies what was reviewed of a stack; what its producers have changed since is planned for first.
fn one(context: &Context<'_>, at: usize) -> Outcome {
    let Some(review) = context.review(at) else {
        return Outcome::of(Status::Skipped);
    };
    let is_stale = lock(&context.stale).contains(&review.stack);
    let reviewed = review.plan.as_ref();
    let plan = match reviewed.filter(|_| !is_stale) {
        Some(plan) => plan.clone(),
        None => match again(context, at, reviewed) {
            Ok(plan) => plan,
            Err(outcome) => return outcome,
        },
    };
    if plan.is_empty() {
        return Outcome {
            changes: Some(Changes::default()),
            ..Outcome::of(Status::Ok)
        };
    }
    let outcome = applied(context, at, plan.file.clone(), reviewed);
    if outcome.status == Status::Ok {
        note_changes(context, &plan);
    }
    let review = Review {
        plan: Some(plan),
        ..review
    };
    lock(&context.reviews).insert(at, review);
    outcome
}

/// Another plan of a stack. Behind a gate it destroys nothing that nobody has seen.
fn again(context: &Context<'_>, at: usize, reviewed: Option<&Plan>) -> Result<Plan, Outcome> {
    let (plan, _) = saved(context, at, PlanMode::Normal)?;
    let environment = context.options.environment;
    if environment.gate == Gate::None {
        return Ok(plan);
    }
    let stack = context.order.stacks[at];
    let unseen = plan.destroys_more_than(reviewed).into_iter().map(|resource| {
        let (action, address) = (resource.action.as_str(), &resource.address);
        let message = format!(
            "with what its producers put out now, `{}` would {action} {address}, which nobody has reviewed",
            stack.address
        );
        let hint = format!(
            "it was not applied; review it: cargo xtask plan {}, and deploy that",
            environment.name
        );
        Finding::error(Code::GateRefused, message)
            .with_stack(&stack.address)
            .with_env(&environment.name)
            .with_hint(hint)
    });
    let unseen: Vec<Finding> = unseen.collect();
    if unseen.is_empty() {
        Ok(plan)
    } else {
        Err(Outcome::found(unseen))
    }
}

/// Applies a saved plan. One that failed on the way is of no use any more: a second try takes another.
fn applied(
    context: &Context<'_>,
    at: usize,
    first: Utf8PathBuf,
    reviewed: Option<&Plan>,
) -> Outcome {
    let stack = context.order.stacks[at];
    let step = At::new(&context.site, stack, StepKind::Apply);
    let file = std::sync::Mutex::new(Some(first));
    let refused = std::sync::Mutex::new(None);
    let attempt = || -> Result<ApplyOutcome, CommandError> {
        let next = lock(&file).take();
        let file = match next {
            Some(file) => file,
            None => match again(context, at, reviewed) {
                Ok(plan) => plan.file,
                Err(outcome) => {
                    *lock(&refused) = Some(outcome);
                    return Err(CommandError::Interrupted);
                }
            },
        };
        step.apply_plan(&file)
    };
    let result = retry::apply(context.site.cancel, retry::PAUSE, || true, attempt);
    if let Some(outcome) = lock(&refused).take() {
        return outcome;
    }
    match result {
        Ok(applied) => judged(&step, applied),
        Err(error) => step.not_run(&error),
    }
}

/// A plan that others have overtaken was not applied, and is not what was reviewed any more.
fn judged(step: &At<'_>, applied: Applied) -> Outcome {
    let errors = applied.last.diagnostics.iter();
    let is_stale = errors
        .clone()
        .any(|it| it.summary.starts_with("Saved plan is stale"));
    let mut outcome = step.applied(applied, false);
    if is_stale {
        for finding in &mut outcome.findings {
            finding.code = Code::BundleMismatch;
            finding.hint = Some(
                "somebody has applied something since; plan again: cargo xtask plan".to_owned(),
            );
        }
    }
    outcome
}

/// Takes note of who reads what has changed.
fn note_changes(context: &Context<'_>, plan: &Plan) {
    let outputs = plan.outputs.iter();
    let readers = outputs.flat_map(|output| output.readers.iter().cloned());
    lock(&context.stale).extend(readers.collect::<BTreeSet<_>>());
}

/// Every output that the stack declares has a value.
fn outputs(context: &Context<'_>, at: usize) -> Outcome {
    let stack = context.order.stacks[at];
    let step = At::new(&context.site, stack, StepKind::Outputs).unlogged();
    match step.outputs() {
        Ok(outputs) => Outcome::found(step.empty_outputs(&outputs)),
        Err(outcome) => outcome,
    }
}
