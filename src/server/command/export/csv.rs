//! Ratings as a table for a spreadsheet.

use std::io::{self, Write};

use super::table::{Table, truth};
use crate::model::{Aspect, Level};
use crate::server::store::RatingRow;
use crate::text::Lang;

pub(super) const COLUMNS: [&str; 17] = [
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
    "held",
];

/// Adds a rating's row.
pub(super) fn put<W: Write>(table: &mut Table<W>, row: &RatingRow) -> io::Result<()> {
    let (receipt, state) = (&row.receipt, &row.state);
    let aspects: Vec<_> = state.aspects.iter().copied().map(Aspect::code).collect();
    let shift = receipt.shift.as_ref();
    let comment = match &state.comment {
        Some(comment) => comment.as_str(),
        None if row.comment_erased() => Lang::Zh.follow_texts().erased,
        None => "",
    };
    let amended_at = row.amendments.iter().map(|amended| amended.at).max();
    table.put([
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
        truth(row.held),
    ])
}
