//! Looking at what is deployed, and changing nothing.

use std::collections::BTreeMap;
use std::sync::Mutex;

use finding::{Code, Finding};
use process::Cancel;
use run::{Outcome, Step, StepKind, Tasks, into_inner, lock};
use terraform::{PlanMode, ResourceChange};

use crate::context::{Context, Start};
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
            match step.plan(PlanMode::RefreshOnly, &BTreeMap::new()) {
                Ok(planned) => {
                    let drifted = planned.document.resource_drift.iter();
                    let drifted = drifted.filter_map(drifted_finding);
                    let drifted = drifted.map(|it| step.in_scope(it));
                    Outcome::found(planned.findings.into_iter().chain(drifted).collect())
                }
                Err(outcome) => outcome,
            }
        },
    )
}

/// What differs; `None` where nothing has become empty, or the other way round, as providers answer after an apply.
fn drifted_finding(resource: &ResourceChange) -> Option<Finding> {
    let (address, change) = (&resource.address, &resource.change);
    let is_gone = change.actions.iter().any(|action| action == "delete");
    let message = match change.attributes() {
        _ if is_gone => format!("{address} is gone"),
        attributes if attributes.is_empty() => return None,
        attributes => format!(
            "{address} is not as it was applied: {}",
            attributes.join(", ")
        ),
    };
    let hint = "deploy to put it right, or write into the code what is there";
    Some(Finding::error(Code::Drift, message).with_hint(hint))
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
    let Some(start) = Start::new(options, false, cancel, audience, &mut report) else {
        return report;
    };
    let context = Context::new(options, &start, cancel);
    let shared = Mutex::new(report);
    let mut tasks = Tasks::default();
    let inits = init(&context, &mut tasks);
    for (at, &stack) in context.order.stacks.iter().enumerate() {
        let (context, work, shared) = (&context, &work, &shared);
        let look = move || work(context, at, shared);
        tasks.add(Step::of(stack, kind), &[inits[at]], &[], look);
    }
    let mut steps = Report::default();
    context.run(tasks, audience, &mut steps);
    let mut report = into_inner(shared);
    report.steps.append(&mut steps.steps);
    report.findings.append(&mut steps.findings);
    context.finish(&mut report);
    report
}
