//! `cargo xtask doctor`.

use doctor::Examination;
use run::{Filter, Selection};

use crate::cli::{DoctorArguments, ResultFormat};
use crate::exit::{Exit, usage};
use crate::{interrupt, repository, screen, work};

pub(crate) fn run(arguments: &DoctorArguments) -> anyhow::Result<Exit> {
    let cancel = interrupt::cancel_on_signals()?;
    let (estate, findings) = repository::load_quietly()?;
    let filter = Filter {
        env: arguments.env.clone(),
        ..Filter::default()
    };
    Selection::new(&estate, &findings, &filter).map_err(|error| usage(error.to_string()))?;
    let work_dir = work::take(&estate.root, "doctor", &cancel)?;
    let examination = Examination {
        estate: &estate,
        findings: &findings,
        env: arguments.env.as_deref(),
        settings: &arguments.terraform.settings(),
        work_dir: work_dir.path().to_owned(),
    };
    let diagnosis = examination.run(&cancel);
    let text = match arguments.format {
        ResultFormat::Human => report::doctor_text(&diagnosis, screen::stdout_style()),
        ResultFormat::Json => report::to_json(&report::doctor_json(&diagnosis))?,
    };
    screen::print(&text)?;
    Ok(if cancel.is_requested() {
        Exit::Interrupted
    } else if diagnosis.lacks_tools() {
        Exit::Missing
    } else if diagnosis.is_ok() {
        Exit::Fine
    } else {
        Exit::Findings
    })
}
