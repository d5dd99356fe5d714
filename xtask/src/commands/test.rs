//! `cargo xtask test`.

use camino::Utf8Path;
use process::{Cancel, CommandError, Invocation};

use crate::cli::TestArguments;
use crate::exit::Exit;
use crate::progress::Progress;
use crate::{interrupt, repository, screen, work};

pub(crate) fn run(arguments: &TestArguments) -> anyhow::Result<Exit> {
    let cancel = interrupt::cancel_on_signals()?;
    let (estate, estate_findings) = repository::load_quietly()?;
    let rust = match cargo_test(&estate.root, &cancel) {
        Ok(passed) => passed,
        Err(CommandError::Interrupted) => return Ok(Exit::Interrupted),
        Err(error) => return Err(error.into()),
    };
    let work_dir = work::take(&estate.root, "test", &cancel)?;
    let progress = Progress::new();
    let settings = arguments.terraform.settings();
    let jobs = work::default_jobs();
    let mut tests = verify::test_modules(&estate, &settings, jobs, &work_dir, &cancel, &progress);
    progress.finish();
    tests.findings.extend(estate_findings);
    screen::show_findings(&tests.findings, &estate.root);
    screen::print(&closing_line(&tests))?;
    let (is_ok, is_interrupted) = (tests.is_ok(), tests.is_interrupted());
    Ok(match Exit::of_run(&tests.findings, is_ok, is_interrupted) {
        _ if cancel.is_requested() => Exit::Interrupted,
        Exit::Fine if !rust => Exit::Findings,
        exit => exit,
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
        .filter(|result| result.step.kind == run::StepKind::Test && result.tests.is_none());
    format!(
        "modules: {passed} passed, {} failed\n",
        failed + not_run.count()
    )
}

/// All tests of the workspace, with their output passed through. Whether they passed.
fn cargo_test(root: &Utf8Path, cancel: &Cancel) -> Result<bool, CommandError> {
    let cargo = std::env::var("CARGO").unwrap_or_else(|_| "cargo".to_owned());
    let args = ["test", "--workspace", "--locked", "--no-fail-fast"].map(str::to_owned);
    let invocation = Invocation {
        program: Utf8Path::new(&cargo),
        dir: root,
        args: &args,
        env: &process::inherited_environment(),
        log: None,
        limit: None,
    };
    Ok(invocation.run_visibly(cancel)?.is_success())
}
