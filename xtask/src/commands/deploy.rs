//! `cargo xtask plan`, `deploy`, `destroy`, `drift` and `outputs`: the same road, to different ends.

use std::io::{BufRead as _, IsTerminal as _, Write as _};
use std::time::{Duration, Instant};

use anyhow::Context as _;
use camino::{Utf8Path, Utf8PathBuf};
use deployment::{Asker, Audience, Bundle, Given, Options, Report, Review, Reviewed};
use estate::Gate;
use run::{Observer, Selection, Step, StepResult};
use terraform::Cancel;

use crate::cli::{DeployArguments, DestroyArguments, PlanArguments, ResultFormat, SiteArguments};
use crate::exit::{Exit, usage};
use crate::progress::Progress;
use crate::{interrupt, repository, screen, work};

pub(crate) fn plan(arguments: &PlanArguments) -> anyhow::Result<Exit> {
    let out = arguments.out.as_deref();
    go(&arguments.site, &Given::default(), "planned", |run| {
        let mut report = deployment::plan(run.options, run.cancel, run.screen);
        if let (Some(out), true) = (out, report.is_ok()) {
            save(out, run.options, &mut report)?;
        }
        Ok(report)
    })
}

/// Saves the plans as a bundle. Those behind a gate have to be of a commit.
fn save(out: &Utf8Path, options: &Options<'_>, report: &mut Report) -> anyhow::Result<()> {
    let Some(bound) = report.bound.clone() else {
        return Ok(());
    };
    if bound.dirty && options.environment.gate != Gate::None {
        report.findings.push(deployment::dirty(options.environment));
        return Ok(());
    }
    let plans = report.reviews.iter().map(|review| {
        let file = review.plan.as_ref().map(|plan| plan.file.clone());
        (review.stack.to_string(), file)
    });
    let plans: Vec<(String, Option<Utf8PathBuf>)> = plans.collect();
    Bundle::write(out, bound, &plans).with_context(|| format!("cannot write to `{out}`"))?;
    screen::complain(&format!(
        "the plans are in {out}; to apply them: cargo xtask deploy {} --plan {out}",
        report.env
    ));
    Ok(())
}

pub(crate) fn deploy(arguments: &DeployArguments) -> anyhow::Result<Exit> {
    let folder = arguments.plan.as_deref();
    let given = arguments.gate.given();
    go(&arguments.site, &given, "deployed", |run| {
        let bundle = match folder.map(Bundle::read).transpose() {
            Ok(bundle) => bundle,
            Err(finding) => {
                return Ok(Report {
                    env: run.options.environment.name.clone(),
                    findings: vec![finding],
                    ..Report::default()
                });
            }
        };
        let reviewed = bundle.as_ref().zip(folder);
        let reviewed = reviewed.map(|(bundle, folder)| Reviewed { bundle, folder });
        Ok(deployment::deploy(
            run.options,
            reviewed,
            run.cancel,
            run.screen,
        ))
    })
}

pub(crate) fn destroy(arguments: &DestroyArguments) -> anyhow::Result<Exit> {
    let given = arguments.gate.given();
    go(&arguments.site, &given, "destroyed", |run| {
        Ok(deployment::destroy(run.options, run.cancel, run.screen))
    })
}

pub(crate) fn drift(arguments: &SiteArguments) -> anyhow::Result<Exit> {
    go(arguments, &Given::default(), "as it was applied", |run| {
        Ok(deployment::drift(run.options, run.cancel, run.screen))
    })
}

pub(crate) fn outputs(arguments: &SiteArguments) -> anyhow::Result<Exit> {
    go(arguments, &Given::default(), "read", |run| {
        Ok(deployment::outputs(run.options, run.cancel, run.screen))
    })
}

/// What a run is given.
struct Run<'a> {
    options: &'a Options<'a>,
    cancel: &'a Cancel,
    screen: &'a Screen,
}

/// Longest time that a terraform may take to finish what it is at, after Ctrl-C. A second one ends it at once.
const GRACE: Duration = Duration::from_hours(6);

fn go(
    arguments: &SiteArguments,
    given: &Given,
    done: &str,
    work: impl FnOnce(&Run<'_>) -> anyhow::Result<Report>,
) -> anyhow::Result<Exit> {
    let start = Instant::now();
    let aws = arguments.aws().map_err(|endpoint| {
        usage(format!(
            "`{endpoint}` is no address of this machine, such as http://127.0.0.1:4566"
        ))
    })?;
    let cancel = interrupt::cancel_after(GRACE)?;
    let (estate, estate_findings) = repository::load_quietly()?;
    let selection = Selection::new(&estate, &estate_findings, &arguments.filter())
        .map_err(|error| usage(error.to_string()))?;
    let report = if let Some(environment) = estate.environment(&arguments.env) {
        let work_dir = work::take(&estate.root, "deploy", &cancel)?;
        let screen = Screen(Progress::new());
        let options = Options {
            estate: &estate,
            estate_findings: &estate_findings,
            selection: &selection,
            is_narrowed: arguments.stack.is_some(),
            environment,
            aws: &aws,
            settings: &arguments.terraform.settings(),
            jobs: arguments.jobs.unwrap_or_else(work::jobs_that_wait),
            work_dir: &work_dir,
            color: screen::stderr_style().color,
            given,
            asker: &screen,
        };
        let report = work(&Run {
            options: &options,
            cancel: &cancel,
            screen: &screen,
        })?;
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
    show(
        &report,
        arguments.format,
        done,
        start.elapsed(),
        &estate.root,
    )?;
    Ok(exit_of(&report))
}

fn exit_of(report: &Report) -> Exit {
    let is_interrupted = report.is_interrupted();
    match Exit::of_run(&report.findings, report.is_ok(), is_interrupted) {
        Exit::Findings if report.is_refused() => Exit::Refused,
        exit => exit,
    }
}

/// The result on stdout; on stderr, in either format, what goes with it.
fn show(
    report: &Report,
    format: ResultFormat,
    done: &str,
    elapsed: Duration,
    root: &Utf8Path,
) -> anyhow::Result<()> {
    screen::show_diagnostics(&report.diagnostics);
    screen::show_notes(&report.notes);
    if format == ResultFormat::Json {
        return screen::print(&report::to_json(&report::deploy_json(report))?);
    }
    let findings = &report.findings;
    screen::complain(&report::findings_text(
        findings,
        root,
        screen::stderr_style(),
    ));
    let style = screen::stdout_style();
    if done == "planned" {
        screen::print(&report::review_text(&report.reviews, style))?;
    }
    screen::print(&report::outputs_text(report))?;
    screen::print(&report::deploy_text(report, done, elapsed, style))
}

/// Steps as they start and end, what is to be approved, and who is to approve it.
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
    fn waits_for_build(&self) {
        self.0.say("waiting for another `build` in this repository");
    }

    fn reviews(&self, reviews: &[Review]) {
        self.0.finish();
        screen::complain(&report::review_text(reviews, screen::stderr_style()));
    }
}

impl Asker for Screen {
    fn ask(&self, question: &str) -> Option<String> {
        let stdin = std::io::stdin();
        if !stdin.is_terminal() || !std::io::stderr().is_terminal() {
            return None;
        }
        let mut stderr = std::io::stderr();
        stderr.write_all(question.as_bytes()).ok()?;
        stderr.flush().ok()?;
        let mut line = String::new();
        stdin.lock().read_line(&mut line).ok()?;
        (!line.is_empty()).then_some(line)
    }
}
