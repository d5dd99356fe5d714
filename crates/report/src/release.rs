//! The results of `cargo xtask package` and `verify-release`.

use std::time::Duration;

use camino::Utf8Path;
use finding::Finding;
use release::{FileEntry, Form, Packaged, Verified};
use serde::Serialize;

use crate::build::{artifacts_table, size};
use crate::json::FindingJson;
use crate::{Style, summary};

#[derive(Serialize)]
struct ReleaseJson<'a> {
    ok: bool,
    /// `null` where nothing was made.
    path: Option<&'a Utf8Path>,
    /// The SHA-256 of `release.json`.
    sha256: Option<&'a str>,
    /// What stands in it.
    release: Option<&'a Form>,
    findings: Vec<FindingJson<'a>>,
}

/// What was made, and what is wrong, as a value to serialise.
pub fn package_json(packaged: &Packaged) -> impl Serialize + '_ {
    let made = packaged.made.as_ref();
    ReleaseJson {
        ok: made.is_some(),
        path: made.map(|made| made.path.as_path()),
        sha256: made.map(|made| made.sha256.as_str()),
        release: made.map(|made| &made.form),
        findings: json(&packaged.findings),
    }
}

/// What a release is, and what is wrong with it, as a value to serialise.
pub fn verify_release_json<'a>(verified: &'a Verified, path: &'a Utf8Path) -> impl Serialize + 'a {
    let form = verified.form.as_ref();
    ReleaseJson {
        ok: verified.findings.is_empty(),
        path: Some(path),
        sha256: form.map(|_| verified.sha256.as_str()),
        release: form,
        findings: json(&verified.findings),
    }
}

fn json(findings: &[Finding]) -> Vec<FindingJson<'_>> {
    findings.iter().map(FindingJson::from).collect()
}

/// A table of the Lambdas in a release that was made, and closing lines.
pub fn package_text(packaged: &Packaged, elapsed: Duration, style: Style) -> String {
    let (findings, seconds) = (summary(&packaged.findings), elapsed.as_secs_f64());
    let Some(made) = &packaged.made else {
        return format!("failed: no release was made, {findings}, {seconds:.1} s\n");
    };
    let table = artifacts_table(made.manifest.artifacts.iter(), style);
    let (about, path) = (about(&made.form, &made.sha256), &made.path);
    format!("{table}\n\n{about}everything is fine: it is in {path}, {findings}, {seconds:.1} s\n")
}

/// What a release is, and whether it is as it was made.
pub fn verify_release_text(verified: &Verified, path: &Utf8Path) -> String {
    let form = verified.form.as_ref();
    let about = form.map(|form| about(form, &verified.sha256));
    let verdict = match verified.findings.as_slice() {
        [] => format!("everything is fine: {path} is as it was made"),
        findings => format!(
            "failed: {path} is not as it was made, {}",
            summary(findings)
        ),
    };
    format!("{}{verdict}\n", about.unwrap_or_default())
}

fn about(form: &Form, sha256: &str) -> String {
    let bytes: u64 = form.files.iter().map(|file: &FileEntry| file.size).sum();
    let (name, commit, time) = (&form.name, &form.commit, &form.commit_time);
    format!(
        "release {name}: {} files, {}\ncommit  {commit} of {time}\nsha256  {sha256} (release.json)\n",
        form.files.len(),
        size(bytes),
    )
}
