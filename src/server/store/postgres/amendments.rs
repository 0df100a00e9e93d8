//! What is said of ratings later: rows that are only ever added.

use async_trait::async_trait;
use tokio_postgres::Row;

use super::group::Group;
use super::ratings::{HOLD, rating_of};
use super::results::Counter;
use super::session::{Problem, Session, unreadable};
use super::words;
use super::work::Work;
use crate::model::{Amendment, Comment, Level, Moment, RatingState, Tally};
use crate::server::store::chain::Kind;
use crate::server::store::erasure::Words;
use crate::server::store::stored::{Salted, aspects, aspects_of, same_amendment};
use crate::server::store::{Amended, NewAmendment, StoreError, Written};

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

/// Amendments with their ratings' and their own numbers, in the order of arrival.
pub(super) async fn amendments(
    session: &Session,
    ratings: &[i64],
) -> Result<Vec<(i64, Amended, i64)>, Problem> {
    let rows = session.rows(AMENDMENTS, &[&ratings]).await?;
    rows.iter().map(amended_of).collect()
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
