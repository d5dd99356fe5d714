//! Destroying, in reverse order.

use finding::{Code, Finding, Location};
use process::Cancel;
use run::{Outcome, Status, StepKind, Tasks, lock};
use terraform::PlanMode;

use crate::context::{Context, Start, of};
use crate::planning::{init, saved};
use crate::retry::Applied;
use crate::review::Review;
use crate::{At, Audience, Options, Report, gate};

/// Plans the destruction of an environment's stacks, asks the gate, and destroys each after all that read it.
pub fn destroy(options: &Options<'_>, cancel: &Cancel, audience: &dyn Audience) -> Report {
    let mut report = Report::new(options);
    let Some(start) = Start::new(options, cancel, audience, &mut report) else {
        return report;
    };
    let context = Context::new(options, &start, cancel);
    go(&context, audience, &mut report);
    context.finish(&mut report);
    report
}

fn go(context: &Context<'_>, audience: &dyn Audience, report: &mut Report) {
    let options = context.options;
    report.findings.extend(protected(context));
    if report.is_refused() || !planned(context, audience, report) {
        return;
    }
    let reviews = context.all_reviews();
    audience.reviews(&reviews);
    if reviews.iter().all(Review::is_empty) {
        report.passed = true;
        return;
    }
    match gate::pass_destroy(options.environment, options.given, options.asker) {
        Ok(()) => report.passed = true,
        Err(refused) => {
            report.findings.push(refused);
            return;
        }
    }
    destroyed(context, audience, report);
}

/// What may not be destroyed: AWS would refuse the half of it.
fn protected(context: &Context<'_>) -> Vec<Finding> {
    let environment = context.options.environment;
    let stacks = context.order.stacks.iter();
    let protected = stacks.filter(|stack| stack.is_protected(&environment.name));
    let findings = protected.map(|stack| {
        let message = format!(
            "`{}` is protected: its `deletion_protection` is true",
            stack.address
        );
        let hint = format!(
            "set it to false and deploy that first: cargo xtask deploy {}",
            environment.name
        );
        Finding::error(Code::GateRefused, message)
            .at(Location::file(stack.tfvars(&environment.name)))
            .with_stack(&stack.address)
            .with_env(&environment.name)
            .with_hint(hint)
    });
    findings.collect()
}

fn planned(context: &Context<'_>, audience: &dyn Audience, report: &mut Report) -> bool {
    let mut tasks = Tasks::default();
    let inits = init(context, &mut tasks);
    for (at, &stack) in context.order.stacks.iter().enumerate() {
        let plan = move || plan(context, at);
        tasks.add(of(stack, StepKind::Plan), &[inits[at]], &[], plan);
    }
    let ended = tasks.run(context.options.jobs, context.site.cancel, audience);
    let is_ok = ended.steps.iter().all(|step| step.status == Status::Ok);
    report.steps.extend(ended.steps);
    report.findings.extend(ended.findings);
    is_ok
}

fn plan(context: &Context<'_>, at: usize) -> Outcome {
    match saved(context, at, PlanMode::Destroy) {
        Ok((plan, outcome)) => {
            let review = Review {
                stack: context.order.stacks[at].address.clone(),
                plan: Some(plan),
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
        steps[at] = Some(tasks.add(of(stack, StepKind::Destroy), &needs, &[], destroy));
    }
    let ended = tasks.run(context.options.jobs, context.site.cancel, audience);
    report.steps.extend(ended.steps);
    report.findings.extend(ended.findings);
}

fn one(context: &Context<'_>, at: usize) -> Outcome {
    let plan = context.review(at).and_then(|review| review.plan);
    let Some(plan) = plan.filter(|plan| !plan.is_empty()) else {
        return Outcome::of(Status::Ok);
    };
    let step = At::new(&context.site, context.order.stacks[at], StepKind::Destroy);
    match step.apply_plan(&plan.file) {
        Ok(last) => {
            let earlier = Vec::new();
            step.applied(Applied { last, earlier }, true)
        }
        Err(error) => step.not_run(&error),
    }
}
