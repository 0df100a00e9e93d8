//! JSON Lines for programs: one object a rating, every amendment in it, texts as they came.

use std::io::{self, Write};

use serde::Serialize;

use crate::model::{Aspect, Comment, Level, RatingId, ReceiptShift, Source, WindowId};
use crate::server::store::RatingRow;

#[derive(Serialize)]
struct Line<'a> {
    id: RatingId,
    window: &'a WindowId,
    unit: &'a str,
    /// After the amendments.
    satisfied: bool,
    /// The button.
    tapped: bool,
    level: Option<Level>,
    aspects: &'a [Aspect],
    comment: Option<&'a Comment>,
    withdrawn: bool,
    source: Source,
    rated_at: String,
    received_at: String,
    shift: Option<&'a ReceiptShift>,
    amendments: Vec<Amended<'a>>,
}

/// What is absent was left as it was.
#[derive(Serialize)]
struct Amended<'a> {
    amended_at: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    level: Option<Level>,
    #[serde(skip_serializing_if = "Option::is_none")]
    aspects: Option<&'a [Aspect]>,
    #[serde(skip_serializing_if = "Option::is_none")]
    comment: Option<&'a Comment>,
    #[serde(skip_serializing_if = "Option::is_none")]
    withdrawn: Option<bool>,
}

/// Writes a rating's line.
pub(super) fn put(to: &mut impl Write, row: &RatingRow) -> io::Result<()> {
    let (receipt, state) = (&row.receipt, &row.state);
    let line = Line {
        id: receipt.id,
        window: &receipt.window,
        unit: &row.unit,
        satisfied: state.satisfied,
        tapped: receipt.satisfied,
        level: state.level,
        aspects: &state.aspects,
        comment: state.comment.as_ref(),
        withdrawn: state.withdrawn,
        source: receipt.source,
        rated_at: row.rated_at.rfc3339(),
        received_at: row.received_at.rfc3339(),
        shift: receipt.shift.as_ref(),
        amendments: row
            .amendments
            .iter()
            .map(|(at, change)| Amended {
                amended_at: at.rfc3339(),
                level: change.level,
                aspects: change.aspects.as_deref(),
                comment: change.comment.as_ref(),
                withdrawn: change.withdrawn,
            })
            .collect(),
    };
    serde_json::to_writer(&mut *to, &line)?;
    to.write_all(b"\n")
}
