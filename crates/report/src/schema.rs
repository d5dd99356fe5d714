//! The result of `cargo xtask schema record`.

use provider_schema::{Recording, Report};
use serde::Serialize;

use crate::build::size;
use crate::json::FindingJson;
use crate::summary;

#[derive(Serialize)]
struct SchemaJson<'a> {
    ok: bool,
    records: Vec<RecordJson<'a>>,
    findings: Vec<FindingJson<'a>>,
}

#[derive(Serialize)]
struct RecordJson<'a> {
    provider: &'a str,
    version: &'a str,
    file: &'a str,
    schema_file: &'a str,
    schema_bytes: u64,
    written: bool,
}

/// The records, and what is wrong, as a value to serialise.
pub fn schema_json(report: &Report) -> impl Serialize + '_ {
    let records = report.recordings.iter().map(|it| RecordJson {
        provider: &it.address,
        version: &it.version,
        file: it.files.json.as_str(),
        schema_file: it.files.schema.as_str(),
        schema_bytes: it.size,
        written: it.written,
    });
    SchemaJson {
        ok: is_ok(report),
        records: records.collect(),
        findings: report.findings.iter().map(FindingJson::from).collect(),
    }
}

/// A line for each record, and a closing one.
pub fn schema_text(report: &Report) -> String {
    let lines: String = report.recordings.iter().map(line).collect();
    let what = match report.recordings.len() {
        _ if !is_ok(report) => "failed".to_owned(),
        0 => "nothing to record: no stack locks a provider".to_owned(),
        1 => "1 provider's schema is recorded".to_owned(),
        count => format!("the schemas of {count} providers are recorded"),
    };
    format!("{lines}{what}, {}\n", summary(&report.findings))
}

fn is_ok(report: &Report) -> bool {
    !report.findings.iter().any(finding::Finding::is_error)
}

fn line(recording: &Recording) -> String {
    let Recording {
        address,
        version,
        files,
        size: bytes,
        written,
    } = recording;
    let (files, size) = (format!("{} and {}", files.json, files.schema), size(*bytes));
    if *written {
        format!("wrote {files} ({size}): {address} {version}\n")
    } else {
        format!("up to date: {files} ({size}): {address} {version}\n")
    }
}

#[cfg(test)]
mod tests {
    use provider_schema::Files;

    use super::*;

    #[test]
    fn each_record_has_a_line_and_the_whole_a_closing_one() {
        let aws = "registry.terraform.io/hashicorp/aws";
        let recording = |written| Recording {
            address: aws.to_owned(),
            version: "5.100.0".to_owned(),
            files: Files::of(aws),
            size: 191_000,
            written,
        };
        let mut report = Report::default();
        assert_eq!(
            schema_text(&report),
            "nothing to record: no stack locks a provider, no findings\n"
        );
        report.recordings = vec![recording(true), recording(false)];
        similar_asserts::assert_eq!(
            schema_text(&report),
            "\
wrote schemas/hashicorp/aws.json and schemas/hashicorp/aws.pb.br (191 kB): \
registry.terraform.io/hashicorp/aws 5.100.0
up to date: schemas/hashicorp/aws.json and schemas/hashicorp/aws.pb.br (191 kB): \
registry.terraform.io/hashicorp/aws 5.100.0
the schemas of 2 providers are recorded, no findings
"
        );
    }
}
