//! `cargo xtask plan`, `deploy`, `destroy`, `drift`, `status` and `outputs`: the same road, to different ends.

use std::io::{BufRead as _, IsTerminal as _, Write as _};
use std::sync::mpsc::{RecvTimeoutError, channel};
use std::time::{Duration, Instant};

use camino::Utf8Path;
use deployment::{
    Asker, Audience, Aws, Bundle, Given, Options, PlanKeys, Report, Review, Reviewed,
};
use estate::Estate;
use finding::Finding;
use release::Release;
use run::{Observer, Selection, Step, StepResult, WorkDir};
use terraform::Cancel;

use crate::cli::{DeployArguments, DestroyArguments, PlanArguments, ResultFormat, SiteArguments};
use crate::exit::{Exit, usage};
use crate::progress::Progress;
use crate::{github, interrupt, local, repository, screen, secrets, work};

/// The variable with the key that saved plans are encrypted with.
const PLAN_KEY: &str = "XTASK_PLAN_KEY";

pub(crate) fn plan(arguments: &PlanArguments) -> anyhow::Result<Exit> {
    let out = arguments.out.as_deref();
    let site = Site {
        saves_plans: out.is_some(),
        release: arguments.release.path.as_deref(),
        ..Site::new(&arguments.site, "plan", "planned")
    };
    site.go(|run| {
        if let Some(misplaced) = out.and_then(Bundle::misplaced) {
            return Ok(run.refused(misplaced));
        }
        let mut report = deployment::plan(run.options, run.cancel, run.screen);
        if let (Some(out), Some(bound)) = (out, report.bound.clone().filter(|_| report.is_ok())) {
            match Bundle::write(out, bound, &report.reviews, run.keys) {
                Ok(_) => screen::complain(&format!(
                    "the plans are in {out}; to apply them: cargo xtask deploy {}{}{} --plan {out}",
                    report.env,
                    arguments.site.narrowed(),
                    arguments.release.given()
                )),
                Err(finding) => report.findings.push(finding),
            }
        }
        Ok(report)
    })
}

pub(crate) fn deploy(arguments: &DeployArguments) -> anyhow::Result<Exit> {
    let folder = arguments.plan.as_deref();
    let site = Site {
        given: arguments.gate.given(),
        release: arguments.release.path.as_deref(),
        ..Site::new(&arguments.site, "deploy", "deployed")
    };
    site.go(|run| {
        let read = |folder| {
            let bundle = Bundle::read(folder)?;
            let key = bundle.key(folder, run.keys)?;
            Ok((bundle, folder, key))
        };
        let bundle = match folder.map(read).transpose() {
            Ok(bundle) => bundle,
            Err(finding) => return Ok(run.refused(finding)),
        };
        let reviewed = bundle.as_ref().map(|(bundle, folder, key)| Reviewed {
            bundle,
            folder,
            key,
        });
        Ok(deployment::deploy(
            run.options,
            reviewed,
            run.cancel,
            run.screen,
        ))
    })
}

pub(crate) fn destroy(arguments: &DestroyArguments) -> anyhow::Result<Exit> {
    let site = Site {
        given: arguments.gate.given(),
        ..Site::new(&arguments.site, "destroy", "destroyed")
    };
    site.go(|run| Ok(deployment::destroy(run.options, run.cancel, run.screen)))
}

pub(crate) fn drift(arguments: &SiteArguments) -> anyhow::Result<Exit> {
    let site = Site::new(arguments, "drift", "as it was applied");
    site.go(|run| Ok(deployment::drift(run.options, run.cancel, run.screen)))
}

pub(crate) fn outputs(arguments: &SiteArguments) -> anyhow::Result<Exit> {
    let site = Site::new(arguments, "outputs", "read");
    site.go(|run| Ok(deployment::outputs(run.options, run.cancel, run.screen)))
}

pub(crate) fn status(arguments: &SiteArguments) -> anyhow::Result<Exit> {
    let site = Site::new(arguments, "status", "read");
    site.go(|run| Ok(deployment::status(run.options, run.cancel, run.screen)))
}

