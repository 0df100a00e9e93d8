//! Ratings and their amendments: rows that are only ever added.

use rusqlite::types::Type;
use rusqlite::{Connection, OptionalExtension, Row, named_params};

use super::connection::failure;
use super::transaction::Transaction;
use super::{held, results, visits, words};
use crate::model::{
    Amendment, AmendmentId, Code, Comment, Level, Moment, Name, RatingId, RatingReceipt,
    RatingState, ReceiptShift, Shift, Source, Tally, VisitProof, WindowId,
};
use crate::server::store::chain::Kind;
use crate::server::store::erasure::Words;
use crate::server::store::stored::{Salted, aspects, aspects_of, json, same_amendment, source_of};
use crate::server::store::visits::{Claim, proof};
use crate::server::store::{Amended, NewAmendment, NewRating, RatingRow, StoreError, Written};

/// By the unique index on `id`: a repetition adds nothing.
const CREATE: &str = "
    insert into rating (id, window, unit, satisfied, source, rated_at, received_at, shift, director)
    values (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)
    on conflict (id) do nothing";

/// The ratings that are meant. Whether they are put aside by the unique index on `hold.rating`, and `review_hold`.
macro_rules! ratings {
    ($those:literal) => {
        concat!(
            "
    select seq, id, window, unit, satisfied, source, rated_at, received_at, shift, director,
      coalesce((
        select not coalesce((
          select released from review where review.hold = hold.seq order by review.seq desc limit 1
        ), 0) from hold where hold.rating = rating.seq
      ), 0)
    from rating ",
            $those
        )
    };
}
/// By the unique index on `id`.
const FIND: &str = ratings!("where id = :id");

const EACH: &str = ratings!("order by seq");

const AMEND: &str = "
    insert into amendment (id, rating, level, aspects, comment_hash, withdrawn, amended_at, received_at)
    values (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)
    on conflict (id) do nothing";

/// By the unique index on `id`, and `amendment_comment`'s primary key. A deleted comment is blank.
const FIND_AMENDMENT: &str = "
    select amended_at, level, aspects, iif(comment_hash is null, null, coalesce(trim(words), '')), withdrawn,
      rating, seq
    from amendment left join amendment_comment on belongs_to = seq where id = :id";

/// By `amendment_rating`, and `amendment_comment`'s primary key.
const AMENDMENTS: &str = "
    select amended_at, level, aspects, iif(comment_hash is null, null, coalesce(trim(words), '')), withdrawn
    from amendment left join amendment_comment on belongs_to = seq
    where rating = :rating and seq < :before order by seq";

/// Reads every rating: asked for once in a while by an operator, not worth an index that each tap would pay for.
const COMMENTED: &str = ratings!(
    "where window = :window and rated_at >= :from and rated_at < :before
      and exists (
        select 1 from amendment join amendment_comment on belongs_to = amendment.seq
        where rating = rating.seq and trim(words) <> '')
    order by seq"
);

pub(super) fn create(
    connection: &Transaction<'_>,
    rating: &NewRating,
    unit: Option<&str>,
) -> Result<Written<RatingReceipt>, StoreError> {
    let Some(unit) = unit else {
        return again(connection, rating, StoreError::UnknownWindow);
    };
    let visit = match rating.visit {
        Some(code) => visits::find(connection, code).map_err(failure)?,
        None => None,
    };
    let proof = rating
        .visit
        .map(|_| proof(visit.as_ref(), Claim::new(rating)));
    let proved = visit.filter(|_| proof == Some(VisitProof::Redeemed));
    let source = if proved.is_some() {
        Source::Visit
    } else {
        rating.source
    };
    let shift = connection
        .on_duty(&rating.window, rating.rated_at)
        .map_err(failure)?;
    let director = shift
        .as_ref()
        .map(|shift| json(&shift.director))
        .transpose()?;
    let id = rating.id.bytes();
    let values = [
        (&id).into(),
        rating.window.as_str().into(),
        unit.into(),
        rating.satisfied.into(),
        source.code().into(),
        rating.rated_at.0.into(),
        rating.received_at.0.into(),
        shift.as_ref().map(|shift| shift.id).into(),
        director.as_deref().into(),
    ];
    let added = connection
        .add(CREATE, Kind::Rating, rating.received_at, &values)
        .map_err(failure)?;
    let Some(number) = added else {
        return again(connection, rating, StoreError::UnknownRating);
    };
    let held = match proved {
        Some(visit) => {
            visits::redeem(connection, visit.number, number, rating.received_at)
                .map_err(failure)?;
            false
        }
        None => held::take(connection, rating, number, proof).map_err(failure)?,
    };
    let stored = RatingRow {
        receipt: RatingReceipt {
            id: rating.id,
            window: rating.window.clone(),
            satisfied: rating.satisfied,
            source,
            visit: proof,
            rated_at: rating.rated_at.rfc3339(),
            shift: shift.map(|Shift { id, director, .. }| ReceiptShift { id, director }),
        },
        rated_at: rating.rated_at,
        received_at: rating.received_at,
        unit: unit.to_owned(),
        state: RatingState::new(rating.id, rating.satisfied),
        held,
        amendments: Vec::new(),
    };
    results::count(connection, &stored, Tally::of(&stored.state));
    Ok(Written::First(stored.receipt))
}

