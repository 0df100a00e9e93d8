//! The table for a spreadsheet: UTF-8 with the mark by which Excel knows it, a header, CRLF.

use std::borrow::Cow;
use std::io::{self, Write};

use csv::{Terminator, Writer, WriterBuilder};

use crate::model::{Aspect, Level};
use crate::server::store::RatingRow;
use crate::text::Lang;

/// By this Excel knows UTF-8.
const MARK: &[u8] = "\u{feff}".as_bytes();

const COLUMNS: [&str; 16] = [
    "id",
    "window",
    "unit",
    "satisfied",
    "tapped",
    "level",
    "aspects",
    "comment",
    "withdrawn",
    "source",
    "rated_at",
    "received_at",
    "shift",
    "director",
    "amended_at",
    "amendments",
];

/// A table that is being written.
pub(super) struct Rows<W: Write>(Writer<W>);

impl<W: Write> Rows<W> {
    /// Begins with the mark and the header.
    pub(super) fn new(mut to: W) -> io::Result<Self> {
        to.write_all(MARK)?;
        let mut rows = Self(
            WriterBuilder::new()
                .terminator(Terminator::CRLF)
                .from_writer(to),
        );
        rows.record(COLUMNS.map(Cow::Borrowed))?;
        Ok(rows)
    }

    /// Adds a rating.
    pub(super) fn put(&mut self, row: &RatingRow) -> io::Result<()> {
        let (receipt, state) = (&row.receipt, &row.state);
        let aspects: Vec<_> = state.aspects.iter().copied().map(Aspect::code).collect();
        let shift = receipt.shift.as_ref();
        let amended_at = row.amendments.iter().map(|amended| amended.at).max();
        let comment = match &state.comment {
            Some(comment) => comment.as_str(),
            None if row.comment_erased() => Lang::Zh.follow_texts().erased,
            None => "",
        };
        self.record([
            receipt.id.to_string().into(),
            receipt.window.as_str().into(),
            row.unit.as_str().into(),
            truth(state.satisfied),
            truth(receipt.satisfied),
            state.level.map_or("", Level::code).into(),
            aspects.join(";").into(),
            comment.into(),
            truth(state.withdrawn),
            receipt.source.code().into(),
            row.rated_at.rfc3339().into(),
            row.received_at.rfc3339().into(),
            shift
                .map(|shift| shift.id.to_string())
                .unwrap_or_default()
                .into(),
            shift.map_or("", |shift| shift.director.zh.as_str()).into(),
            amended_at.map(|at| at.rfc3339()).unwrap_or_default().into(),
            row.amendments.len().to_string().into(),
        ])
    }

    /// Writes what is still held back.
    pub(super) fn end(mut self) -> io::Result<()> {
        self.0.flush()
    }

    fn record(&mut self, cells: [Cow<'_, str>; COLUMNS.len()]) -> io::Result<()> {
        self.0
            .write_record(cells.map(harmless).iter().map(|cell| cell.as_bytes()))
            .map_err(|error| match error.into_kind() {
                csv::ErrorKind::Io(error) => error,
                other => io::Error::other(format!("{other:?}")),
            })
    }
}

fn truth(value: bool) -> Cow<'static, str> {
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
