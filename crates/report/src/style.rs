//! How text is laid out.

use comfy_table::{ContentArrangement, Table, presets};

/// What the reader's screen can show.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Style {
    /// Whether ANSI colours may be used.
    pub color: bool,
    /// Columns of the screen; `None` when the text goes to a file or pipe and is not wrapped.
    pub width: Option<u16>,
}

/// An empty table of the house: no frame, wrapped to the screen.
pub fn table(style: Style, header: &[&str]) -> Table {
    let mut table = Table::new();
    table.load_style(presets::NOTHING);
    table.set_header(header);
    if let Some(width) = style.width {
        table.set_content_arrangement(ContentArrangement::Dynamic);
        table.set_width(width);
    }
    table
}
