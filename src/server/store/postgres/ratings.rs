//! Ratings and their amendments: rows that are only ever added.

use std::collections::{BTreeMap, BTreeSet};

use async_trait::async_trait;
use tokio_postgres::{Error, Row};

use super::group::{Answer, Group, Work};
use super::results::Counter;
use super::roster;
use super::session::{Problem, Session, unreadable};
use super::words;
use crate::model::{
    Amendment, Comment, Day, DutyNow, Level, Moment, RatingId, RatingReceipt, RatingState,
    ReceiptShift, Shift, Tally, WindowId, duty_at,
};
use crate::server::store::chain::Kind;
use crate::server::store::erasure::Words;
use crate::server::store::stored::{Salted, aspects, aspects_of, json, same_amendment, source_of};
use crate::server::store::{Amended, NewAmendment, NewRating, RatingRow, StoreError, Written};

macro_rules! ratings {
    ($those:literal) => {
        concat!(
            "
    select seq, id, window_id, unit, satisfied, source, rated_at, received_at, shift, director
    from rating ",
            $those
        )
    };
}

/// By the unique index on `id`: a repetition adds nothing.
const CREATE: &str = "
    insert into rating (id, window_id, unit, satisfied, source, rated_at, received_at, shift, director)
    select * from unnest($1::bytea[], $2::text[], $3::text[], $4::boolean[], $5::text[], $6::bigint[], $7::bigint[],
      $8::bigint[], $9::text[])
    on conflict (id) do nothing
    returning id, seq";

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

/// A rating on its way into the store.
pub(super) struct Tap {
    rating: NewRating,
    outcome: Option<Result<Written<RatingReceipt>, StoreError>>,
    answer: Answer<Written<RatingReceipt>>,
}

impl Tap {
    pub(super) fn new(rating: NewRating, answer: Answer<Written<RatingReceipt>>) -> Self {
        Self {
            rating,
            outcome: None,
            answer,
        }
    }

    /// Answers: what came of it, or why the transaction failed.
    pub(super) fn settle(self, failed: Option<StoreError>) {
        let outcome = match (failed, self.outcome) {
            (Some(error), _) => Err(error),
            (None, Some(outcome)) => outcome,
            (None, None) => Err(StoreError::Failed("it was not written".to_owned())),
        };
        // Whoever asked may have gone away; what is written stays written.
        let _ = self.answer.send(outcome);
    }
}

/// The rows of one statement, column by column.
#[derive(Default)]
struct Columns<'a> {
    ids: Vec<Vec<u8>>,
    windows: Vec<&'a str>,
    units: Vec<&'a str>,
    satisfied: Vec<bool>,
    sources: Vec<&'a str>,
    rated_at: Vec<i64>,
    received_at: Vec<i64>,
    shifts: Vec<Option<i64>>,
    directors: Vec<Option<String>>,
}

/// Stores all taps of a group by one statement, and answers repetitions with what is there.
pub(super) async fn create(group: &Group<'_>, mut taps: Vec<&mut Tap>) -> Result<(), Problem> {
    // In one order everywhere: groups that wait for each other's ids do so in one direction.
    taps.sort_by_key(|tap| tap.rating.id.bytes());
    let units: BTreeMap<&str, &str> = group
        .centre()
        .into_iter()
        .flat_map(|centre| &centre.units)
        .flat_map(|unit| {
            unit.windows
                .iter()
                .map(|window| (window.id.as_str(), unit.id.as_str()))
        })
        .collect();
    let duties = duties(group.session, &taps).await?;
    let mut columns = Columns::default();
    let mut before = None;
    for tap in &taps {
        let rating = &tap.rating;
        let id = rating.id.bytes();
        let Some(unit) = units.get(rating.window.as_str()) else {
            // A window that was taken away may still have ratings whose answer was lost.
            continue;
        };
        if before == Some(id) {
            continue;
        }
        before = Some(id);
        let shift = on_duty(&duties, &rating.window, rating.rated_at);
        columns.ids.push(id.to_vec());
        columns.windows.push(rating.window.as_str());
        columns.units.push(unit);
        columns.satisfied.push(rating.satisfied);
        columns.sources.push(rating.source.code());
        columns.rated_at.push(rating.rated_at.0);
        columns.received_at.push(rating.received_at.0);
        columns.shifts.push(shift.map(|shift| shift.id));
        let director = shift.map(|shift| json(&shift.director)).transpose()?;
        columns.directors.push(director);
    }
    let added = insert(group.session, &columns).await?;
    let mut others = Vec::new();
    let mut answered = None;
    for tap in &mut taps {
        let rating = &tap.rating;
        let id = rating.id.bytes();
        let unit = units.get(rating.window.as_str());
        let (Some(unit), Some(number), false) = (unit, added.get(&id), answered == Some(id)) else {
            others.push(id.to_vec());
            continue;
        };
        answered = Some(id);
        let shift = on_duty(&duties, &rating.window, rating.rated_at);
        let state = RatingState::new(rating.id, rating.satisfied);
        group.count(
            Counter {
                day: rating.rated_at.day().to_string(),
                window: rating.window.as_str().to_owned(),
                unit: (*unit).to_owned(),
                source: rating.source.code(),
                on_duty: shift.is_some(),
            },
            Tally::of(&state),
        );
        let director = shift.map(|shift| json(&shift.director)).transpose()?;
        let values = vec![
            id.as_slice().into(),
            rating.window.as_str().into(),
            (*unit).into(),
            rating.satisfied.into(),
            rating.source.code().into(),
            rating.rated_at.0.into(),
            rating.received_at.0.into(),
            shift.map(|shift| shift.id).into(),
            director.as_deref().into(),
        ];
        group.link(Kind::Rating, *number, rating.received_at, values);
        let receipt = RatingReceipt {
            id: rating.id,
            window: rating.window.clone(),
            satisfied: rating.satisfied,
            source: rating.source,
            rated_at: rating.rated_at.rfc3339(),
            shift: shift.map(|shift| ReceiptShift {
                id: shift.id,
                director: shift.director.clone(),
            }),
        };
        tap.outcome = Some(Ok(Written::First(receipt)));
    }
    answer_repetitions(group.session, &units, others, taps, &added).await
}

