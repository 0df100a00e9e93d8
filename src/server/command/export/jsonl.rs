//! JSON Lines for programs: one object a rating, every amendment in it, texts as they came.

use std::io::{self, Write};

use serde::Serialize;

use crate::model::{Aspect, Comment, Level, RatingId, ReceiptShift, Source, WindowId};
use crate::server::store::RatingRow;
use crate::text::Lang;

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
    comment: Option<&'a str>,
    withdrawn: bool,
    source: Source,
    /// Put aside, and not counted.
    held: bool,
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
    comment: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    withdrawn: Option<bool>,
}

fn comment(said: Option<&Comment>, erased: bool) -> Option<&str> {
    let erased = erased.then(|| Lang::Zh.follow_texts().erased);
    said.map(Comment::as_str).or(erased)
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
        comment: comment(state.comment.as_ref(), row.comment_erased()),
        withdrawn: state.withdrawn,
        source: receipt.source,
        held: row.held,
        rated_at: row.rated_at.rfc3339(),
        received_at: row.received_at.rfc3339(),
        shift: receipt.shift.as_ref(),
        amendments: row
            .amendments
            .iter()
            .map(|amended| Amended {
                amended_at: amended.at.rfc3339(),
                level: amended.change.level,
                aspects: amended.change.aspects.as_deref(),
                comment: comment(amended.change.comment.as_ref(), amended.erased),
                withdrawn: amended.change.withdrawn,
            })
            .collect(),
    };
    serde_json::to_writer(&mut *to, &line)?;
    to.write_all(b"\n")
}