/// What was stored under the rating's id before, if it is the same.
fn again(
    connection: &Connection,
    rating: &NewRating,
    otherwise: StoreError,
) -> Result<Written<RatingReceipt>, StoreError> {
    let (number, stored) = row(connection, rating.id)
        .map_err(failure)?
        .ok_or(otherwise)?;
    let mut receipt = stored.receipt.clone();
    if let Some(code) = rating.visit {
        let visit = visits::find(connection, code).map_err(failure)?;
        let proof = proof(visit.as_ref(), Claim::again(&stored, number));
        // A code that came with a repetition alone, and not the first time, redeems nothing.
        let mine = visit.is_some_and(|visit| visit.rating.is_some());
        receipt.visit = Some(proof).filter(|proof| mine || *proof != VisitProof::Redeemed);
    }
    let same = receipt.window == rating.window && receipt.satisfied == rating.satisfied;
    if same {
        Ok(Written::Again(receipt))
    } else {
        Err(StoreError::IdReused)
    }
}

pub(super) fn amend(
    connection: &Transaction<'_>,
    amendment: &NewAmendment,
) -> Result<Written<RatingState>, StoreError> {
    let found = row(connection, amendment.rating).map_err(failure)?;
    let (seq, rating) = found.ok_or(StoreError::UnknownRating)?;
    let change = &amendment.change;
    let codes = change.aspects.as_deref().map(aspects);
    let comment = change.comment.as_ref().map(Comment::as_str);
    let comment = comment.map(Salted::new).transpose()?;
    let (id, hash) = (amendment.id.bytes(), comment.as_ref().map(Salted::hash));
    let values = [
        (&id).into(),
        seq.into(),
        change.level.map(Level::code).into(),
        codes.as_deref().into(),
        hash.as_ref().into(),
        change.withdrawn.into(),
        amendment.amended_at.0.into(),
        amendment.received_at.0.into(),
    ];
    let added = connection
        .add(AMEND, Kind::Amendment, amendment.received_at, &values)
        .map_err(failure)?;
    if let Some(number) = added {
        if let Some(comment) = comment {
            words::keep(connection, Words::Comment, number, &comment)?;
        }
        let state = rating.state.clone().amended(change);
        results::count(connection, &rating, Tally::change(&rating.state, &state));
        return Ok(Written::First(state));
    }
    let (first, of, number) = first_amendment(connection, amendment.id).map_err(failure)?;
    if of != seq || !same_amendment(&first, change) {
        return Err(StoreError::IdReused);
    }
    // What was answered then, whatever has been said since.
    let tapped = RatingState::new(rating.receipt.id, rating.receipt.satisfied);
    let said = amendments(connection, seq, number).map_err(failure)?;
    let before = said
        .iter()
        .fold(tapped, |state, amended| state.amended(&amended.change));
    Ok(Written::Again(before.amended(change)))
}

/// An amendment, the rating it belongs to, and its number.
fn first_amendment(
    connection: &Connection,
    id: AmendmentId,
) -> rusqlite::Result<(Amended, i64, i64)> {
    let mut find = connection.prepare_cached(FIND_AMENDMENT)?;
    find.query_row(named_params! { ":id": id.bytes() }, |row| {
        Ok((amended_of(row)?, row.get(5)?, row.get(6)?))
    })
}

/// A rating's amendments with numbers below `before`, in the order of arrival.
fn amendments(connection: &Connection, rating: i64, before: i64) -> rusqlite::Result<Vec<Amended>> {
    let of = named_params! { ":rating": rating, ":before": before };
    connection
        .prepare_cached(AMENDMENTS)?
        .query_map(of, amended_of)?
        .collect()
}

