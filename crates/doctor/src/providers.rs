//! Terraform itself, and where its providers come from.

use terraform::{MINIMUM, ProviderSource, Ready, Toolchain};

use crate::row::{Group, Row, Status};

/// A row for terraform and one for each provider, or for what keeps them from being known.
pub(crate) fn rows(toolchain: &Toolchain) -> Vec<Row> {
    let mut rows = Vec::new();
    if let Some(binary) = &toolchain.binary {
        rows.push(Row {
            found: binary.version.to_string(),
            ..terraform_row(Status::Ok)
        });
    }
    if let Some(ready) = &toolchain.ready {
        rows.extend(provider_rows(ready));
    }
    for finding in &toolchain.findings {
        let row = match finding.code {
            finding::Code::ToolMissing => terraform_row(Status::Missing),
            finding::Code::ToolTooOld => terraform_row(Status::Outdated),
            _ => provider_row("providers", Status::Failed),
        };
        rows.push(Row {
            found: finding.message.clone(),
            fix: finding.hint.clone(),
            ..row
        });
    }
    rows
}

fn terraform_row(status: Status) -> Row {
    Row {
        group: Group::Tools,
        check: "terraform".to_owned(),
        status,
        found: String::new(),
        needed: format!("{MINIMUM} or newer"),
        fix: None,
    }
}

fn provider_row(check: &str, status: Status) -> Row {
    Row {
        group: Group::Providers,
        check: check.to_owned(),
        status,
        found: String::new(),
        needed: String::new(),
        fix: None,
    }
}

fn provider_rows(ready: &Ready) -> Vec<Row> {
    let rows = ready.providers.iter().map(|located| {
        let found = match &located.source {
            ProviderSource::Mirror { dir, found_by } => {
                format!("from the mirror {dir} ({found_by})")
            }
            ProviderSource::Direct => format!("from its registry, {}", located.address.host),
        };
        let address = &located.address;
        let mut row = provider_row(
            &format!("{}/{}", address.namespace, address.name),
            Status::Ok,
        );
        row.found = found;
        let locked = ready
            .locked
            .iter()
            .filter(|locked| locked.address == *address);
        let mut versions: Vec<String> = locked.map(|locked| locked.version.to_string()).collect();
        versions.sort();
        versions.dedup();
        row.needed = versions.join(", ");
        row
    });
    rows.collect()
}