/// What one of these commands is given.
struct Site<'a> {
    arguments: &'a SiteArguments,
    given: Given,
    saves_plans: bool,
    /// Where everything comes from, if not from the repository.
    release: Option<&'a Utf8Path>,
    /// What was typed.
    command: &'static str,
    /// What is said when all went well.
    done: &'static str,
}

/// What a run is given.
struct Run<'a> {
    options: &'a Options<'a>,
    cancel: &'a Cancel,
    screen: &'a Screen,
    keys: &'a PlanKeys,
}

impl Run<'_> {
    /// The report of one that does not begin.
    fn refused(&self, why: Finding) -> Report {
        Report {
            env: self.options.environment.name.clone(),
            findings: vec![why],
            ..Report::default()
        }
    }
}

impl<'a> Site<'a> {
    fn new(arguments: &'a SiteArguments, command: &'static str, done: &'static str) -> Self {
        Self {
            arguments,
            given: Given::default(),
            saves_plans: false,
            release: None,
            command,
            done,
        }
    }

    fn go(&self, work: impl FnOnce(&Run<'_>) -> anyhow::Result<Report>) -> anyhow::Result<Exit> {
        let start = Instant::now();
        let aws = self.arguments.aws().map_err(usage)?;
        let cancel = interrupt::cancel_on_signals()?;
        let root = repository::root()?;
        // First, so that nothing changes between what is read and what is copied.
        let work_dir = work::take(&root, "deploy", &cancel)?;
        let release = match self.release.map(|path| taken(path, &work_dir)).transpose() {
            Ok(release) => release,
            Err(findings) => {
                let report = Report {
                    env: self.arguments.env.clone(),
                    findings,
                    ..Report::default()
                };
                show(&report, self, start.elapsed(), &root)?;
                return Ok(exit_of(&report));
            }
        };
        let files = release.as_ref().map_or(&root, |release| &release.root);
        let (estate, estate_findings) = Estate::load(files);
        secrets::note(&estate);
        let selection = Selection::new(&estate, &estate_findings, &self.arguments.filter())
            .map_err(|error| usage(error.to_string()))?;
        let loaded = Loaded {
            root: &root,
            release: release.as_ref(),
            estate: &estate,
            findings: &estate_findings,
            selection: &selection,
        };
        let report = self.report(&loaded, &aws, &work_dir, &cancel, work);
        // They hold values in the clear.
        let cleared = work_dir.clear(Utf8Path::new(deployment::PLANS));
        let mut report = report?;
        cleared.map_err(work::unwritable)?;
        report.hide(cancel.secrets());
        show(&report, self, start.elapsed(), files)?;
        Ok(exit_of(&report))
    }

    /// What the work comes to.
    fn report(
        &self,
        loaded: &Loaded<'_>,
        aws: &Aws,
        work_dir: &WorkDir,
        cancel: &Cancel,
        work: impl FnOnce(&Run<'_>) -> anyhow::Result<Report>,
    ) -> anyhow::Result<Report> {
        let arguments = self.arguments;
        let Some(environment) = loaded.estate.environment(&arguments.env) else {
            // It is there, or the selection would have failed; so its file is broken.
            return Ok(Report {
                env: arguments.env.clone(),
                findings: loaded.findings.to_vec(),
                ..Report::default()
            });
        };
        if let Aws::Local(endpoint) = aws
            && let Some(misfit) = local::misfit(loaded.root, endpoint, environment)
        {
            return Err(usage(misfit));
        }
        let given = std::env::var(PLAN_KEY).ok().filter(|key| !key.is_empty());
        let keys = PlanKeys::new(given.as_deref(), work_dir.path());
        let keys = keys.map_err(|why| usage(format!("{PLAN_KEY} {why}")))?;
        let screen = &Screen::new(cancel);
        let options = &Options {
            root: loaded.root,
            release: loaded.release,
            estate: loaded.estate,
            estate_findings: loaded.findings,
            selection: loaded.selection,
            is_narrowed: arguments.stack.is_some(),
            environment,
            aws,
            settings: &arguments.terraform.settings(),
            jobs: arguments.jobs.unwrap_or_else(work::jobs_that_wait),
            work_dir,
            color: screen::stderr_style().color,
            saves_plans: self.saves_plans,
            given: &self.given,
            asker: screen,
        };
        let report = work(&Run {
            options,
            cancel,
            screen,
            keys: &keys,
        });
        screen.progress.finish();
        report
    }
}

/// What was read of the repository, or of a release.
struct Loaded<'a> {
    root: &'a Utf8Path,
    release: Option<&'a Release>,
    estate: &'a Estate,
    findings: &'a [Finding],
    selection: &'a Selection<'a>,
}

/// The release that everything is to come from, in the work folder; else what is wrong with it.
fn taken(path: &Utf8Path, work_dir: &WorkDir) -> Result<Release, Vec<Finding>> {
    let release = release::take(path, &work_dir.path().join("release"))?;
    let (form, sha256) = (&release.form, &release.sha256);
    screen::complain(&format!(
        "release {} of commit {}, sha256 {sha256}",
        form.name, form.commit
    ));
    Ok(release)
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
    site: &Site<'_>,
    elapsed: Duration,
    root: &Utf8Path,
) -> anyhow::Result<()> {
    let (command, done) = (site.command, site.done);
    github::summarise(|| report::deploy_markdown(report, command, done, elapsed));
    screen::show_diagnostics(&report.diagnostics);
    screen::show_notes(&report.notes);
    let is_status = command == "status";
    if site.arguments.format == ResultFormat::Json {
        github::annotate(&report.findings, root);
        return screen::print(&if is_status {
            report::to_json(&report::status_json(report))
        } else {
            report::to_json(&report::deploy_json(report))
        }?);
    }
    let findings = &report.findings;
    screen::show_findings(findings, root);
    let style = screen::stdout_style();
    if is_status {
        return screen::print(&report::status_text(report, style));
    }
    if !report.reviews.is_empty() && done == "planned" {
        screen::print(&report::review_text(&report.reviews, style))?;
    }
    screen::print(&report::outputs_text(report))?;
    screen::print(&report::deploy_text(report, done, elapsed, style))
}

/// Steps as they start and end, what is to be approved, and who is to approve it.
struct Screen {
    progress: Progress,
    cancel: Cancel,
}

impl Screen {
    fn new(cancel: &Cancel) -> Self {
        Self {
            progress: Progress::new(),
            cancel: cancel.clone(),
        }
    }
}

impl Observer for Screen {
    fn started(&self, step: &Step) {
        self.progress.started(step);
    }

