//! The result of `status`: what each stack was last changed by.

use deployment::{Deployed, Report};
use run::Record;
use serde::Serialize;

use crate::json::FindingJson;
use crate::{Style, summary, table};

#[derive(Serialize)]
struct StatusJson<'a> {
    ok: bool,
    env: &'a str,
    stacks: Vec<StackJson<'a>>,
    findings: Vec<FindingJson<'a>>,
}

#[derive(Serialize)]
struct StackJson<'a> {
    stack: &'a str,
    /// Whether its state holds anything.
    deployed: bool,
    /// What it was last changed by; null where that was not `cargo xtask deploy`.
    deployment: Option<&'a Record>,
}

/// The report as a value to serialise.
pub fn status_json(report: &Report) -> impl Serialize + '_ {
    StatusJson {
        ok: report.is_ok(),
        env: &report.env,
        stacks: stacks(report),
        findings: report.findings.iter().map(FindingJson::from).collect(),
    }
}

fn stacks(report: &Report) -> Vec<StackJson<'_>> {
    let stacks = report.deployed.iter().map(|(stack, deployed)| StackJson {
        stack,
        deployed: *deployed != Deployed::Not,
        deployment: match deployed {
            Deployed::By(record) => Some(record),
            Deployed::Not | Deployed::ByOthers => None,
        },
    });
    stacks.collect()
}

/// A table of the stacks, and a closing line.
pub fn status_text(report: &Report, style: Style) -> String {
    let mut table = table(style, &["STACK", "RELEASE", "COMMIT", "WHEN", "BY"], &[]);
    let stacks = stacks(report);
    let deployed = stacks.iter().filter(|it| it.deployed).count();
    for it in &stacks {
        let stack = it.stack.to_owned();
        let none = || "-".to_owned();
        table.add_row(match &it.deployment {
            Some(record) => [
                stack,
                record.release.clone().unwrap_or_else(none),
                record.commit.as_deref().map_or_else(none, short),
                record.at.clone(),
                record.by.clone(),
            ],
            None if it.deployed => [stack, none(), none(), none(), "not by xtask".to_owned()],
            None => [stack, none(), none(), none(), "not deployed".to_owned()],
        });
    }
    let (env, all, findings) = (&report.env, stacks.len(), summary(&report.findings));
    let rows = match table.row_count() {
        0 => String::new(),
        _ => format!("{}\n\n", table.trim_fmt()),
    };
    format!("{rows}{env}: {deployed} of {all} stacks deployed, {findings}\n")
}

/// A commit in twelve digits, and whether files differed.
fn short(commit: &str) -> String {
    let (id, rest) = commit.split_once('-').unwrap_or((commit, ""));
    let id: String = id.chars().take(12).collect();
    if rest.is_empty() {
        id
    } else {
        format!("{id}-{rest}")
    }
}