type Numbers = BTreeMap<[u8; 16], i64>;

/// Answers the numbers of those that were added.
async fn insert(session: &Session, columns: &Columns<'_>) -> Result<Numbers, Problem> {
    if columns.ids.is_empty() {
        return Ok(Numbers::new());
    }
    let rows = session
        .rows(
            CREATE,
            &[
                &columns.ids,
                &columns.windows,
                &columns.units,
                &columns.satisfied,
                &columns.sources,
                &columns.rated_at,
                &columns.received_at,
                &columns.shifts,
                &columns.directors,
            ],
        )
        .await?;
    let number = |row: &Row| Ok((id(row, 0)?, row.try_get(1)?));
    rows.iter().map(number).collect()
}

/// Answers those that were not added with what was stored under their ids before.
async fn answer_repetitions(
    session: &Session,
    units: &BTreeMap<&str, &str>,
    ids: Vec<Vec<u8>>,
    taps: Vec<&mut Tap>,
    added: &Numbers,
) -> Result<(), Problem> {
    if ids.is_empty() {
        return Ok(());
    }
    let mut stored = BTreeMap::new();
    for row in session.rows(FIND, &[&ids]).await? {
        let (_, row) = rating_of(&row)?;
        stored.insert(row.receipt.id.bytes(), row.receipt);
    }
    let mut before = None;
    for tap in taps {
        let id = tap.rating.id.bytes();
        let known = units.contains_key(tap.rating.window.as_str());
        // The first of them was added just now and has its answer.
        if known && added.contains_key(&id) && before != Some(id) {
            before = Some(id);
            continue;
        }
        tap.outcome = Some(match stored.get(&id) {
            Some(receipt)
                if receipt.window == tap.rating.window
                    && receipt.satisfied == tap.rating.satisfied =>
            {
                Ok(Written::Again(receipt.clone()))
            }
            Some(_) => Err(StoreError::IdReused),
            None if known => Err(StoreError::UnknownRating),
            None => Err(StoreError::UnknownWindow),
        });
    }
    Ok(())
}

type Duties = BTreeMap<(String, Day), Vec<Shift>>;

/// The shifts at the windows and days of these taps.
async fn duties(session: &Session, taps: &[&mut Tap]) -> Result<Duties, Problem> {
    let wanted: BTreeSet<(&str, Day)> = taps
        .iter()
        .map(|tap| (tap.rating.window.as_str(), tap.rating.rated_at.day()))
        .collect();
    let windows: Vec<_> = wanted.iter().map(|(window, _)| *window).collect();
    let days: Vec<_> = wanted.iter().map(|(_, day)| day.to_string()).collect();
    let mut duties = Duties::new();
    for shift in roster::shifts_at(session, &windows, &days).await? {
        let at = (shift.window.as_str().to_owned(), shift.day);
        duties.entry(at).or_default().push(shift);
    }
    Ok(duties)
}

/// The sitting at that window and moment; of two at once the one that began later.
fn on_duty<'a>(duties: &'a Duties, window: &WindowId, at: Moment) -> Option<&'a Shift> {
    let shifts = duties.get(&(window.as_str().to_owned(), at.day()))?;
    let DutyNow::Here(here) = duty_at(shifts, at) else {
        return None;
    };
    shifts.iter().find(|shift| shift.id == here.id)
}

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
            let values = vec![
                new.id.bytes().as_slice().into(),
                seq.into(),
                level.into(),
                codes.as_deref().into(),
                hash.as_deref().into(),
                change.withdrawn.into(),
                new.amended_at.0.into(),
                new.received_at.0.into(),
            ];
            group.link(Kind::Amendment, number, new.received_at, values);
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
}

pub(super) async fn find(session: &Session, id: RatingId) -> Result<Option<RatingRow>, Problem> {
    let ids = vec![id.bytes().to_vec()];
    let rows = session.rows(FIND, &[&ids]).await?;
    Ok(with_amendments(session, rows).await?.pop())
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
        rated_at: rated_at.rfc3339(),
        shift,
    };
    let stored = RatingRow {
        receipt,
        rated_at,
        received_at: Moment(row.try_get(7)?),
        unit: row.try_get(3)?,
        state: RatingState::new(id, satisfied),
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
