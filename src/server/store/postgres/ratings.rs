//! Ratings as they stand in the store.

use std::collections::BTreeMap;

use tokio_postgres::{Error, Row};

use super::amendments::amendments;
use super::session::{Problem, Session, unreadable};
use crate::model::{Moment, RatingId, RatingReceipt, RatingState, ReceiptShift, WindowId};
use crate::server::store::stored::source_of;
use crate::server::store::{Amended, RatingRow};

/// The ratings that are meant. Whether they are put aside by the unique index on `hold.rating`, and `review_hold`.
macro_rules! ratings {
    ($those:literal) => {
        concat!(
            "
    select seq, id, window_id, unit, satisfied, source, rated_at, received_at, shift, director,
      coalesce((
        select not coalesce((
          select released from review where review.hold = hold.seq order by review.seq desc limit 1
        ), false) from hold where hold.rating = rating.seq
      ), false)
    from rating ",
            $those
        )
    };
}

/// By the unique index on `id`.
const FIND: &str = ratings!("where id = any($1)");

/// By the unique index on `id`: whoever amends the same rating waits.
pub(super) const HOLD: &str = ratings!("where id = $1 for update");

const PAGE: &str = ratings!("where seq > $1 order by seq limit 1000");

/// Reads every rating: asked for once in a while by an operator, not worth an index that each tap would pay for.
const COMMENTED: &str = ratings!(
    "where window_id = $1 and rated_at >= $2 and rated_at < $3
      and exists (
        select 1 from amendment join amendment_comment on belongs_to = amendment.seq
        where rating = rating.seq and words <> '')
    order by seq"
);

/// Ratings as they were tapped, with their numbers, by their ids.
pub(super) async fn by_ids(
    session: &Session,
    ids: &[Vec<u8>],
) -> Result<BTreeMap<[u8; 16], (i64, RatingRow)>, Problem> {
    let rows = session.rows(FIND, &[&ids]).await?;
    let rows = rows.iter().map(rating_of);
    let by_id = rows.map(|row| row.map(|(number, row)| (row.receipt.id.bytes(), (number, row))));
    by_id.collect()
}

/// Ratings with everything said after them, by their ids.
pub(super) async fn whole_by_ids(
    session: &Session,
    ids: &[Vec<u8>],
) -> Result<Vec<RatingRow>, Problem> {
    let rows = session.rows(FIND, &[&ids]).await?;
    with_amendments(session, rows).await
}

pub(super) async fn find(session: &Session, id: RatingId) -> Result<Option<RatingRow>, Problem> {
    let ids = [id.bytes().to_vec()];
    Ok(whole_by_ids(session, &ids).await?.pop())
}

/// Up to a thousand ratings after the numbered one, with the number to go on from.
pub(super) async fn page(
    session: &Session,
    after: i64,
) -> Result<(Vec<RatingRow>, Option<i64>), Problem> {
    let rows = session.rows(PAGE, &[&after]).await?;
    let last = rows.last().map(|row| row.try_get(0)).transpose()?;
    Ok((with_amendments(session, rows).await?, last))
}

/// See [`crate::server::store::erasure::ErasureStore::commented`].
pub(super) async fn commented(
    session: &Session,
    window: &WindowId,
    from: Moment,
    before: Moment,
) -> Result<Vec<RatingRow>, Problem> {
    let rows = session
        .rows(COMMENTED, &[&window.as_str(), &from.0, &before.0])
        .await?;
    with_amendments(session, rows).await
}

async fn with_amendments(session: &Session, rows: Vec<Row>) -> Result<Vec<RatingRow>, Problem> {
    let rows: Vec<_> = rows.iter().map(rating_of).collect::<Result<_, _>>()?;
    let seqs: Vec<_> = rows.iter().map(|(seq, _)| *seq).collect();
    let mut said: BTreeMap<i64, Vec<Amended>> = BTreeMap::new();
    if !seqs.is_empty() {
        for (rating, amended, _) in amendments(session, &seqs).await? {
            said.entry(rating).or_default().push(amended);
        }
    }
    let whole = rows.into_iter().map(|(seq, mut row)| {
        for amended in said.remove(&seq).unwrap_or_default() {
            row.state = row.state.amended(&amended.change);
            row.amendments.push(amended);
        }
        row
    });
    Ok(whole.collect())
}

/// The id in a column.
fn id(row: &Row, column: usize) -> Result<[u8; 16], Problem> {
    let bytes: &[u8] = row.try_get(column)?;
    bytes.try_into().map_err(|_| unreadable("id"))
}

pub(super) fn rating_of(row: &Row) -> Result<(i64, RatingRow), Problem> {
    let id = RatingId::from_bytes(id(row, 1)?);
    let window = WindowId::parse(row.try_get(2)?).map_err(|_| unreadable("window"))?;
    let satisfied = row.try_get(4)?;
    let rated_at = Moment(row.try_get(6)?);
    let shift = match (
        row.try_get::<_, Option<i64>>(8)?,
        row.try_get::<_, Option<&str>>(9)?,
    ) {
        (Some(id), Some(director)) => {
            let director = serde_json::from_str(director).map_err(|_| unreadable("director"))?;
            Some(ReceiptShift { id, director })
        }
        _ => None,
    };
    let receipt = RatingReceipt {
        id,
        window,
        satisfied,
        source: source_of(row.try_get(5)?),
        visit: None,
        rated_at: rated_at.rfc3339(),
        shift,
    };
    let stored = RatingRow {
        receipt,
        rated_at,
        received_at: Moment(row.try_get(7)?),
        unit: row.try_get(3)?,
        state: RatingState::new(id, satisfied),
        held: row.try_get(10)?,
        amendments: Vec::new(),
    };
    Ok((row.try_get(0)?, stored))
}

/// The number of the rating with an id.
pub(super) async fn number(session: &Session, id: RatingId) -> Result<Option<i64>, Error> {
    let held = session.row(HOLD, &[&id.bytes().as_slice()]).await?;
    held.map(|row| row.try_get(0)).transpose()
}
