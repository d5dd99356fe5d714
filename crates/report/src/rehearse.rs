//! The result of `cargo xtask rehearse`.

use std::time::Duration;

use comfy_table::CellAlignment;
use rehearsal::{Check, Report};
use run::{Status, StepKind, StepResult};
use serde::Serialize;

use crate::json::{FindingJson, StepJson, seconds};
use crate::markdown::run_markdown;
use crate::{Style, summary, table};

#[derive(Serialize)]
struct ReportJson<'a> {
    ok: bool,
    env: &'a str,
    steps: Vec<StepJson<'a>>,
    smoke: Vec<CheckJson<'a>>,
    findings: Vec<FindingJson<'a>>,
}

#[derive(Serialize)]
struct CheckJson<'a> {
    system: &'a str,
    name: &'a str,
    status: &'static str,
    seconds: f64,
}

/// The report as a value to serialise.
pub fn rehearse_json(report: &Report) -> impl Serialize + '_ {
    let smoke = report.smoke.iter().map(|check| CheckJson {
        system: &check.system,
        name: &check.name,
        status: check.status.as_str(),
        seconds: seconds(check.elapsed),
    });
    ReportJson {
        ok: report.is_ok(),
        env: &report.env,
        steps: report.steps.iter().map(StepJson::from).collect(),
        smoke: smoke.collect(),
        findings: report.findings.iter().map(FindingJson::from).collect(),
    }
}

/// A table of what each step of each stack took, what was done once, what was tried out, and a closing
/// line.
pub fn rehearse_text(report: &Report, elapsed: Duration, style: Style) -> String {
    let tables = [
        stacks_table(report, style),
        once_table(report, style),
        smoke_table(report, style),
    ];
    let tables: String = tables.into_iter().flatten().collect();
    tables + &closing(report, elapsed)
}

/// The columns of the stacks' table.
const COLUMNS: [(&str, StepKind); 6] = [
    ("INIT", StepKind::Init),
    ("APPLY", StepKind::Apply),
    ("OUTPUTS", StepKind::Outputs),
    ("SECOND PLAN", StepKind::Replan),
    ("UNPROTECT", StepKind::Unprotect),
    ("DESTROY", StepKind::Destroy),
];

fn stacks_table(report: &Report, style: Style) -> Option<String> {
    let is_there = |kind| report.steps.iter().any(|it| it.step.kind == kind);
    let columns: Vec<_> = COLUMNS
        .into_iter()
        .filter(|(_, kind)| is_there(*kind))
        .collect();
    let stacks: Vec<&str> = report
        .steps
        .iter()
        .filter(|it| it.step.kind == StepKind::Init)
        .filter_map(|it| it.step.subject.as_deref())
        .collect();
    if stacks.is_empty() {
        return None;
    }
    let header: Vec<&str> = std::iter::once("STACK")
        .chain(columns.iter().map(|(name, _)| *name))
        .collect();
    let mut table = table(style, &header, &[]);
    for stack in stacks {
        let cells = columns.iter().map(|(_, kind)| cell(report, stack, *kind));
        table.add_row(std::iter::once(stack.to_owned()).chain(cells));
    }
    for column in table.column_iter_mut().skip(1) {
        column.set_cell_alignment(CellAlignment::Right);
    }
    Some(format!("{}\n\n", table.trim_fmt()))
}

/// `+41 67.3s`, how it failed, or nothing where the stack has no such step.
fn cell(report: &Report, stack: &str, kind: StepKind) -> String {
    let is_it = |result: &&StepResult| {
        result.step.kind == kind && result.step.subject.as_deref() == Some(stack)
    };
    let Some(result) = report.steps.iter().find(is_it) else {
        return "-".to_owned();
    };
    if result.status != Status::Ok {
        return result.status.as_str().to_owned();
    }
    let took = format!("{:.1}s", result.elapsed.as_secs_f64());
    match (kind, result.changes) {
        (StepKind::Apply, Some(changes)) => format!("+{} {took}", changes.add),
        (StepKind::Destroy, Some(changes)) => format!("-{} {took}", changes.destroy),
        _ => took,
    }
}

