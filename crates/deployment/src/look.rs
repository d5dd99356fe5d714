//! Looking at what is deployed, and changing nothing.

use std::collections::BTreeMap;
use std::sync::Mutex;

use estate::{ExpectedDrift, Stack};
use finding::{Code, Finding};
use process::Cancel;
use run::{DEPLOYMENT, Outcome, Step, StepKind, Tasks, into_inner, lock};
use terraform::{PlanMode, ResourceChange, StateContent};

use crate::context::{Context, Start};
use crate::planning::init;
use crate::{At, Audience, Aws, Deployed, Options, Report, drifts};

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
                    let drifted = drifted(context, stack, &planned.document.resource_drift);
                    let drifted = drifted.into_iter().map(|it| step.in_scope(it));
                    Outcome::found(planned.findings.into_iter().chain(drifted).collect())
                }
                Err(outcome) => outcome,
            }
        },
    )
}

/// What differs in a stack. What the environment's file expects to is no error.
fn drifted(context: &Context<'_>, stack: &Stack, resources: &[ResourceChange]) -> Vec<Finding> {
    let options = context.options;
    let address = stack.address.to_string();
    let expected = options.environment.drift.iter();
    let expected: Vec<_> = expected.filter(|it| it.stack == address).collect();
    let is_local = *options.aws != Aws::Real;
    let resources = resources.iter();
    let resources = resources.filter(|it| !(is_local && drifts::is_excused(it)));
    let findings = resources.filter_map(|resource| {
        let of_this = expected.iter().filter(|it| it.address == resource.address);
        drifted_finding(resource, &of_this.copied().collect::<Vec<_>>())
    });
    findings.collect()
}

/// What differs of a resource; nothing where only something has become empty, or the other way round, as providers
/// answer after an apply. It is a warning if all of it is expected.
fn drifted_finding(resource: &ResourceChange, expected: &[&ExpectedDrift]) -> Option<Finding> {
    let (address, change) = (&resource.address, &resource.change);
    if change.actions.iter().any(|action| action == "delete") {
        let finding = Finding::error(Code::Drift, format!("{address} is gone"));
        return Some(finding.with_hint(DRIFTED));
    }
    let attributes = change.attributes();
    let reason = |name: &str| expected.iter().find(|it| it.attribute == name).copied();
    let (known, others): (Vec<&str>, Vec<&str>) =
        attributes.iter().partition(|name| reason(name).is_some());
    let differs = |names: &[&str]| {
        let names = names.join(", ");
        format!("{address} is not as it was applied: {names}")
    };
    if others.is_empty() {
        let reasons = known.iter().filter_map(|name| reason(name));
        let reasons: Vec<_> = reasons.map(|it| it.reason.as_str()).collect();
        let finding = Finding::warning(Code::Drift, differs(&known));
        let hint = format!("expected: {}", reasons.join("; "));
        return (!known.is_empty()).then(|| finding.with_hint(hint));
    }
    Some(Finding::error(Code::Drift, differs(&others)).with_hint(DRIFTED))
}

const DRIFTED: &str = "deploy to put it right, or write into the code what is there; what is to differ, and why, goes under [drift] in the environment's file";

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

/// Reads in the states what the stacks were last changed by.
pub fn status(options: &Options<'_>, cancel: &Cancel, audience: &dyn Audience) -> Report {
    let kind = StepKind::Outputs;
    each(options, kind, cancel, audience, |context, at, report| {
        let stack = context.order.stacks[at];
        let step = At::new(&context.site, stack, kind).unlogged();
        match step.state::<StateContent>() {
            Ok(state) => {
                let deployed = deployed(state.as_ref());
                let address = stack.address.to_string();
                lock(report).deployed.insert(address, deployed);
                Outcome::of(run::Status::Ok)
            }
            Err(outcome) => outcome,
        }
    })
}

fn deployed(state: Option<&StateContent>) -> Deployed {
    let Some(state) = state.filter(|it| !it.resources.is_empty() || !it.outputs.is_empty()) else {
        return Deployed::Not;
    };
    let record = state.outputs.get(DEPLOYMENT);
    let record = record.and_then(|output| serde_json::from_value(output.value.clone()).ok());
    record.map_or(Deployed::ByOthers, Deployed::By)
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
