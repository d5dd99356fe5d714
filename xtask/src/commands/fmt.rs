//! `cargo xtask fmt`.

use format::{Formatter, Mode, Outcome};

use crate::cli::FmtArguments;
use crate::exit::Exit;
use crate::{interrupt, repository, screen};

pub(crate) fn run(arguments: &FmtArguments) -> anyhow::Result<Exit> {
    let root = repository::root()?;
    let cancel = interrupt::cancel_on_signals()?;
    let mode = if arguments.check {
        Mode::Check
    } else {
        Mode::Write
    };
    let formatter = Formatter {
        root: &root,
        mode,
        cancel: &cancel,
    };
    let binary = arguments.terraform.path();
    let terraform = match terraform::Binary::find(binary.as_deref(), &root, &cancel) {
        Ok(binary) => formatter.terraform(&binary),
        Err(error) => Outcome {
            findings: error.to_finding().into_iter().collect(),
            ..Outcome::default()
        },
    };
    let outcomes = [formatter.rust(), terraform, formatter.toml()];
    let mut findings = Vec::new();
    for outcome in outcomes {
        for file in outcome.written {
            screen::complain(&format!("formatted {file}"));
        }
        findings.extend(outcome.findings);
    }
    screen::show_findings(&findings, &root);
    Ok(if cancel.is_requested() {
        Exit::Interrupted
    } else {
        Exit::of_findings(&findings)
    })
}
