//! `cargo xtask verify`.

use std::time::Instant;

use run::Selection;
use verify::Options;

use crate::cli::{ResultFormat, VerifyArguments};
use crate::exit::{Exit, usage};
use crate::progress::Progress;
use crate::{github, interrupt, repository, screen, work};

pub(crate) fn run(arguments: &VerifyArguments) -> anyhow::Result<Exit> {
    let start = Instant::now();
    let cancel = interrupt::cancel_on_signals()?;
    let (estate, estate_findings) = repository::load_quietly()?;
    let filter = arguments.filter.filter();
    let selection = Selection::new(&estate, &estate_findings, &filter)
        .map_err(|error| usage(error.to_string()))?;
    let work_dir = work::take(&estate.root, "verify", &cancel)?;
    let progress = Progress::new();
    let options = Options {
        estate: &estate,
        estate_findings: &estate_findings,
        selection: &selection,
        settings: &arguments.settings(),
        jobs: arguments.jobs.unwrap_or_else(work::default_jobs),
        work_dir: &work_dir,
        plans: arguments.plans.as_deref(),
        cache: !arguments.no_cache,
    };
    let mut report = verify::run(&options, &cancel, &progress);
    progress.finish();
    run::hide(&mut report.findings, cancel.secrets());

    github::summarise(|| report::verify_markdown(&report, start.elapsed()));
    if arguments.format == ResultFormat::Json {
        github::annotate(&report.findings, &estate.root);
        screen::print(&report::to_json(&report::verify_json(&report))?)?;
    } else {
        screen::show_findings(&report.findings, &estate.root);
        let elapsed = start.elapsed();
        screen::print(&report::verify_text(
            &report,
            elapsed,
            screen::stdout_style(),
        ))?;
    }
    let (is_ok, is_interrupted) = (report.is_ok(), report.is_interrupted());
    Ok(Exit::of_run(&report.findings, is_ok, is_interrupted))
}