pub(super) fn find(connection: &Connection, id: RatingId) -> rusqlite::Result<Option<RatingRow>> {
    Ok(row(connection, id)?.map(|(_, row)| row))
}

/// A rating with everything said after it, and its number.
fn row(connection: &Connection, id: RatingId) -> rusqlite::Result<Option<(i64, RatingRow)>> {
    let found = connection
        .prepare_cached(FIND)?
        .query_row(named_params! { ":id": id.bytes() }, rating_of)
        .optional()?;
    found
        .map(|(seq, row)| Ok((seq, with_amendments(connection, seq, row)?)))
        .transpose()
}

pub(super) fn each(
    connection: &Connection,
    each: &mut dyn FnMut(RatingRow) -> std::io::Result<()>,
) -> Result<(), StoreError> {
    let mut all = connection.prepare(EACH).map_err(failure)?;
    let rows = all.query_map([], rating_of).map_err(failure)?;
    for row in rows {
        let (seq, row) = row.map_err(failure)?;
        let row = with_amendments(connection, seq, row).map_err(failure)?;
        each(row).map_err(|error| StoreError::Failed(error.to_string()))?;
    }
    Ok(())
}

/// See [`crate::server::store::erasure::ErasureStore::commented`].
pub(super) fn commented(
    connection: &Connection,
    window: &WindowId,
    from: Moment,
    before: Moment,
) -> rusqlite::Result<Vec<RatingRow>> {
    let those = named_params! { ":window": window.as_str(), ":from": from.0, ":before": before.0 };
    let mut find = connection.prepare(COMMENTED)?;
    let rows: Vec<_> = find
        .query_map(those, rating_of)?
        .collect::<rusqlite::Result<_>>()?;
    rows.into_iter()
        .map(|(seq, row)| with_amendments(connection, seq, row))
        .collect()
}

pub(super) fn with_amendments(
    connection: &Connection,
    seq: i64,
    mut row: RatingRow,
) -> rusqlite::Result<RatingRow> {
    for amended in amendments(connection, seq, i64::MAX)? {
        row.state = row.state.amended(&amended.change);
        row.amendments.push(amended);
    }
    Ok(row)
}

pub(super) fn rating_of(row: &Row<'_>) -> rusqlite::Result<(i64, RatingRow)> {
    let id = RatingId::from_bytes(row.get(1)?);
    let window = WindowId::parse(&row.get::<_, String>(2)?).map_err(|_| unreadable(2, "window"))?;
    let satisfied = row.get(4)?;
    let source: String = row.get(5)?;
    let source = source_of(&source);
    let rated_at = Moment(row.get(6)?);
    let shift = match (
        row.get::<_, Option<i64>>(8)?,
        row.get::<_, Option<String>>(9)?,
    ) {
        (Some(id), Some(director)) => {
            let director: Name =
                serde_json::from_str(&director).map_err(|_| unreadable(9, "director"))?;
            Some(ReceiptShift { id, director })
        }
        _ => None,
    };
    let receipt = RatingReceipt {
        id,
        window,
        satisfied,
        source,
        visit: None,
        rated_at: rated_at.rfc3339(),
        shift,
    };
    let stored = RatingRow {
        receipt,
        rated_at,
        received_at: Moment(row.get(7)?),
        unit: row.get(3)?,
        state: RatingState::new(id, satisfied),
        held: row.get(10)?,
        amendments: Vec::new(),
    };
    Ok((row.get(0)?, stored))
}

fn amended_of(row: &Row<'_>) -> rusqlite::Result<Amended> {
    let level: Option<String> = row.get(1)?;
    let aspects: Option<String> = row.get(2)?;
    let comment: Option<String> = row.get(3)?;
    let erased = comment.as_deref() == Some("");
    let comment = match comment {
        Some(text) => Comment::parse(&text).map_err(|_| unreadable(3, Code::BadValue.as_str()))?,
        None => None,
    };
    let change = Amendment {
        level: level.and_then(|code| Level::ALL.into_iter().find(|level| level.code() == code)),
        aspects: aspects.as_deref().map(aspects_of),
        comment,
        withdrawn: row.get(4)?,
    };
    Ok(Amended {
        at: Moment(row.get(0)?),
        change,
        erased,
    })
}

fn unreadable(column: usize, what: &str) -> rusqlite::Error {
    rusqlite::Error::FromSqlConversionFailure(column, Type::Text, what.into())
}
