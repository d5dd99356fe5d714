//! A plan for each stack, in order.

use estate::{Stack, StackAddress};
use finding::{Code, Finding};
use process::Cancel;
use run::{Outcome, Status, Step, StepKind, Tasks, lock};
use terraform::PlanMode;

use crate::context::{Context, Start, of};
use crate::review::{Action, Plan, Review};
use crate::{At, Audience, Options, Planned, Report, Reviewed, bound, build};

/// Plans the stacks of an environment and saves the plans.
pub fn plan(options: &Options<'_>, cancel: &Cancel, audience: &dyn Audience) -> Report {
    let mut report = Report::new(options);
    let Some(start) = Start::new(options, cancel, audience, &mut report) else {
        return report;
    };
    let context = Context::new(options, &start, cancel);
    if all(&context, audience, &mut report) {
        report.bound = bound::now(&context, &start, &mut report);
    }
    context.finish(&mut report);
    report
}

/// Builds what the stacks take, and plans them. Whether all went well.
pub(crate) fn all(context: &Context<'_>, audience: &dyn Audience, report: &mut Report) -> bool {
    let mut tasks = Tasks::default();
    let prepared = prepare(context, &mut tasks, audience);
    let mut planned: Vec<usize> = Vec::new();
    for (at, &stack) in context.order.stacks.iter().enumerate() {
        let producers = context.order.producers(stack);
        let mut needs: Vec<usize> = producers.iter().map(|it| planned[*it]).collect();
        needs.push(prepared.inits[at]);
        needs.extend(prepared.build.filter(|_| stack.takes_artifact()));
        let plan = move || one(context, at, &producers);
        planned.push(tasks.add(of(stack, StepKind::Plan), &needs, &[], plan));
    }
    run(context, tasks, audience, report)
}

/// Builds what the stacks take, and gets everything ready for plans that were made before. Whether all went well.
pub(crate) fn ready(context: &Context<'_>, audience: &dyn Audience, report: &mut Report) -> bool {
    let mut tasks = Tasks::default();
    prepare(context, &mut tasks, audience);
    run(context, tasks, audience, report)
}

/// Reads the plans that were reviewed. Whether all went well.
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
        let take = move || bundled(context, at, &producers, reviewed);
        taken.push(tasks.add(of(stack, StepKind::Plan), &needs, &[], take));
    }
    run(context, tasks, audience, report)
}

fn run(
    context: &Context<'_>,
    tasks: Tasks<'_>,
    audience: &dyn Audience,
    report: &mut Report,
) -> bool {
    let ended = tasks.run(context.options.jobs, context.site.cancel, audience);
    let is_ok = ended.steps.iter().all(|step| step.status == Status::Ok);
    report.steps.extend(ended.steps);
    report.findings.extend(ended.findings);
    is_ok
}

/// The steps before a plan.
struct Prepared {
    /// By the stack's position.
    inits: Vec<usize>,
    /// If any stack takes code.
    build: Option<usize>,
}

fn prepare<'a>(
    context: &'a Context<'a>,
    tasks: &mut Tasks<'a>,
    audience: &'a dyn Audience,
) -> Prepared {
    let inits = init(context, tasks);
    let needs_code = context.order.stacks.iter().any(|it| it.takes_artifact());
    let build = needs_code.then(|| {
        let build = || build::run(context, audience);
        tasks.add(Step::once(StepKind::Build), &[], &[], build)
    });
    Prepared { inits, build }
}

/// A step for each stack that gets its providers and points it at its state.
pub(crate) fn init<'a>(context: &'a Context<'a>, tasks: &mut Tasks<'a>) -> Vec<usize> {
    let stacks = context.order.stacks.iter();
    let inits = stacks.map(|&stack| {
        let init = move || At::new(&context.site, stack, StepKind::Init).init();
        tasks.add(of(stack, StepKind::Init), &[], &[], init)
    });
    inits.collect()
}

/// Plans a stack, unless that takes what its producers do not put out yet.
fn one(context: &Context<'_>, at: usize, producers: &[usize]) -> Outcome {
    let (after, can_be_planned) = waits_for(context, at, producers);
    let plan = can_be_planned.then(|| saved(context, at, PlanMode::Normal));
    note(context, at, after, plan)
}

