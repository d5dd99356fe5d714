//! `cargo xtask build`.

use std::io::IsTerminal as _;
use std::time::{Duration, Instant};

use artifact::{Architecture, Event, FOLDER, Options, Profile};
use camino::Utf8Path;
use indicatif::{ProgressBar, ProgressStyle};

use crate::cli::{Arch, BuildArguments, BuildProfile, ResultFormat};
use crate::exit::{Exit, Stop};
use crate::{interrupt, repository, screen, work};

pub(crate) fn run(arguments: &BuildArguments) -> anyhow::Result<Exit> {
    let start = Instant::now();
    let root = repository::root()?;
    let cancel = interrupt::cancel_on_signals()?;
    let work_dir = work::take(&root, "build", &cancel)?;
    let options = Options {
        root: &root,
        names: &arguments.lambdas,
        profile: arguments.profile.into(),
        architecture: arguments.arch.into(),
        zigbuild: arguments.zigbuild,
        color: screen::stderr_style().color,
        folder: Utf8Path::new(FOLDER),
        work_dir: work_dir.path(),
        env: &process::inherited_environment(),
    };
    let progress = Progress::new(options.profile, options.architecture);
    let report = artifact::build(&options, &cancel, &|event| progress.tell(event));
    progress.finish();
    let report = report.map_err(stop)?;
    screen::show_diagnostics(&report.diagnostics);
    screen::show_findings(&report.findings, options.root);
    screen::show_notes(&report.notes);
    if arguments.format == ResultFormat::Json {
        screen::print(&report::to_json(&report::build_json(&report))?)?;
    } else {
        let style = screen::stdout_style();
        screen::print(&report::build_text(&report, start.elapsed(), style))?;
    }
    Ok(Exit::of_findings(&report.findings))
}

/// An error with its exit code.
fn stop(error: artifact::Error) -> anyhow::Error {
    let exit = if error.is_interrupted() {
        Exit::Interrupted
    } else if error.is_usage() {
        Exit::Usage
    } else {
        Exit::Findings
    };
    let message = error.to_string();
    Stop { exit, message }.into()
}

/// What goes on: a spinner on a terminal, a line elsewhere.
pub(crate) struct Progress {
    bar: Option<ProgressBar>,
    /// `release, arm64`.
    how: String,
}

impl Progress {
    pub(crate) fn new(profile: Profile, architecture: Architecture) -> Self {
        let bar = std::io::stderr().is_terminal().then(|| {
            let style = ProgressStyle::with_template("{spinner} {prefix} {wide_msg} {elapsed}");
            let style = style.unwrap_or_else(|_| ProgressStyle::default_spinner());
            ProgressBar::new_spinner().with_style(style)
        });
        let how = format!("{}, {}", profile.as_str(), architecture.as_str());
        Self { bar, how }
    }

    pub(crate) fn tell(&self, event: Event<'_>) {
        match (&self.bar, event) {
            (None, Event::Compiling { lambdas, .. }) => {
                screen::complain(&format!("building {} ({})", lambdas.join(", "), self.how));
            }
            (Some(bar), Event::Compiling { lambdas, .. }) => {
                bar.set_prefix(format!("building {} ({})", counted(lambdas), self.how));
                bar.enable_steady_tick(Duration::from_millis(120));
            }
            (Some(bar), Event::Status(line)) => bar.set_message(line.to_owned()),
            (Some(bar), Event::Packing) => bar.set_message("packing"),
            (None, Event::Status(_) | Event::Packing) => {}
        }
    }

    pub(crate) fn finish(&self) {
        if let Some(bar) = &self.bar {
            bar.finish_and_clear();
        }
    }
}

/// The one name, or how many there are.
fn counted(lambdas: &[String]) -> String {
    match lambdas {
        [name] => name.clone(),
        names => format!("{} Lambdas", names.len()),
    }
}

impl From<BuildProfile> for Profile {
    fn from(profile: BuildProfile) -> Self {
        match profile {
            BuildProfile::Release => Profile::Release,
            BuildProfile::Rehearsal => Profile::Rehearsal,
        }
    }
}

impl From<Arch> for Architecture {
    fn from(arch: Arch) -> Self {
        match arch {
            Arch::Arm64 => Architecture::Arm64,
            Arch::X86_64 => Architecture::X86_64,
        }
    }
}
