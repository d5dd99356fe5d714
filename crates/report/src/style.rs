//! How text is laid out.

use comfy_table::{ColumnConstraint, ContentArrangement, Table, Width, presets};

/// What the reader's screen can show.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Style {
    /// Whether ANSI colours may be used.
    pub color: bool,
    /// Columns of the screen; `None` when the text goes to a file or pipe and is not wrapped.
    pub width: Option<u16>,
}

/// Columns below which wrapped text is no longer read but spelt.
const NARROWEST: u16 = 16;

/// An empty table of the house: no frame. On a screen that is too narrow for it, only the `flexible`
/// columns are wrapped: names and numbers stay in one piece, to be read and copied.
pub fn table(style: Style, header: &[&str], flexible: &[&str]) -> Table {
    let mut table = Table::new();
    table.load_style(presets::NOTHING);
    table.set_header(header);
    if let Some(width) = style.width {
        table.set_content_arrangement(ContentArrangement::Dynamic);
        table.set_width(width);
        for (column, name) in table.column_iter_mut().zip(header) {
            column.set_constraint(if flexible.contains(name) {
                ColumnConstraint::LowerBoundary(Width::Fixed(NARROWEST))
            } else {
                ColumnConstraint::ContentWidth
            });
        }
    }
    table
}
