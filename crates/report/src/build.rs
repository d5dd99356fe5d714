//! The result of `cargo xtask build`.

use std::time::Duration;

use artifact::{Artifact, FOLDER, Manifest, Report};
use comfy_table::CellAlignment;
use serde::Serialize;

use crate::json::FindingJson;
use crate::{Style, summary, table};

#[derive(Serialize)]
struct BuildJson<'a> {
    ok: bool,
    #[serde(flatten)]
    manifest: &'a Manifest,
    findings: Vec<FindingJson<'a>>,
}

/// The manifest, and what is wrong, as a value to serialise.
pub fn build_json(report: &Report) -> impl Serialize + '_ {
    BuildJson {
        ok: report.is_ok(),
        manifest: &report.manifest,
        findings: report.findings.iter().map(FindingJson::from).collect(),
    }
}

/// A table of what was built, and a closing line.
pub fn build_text(report: &Report, elapsed: Duration, style: Style) -> String {
    let closing = closing(report, elapsed);
    if report.built.is_empty() {
        return closing;
    }
    let table = artifacts_table(report.artifacts(), style);
    format!("{table}\n\n{closing}")
}

/// A table of zips, without a newline at its end.
pub(crate) fn artifacts_table<'a>(
    artifacts: impl Iterator<Item = &'a Artifact>,
    style: Style,
) -> String {
    let header = ["LAMBDA", "ARCH", "ZIP", "EXECUTABLE", "SHA-256"];
    let mut table = table(style, &header, &[]);
    for artifact in artifacts {
        table.add_row(row(artifact));
    }
    for column in table.column_iter_mut().skip(2).take(2) {
        column.set_cell_alignment(CellAlignment::Right);
    }
    table.trim_fmt()
}

fn row(artifact: &Artifact) -> [String; 5] {
    [
        artifact.name.clone(),
        artifact.architecture.as_str().to_owned(),
        size(artifact.size),
        size(artifact.executable_size),
        artifact.sha256.chars().take(12).collect(),
    ]
}

fn closing(report: &Report, elapsed: Duration) -> String {
    let (findings, seconds) = (summary(&report.findings), elapsed.as_secs_f64());
    let what = match report.built.len() {
        _ if !report.is_ok() => "failed: nothing was built".to_owned(),
        0 => {
            return "there are no Lambdas: no package below `lambdas/<system>/` has a binary\n"
                .to_owned();
        }
        1 => format!("everything is fine: 1 Lambda is in {FOLDER}"),
        count => format!("everything is fine: {count} Lambdas are in {FOLDER}"),
    };
    format!("{what}, {findings}, {seconds:.1} s\n")
}

/// `418 kB`, `2.26 MB`.
pub(crate) fn size(bytes: u64) -> String {
    if bytes < 1_000_000 {
        return format!("{} kB", bytes.div_ceil(1000));
    }
    let hundredths = (bytes + 5_000) / 10_000;
    format!("{}.{:02} MB", hundredths / 100, hundredths % 100)
}

#[cfg(test)]
mod tests {
    use super::size;

    #[test]
    fn sizes_have_two_or_three_digits_that_count() {
        for (bytes, expected) in [
            (0, "0 kB"),
            (1, "1 kB"),
            (417_001, "418 kB"),
            (999_999, "1000 kB"),
            (1_000_000, "1.00 MB"),
            (2_264_999, "2.26 MB"),
            (10_045_000, "10.05 MB"),
        ] {
            assert_eq!(size(bytes), expected);
        }
    }
}
