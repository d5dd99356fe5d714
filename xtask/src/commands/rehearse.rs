//! `cargo xtask rehearse`.

use std::fmt::Write as _;
use std::num::NonZeroUsize;
use std::time::Instant;

use emulator::Event;
use rehearsal::{Audience, Kept, Options, Report};
use run::{Filter, Observer, Selection, Step, StepResult};

use crate::cli::{RehearseArguments, ResultFormat};
use crate::exit::{Exit, usage};
use crate::progress::Progress;
use crate::{interrupt, local, repository, screen, work};

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
    let Some(environment) = estate.environment(&arguments.env) else {
        // It is there, or the selection would have failed; so its file is broken.
        let findings = &estate_findings;
        screen::complain(&report::findings_text(
            findings,
            &estate.root,
            screen::stderr_style(),
        ));
        return Ok(Exit::Findings);
    };
    let work_dir = work::take(&estate.root, "rehearse", &cancel)?;
    let screen = Screen(Progress::new());
    let options = Options {
        estate: &estate,
        estate_findings: &estate_findings,
        selection: &selection,
        environment,
        settings: &arguments.terraform.settings(),
        python: arguments.python.path(),
        jobs: arguments.jobs.unwrap_or_else(default_jobs),
        work_dir: &work_dir,
        local_dir: &local::dir(&estate.root),
        color: screen::stderr_style().color,
        keep: arguments.keep,
    };
    let report = rehearsal::run(&options, &cancel, &screen);
    screen.0.finish();

    if arguments.format == ResultFormat::Json {
        screen::print(&report::to_json(&report::rehearse_json(&report))?)?;
    } else {
        screen::complain(&report.diagnostics);
        let style = screen::stderr_style();
        screen::complain(&report::findings_text(
            &report.findings,
            &estate.root,
            style,
        ));
        let (elapsed, style) = (start.elapsed(), screen::stdout_style());
        screen::print(&report::rehearse_text(&report, elapsed, style))?;
    }
    if let Some(kept) = &report.kept {
        screen::complain(&invitation(kept));
    }
    Ok(exit(&report))
}

/// Terraform waits for AWS half of the time that it takes.
fn default_jobs() -> NonZeroUsize {
    work::default_jobs().saturating_mul(NonZeroUsize::MIN.saturating_add(1))
}

fn exit(report: &Report) -> Exit {
    if report.is_interrupted() {
        return Exit::Interrupted;
    }
    match Exit::of_findings(&report.findings) {
        Exit::Fine if !report.is_ok() => Exit::Findings,
        exit => exit,
    }
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
