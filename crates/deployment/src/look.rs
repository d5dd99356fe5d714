//! Looking at what is deployed, and changing nothing.

use std::sync::Mutex;

use finding::{Code, Finding};
use process::Cancel;
use run::{Outcome, StepKind, Tasks, into_inner, lock};
use terraform::{PlanMode, ResourceChange};

use crate::context::{Context, Start, of};
use crate::planning::init;
use crate::{At, Audience, Options, Report};

/// Compares what the states say with what really is there.
pub fn drift(options: &Options<'_>, cancel: &Cancel, audience: &dyn Audience) -> Report {
    each(
        options,
        StepKind::Drift,
        cancel,
        audience,
        |context, at, _| {
            let stack = context.order.stacks[at];
            let step = At::new(&context.site, stack, StepKind::Drift);
            if let Err(outcome) = step.write_inputs(&context.artifact(stack)) {
                return outcome;
            }
            match step.plan(PlanMode::RefreshOnly) {
                Ok(planned) => {
                    let drifted = planned.document.resource_drift.iter();
                    let drifted = drifted.filter(|it| it.change.is_effective());
                    let drifted = drifted.map(|it| step.in_scope(drifted_finding(it)));
                    Outcome::found(planned.findings.into_iter().chain(drifted).collect())
                }
                Err(outcome) => outcome,
            }
        },
    )
}

fn drifted_finding(resource: &ResourceChange) -> Finding {
    let address = &resource.address;
    let message = match (&resource.change.actions[..], resource.change.attributes()) {
        ([action], _) if action == "delete" => format!("{address} is gone"),
        (_, attributes) if attributes.is_empty() => format!("{address} is not as it was applied"),
        (_, attributes) => format!(
            "{address} is not as it was applied: {}",
            attributes.join(", ")
        ),
    };
    let hint = "deploy to put it right, or write into the code what is there";
    Finding::error(Code::Drift, message).with_hint(hint)
}

/// Reads the outputs in the states.
pub fn outputs(options: &Options<'_>, cancel: &Cancel, audience: &dyn Audience) -> Report {
    each(
        options,
        StepKind::Outputs,
        cancel,
        audience,
        |context, at, report| {
            let stack = context.order.stacks[at];
            let step = At::new(&context.site, stack, StepKind::Outputs).unlogged();
            match step.outputs() {
                Ok(outputs) => {
                    lock(report)
                        .outputs
                        .insert(stack.address.to_string(), outputs);
                    Outcome::of(run::Status::Ok)
                }
                Err(outcome) => outcome,
            }
        },
    )
}

/// Does something with each stack, once it knows its state.
fn each(
    options: &Options<'_>,
    kind: StepKind,
    cancel: &Cancel,
    audience: &dyn Audience,
    work: impl Fn(&Context<'_>, usize, &Mutex<Report>) -> Outcome + Sync,
) -> Report {
    let mut report = Report::new(options);
    let Some(start) = Start::new(options, cancel, audience, &mut report) else {
        return report;
    };
    let context = Context::new(options, &start, cancel);
    let shared = Mutex::new(report);
    let mut tasks = Tasks::default();
    let inits = init(&context, &mut tasks);
    for (at, &stack) in context.order.stacks.iter().enumerate() {
        let (context, work, shared) = (&context, &work, &shared);
        let look = move || work(context, at, shared);
        tasks.add(of(stack, kind), &[inits[at]], &[], look);
    }
    let ended = tasks.run(options.jobs, cancel, audience);
    let mut report = into_inner(shared);
    report.steps.extend(ended.steps);
    report.findings.extend(ended.findings);
    context.finish(&mut report);
    report
}
