//! `cargo xtask schema`.

use camino::Utf8Path;
use finding::Finding;
use provider_schema::{Answer, Locked, Report};
use terraform::{Cancel, LockedProvider, Ready, Toolchain};

use crate::cli::{ResultFormat, SchemaCommand, SchemaRecordArguments};
use crate::exit::Exit;
use crate::{interrupt, repository, screen, work};

pub(crate) fn run(command: &SchemaCommand) -> anyhow::Result<Exit> {
    match command {
        SchemaCommand::Record(arguments) => record(arguments),
    }
}

fn record(arguments: &SchemaRecordArguments) -> anyhow::Result<Exit> {
    let cancel = interrupt::cancel_on_signals()?;
    let (estate, _) = repository::load_quietly()?;
    let root = &estate.root;
    let work_dir = work::take(root, "schema", &cancel)?;
    let stacks: Vec<_> = estate.stacks.iter().map(|it| it.dir.clone()).collect();
    let settings = arguments.terraform.settings();
    let toolchain = Toolchain::prepare(&settings, root, &stacks, work_dir.path(), &cancel);
    let mut report = Report::default();
    // With a lock file unread, nobody can say that all stacks lock the same.
    if let (Some(ready), []) = (&toolchain.ready, &toolchain.findings[..]) {
        let ask = |locked: &Locked| ask(ready, locked, work_dir.path(), &cancel);
        report = provider_schema::record(root, &verify::locks(&estate), ask);
    }
    report.findings.splice(..0, toolchain.findings);
    tell(&report, root, arguments.format)?;
    Ok(if cancel.is_requested() {
        Exit::Interrupted
    } else {
        Exit::of_findings(&report.findings)
    })
}

/// What a provider says of its types.
fn ask(
    ready: &Ready,
    locked: &Locked,
    work_dir: &Utf8Path,
    cancel: &Cancel,
) -> Result<Answer, Vec<Finding>> {
    let Locked {
        address, version, ..
    } = locked;
    let is_it = |it: &&LockedProvider| {
        it.address.to_string() == *address && it.version.to_string() == *version
    };
    // What was read of the lock files is what terraform's toolchain has read of them.
    let provider = ready.locked.iter().find(is_it).ok_or_else(Vec::new)?;
    let provider = LockedProvider {
        hashes: locked.hashes.clone(),
        ..provider.clone()
    };
    screen::complain(&format!("asking {address} {version} for its schema"));
    let schema = ready.schema(
        &provider,
        &work_dir.join(provider.address.name.as_str()),
        cancel,
    );
    let schema = schema.map_err(|error| error.to_finding().into_iter().collect::<Vec<_>>())?;
    Ok(Answer {
        protocol: schema.protocol,
        hash: schema.hash,
        message: schema.message,
    })
}

fn tell(report: &Report, root: &Utf8Path, format: ResultFormat) -> anyhow::Result<()> {
    if format == ResultFormat::Json {
        return screen::print(&report::to_json(&report::schema_json(report))?);
    }
    let style = screen::stderr_style();
    screen::complain(&report::findings_text(&report.findings, root, style));
    screen::print(&report::schema_text(report))
}
