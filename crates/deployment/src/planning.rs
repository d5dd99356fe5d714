//! A plan for each stack, in order.

use estate::{Stack, StackAddress};
use finding::{Finding, Severity};
use process::Cancel;
use run::{Outcome, Status, Step, StepKind, Tasks, lock};
use terraform::{PlanDocument, PlanMode, StateVersion};

use crate::context::{Context, Start};
use crate::review::{Action, Plan, Review};
use crate::{
    At, Audience, Aws, Options, Planned, Report, bound, build, bundle, code, drifts, taken_in,
};

/// Plans the stacks of an environment and saves the plans in the work folder.
pub fn plan(options: &Options<'_>, cancel: &Cancel, audience: &dyn Audience) -> Report {
    let mut report = Report::new(options);
    let needs_commit = options.saves_plans;
    let Some(start) = Start::new(options, needs_commit, cancel, audience, &mut report) else {
        return report;
    };
    let context = Context::new(options, &start, cancel);
    if all(&context, audience, &mut report) {
        report.bound = bound::now(&context, &start, &mut report);
        let is_dirty = report.bound.as_ref().is_some_and(|bound| bound.dirty);
        if options.saves_plans && is_dirty {
            report.findings.push(bundle::dirty(options.environment));
        }
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
        planned.push(tasks.add(Step::of(stack, StepKind::Plan), &needs, &[], plan));
    }
    context.run(tasks, audience, report)
}

/// Builds what the stacks take, and gets everything ready for plans that were made before. Whether all went well.
pub(crate) fn ready(context: &Context<'_>, audience: &dyn Audience, report: &mut Report) -> bool {
    let mut tasks = Tasks::default();
    prepare(context, &mut tasks, audience);
    context.run(tasks, audience, report)
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
        tasks.add(Step::of(stack, StepKind::Init), &[], &[], init)
    });
    inits.collect()
}

/// Plans a stack, unless that takes what its producers do not put out yet.
fn one(context: &Context<'_>, at: usize, producers: &[usize]) -> Outcome {
    let waiting = Waiting::of(context, at, producers);
    let state = match version(context, at) {
        Ok(state) => state,
        Err(outcome) => return outcome,
    };
    let planned = waiting
        .has_all
        .then(|| saved(context, at, PlanMode::Normal));
    let (plan, outcome) = match planned {
        Some(Ok((plan, outcome))) => (Some(plan), outcome),
        Some(Err(outcome)) if waiting.after.is_empty() => return outcome,
        // What its producers put out today may be what it cannot be planned with.
        Some(Err(outcome)) if is_of_the_configuration(&outcome) => (None, forgiven(outcome)),
        Some(Err(outcome)) => return outcome,
        None => (None, Outcome::of(Status::Ok)),
    };
    note(context, at, waiting.after, state, plan);
    outcome
}

/// Whether a plan failed for what is written, at a place in the files, and not for want of a lock or a connection.
fn is_of_the_configuration(failed: &Outcome) -> bool {
    let errors = failed.findings.iter().filter(|it| it.is_error());
    failed.status == Status::Failed && errors.clone().all(|it| it.location.is_some())
}

/// What went wrong in a plan that is made again.
fn forgiven(failed: Outcome) -> Outcome {
    let findings = failed.findings.into_iter().map(|finding| Finding {
        severity: Severity::Warning,
        hint: Some("it is planned again once its producers are applied".to_owned()),
        ..finding
    });
    Outcome {
        findings: findings.collect(),
        ..Outcome::of(Status::Ok)
    }
}

/// Which state a stack has, where that is to be bound.
fn version(context: &Context<'_>, at: usize) -> Result<Option<StateVersion>, Outcome> {
    let stack = context.order.stacks[at];
    let step = At::new(&context.site, stack, StepKind::Plan).unlogged();
    if context.options.saves_plans {
        step.state::<StateVersion>()
    } else {
        Ok(None)
    }
}

/// What a stack waits for.
pub(crate) struct Waiting {
    /// The producers that change what it reads, or may.
    pub(crate) after: Vec<StackAddress>,
    /// Whether all that it reads is there.
    has_all: bool,
}

impl Waiting {
    pub(crate) fn of(context: &Context<'_>, at: usize, producers: &[usize]) -> Self {
        let stack = context.order.stacks[at];
        let reviews = producers.iter().filter_map(|it| context.review(*it));
        let needed = reviews.filter_map(|review| Some((needed_by(&review, stack)?, review.stack)));
        let needed: Vec<(Needed, StackAddress)> = needed.collect();
        Self {
            has_all: needed.iter().all(|(needed, _)| *needed == Needed::Known),
            after: needed.into_iter().map(|(_, stack)| stack).collect(),
        }
    }
}

/// Takes note of what is to be done with a stack.
pub(crate) fn note(
    context: &Context<'_>,
    at: usize,
    after: Vec<StackAddress>,
    state: Option<StateVersion>,
    plan: Option<Plan>,
) {
    let review = Review {
        stack: context.order.stacks[at].address.clone(),
        plan,
        state,
        after,
    };
    lock(&context.reviews).insert(at, review);
}

/// What a producer's plan means for a consumer.
#[derive(PartialEq, Eq)]
enum Needed {
    /// Something that it reads will have another value, or may.
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
    let read = outputs.filter(|output| output.readers.iter().any(is_reader));
    let read: Vec<Action> = read.map(|output| output.action).collect();
    if read.contains(&Action::Create) {
        return Some(Needed::Missing);
    }
    // One that is planned again may change them then.
    let may_change = !read.is_empty() || !producer.after.is_empty();
    may_change.then_some(Needed::Known)
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
    let planned = taken_in::planned(context, at, &step, mode)?;
    code::check(context, at, &planned.document)?;
    Ok(understood(context, at, planned))
}

/// A plan as it is reviewed, and how it was made.
pub(crate) fn understood(context: &Context<'_>, at: usize, planned: Planned) -> (Plan, Outcome) {
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
    let plan = if is_excused(context, &planned.document, &plan) {
        lock(&context.notes).push(format!(
            "what would change in `{stack}` is what the local AWS answers otherwise than AWS: it is left as it is"
        ));
        plan.emptied()
    } else {
        plan
    };
    let outcome = Outcome {
        changes: Some(planned.changes),
        findings: planned.findings,
        ..Outcome::of(Status::Ok)
    };
    (plan, outcome)
}

/// Whether a plan would change nothing but what an AWS on this machine answers otherwise than AWS does.
fn is_excused(context: &Context<'_>, document: &PlanDocument, plan: &Plan) -> bool {
    let is_local = *context.options.aws != Aws::Real;
    let changes = document.resource_changes.iter();
    let excused = changes.filter(|it| drifts::is_excused(it)).count();
    let is_all = excused == plan.resources.len() && plan.outputs.is_empty();
    is_local && !plan.is_empty && is_all
}