    fn ended(&self, result: &StepResult) {
        self.progress.ended(result);
    }
}

impl Audience for Screen {
    fn waits_for_build(&self) {
        let waiting = "waiting for another `build` in this repository";
        self.progress.say(waiting);
    }

    fn reviews(&self, reviews: &[Review]) {
        self.progress.finish();
        screen::complain(&report::review_text(reviews, screen::stderr_style()));
    }
}

impl Asker for Screen {
    fn ask(&self, question: &str) -> Option<String> {
        let is_terminal = std::io::stdin().is_terminal() && std::io::stderr().is_terminal();
        if !is_terminal {
            return None;
        }
        let mut stderr = std::io::stderr();
        stderr.write_all(question.as_bytes()).ok()?;
        stderr.flush().ok()?;
        typed(&self.cancel)
    }
}

/// A line that is typed; `None` at the end of the input, and after Ctrl-C. Reading itself cannot be interrupted: the
/// thread ends with the process.
fn typed(cancel: &Cancel) -> Option<String> {
    const LOOK: Duration = Duration::from_millis(100);
    let (send, line) = channel();
    std::thread::spawn(move || {
        let mut line = String::new();
        let read = std::io::stdin().lock().read_line(&mut line);
        // Whoever asked may be gone.
        let _ = send.send(read.ok().filter(|bytes| *bytes > 0).map(|_| line));
    });
    loop {
        match line.recv_timeout(LOOK) {
            Ok(line) => return line,
            Err(RecvTimeoutError::Timeout) if !cancel.is_requested() => {}
            Err(_) => return None,
        }
    }
}
