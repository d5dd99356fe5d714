//! Whether the environments' files make sense.

use camino::Utf8Path;
use estate::Estate;
use finding::Finding;

use crate::row::{Group, Row, Status};

/// A row for each sound environment, and one for each fault in the environments' files.
pub(crate) fn rows(estate: &Estate, findings: &[Finding]) -> Vec<Row> {
    let faults = findings
        .iter()
        .filter(|finding| is_about_environments(finding));
    let mut rows: Vec<Row> = faults.map(fault).collect();
    for environment in &estate.environments {
        rows.push(Row {
            group: Group::Environments,
            check: environment.name.clone(),
            status: Status::Ok,
            found: format!("account {}, {}", environment.account, environment.region),
            needed: String::new(),
            fix: None,
        });
    }
    if rows.is_empty() {
        rows.push(Row {
            group: Group::Environments,
            check: "environments".to_owned(),
            status: Status::Failed,
            found: "there is none".to_owned(),
            needed: "at least one file environments/<name>.toml".to_owned(),
            fix: Some("write environments/dev.toml as docs/environments.md shows".to_owned()),
        });
    }
    rows
}

fn is_about_environments(finding: &Finding) -> bool {
    let file = finding
        .location
        .as_ref()
        .map(|location| location.file.as_path());
    file.is_some_and(|file| {
        file.parent() == Some(Utf8Path::new("environments")) && file.extension() == Some("toml")
    })
}

fn fault(finding: &Finding) -> Row {
    let location = finding.location.as_ref();
    let place = location.map(|at| format!("{}:{}:{}", at.file, at.line, at.column));
    let place = place.unwrap_or_default();
    Row {
        group: Group::Environments,
        check: finding
            .env
            .clone()
            .unwrap_or_else(|| "environments".to_owned()),
        status: Status::Failed,
        found: format!("{place}: {}", finding.message),
        needed: String::new(),
        fix: Some(
            finding
                .hint
                .clone()
                .unwrap_or_else(|| format!("mend {place}")),
        ),
    }
}
