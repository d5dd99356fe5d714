//! Destroying, in reverse order.

use std::collections::BTreeSet;

use estate::StackAddress;
use finding::{Code, Finding, Location};
use process::Cancel;
use run::{Outcome, Status, Step, StepKind, Tasks, lock};
use terraform::PlanMode;

use crate::apply::{judged, with_earlier};
use crate::context::{Context, Start};
use crate::planning::{init, saved};
use crate::retry::Applied;
use crate::review::Review;
use crate::{At, Audience, Options, Report, gate};

/// Plans the destruction of an environment's stacks, asks the gate, and destroys each after all that read it.
pub fn destroy(options: &Options<'_>, cancel: &Cancel, audience: &dyn Audience) -> Report {
    let mut report = Report::new(options);
    let Some(start) = Start::new(options, true, cancel, audience, &mut report) else {
        return report;
    };
    let context = Context::new(options, &start, cancel);
    report.findings.extend(protected(&context));
    report.findings.extend(survivors(&context));
    if !report.is_refused()
        && planned(&context, audience, &mut report)
        && gate::opens(&context, gate::pass_destroy, audience, &mut report)
    {
        destroyed(&context, audience, &mut report);
    }
    context.finish(&mut report);
    report
}

/// What may not be destroyed: AWS would refuse the half of it.
fn protected(context: &Context<'_>) -> Vec<Finding> {
    let env = &context.options.environment.name;
    let stacks = context.order.stacks.iter();
    let protected = stacks.filter(|stack| stack.is_protected(env));
    let findings = protected.map(|stack| {
        let address = &stack.address;
        let message = format!("`{address}` is protected: its `deletion_protection` is true");
        let hint = format!("set it to false and deploy that first: cargo xtask deploy {env}");
        refusal(message, hint, address, env).at(Location::file(stack.tfvars(env)))
    });
    findings.collect()
}

/// Who reads what is to be destroyed, and would stay.
fn survivors(context: &Context<'_>) -> Vec<Finding> {
    let env = &context.options.environment.name;
    let stacks = &context.order.stacks;
    let goes = |address: &StackAddress| stacks.iter().any(|it| it.address == *address);
    let reads = context.options.estate.reads.iter();
    let reads = reads.filter(|read| read.env == *env && goes(&read.producer));
    let reads = reads.filter(|read| !goes(&read.consumer));
    let pairs: BTreeSet<_> = reads.map(|read| (&read.consumer, &read.producer)).collect();
    let findings = pairs.into_iter().map(|(consumer, producer)| {
        let message =
            format!("`{consumer}` reads `{producer}`, and would stay when that is destroyed");
        let hint = "select both, or leave both".to_owned();
        refusal(message, hint, producer, env)
    });
    findings.collect()
}

fn refusal(message: String, hint: String, stack: &StackAddress, env: &str) -> Finding {
    Finding::error(Code::GateRefused, message)
        .with_stack(stack)
        .with_env(env)
        .with_hint(hint)
}

fn planned(context: &Context<'_>, audience: &dyn Audience, report: &mut Report) -> bool {
    let mut tasks = Tasks::default();
    let inits = init(context, &mut tasks);
    for (at, &stack) in context.order.stacks.iter().enumerate() {
        let plan = move || plan(context, at);
        tasks.add(Step::of(stack, StepKind::Plan), &[inits[at]], &[], plan);
    }
    context.run(tasks, audience, report)
}

fn plan(context: &Context<'_>, at: usize) -> Outcome {
    match saved(context, at, PlanMode::Destroy) {
        Ok((plan, outcome)) => {
            let review = Review {
                stack: context.order.stacks[at].address.clone(),
                plan: Some(plan),
                state: None,
                after: Vec::new(),
            };
            lock(&context.reviews).insert(at, review);
            outcome
        }
        Err(outcome) => outcome,
    }
}

fn destroyed(context: &Context<'_>, audience: &dyn Audience, report: &mut Report) {
    let mut tasks = Tasks::default();
    let count = context.order.stacks.len();
    let mut steps = vec![None; count];
    for (at, &stack) in context.order.stacks.iter().enumerate().rev() {
        let consumers = context.order.consumers(stack);
        let needs: Vec<usize> = consumers.iter().filter_map(|it| steps[*it]).collect();
        let destroy = move || one(context, at);
        steps[at] = Some(tasks.add(Step::of(stack, StepKind::Destroy), &needs, &[], destroy));
    }
    context.run(tasks, audience, report);
}

fn one(context: &Context<'_>, at: usize) -> Outcome {
    let plan = context.review(at).and_then(|review| review.plan);
    let Some(plan) = plan.filter(|plan| !plan.is_empty) else {
        return Outcome::of(Status::Ok);
    };
    let step = At::new(&context.site, context.order.stacks[at], StepKind::Destroy);
    match step.apply_plan(&plan.file) {
        Ok(last) => {
            let earlier = Vec::new();
            judged(&step, Applied { last, earlier })
        }
        Err(error) => with_earlier(&step, step.not_run(&error), &[]),
    }
}
