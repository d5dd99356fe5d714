//! `cargo xtask list`.

use crate::cli::{EstateArguments, EstateFormat};
use crate::commands::graph;
use crate::exit::Exit;
use crate::{repository, screen};

pub(crate) fn run(arguments: &EstateArguments) -> anyhow::Result<Exit> {
    let (estate, findings) = repository::load()?;
    let text = match arguments.format {
        EstateFormat::Human => report::list_text(&estate, screen::stdout_style()),
        EstateFormat::Json => report::to_json(&report::list_json(&estate))?,
        picture => graph::draw(&estate, picture)?,
    };
    screen::print(&text)?;
    Ok(Exit::of_findings(&findings))
}
