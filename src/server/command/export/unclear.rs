//! Steps that were not understood, counted by month: a row each for a spreadsheet, or a line each for programs.

use std::io::{self, Write};

use serde::Serialize;

use super::table::Table;
use crate::model::Month;
use crate::server::store::guides::UnclearCount;

pub(super) const COLUMNS: [&str; 4] = ["guide", "step", "month", "count"];

/// Adds a count's row.
pub(super) fn put<W: Write>(table: &mut Table<W>, row: &UnclearCount) -> io::Result<()> {
    table.put([
        row.guide.as_str().into(),
        row.step.as_str().into(),
        row.month.to_string().into(),
        row.count.to_string().into(),
    ])
}

#[derive(Serialize)]
struct Line<'a> {
    guide: &'a str,
    step: &'a str,
    month: Month,
    count: u32,
}

/// Writes a count's line.
pub(super) fn line(to: &mut impl Write, row: &UnclearCount) -> io::Result<()> {
    let line = Line {
        guide: &row.guide,
        step: &row.step,
        month: row.month,
        count: row.count,
    };
    serde_json::to_writer(&mut *to, &line)?;
    to.write_all(b"\n")
}
