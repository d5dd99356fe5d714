//! Applying what was planned, in order.

use std::collections::BTreeSet;
use std::time::Duration;

use estate::Gate;
use finding::{Code, Finding, Severity};
use process::Cancel;
use run::{Outcome, Status, Step, StepKind, Tasks, lock};
use terraform::{ApplyOutcome, Changes, PlanMode};

use crate::context::{Context, Start};
use crate::planning::{self, saved};
use crate::retry::{self, Applied};
use crate::review::{Plan, Review};
use crate::{At, Audience, Options, Report, Reviewed, bound, bundle, gate, reviewed, smoke};

/// Plans an environment's stacks, or takes the plans that were reviewed before, asks the gate, and applies them.
pub fn deploy(
    options: &Options<'_>,
    reviewed: Option<Reviewed<'_>>,
    cancel: &Cancel,
    audience: &dyn Audience,
) -> Report {
    let mut report = Report::new(options);
    let Some(start) = Start::new(options, true, cancel, audience, &mut report) else {
        return report;
    };
    let context = Context::new(options, &start, cancel);
    let is_planned = match reviewed {
        Some(reviewed) => {
            planning::ready(&context, audience, &mut report)
                && fits(&context, &start, reviewed, &mut report)
                && reviewed::take(&context, reviewed, audience, &mut report)
        }
        None => {
            planning::all(&context, audience, &mut report)
                && is_still_committed(&context, &start, &mut report)
        }
    };
    // Whoever is asked may take his time: the files are looked at once more.
    if is_planned
        && gate::opens(&context, gate::pass, audience, &mut report)
        && is_still_committed(&context, &start, &mut report)
    {
        all(&context, audience, &mut report);
    }
    context.finish(&mut report);
    report
}

/// Whether the files behind a gate are those that the run began with: their values are read until its end.
fn is_still_committed(context: &Context<'_>, start: &Start<'_>, report: &mut Report) -> bool {
    let environment = context.options.environment;
    if environment.gate == Gate::None {
        return true;
    }
    let is_dirty = bound::is_dirty(context, start, report);
    if is_dirty == Some(true) {
        report.findings.push(bundle::dirty(environment));
    }
    let (options, cancel) = (context.options, context.site.cancel);
    is_dirty == Some(false) && bound::is_committed(options, &start.commit, cancel, report)
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
        applied.push(tasks.add(Step::of(stack, StepKind::Apply), &needs, &[], apply));
    }
    let mut checked: Vec<usize> = Vec::new();
    for (at, &stack) in context.order.stacks.iter().enumerate() {
        let check = move || outputs(context, at);
        let step = Step::of(stack, StepKind::Outputs);
        checked.push(tasks.add(step, &[applied[at]], &[], check));
    }
    for system in smoke::systems(context) {
        let stacks = context.order.stacks.iter().zip(&checked);
        let stacks = stacks.filter(|(stack, _)| stack.address.system() == system);
        let needs: Vec<usize> = stacks.map(|(_, step)| *step).collect();
        let try_out = move || smoke::run(context, system);
        tasks.add(Step::once(StepKind::Smoke), &needs, &[], try_out);
    }
    context.run(tasks, audience, report);
}

/// Applies what was reviewed of a stack; what its producers have changed since is planned for first.
fn one(context: &Context<'_>, at: usize) -> Outcome {
    let Some(review) = context.review(at) else {
        return Outcome::of(Status::Skipped);
    };
    let is_stale = lock(&context.stale).contains(&review.stack);
    let reviewed = review.plan.as_ref();
    let (plan, findings) = match reviewed.filter(|_| !is_stale) {
        Some(plan) => (plan.clone(), Vec::new()),
        None => match again(context, at, reviewed) {
            Ok(again) => again,
            Err(outcome) => return outcome,
        },
    };
    let (mut outcome, plan) = if plan.is_empty {
        let nothing = Outcome {
            changes: Some(Changes::default()),
            ..Outcome::of(Status::Ok)
        };
        (nothing, plan)
    } else {
        let (outcome, plan) = applied(context, at, plan, reviewed);
        (settled(context, at, outcome), plan)
    };
    outcome.findings.extend(findings);
    let review = Review {
        plan: Some(plan),
        ..review
    };
    lock(&context.reviews).insert(at, review);
    outcome
}

/// Looks once more at what was applied. That it cannot is no reason to apply anything again.
fn settled(context: &Context<'_>, at: usize, mut outcome: Outcome) -> Outcome {
    if outcome.status != Status::Ok {
        return outcome;
    }
    let stack = context.order.stacks[at];
    let step = At::new(&context.site, stack, StepKind::Apply);
    let looked = step.settle();
    let errors = looked.findings.into_iter().filter(Finding::is_error);
    outcome.findings.extend(errors.map(|finding| Finding {
        severity: Severity::Warning,
        hint: Some("it is applied; `drift` may show what has only come of that".to_owned()),
        ..finding
    }));
    outcome.findings.extend(step.unsaved());
    outcome
}