/// Reads the plan of a stack that was reviewed. One that is in no bundle was not.
fn bundled(
    context: &Context<'_>,
    at: usize,
    producers: &[usize],
    reviewed: Reviewed<'_>,
) -> Outcome {
    let stack = context.order.stacks[at];
    let name = stack.address.to_string();
    let Some(bundled) = reviewed.bundle.stacks.iter().find(|it| it.stack == name) else {
        let message = format!("the plan of `{name}` was not reviewed: it is not in the bundle");
        let finding = Finding::error(Code::BundleMismatch, message).with_stack(&stack.address);
        let hint = "plan again with it, or name the other stacks with --stack";
        return Outcome::found(vec![finding.with_hint(hint)]);
    };
    let (after, _) = waits_for(context, at, producers);
    let plan = bundled.plan.as_ref().map(|file| {
        let step = At::new(&context.site, stack, StepKind::Plan).unlogged();
        step.write_inputs(&context.artifact(stack))?;
        let planned = step.saved(&reviewed.folder.join(file))?;
        Ok(understood(context, at, planned))
    });
    note(context, at, after, plan)
}

/// The producers that change what a stack reads, and whether all that it reads is there.
fn waits_for(context: &Context<'_>, at: usize, producers: &[usize]) -> (Vec<StackAddress>, bool) {
    let stack = context.order.stacks[at];
    let reviews = producers.iter().filter_map(|it| context.review(*it));
    let needed = reviews.filter_map(|review| Some((needed_by(&review, stack)?, review.stack)));
    let needed: Vec<(Needed, StackAddress)> = needed.collect();
    let is_there = needed.iter().all(|(needed, _)| *needed == Needed::Known);
    (
        needed.into_iter().map(|(_, stack)| stack).collect(),
        is_there,
    )
}

/// Takes note of what is to be done with a stack; of nothing where a plan should have been made, and was not.
fn note(
    context: &Context<'_>,
    at: usize,
    after: Vec<StackAddress>,
    plan: Option<Result<(Plan, Outcome), Outcome>>,
) -> Outcome {
    let (plan, outcome) = match plan {
        Some(Ok((plan, outcome))) => (Some(plan), outcome),
        Some(Err(outcome)) => return outcome,
        None => (None, Outcome::of(Status::Ok)),
    };
    let review = Review {
        stack: context.order.stacks[at].address.clone(),
        plan,
        after,
    };
    lock(&context.reviews).insert(at, review);
    outcome
}

/// What a producer's plan means for a consumer.
#[derive(PartialEq, Eq)]
enum Needed {
    /// Something that it reads will have another value.
    Known,
    /// Something that it reads is not there yet.
    Missing,
}

fn needed_by(producer: &Review, consumer: &Stack) -> Option<Needed> {
    let Some(plan) = &producer.plan else {
        return Some(Needed::Missing);
    };
    let is_reader = |address: &StackAddress| *address == consumer.address;
    let outputs = plan.outputs.iter();
    let mut read = outputs.filter(|output| output.readers.iter().any(is_reader));
    let first = read.next()?;
    let is_new = first.action == Action::Create || read.any(|it| it.action == Action::Create);
    Some(if is_new {
        Needed::Missing
    } else {
        Needed::Known
    })
}

/// Makes a plan of a stack with all that is there now, and saves it.
pub(crate) fn saved(
    context: &Context<'_>,
    at: usize,
    mode: PlanMode,
) -> Result<(Plan, Outcome), Outcome> {
    let stack = context.order.stacks[at];
    let step = At::new(&context.site, stack, StepKind::Plan);
    step.write_inputs(&context.artifact(stack))?;
    let planned = step.plan(mode)?;
    Ok(understood(context, at, planned))
}

/// A plan as it is reviewed, and how it was made.
fn understood(context: &Context<'_>, at: usize, planned: Planned) -> (Plan, Outcome) {
    let stack = &context.order.stacks[at].address;
    let options = context.options;
    let estate = (options.estate, options.environment.name.as_str());
    let plan = Plan::new(
        planned.file,
        planned.changes,
        &planned.document,
        stack,
        estate,
    );
    let outcome = Outcome {
        changes: Some(planned.changes),
        findings: planned.findings,
        ..Outcome::of(Status::Ok)
    };
    (plan, outcome)
}
