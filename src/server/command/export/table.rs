//! A table for a spreadsheet: UTF-8 with the mark by which Excel knows it, a header, CRLF.

use std::borrow::Cow;
use std::io::{self, Write};

use csv::{Terminator, Writer, WriterBuilder};

/// By this Excel knows UTF-8.
const MARK: &[u8] = "\u{feff}".as_bytes();

/// What stands in one field.
pub(super) type Cell<'a> = Cow<'a, str>;

/// A table that is being written.
pub(super) struct Table<W: Write>(Writer<W>);

impl<W: Write> Table<W> {
    /// Begins with the mark and the header.
    pub(super) fn new<'a>(
        mut to: W,
        header: impl IntoIterator<Item = &'a str>,
    ) -> io::Result<Self> {
        to.write_all(MARK)?;
        let mut table = Self(
            WriterBuilder::new()
                .terminator(Terminator::CRLF)
                .from_writer(to),
        );
        table.put(header.into_iter().map(Cow::Borrowed))?;
        Ok(table)
    }

    /// Adds a row, which has as many cells as the header.
    pub(super) fn put<'a>(&mut self, cells: impl IntoIterator<Item = Cell<'a>>) -> io::Result<()> {
        let cells: Vec<_> = cells.into_iter().map(harmless).collect();
        self.0
            .write_record(cells.iter().map(|cell| cell.as_bytes()))
            .map_err(|error| match error.into_kind() {
                csv::ErrorKind::Io(error) => error,
                other => io::Error::other(format!("{other:?}")),
            })
    }

    /// Writes what is still held back.
    pub(super) fn end(mut self) -> io::Result<()> {
        self.0.flush()
    }
}

/// A yes or no.
pub(super) fn truth(value: bool) -> Cell<'static> {
    if value { "true".into() } else { "false".into() }
}

/// A cell that a spreadsheet would run as a formula gets a `'` before it (OWASP: CSV injection; the full-width
/// signs are taken for the same in Chinese and Japanese settings).
fn harmless(cell: Cow<'_, str>) -> Cow<'_, str> {
    const RUN: [char; 11] = ['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠'];
    if cell.starts_with(RUN) {
        format!("'{cell}").into()
    } else {
        cell
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ok_formulas_are_made_harmless_and_nothing_else_is_touched() {
        for formula in [
            "=1+1",
            "+86",
            "-1",
            "@SUM(A1)",
            "\t=1",
            "\r=1",
            "\n=1",
            "＝1+1",
            "＠x",
            "=HYPERLINK(\"http://x\")",
        ] {
            assert_eq!(harmless(formula.into()), format!("'{formula}"));
        }
        for text in ["", "很好", "1=1", "a@b.cn", "'=1", "，=1"] {
            assert_eq!(harmless(text.into()), text);
        }
    }
}
