//! `cargo xtask package`.

use std::time::Instant;

use artifact::Profile;
use finding::{Code, Finding};
use release::{Error, Options};

use crate::cli::{PackageArguments, ResultFormat};
use crate::commands::build::Progress;
use crate::exit::{Exit, Stop};
use crate::{interrupt, repository, screen, work};

pub(crate) fn run(arguments: &PackageArguments) -> anyhow::Result<Exit> {
    let start = Instant::now();
    let root = repository::root()?;
    let cancel = interrupt::cancel_on_signals()?;
    let work_dir = work::take(&root, "build", &cancel)?;
    let options = Options {
        root: &root,
        architecture: arguments.arch.into(),
        out: arguments.out.as_deref(),
        zigbuild: arguments.zigbuild,
        color: screen::stderr_style().color,
        work_dir: work_dir.path(),
        env: &process::inherited_environment(),
    };
    let progress = Progress::new(Profile::Release, options.architecture);
    let packaged = release::package(&options, &cancel, &|event| progress.tell(event));
    progress.finish();
    let packaged = packaged.map_err(|error| stop(&error))?;
    screen::show_diagnostics(&packaged.diagnostics);
    screen::show_findings(&packaged.findings, &root);
    screen::show_notes(&packaged.notes);
    if arguments.format == ResultFormat::Json {
        screen::print(&report::to_json(&report::package_json(&packaged))?)?;
    } else {
        let style = screen::stdout_style();
        screen::print(&report::package_text(&packaged, start.elapsed(), style))?;
    }
    Ok(exit_of(&packaged.findings))
}

fn exit_of(findings: &[Finding]) -> Exit {
    match Exit::of_findings(findings) {
        Exit::Findings if findings.iter().any(|it| it.code == Code::ReleaseSource) => Exit::Refused,
        exit => exit,
    }
}

/// An error with its exit code.
fn stop(error: &Error) -> anyhow::Error {
    let exit = if error.is_interrupted() {
        Exit::Interrupted
    } else {
        Exit::Findings
    };
    let message = error.to_string();
    Stop { exit, message }.into()
}
