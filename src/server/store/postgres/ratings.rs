//! Ratings and their amendments: rows that are only ever added.

use std::collections::BTreeMap;

use async_trait::async_trait;
use tokio_postgres::{Error, Row};

use super::group::{Group, Work};
use super::results::Counter;
use super::session::{Problem, Session, unreadable};
use super::words;
use crate::model::{
    Amendment, Comment, Level, Moment, RatingId, RatingReceipt, RatingState, ReceiptShift, Tally,
    WindowId,
};
use crate::server::store::chain::Kind;
use crate::server::store::erasure::Words;
use crate::server::store::stored::{Salted, aspects, aspects_of, same_amendment, source_of};
use crate::server::store::{Amended, NewAmendment, RatingRow, StoreError, Written};

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

/// By the unique index on `id`, whatever is believed of an array's length: of a short table all would be read for
/// `any`, also when it has grown.
pub(super) const THERE: &str = "
    select there.seq from (select unnest($1::bytea[]) as id) as new, lateral (
      select seq from rating where rating.id = new.id offset 0
    ) as there";

/// By the unique index on `id`.
const FIND: &str = ratings!("where id = any($1)");

/// By the unique index on `id`: whoever amends the same rating waits.
const HOLD: &str = ratings!("where id = $1 for update");

const PAGE: &str = ratings!("where seq > $1 order by seq limit 1000");

const AMEND: &str = "
    insert into amendment (id, rating, level, aspects, comment_hash, withdrawn, amended_at, received_at)
    values ($1, $2, $3, $4, $5, $6, $7, $8)
    on conflict (id) do nothing
    returning seq";

/// By the unique index on `id`, and `amendment_comment`'s primary key. A deleted comment is empty.
const FIND_AMENDMENT: &str = "
    select rating, amended_at, level, aspects, case when comment_hash is not null then coalesce(words, '') end,
      withdrawn, seq
    from amendment left join amendment_comment on belongs_to = seq where id = $1";

/// By `amendment_rating`, and `amendment_comment`'s primary key.
const AMENDMENTS: &str = "
    select rating, amended_at, level, aspects, case when comment_hash is not null then coalesce(words, '') end,
      withdrawn, seq
    from amendment left join amendment_comment on belongs_to = seq
    where rating = any($1) order by seq";

/// Reads every rating: asked for once in a while by an operator, not worth an index that each tap would pay for.
const COMMENTED: &str = ratings!(
    "where window_id = $1 and rated_at >= $2 and rated_at < $3
      and exists (
        select 1 from amendment join amendment_comment on belongs_to = amendment.seq
        where rating = rating.seq and words <> '')
    order by seq"
);

/// An amendment on its way into the store.
pub(super) struct Amend(pub(super) NewAmendment);

#[async_trait]
impl Work for Amend {
    type Done = Written<RatingState>;

    async fn write(&self, group: &Group<'_>) -> Result<Self::Done, Problem> {
        let new = &self.0;
        let change = &new.change;
        let session = group.session;
        let held = session.row(HOLD, &[&new.rating.bytes().as_slice()]).await?;
        let held = held.ok_or(StoreError::UnknownRating)?;
        let (seq, row) = rating_of(&held)?;
        let said = amendments(session, &[seq]).await?;
        let tapped = row.state.clone();
        let fold = |before: Option<i64>| {
            said.iter()
                .take_while(|(_, _, number)| before.is_none_or(|before| *number < before))
                .fold(tapped.clone(), |state, (_, amended, _)| {
                    state.amended(&amended.change)
                })
        };
        let comment = change.comment.as_ref().map(Comment::as_str);
        let comment = comment.map(Salted::new).transpose()?;
        let hash = comment.as_ref().map(|comment| comment.hash().to_vec());
        let codes = change.aspects.as_deref().map(aspects);
        let level = change.level.map(Level::code);
        let added = session
            .row(
                AMEND,
                &[
                    &new.id.bytes().as_slice(),
                    &seq,
                    &level,
                    &codes,
                    &hash,
                    &change.withdrawn,
                    &new.amended_at.0,
                    &new.received_at.0,
                ],
            )
            .await?;
        if let Some(added) = added {
            let number = added.try_get(0)?;
            if let Some(comment) = comment {
                words::keep(session, Words::Comment, number, &comment).await?;
            }
            group.link(
                Kind::Amendment,
                number,
                new.received_at,
                &[
                    new.id.bytes().as_slice().into(),
                    seq.into(),
                    level.into(),
                    codes.as_deref().into(),
                    hash.as_deref().into(),
                    change.withdrawn.into(),
                    new.amended_at.0.into(),
                    new.received_at.0.into(),
                ],
            );
            let before = fold(None);
            let state = before.clone().amended(change);
            group.count(Counter::of(&row), Tally::change(&before, &state));
            return Ok(Written::First(state));
        }
        let first = session
            .row(FIND_AMENDMENT, &[&new.id.bytes().as_slice()])
            .await?;
        let first = first.ok_or(StoreError::IdReused)?;
        let (of, first, number) = amended_of(&first)?;
        if of != seq || !same_amendment(&first, change) {
            return Err(StoreError::IdReused.into());
        }
        // What was answered then, whatever has been said since.
        Ok(Written::Again(fold(Some(number)).amended(change)))
    }

    fn lane(&self) -> Vec<u8> {
        self.0.rating.bytes().to_vec()
    }

    fn spares_ratings(&self) -> bool {
        true
    }
}

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

/// Amendments with their ratings' and their own numbers, in the order of arrival.
async fn amendments(
    session: &Session,
    ratings: &[i64],
) -> Result<Vec<(i64, Amended, i64)>, Problem> {
    let rows = session.rows(AMENDMENTS, &[&ratings]).await?;
    rows.iter().map(amended_of).collect()
}

/// The id in a column.
fn id(row: &Row, column: usize) -> Result<[u8; 16], Problem> {
    let bytes: &[u8] = row.try_get(column)?;
    bytes.try_into().map_err(|_| unreadable("id"))
}

fn rating_of(row: &Row) -> Result<(i64, RatingRow), Problem> {
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

fn amended_of(row: &Row) -> Result<(i64, Amended, i64), Problem> {
    let level: Option<&str> = row.try_get(2)?;
    let codes: Option<&str> = row.try_get(3)?;
    let text: Option<&str> = row.try_get(4)?;
    let comment = match text {
        Some(text) => Comment::parse(text).map_err(|_| unreadable("comment"))?,
        None => None,
    };
    let change = Amendment {
        level: level.and_then(|code| Level::ALL.into_iter().find(|level| level.code() == code)),
        aspects: codes.map(aspects_of),
        comment,
        withdrawn: row.try_get(5)?,
    };
    let amended = Amended {
        at: Moment(row.try_get(1)?),
        change,
        erased: text == Some(""),
    };
    Ok((row.try_get(0)?, amended, row.try_get(6)?))
}

/// The number of the rating with an id.
pub(super) async fn number(session: &Session, id: RatingId) -> Result<Option<i64>, Error> {
    let held = session.row(HOLD, &[&id.bytes().as_slice()]).await?;
    held.map(|row| row.try_get(0)).transpose()
}
