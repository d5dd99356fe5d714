//! `cargo xtask bench`.

use bench::{BenchError, Options};
use camino::Utf8PathBuf;
use run::Filter;

use crate::cli::{BenchArguments, BenchCommand, ResultFormat};
use crate::exit::{Exit, Stop, usage};
use crate::{interrupt, repository, screen, work};

pub(crate) fn run(command: &BenchCommand) -> anyhow::Result<Exit> {
    match command {
        BenchCommand::Verify(arguments) => verify(arguments),
    }
}

fn verify(arguments: &BenchArguments) -> anyhow::Result<Exit> {
    let cancel = interrupt::cancel_on_signals()?;
    let (estate, _) = repository::load_quietly()?;
    let _work_dir = work::take(&estate.root, "bench", &cancel)?;
    let filter = arguments.filter.filter();
    let xtask = Utf8PathBuf::try_from(std::env::current_exe()?)?;
    let options = Options {
        estate: &estate,
        filter: &filter,
        settings: &arguments.terraform.settings(),
        runs: arguments.runs,
        growth: !arguments.no_growth,
        xtask: &xtask,
        arguments: &passed_on(&filter),
    };
    match bench::verify(&options, &cancel, &|text| screen::complain(text)) {
        Ok(report) if arguments.format == ResultFormat::Json => {
            screen::print(&report::to_json(&report::bench_json(&report))?)?;
            Ok(exit(report.equal))
        }
        Ok(report) => {
            screen::print(&report::bench_text(&report, screen::stdout_style()))?;
            Ok(exit(report.equal))
        }
        Err(error) => Err(stop(&error)),
    }
}

fn passed_on(filter: &Filter) -> Vec<String> {
    let Filter { env, system, stack } = filter;
    let options = [("--env", env), ("--system", system), ("--stack", stack)];
    let given = options
        .into_iter()
        .filter_map(|(name, value)| Some([name, value.as_ref()?]));
    given.flatten().map(str::to_owned).collect()
}

fn exit(equal: bool) -> Exit {
    if equal { Exit::Fine } else { Exit::Findings }
}

fn stop(error: &BenchError) -> anyhow::Error {
    let message = error.to_string();
    let exit = match error {
        BenchError::Selection(_) => return usage(message),
        BenchError::Interrupted => Exit::Interrupted,
        BenchError::NoTerraform => Exit::Missing,
        _ => Exit::Findings,
    };
    Stop { exit, message }.into()
}
