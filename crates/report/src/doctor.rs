//! The result of `cargo xtask doctor`.

use doctor::{Diagnosis, Row};
use serde::Serialize;

use crate::{Style, table};

#[derive(Serialize)]
struct DiagnosisJson<'a> {
    ok: bool,
    rows: &'a [Row],
}

/// The rows as a value to serialise.
pub fn doctor_json(diagnosis: &Diagnosis) -> impl Serialize + '_ {
    DiagnosisJson {
        ok: diagnosis.is_ok(),
        rows: &diagnosis.rows,
    }
}

/// A table, a group a section, and below it what mends each row that is not as it should be.
pub fn doctor_text(diagnosis: &Diagnosis, style: Style) -> String {
    let mut table = table(
        style,
        &["", "CHECK", "FOUND", "NEEDED"],
        &["FOUND", "NEEDED"],
    );
    let mut group = None;
    for row in &diagnosis.rows {
        if group != Some(row.group) {
            group = Some(row.group);
            table.add_row(["", row.group.title(), "", ""]);
        }
        table.add_row([
            row.status.as_str(),
            &format!("  {}", row.check),
            &row.found,
            &row.needed,
        ]);
    }
    let fixes = diagnosis
        .rows
        .iter()
        .filter(|row| row.status.is_bad())
        .filter_map(fix);
    let fixes: String = fixes.collect();
    let verdict = if diagnosis.is_ok() {
        "everything needed is there"
    } else {
        "something is amiss"
    };
    if fixes.is_empty() {
        return format!("{}\n\n{verdict}\n", table.trim_fmt());
    }
    format!("{}\n\nWhat to do:\n{fixes}\n{verdict}\n", table.trim_fmt())
}

fn fix(row: &Row) -> Option<String> {
    let fix = row.fix.as_ref()?;
    Some(format!("  {}: {fix}\n", row.check))
}
