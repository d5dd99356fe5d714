//! `cargo xtask fmt`.

use format::{Mode, Outcome};

use crate::cli::FmtArguments;
use crate::exit::Exit;
use crate::{interrupt, repository, screen};

pub(crate) fn run(arguments: &FmtArguments) -> anyhow::Result<Exit> {
    let root = repository::root()?;
    let mode = if arguments.check {
        Mode::Check
    } else {
        Mode::Write
    };
    let settings = arguments.terraform.settings();
    let cancel = interrupt::cancel_on_signals()?;
    let terraform = match terraform::Binary::find(settings.binary.as_deref(), &root, &cancel) {
        Ok(binary) => format::format_terraform(&root, &binary.path, mode),
        Err(error) => Outcome {
            findings: error.to_finding().into_iter().collect(),
            ..Outcome::default()
        },
    };
    let outcomes = [
        format::format_rust(&root, mode),
        terraform,
        format::format_toml(&root, mode),
    ];
    let mut findings = Vec::new();
    for outcome in outcomes {
        for file in outcome.written {
            screen::complain(&format!("formatted {file}"));
        }
        findings.extend(outcome.findings);
    }
    screen::complain(&report::findings_text(
        &findings,
        &root,
        screen::stderr_style(),
    ));
    Ok(Exit::of_findings(&findings))
}
