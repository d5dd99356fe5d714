//! `cargo xtask graph`.

use estate::Estate;

use crate::cli::{EstateArguments, EstateFormat};
use crate::exit::Exit;
use crate::{repository, screen};

pub(crate) fn run(arguments: &EstateArguments) -> anyhow::Result<Exit> {
    let (estate, findings) = repository::load()?;
    screen::print(&draw(&estate, arguments.format)?)?;
    Ok(Exit::of_findings(&findings))
}

/// The graph in a format.
pub(crate) fn draw(estate: &Estate, format: EstateFormat) -> anyhow::Result<String> {
    Ok(match format {
        EstateFormat::Human => report::graph_text(estate),
        EstateFormat::Json => report::to_json(&report::graph_json(estate))?,
        EstateFormat::Mermaid => report::graph_mermaid(estate),
        EstateFormat::Dot => report::graph_dot(estate),
    })
}
