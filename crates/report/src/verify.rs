//! The result of `cargo xtask verify`.

use std::collections::BTreeMap;
use std::time::Duration;

use comfy_table::CellAlignment;
use run::{Status, StepKind, StepResult};
use serde::Serialize;
use verify::Report;

use crate::json::FindingJson;
use crate::markdown::run_markdown;
use crate::{Style, summary, table};

#[derive(Serialize)]
struct ReportJson<'a> {
    ok: bool,
    steps: Vec<StepJson<'a>>,
    findings: Vec<FindingJson<'a>>,
}

#[derive(Serialize)]
struct StepJson<'a> {
    stack: Option<&'a str>,
    env: Option<&'a str>,
    step: &'static str,
    status: &'static str,
    /// Wall time, to the millisecond.
    seconds: f64,
    /// Whether it was fine before, and not done because nothing has changed since.
    unchanged: bool,
    /// Whether its plan was applied to a simulated AWS.
    simulated: bool,
    /// Whether the recorded schema of a provider stood in for the provider.
    recorded: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    changes: Option<ChangesJson>,
}

#[derive(Serialize)]
struct ChangesJson {
    add: usize,
    change: usize,
    destroy: usize,
}

/// The report as a value to serialise. `changes` is there for plans that succeeded.
pub fn verify_json(report: &Report) -> impl Serialize + '_ {
    let steps = report.steps.iter().map(|result| StepJson {
        stack: result.step.subject.as_deref(),
        env: result.step.env.as_deref(),
        step: result.step.kind.as_str(),
        status: result.status.as_str(),
        seconds: (result.elapsed.as_secs_f64() * 1000.0).round() / 1000.0,
        unchanged: result.unchanged,
        simulated: result.simulated,
        recorded: result.recorded,
        changes: result.changes.map(|changes| ChangesJson {
            add: changes.add,
            change: changes.change,
            destroy: changes.destroy,
        }),
    });
    ReportJson {
        ok: report.is_ok(),
        steps: steps.collect(),
        findings: report.findings.iter().map(FindingJson::from).collect(),
    }
}

/// A table of stacks and environments with what each plan would do, and a closing line.
pub fn verify_text(report: &Report, elapsed: Duration, style: Style) -> String {
    let plans = plans(report);
    let envs = environments(report);
    let mut text = String::new();
    if !plans.is_empty() {
        let header: Vec<&str> = ["STACK", "INIT", "VALIDATE"]
            .into_iter()
            .chain(envs.iter().copied())
            .collect();
        let mut table = table(style, &header, &[]);
        for subject in subjects(report) {
            let once = |kind| once(report, subject, kind);
            let mut row = vec![
                subject.to_owned(),
                once(StepKind::Init),
                once(StepKind::Validate),
            ];
            let plan = |env| plans.get(subject).and_then(|plans| plans.get(env));
            row.extend(
                envs.iter()
                    .map(|env| plan(env).map_or("-".to_owned(), |it| plan_text(it))),
            );
            table.add_row(row);
        }
        for column in table.column_iter_mut().skip(1) {
            column.set_cell_alignment(CellAlignment::Right);
        }
        text = format!("{}\n\n", table.trim_fmt());
    }
    text + &closing(report, elapsed)
}

/// The plans and what went wrong as Markdown.
pub fn verify_markdown(report: &Report, elapsed: Duration) -> String {
    let closing = closing(report, elapsed);
    let is_plan = |result: &StepResult| result.step.kind == StepKind::Plan;
    run_markdown("verify", &closing, &report.steps, is_plan, &report.findings)
}

fn closing(report: &Report, elapsed: Duration) -> String {
    let steps = report.steps.iter();
    let all = steps.filter(|result| result.step.kind == StepKind::Plan);
    let all = all.count();
    let steps = report.steps.iter();
    let made: Vec<_> = steps.filter(|result| result.changes.is_some()).collect();
    let seconds = elapsed.as_secs_f64();
    let verdict = if report.is_interrupted() {
        "interrupted"
    } else if report.is_ok() {
        "everything is fine"
    } else if all == 0 {
        "nothing was planned"
    } else {
        "failed"
    };
    let findings = summary(&report.findings);
    let (count, how) = (made.len(), how_made(&made));
    format!("{verdict}: {count} of {all} plans made{how}, {findings}, {seconds:.1} s\n")
}

/// What was done with the plans, and how many were not made again.
fn how_made(made: &[&StepResult]) -> String {
    let count = |is: fn(&StepResult) -> bool| made.iter().filter(|it| is(it)).count();
    let simulated = match count(|it| it.simulated) {
        0 => String::new(),
        all if all == made.len() => " and applied to a simulated AWS".to_owned(),
        some => format!(" and {some} of them applied to a simulated AWS"),
    };
    let recorded = match count(|it| it.recorded) {
        0 => String::new(),
        all if all == made.len() => ", without the providers by their recorded schemas".to_owned(),
        some => format!(", {some} of them by recorded schemas"),
    };
    match count(|it| it.unchanged) {
        0 => format!("{simulated}{recorded}"),
        same => format!("{simulated}{recorded}, {same} of them unchanged"),
    }
}

/// Plans by stack and environment.
fn plans(report: &Report) -> BTreeMap<&str, BTreeMap<&str, &StepResult>> {
    let mut plans: BTreeMap<&str, BTreeMap<&str, &StepResult>> = BTreeMap::new();
    for result in &report.steps {
        if let (Some(subject), Some(env)) = (&result.step.subject, &result.step.env) {
            plans.entry(subject).or_default().insert(env, result);
        }
    }
    plans
}

/// The environments in the order of their steps.
fn environments(report: &Report) -> Vec<&str> {
    let mut envs: Vec<&str> = Vec::new();
    for env in report
        .steps
        .iter()
        .filter_map(|result| result.step.env.as_deref())
    {
        if !envs.contains(&env) {
            envs.push(env);
        }
    }
    envs
}

/// The stacks in the order of their steps.
fn subjects(report: &Report) -> Vec<&str> {
    let inits = report
        .steps
        .iter()
        .filter(|result| result.step.kind == StepKind::Init);
    inits
        .filter_map(|result| result.step.subject.as_deref())
        .collect()
}

fn once(report: &Report, subject: &str, kind: StepKind) -> String {
    let result = report
        .steps
        .iter()
        .find(|it| it.step.kind == kind && it.step.subject.as_deref() == Some(subject));
    result.map_or_else(
        || "-".to_owned(),
        |result| match result.status {
            Status::Ok => time(result),
            status => status.as_str().to_owned(),
        },
    )
}

/// `+41 ~0 -0 5.3s`, or why there is no plan.
fn plan_text(result: &StepResult) -> String {
    let Some(changes) = result.changes else {
        return result.status.as_str().to_owned();
    };
    let (add, change, destroy) = (changes.add, changes.change, changes.destroy);
    let only = if result.simulated { "" } else { "plan only " };
    format!("{only}+{add} ~{change} -{destroy} {}", time(result))
}

/// How long it took, or that it was not done again; and whether a provider was missing.
fn time(result: &StepResult) -> String {
    let recorded = if result.recorded { "recorded " } else { "" };
    if result.unchanged {
        "same".to_owned()
    } else {
        format!("{recorded}{:.1}s", result.elapsed.as_secs_f64())
    }
}
