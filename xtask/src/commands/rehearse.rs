//! `cargo xtask rehearse`.

use std::fmt::Write as _;
use std::time::{Duration, Instant};

use camino::Utf8Path;
use emulator::Event;
use rehearsal::{Audience, Kept, Options, Report};
use run::{Filter, Observer, Selection, Step, StepResult};

use crate::cli::{RehearseArguments, ResultFormat};
use crate::exit::{Exit, usage};
use crate::progress::Progress;
use crate::{github, interrupt, local, repository, screen, work};

pub(crate) fn run(arguments: &RehearseArguments) -> anyhow::Result<Exit> {
    let start = Instant::now();
    let cancel = interrupt::cancel_on_signals()?;
    let (estate, estate_findings) = repository::load_quietly()?;
    let filter = Filter {
        env: Some(arguments.env.clone()),
        system: arguments.system.clone(),
        stack: None,
    };
    let selection = Selection::new(&estate, &estate_findings, &filter)
        .map_err(|error| usage(error.to_string()))?;
    let mut report = if let Some(environment) = estate.environment(&arguments.env) {
        let work_dir = work::take(&estate.root, "rehearse", &cancel)?;
        let screen = Screen(Progress::new());
        let options = Options {
            estate: &estate,
            estate_findings: &estate_findings,
            selection: &selection,
            environment,
            settings: &arguments.terraform.settings(),
            python: arguments.python.path(),
            jobs: arguments.jobs.unwrap_or_else(work::jobs_that_wait),
            work_dir: &work_dir,
            local_dir: &local::dir(&estate.root),
            color: screen::stderr_style().color,
            keep: arguments.keep,
        };
        let report = rehearsal::run(&options, &cancel, &screen);
        screen.0.finish();
        report
    } else {
        // It is there, or the selection would have failed; so its file is broken.
        Report {
            env: arguments.env.clone(),
            findings: estate_findings,
            ..Report::default()
        }
    };
    run::hide(&mut report.findings, cancel.secrets());
    let elapsed = start.elapsed();
    show(&report, arguments.format, elapsed, &estate.root)?;
    let (is_ok, is_interrupted) = (report.is_ok(), report.is_interrupted());
    Ok(Exit::of_run(&report.findings, is_ok, is_interrupted))
}

/// The result on stdout; on stderr, in either format, what goes with it.
fn show(
    report: &Report,
    format: ResultFormat,
    elapsed: Duration,
    root: &Utf8Path,
) -> anyhow::Result<()> {
    screen::show_diagnostics(&report.diagnostics);
    screen::show_notes(&report.notes);
    github::summarise(|| report::rehearse_markdown(report, elapsed));
    if format == ResultFormat::Json {
        github::annotate(&report.findings, root);
        screen::print(&report::to_json(&report::rehearse_json(report))?)?;
    } else {
        let findings = &report.findings;
        screen::show_findings(findings, root);
        let style = screen::stdout_style();
        screen::print(&report::rehearse_text(report, elapsed, style))?;
    }
    if let Some(kept) = &report.kept {
        screen::complain(&invitation(kept));
    }
    Ok(())
}

/// What to do with what was left running.
fn invitation(kept: &Kept) -> String {
    let mut text = String::new();
    for api in &kept.apis {
        // Writing to a String cannot fail.
        let _ = writeln!(text, "the API answers at {}", api.url);
        for line in &api.lines {
            let _ = writeln!(text, "  {line}");
        }
    }
    let endpoint = &kept.endpoint;
    text + &format!("the local AWS stays up at {endpoint}; to end it: cargo xtask local down")
}

/// Steps as they start and end, and what the local AWS has to say.
struct Screen(Progress);

impl Observer for Screen {
    fn started(&self, step: &Step) {
        self.0.started(step);
    }

    fn ended(&self, result: &StepResult) {
        self.0.ended(result);
    }
}

impl Audience for Screen {
    fn local_aws(&self, event: Event) {
        self.0.say(&local::told(event));
    }

    fn waits_for_build(&self) {
        self.0.say("waiting for another `build` in this repository");
    }
}
