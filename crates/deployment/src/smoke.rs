//! What was deployed answers as it should. Nothing is changed there: each environment has users.

use std::collections::BTreeSet;

use ::smoke::{Api, Checks, SmokeTest};
use artifact::Architecture;
use emulator::Inspector;
use finding::{Code, Finding};
use run::{Outcome, Status, lock};

use crate::Aws;
use crate::context::Context;

/// The systems that can be tried out once the stacks of a run are applied: those whose address is among the outputs.
pub(crate) fn systems<'a>(context: &Context<'a>) -> Vec<&'a str> {
    let stacks = &context.order.stacks;
    let systems: BTreeSet<&str> = stacks.iter().map(|it| it.address.system()).collect();
    let has_entrance = |system: &&str| {
        let entrance = ::smoke::of(system).map(SmokeTest::entrance);
        let mut stacks = stacks.iter();
        stacks.any(|it| Some(it.address.to_string().as_str()) == entrance)
    };
    systems.into_iter().filter(has_entrance).collect()
}

/// Tries out a system.
pub(crate) fn run(context: &Context<'_>, system: &str) -> Outcome {
    let Some(test) = ::smoke::of(system).filter(|_| can_run(context)) else {
        return Outcome::of(Status::Ok);
    };
    let mut checks = Checks::new(system, test.looks(), context.site.cancel);
    let found = |problem: &str| {
        let message = format!("{system}, {problem}");
        let hint =
            "it is deployed, and does not do what it is for: look into the logs of its functions";
        let finding = Finding::error(Code::Smoke, message).with_hint(hint);
        finding.with_env(&context.options.environment.name)
    };
    match url(context, test) {
        Ok(url) => test.look(&Api::new(url), &mut checks),
        Err(problem) => return Outcome::found(vec![found(&problem)]),
    }
    if context.site.cancel.is_requested() {
        return Outcome::of(Status::Interrupted);
    }
    let checks = checks.ended().into_iter();
    let problems = checks.filter_map(|it| Some(format!("\"{}\": {}", it.name, it.problem?)));
    Outcome::found(problems.map(|problem| found(&problem)).collect())
}

/// Where a system answers.
fn url(context: &Context<'_>, test: &dyn SmokeTest) -> Result<String, String> {
    let outputs = lock(&context.outputs).clone();
    let url = test.url(&outputs)?;
    let Aws::Local(endpoint) = context.options.aws else {
        return Ok(url.to_owned());
    };
    let environment = context.options.environment;
    let inspector = Inspector::new(endpoint, &environment.account, &environment.region);
    let local = inspector.invoke_url(url);
    local.ok_or_else(|| format!("`{url}` is no address of API Gateway"))
}

/// Whether the functions run: a local AWS runs them on this machine, for which a release may not be.
fn can_run(context: &Context<'_>) -> bool {
    let here = Architecture::of_this_machine();
    let here = here.map(Architecture::as_str);
    let artifacts = lock(&context.artifacts);
    let is_foreign = |it: &run::Artifact| it.architecture.as_deref() != here;
    let is_lame = *context.options.aws != Aws::Real && artifacts.values().any(is_foreign);
    if is_lame {
        let note = "the functions are for another machine than this one: the local AWS cannot run them, and nobody tries out what was deployed";
        lock(&context.notes).push(note.to_owned());
    }
    !is_lame
}