/// Another plan of a stack, and what was said of it. Behind a gate it destroys nothing that nobody has seen.
fn again(
    context: &Context<'_>,
    at: usize,
    reviewed: Option<&Plan>,
) -> Result<(Plan, Vec<Finding>), Outcome> {
    let (plan, outcome) = saved(context, at, PlanMode::Normal)?;
    let environment = context.options.environment;
    let unseen = if environment.gate == Gate::None {
        Vec::new()
    } else {
        plan.unseen(reviewed)
    };
    if unseen.is_empty() {
        return Ok((plan, outcome.findings));
    }
    let stack = &context.order.stacks[at].address;
    let findings = unseen.into_iter().map(|resource| {
        let address = &resource.address;
        let action = if resource.is_taken_in {
            "take in"
        } else {
            resource.action.as_str()
        };
        let message =
            format!("planned again, `{stack}` would {action} {address}, which nobody has reviewed");
        let env = &environment.name;
        let hint = format!("it was not applied; have that reviewed: cargo xtask plan {env}");
        let finding = Finding::error(Code::GateRefused, message).with_stack(stack);
        finding.with_env(env).with_hint(hint)
    });
    Err(Outcome::found(findings.collect()))
}

/// Applies a saved plan. One that failed on the way is of no use any more: for what may pass, and what is there already,
/// is planned again. The last plan comes back, too.
fn applied(
    context: &Context<'_>,
    at: usize,
    mut plan: Plan,
    reviewed: Option<&Plan>,
) -> (Outcome, Plan) {
    let stack = context.order.stacks[at];
    let step = At::new(&context.site, stack, StepKind::Apply);
    let mut earlier: Vec<(&'static str, ApplyOutcome)> = Vec::new();
    let mut attempt = 1;
    loop {
        // Also what fails on the way may have changed what others read.
        note_changes(context, &plan);
        let last = match step.apply_plan(&plan.file) {
            Ok(last) => last,
            Err(error) => return (with_earlier(&step, step.not_run(&error), &earlier), plan),
        };
        let is_found = has_found(context, at, &last);
        let reason = retry::transient(&last).filter(|_| attempt < retry::ATTEMPTS);
        let reason = is_found.or(reason).filter(|_| step.unsaved().is_none());
        let Some(reason) = reason else {
            return (judged(&step, Applied { last, earlier }), plan);
        };
        earlier.push((reason, last));
        let pause = if is_found.is_some() {
            Duration::ZERO
        } else {
            retry::PAUSE * attempt
        };
        attempt += u32::from(is_found.is_none());
        let next = retry::wait(context.site.cancel, pause)
            .map_err(|error| step.not_run(&error))
            .and_then(|()| again(context, at, reviewed));
        plan = match next {
            Ok((next, _)) => next,
            Err(outcome) => return (with_earlier(&step, outcome, &earlier), plan),
        };
    }
}

/// Takes note of what an apply could not make since it is there already. Whether there was any that nobody knew of, and
/// nothing else went wrong for good: then another plan may take it in.
fn has_found(context: &Context<'_>, at: usize, last: &ApplyOutcome) -> Option<&'static str> {
    let mut all = lock(&context.existing);
    let known = all.entry(at).or_default();
    let count = known.len();
    let errors = last.diagnostics.iter().filter(|it| it.is_error());
    let (there, others): (Vec<_>, Vec<_>) = errors.partition(|it| it.existing().is_some());
    known.extend(
        there
            .iter()
            .filter_map(|it| it.existing())
            .map(str::to_owned),
    );
    let is_new = known.len() > count;
    let may_pass = others.iter().all(|it| it.transient().is_some());
    (is_new && may_pass).then_some("it is there already")
}

/// An apply without an outcome of its own, with what was tried before.
pub(crate) fn with_earlier(
    step: &At<'_>,
    mut outcome: Outcome,
    earlier: &[(&'static str, ApplyOutcome)],
) -> Outcome {
    let before = earlier.iter().flat_map(|(why, it)| step.retried(why, it));
    outcome.findings.extend(before);
    outcome.findings.extend(step.unsaved());
    outcome
}

/// How terraform refuses a plan that others have overtaken:
/// <https://github.com/hashicorp/terraform/blob/v1.11.4/internal/backend/local/backend_local.go>.
const STALE: [&str; 2] = [
    "Saved plan is stale",
    "Saved plan does not match the given state",
];

/// How an apply ended. A plan that others have overtaken was not applied, and is not what was reviewed any more.
pub(crate) fn judged(step: &At<'_>, applied: Applied) -> Outcome {
    let mut errors = applied.last.diagnostics.iter().filter(|it| it.is_error());
    let is_stale = errors.any(|it| STALE.contains(&it.summary.as_str()));
    let mut outcome = step.applied(applied, false);
    let findings = outcome.findings.iter_mut();
    for finding in findings.filter(|it| is_stale && it.is_error()) {
        let hint = "it was not applied: somebody has applied something since; plan again: cargo xtask plan";
        finding.code = Code::BundleMismatch;
        finding.hint = Some(hint.to_owned());
    }
    outcome.findings.extend(step.unsaved());
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
        Ok(outputs) => {
            let outcome = Outcome::found(step.empty_outputs(&outputs));
            lock(&context.outputs).insert(stack.address.to_string(), outputs);
            outcome
        }
        Err(outcome) => outcome,
    }
}