fn once_table(report: &Report, style: Style) -> Option<String> {
    let once = report.steps.iter().filter(|it| it.step.subject.is_none());
    let rows = once.map(|it| (it.step.kind.as_str().to_owned(), it.status, it.elapsed));
    rows_table(style, "ONCE", rows)
}

fn smoke_table(report: &Report, style: Style) -> Option<String> {
    let row = |check: &Check| {
        let name = format!("{}: {}", check.system, check.name);
        (name, check.status, check.elapsed)
    };
    rows_table(style, "SMOKE TEST", report.smoke.iter().map(row))
}

fn rows_table(
    style: Style,
    title: &str,
    rows: impl Iterator<Item = (String, Status, Duration)>,
) -> Option<String> {
    let mut table = table(style, &[title, "STATUS", "TOOK"], &[]);
    for (name, status, elapsed) in rows {
        let took = format!("{:.1}s", elapsed.as_secs_f64());
        table.add_row([name, status.as_str().to_owned(), took]);
    }
    if table.row_count() == 0 {
        return None;
    }
    if let Some(column) = table.column_mut(2) {
        column.set_cell_alignment(CellAlignment::Right);
    }
    Some(format!("{}\n\n", table.trim_fmt()))
}

/// What was applied and destroyed, and what went wrong, as Markdown.
pub fn rehearse_markdown(report: &Report, elapsed: Duration) -> String {
    let title = format!("rehearse {}", report.env);
    let closing = closing(report, elapsed);
    let kinds = [StepKind::Apply, StepKind::Smoke, StepKind::Destroy];
    let is_shown = |result: &StepResult| kinds.contains(&result.step.kind);
    run_markdown(&title, &closing, &report.steps, is_shown, &report.findings)
}

fn closing(report: &Report, elapsed: Duration) -> String {
    let verdict = if report.is_interrupted() {
        "interrupted"
    } else if report.is_ok() {
        "everything is fine"
    } else {
        "failed"
    };
    let applied = report
        .steps
        .iter()
        .filter(|it| it.step.kind == StepKind::Apply && it.status == Status::Ok)
        .count();
    let passed = report
        .smoke
        .iter()
        .filter(|check| check.status == Status::Ok)
        .count();
    let (env, checks) = (&report.env, report.smoke.len());
    let findings = summary(&report.findings);
    let seconds = elapsed.as_secs_f64();
    format!(
        "{verdict}: {env}, {applied} stacks applied, {passed} of {checks} smoke checks passed, {findings}, {seconds:.1} s\n"
    )
}

#[cfg(test)]
mod tests {
    use finding::{Code, Finding};
    use run::Step;
    use serde_json::json;

    use super::*;

    #[test]
    fn the_json_has_all_its_keys_and_seconds_to_the_millisecond() {
        let result = |step, millis: u64| {
            StepResult::new(step, Status::Ok, Duration::from_micros(millis * 1000 + 400))
        };
        let apply = Step {
            subject: Some("product/infrastructure".to_owned()),
            ..Step::once(StepKind::Apply)
        };
        let report = Report {
            env: "dev".to_owned(),
            steps: vec![
                result(Step::once(StepKind::LocalAws), 2500),
                result(apply, 84_617),
            ],
            smoke: vec![Check {
                system: "product".to_owned(),
                name: "create".to_owned(),
                status: Status::Failed,
                elapsed: Duration::from_millis(301),
                problem: Some("no".to_owned()),
            }],
            findings: vec![Finding::error(Code::Smoke, "no")],
            ..Report::default()
        };
        let expected = json!({
            "ok": false,
            "env": "dev",
            "steps": [
                { "stack": null, "step": "local-aws", "status": "ok", "seconds": 2.5 },
                { "stack": "product/infrastructure", "step": "apply", "status": "ok", "seconds": 84.617 },
            ],
            "smoke": [
                { "system": "product", "name": "create", "status": "failed", "seconds": 0.301 },
            ],
            "findings": [{
                "code": "smoke", "severity": "error", "stack": null, "env": null, "file": null,
                "line": null, "column": null, "message": "no", "hint": null,
            }],
        });
        let json = serde_json::to_value(rehearse_json(&report)).unwrap();
        assert_eq!(json, expected);
    }
}
