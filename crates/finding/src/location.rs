//! Places in files, and the arithmetic from byte offsets to lines and columns.

use std::ops::Range;

use camino::{Utf8Path, Utf8PathBuf};

/// A place in a file of the repository.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Location {
    /// The file, relative to the repository's root.
    pub file: Utf8PathBuf,
    /// Line, from 1; 0 when the whole file is meant.
    pub line: usize,
    /// Column in characters, from 1; 0 when the whole file or line is meant.
    pub column: usize,
    /// The bytes meant, as offsets into the file; `None` when only line and column are known.
    pub bytes: Option<(usize, usize)>,
}

impl Location {
    /// A whole file.
    pub fn file(file: impl Into<Utf8PathBuf>) -> Self {
        Self {
            file: file.into(),
            line: 0,
            column: 0,
            bytes: None,
        }
    }

    /// A line and column of a file, both from 1.
    pub fn point(file: impl Into<Utf8PathBuf>, line: usize, column: usize) -> Self {
        Self {
            file: file.into(),
            line,
            column,
            bytes: None,
        }
    }
}

/// The text of one file, able to turn byte ranges into [`Location`]s.
#[derive(Clone, Debug)]
pub struct Source {
    path: Utf8PathBuf,
    text: String,
    /// Bytes of the file before the text: its byte order mark.
    skipped: usize,
    /// Byte offset at which each line starts.
    line_starts: Vec<usize>,
}

impl Source {
    /// Takes a file's path, relative to the repository's root, and its text. A byte order mark is
    /// left out of the text, but counts in the offsets of a [`Location`], which are the file's.
    pub fn new(path: impl Into<Utf8PathBuf>, mut text: String) -> Self {
        let mark = text.strip_prefix('\u{feff}');
        let skipped = mark.map_or(0, |rest| text.len() - rest.len());
        text.drain(..skipped);
        let newlines = text.match_indices('\n').map(|(at, _)| at + 1);
        let line_starts = std::iter::once(0).chain(newlines).collect();
        Self {
            path: path.into(),
            text,
            skipped,
            line_starts,
        }
    }

    /// The file's path, relative to the repository's root.
    pub fn path(&self) -> &Utf8Path {
        &self.path
    }

    /// The file's text.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The place of a byte range. Offsets outside the text, or inside a character,
    /// are moved to the nearest place that exists.
    pub fn locate(&self, bytes: Range<usize>) -> Location {
        let start = self.text.floor_char_boundary(bytes.start);
        let end = self.text.floor_char_boundary(bytes.end).max(start);
        let line = self.line_starts.partition_point(|&at| at <= start);
        let line_start = self.line_starts[line - 1];
        let column = self.text[line_start..start].chars().count() + 1;
        Location {
            file: self.path.clone(),
            line,
            column,
            bytes: Some((start + self.skipped, end + self.skipped)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn place(source: &Source, bytes: Range<usize>) -> (usize, usize) {
        let location = source.locate(bytes);
        (location.line, location.column)
    }

    #[test]
    fn columns_count_characters_and_lines_start_at_one() {
        let source = Source::new("a.tf", "é = 1\nx = \"ü\" # y\n".to_owned());
        assert_eq!(place(&source, 0..1), (1, 1));
        assert_eq!(place(&source, 3..4), (1, 3));
        assert_eq!(place(&source, 7..8), (2, 1));
        assert_eq!(place(&source, 16..17), (2, 9));
    }

    #[test]
    fn a_byte_order_mark_is_no_column_but_counts_in_the_offsets() {
        let source = Source::new("a.tf", "\u{feff}ab".to_owned());
        assert_eq!(source.text(), "ab");
        let location = source.locate(1..2);
        assert_eq!((location.line, location.column), (1, 2));
        assert_eq!(location.bytes, Some((4, 5)));
    }

    #[test]
    fn offsets_that_do_not_exist_are_clamped() {
        let source = Source::new("a.tf", "é\n".to_owned());
        assert_eq!(place(&source, 1..2), (1, 1), "inside a character");
        assert_eq!(place(&source, 99..120), (2, 1), "behind the end");
        assert_eq!(place(&Source::new("empty.tf", String::new()), 0..0), (1, 1));
    }
}
