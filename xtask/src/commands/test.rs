//! `cargo xtask test`.

use std::process::Command;

use anyhow::Context;

use crate::cli::TestArguments;
use crate::exit::Exit;
use crate::progress::Progress;
use crate::{interrupt, repository, screen, work};

pub(crate) fn run(arguments: &TestArguments) -> anyhow::Result<Exit> {
    let cancel = interrupt::cancel_on_signals()?;
    let (estate, _) = repository::load_quietly()?;
    let rust = cargo_test(&estate.root)?;
    if cancel.is_requested() {
        return Ok(Exit::Interrupted);
    }
    let work_dir = work::take(&estate.root, "test", &cancel)?;
    let progress = Progress::new();
    let settings = arguments.terraform.settings();
    let jobs = work::default_jobs();
    let tests = verify::test_modules(&estate, &settings, jobs, &work_dir, &cancel, &progress);
    progress.finish();
    let findings = report::findings_text(&tests.findings, &estate.root, screen::stderr_style());
    screen::complain(&findings);
    screen::print(&closing_line(&tests))?;
    Ok(if cancel.is_requested() {
        Exit::Interrupted
    } else if rust && tests.is_ok() {
        Exit::Fine
    } else {
        Exit::Findings
    })
}

/// `modules: 40 passed, 0 failed`. A module whose tests could not be run counts as one failure.
fn closing_line(report: &verify::Report) -> String {
    let tests = || report.steps.iter().filter_map(|result| result.tests);
    let passed: usize = tests().map(|tests| tests.passed).sum();
    let failed: usize = tests().map(|tests| tests.failed).sum();
    let not_run = report
        .steps
        .iter()
        .filter(|result| result.step.kind == verify::StepKind::Test && result.tests.is_none());
    format!(
        "modules: {passed} passed, {} failed\n",
        failed + not_run.count()
    )
}

/// All tests of the workspace, with their output passed through. Whether they passed.
fn cargo_test(root: &camino::Utf8Path) -> anyhow::Result<bool> {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let status = Command::new(cargo)
        .current_dir(root)
        .args(["test", "--workspace", "--locked", "--no-fail-fast"])
        .status()
        .context("cannot run `cargo test`")?;
    Ok(status.success())
}
