//! `cargo xtask verify-release`.

use camino::Utf8Path;

use crate::cli::{ResultFormat, VerifyReleaseArguments};
use crate::exit::Exit;
use crate::screen;

pub(crate) fn run(arguments: &VerifyReleaseArguments) -> anyhow::Result<Exit> {
    let path = &arguments.path;
    let verified = release::verify(path);
    screen::show_findings(&verified.findings, Utf8Path::new("."));
    let text = if arguments.format == ResultFormat::Json {
        report::to_json(&report::verify_release_json(&verified, path))?
    } else {
        report::verify_release_text(&verified, path)
    };
    screen::print(&text)?;
    Ok(Exit::of_findings(&verified.findings))
}
