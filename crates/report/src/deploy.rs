//! The results of `plan`, `deploy`, `destroy`, `drift` and `outputs`.

use std::collections::BTreeMap;
use std::time::Duration;

use deployment::{Plan, Report, Review};
use run::{Status, StepKind, StepResult};
use serde::Serialize;
use serde_json::Value;
use terraform::OutputValue;

use crate::json::{FindingJson, StepJson};
use crate::{Style, summary, table};

#[derive(Serialize)]
struct ReportJson<'a> {
    ok: bool,
    env: &'a str,
    steps: Vec<StepJson<'a>>,
    stacks: Vec<StackJson<'a>>,
    outputs: BTreeMap<&'a str, BTreeMap<&'a str, Value>>,
    findings: Vec<FindingJson<'a>>,
}

#[derive(Serialize)]
struct StackJson<'a> {
    stack: String,
    /// Whether there is a plan; `false` for one that is made once its producers are applied.
    planned: bool,
    /// The producers that come first.
    after: Vec<String>,
    resources: Vec<ResourceJson<'a>>,
    outputs: Vec<OutputJson<'a>>,
}

#[derive(Serialize)]
struct ResourceJson<'a> {
    address: &'a str,
    action: &'static str,
    attributes: &'a [String],
    stateful: bool,
}

#[derive(Serialize)]
struct OutputJson<'a> {
    name: &'a str,
    action: &'static str,
    readers: Vec<String>,
}

/// The report as a value to serialise.
pub fn deploy_json(report: &Report) -> impl Serialize + '_ {
    let outputs = report.outputs.iter();
    let outputs = outputs.map(|(stack, outputs)| {
        let shown = outputs.iter().map(|(name, it)| (name.as_str(), shown(it)));
        (stack.as_str(), shown.collect())
    });
    ReportJson {
        ok: report.is_ok(),
        env: &report.env,
        steps: report.steps.iter().map(StepJson::from).collect(),
        stacks: report.reviews.iter().map(stack_json).collect(),
        outputs: outputs.collect(),
        findings: report.findings.iter().map(FindingJson::from).collect(),
    }
}

fn stack_json(review: &Review) -> StackJson<'_> {
    let plan = review.plan.as_ref();
    let resources = plan.into_iter().flat_map(|plan: &Plan| &plan.resources);
    let outputs = plan.into_iter().flat_map(|plan: &Plan| &plan.outputs);
    StackJson {
        stack: review.stack.to_string(),
        planned: plan.is_some(),
        after: review.after.iter().map(ToString::to_string).collect(),
        resources: resources
            .map(|resource| ResourceJson {
                address: &resource.address,
                action: resource.action.as_str(),
                attributes: &resource.attributes,
                stateful: resource.is_stateful,
            })
            .collect(),
        outputs: outputs
            .map(|output| OutputJson {
                name: &output.name,
                action: output.action.as_str(),
                readers: output.readers.iter().map(ToString::to_string).collect(),
            })
            .collect(),
    }
}

/// The value of an output, unless that is sensitive.
fn shown(output: &OutputValue) -> Value {
    if output.sensitive {
        Value::String("(sensitive)".to_owned())
    } else {
        output.value.clone()
    }
}

/// A table of what was done with each stack, and a closing line.
pub fn deploy_text(report: &Report, done: &str, elapsed: Duration, style: Style) -> String {
    let kinds = [StepKind::Apply, StepKind::Destroy, StepKind::Drift];
    let steps = report.steps.iter();
    let steps = steps.filter(|result| kinds.contains(&result.step.kind));
    let mut table = table(style, &["STACK", "STATUS", "CHANGES", "TOOK"], &[]);
    for result in steps {
        let stack = result.step.subject.clone().unwrap_or_default();
        let took = format!("{:.1}s", result.elapsed.as_secs_f64());
        let status = result.status.as_str().to_owned();
        table.add_row([stack, status, changes(result), took]);
    }
    let rows = match table.row_count() {
        0 => String::new(),
        _ => format!("{}\n\n", table.trim_fmt()),
    };
    format!("{rows}{}", closing(report, done, elapsed))
}

fn changes(result: &StepResult) -> String {
    match (result.status, result.changes) {
        (Status::Ok, Some(it)) if it == terraform::Changes::default() => "none".to_owned(),
        (Status::Ok, Some(it)) => format!("+{} ~{} -{}", it.add, it.change, it.destroy),
        _ => "-".to_owned(),
    }
}

pub(crate) fn closing(report: &Report, done: &str, elapsed: Duration) -> String {
    let verdict = if report.is_interrupted() {
        "interrupted"
    } else if report.is_refused() {
        "refused"
    } else if !report.is_ok() {
        "failed"
    } else if !report.reviews.is_empty() && report.is_empty() {
        "up to date: nothing to do"
    } else {
        done
    };
    let (env, findings) = (&report.env, summary(&report.findings));
    let seconds = elapsed.as_secs_f64();
    format!("{verdict}: {env}, {findings}, {seconds:.1} s\n")
}

/// The outputs of each stack: `product/infrastructure  table_name = "products"`.
pub fn outputs_text(report: &Report) -> String {
    let lines = report.outputs.iter().flat_map(|(stack, outputs)| {
        let lines = outputs.iter();
        lines.map(move |(name, output)| {
            let value = match shown(output) {
                Value::String(text) if output.sensitive => text,
                value => value.to_string(),
            };
            format!("{stack}  {name} = {value}\n")
        })
    });
    lines.collect()
}
