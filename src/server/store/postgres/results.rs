//! Counters beside the ratings, and the ledger of sittings.

use std::collections::{BTreeMap, BTreeSet};

use async_trait::async_trait;
use tokio_postgres::Row;

use super::PostgresStore;
use super::group::Group;
use super::session::{Param, Params, Problem, Session};
use super::work::Work;
use crate::model::{Day, Moment, Tally};
use crate::server::store::chain::{Kind, Value};
use crate::server::store::held::counted_as;
use crate::server::store::results::{LedgerEntry, Mended, ResultStore, UnitTally};
use crate::server::store::{RatingRow, StoreError};

/// By the primary key, in its order. For [`Together::writing`](super::together::Together::writing).
pub(super) const ADD: &str = "
    insert into tally (day, window_id, unit, source, on_duty, counted, satisfied)
    select unnest($1::text[]), unnest($2::text[]), unnest($3::text[]), unnest($4::text[]), unnest($5::boolean[]),
      unnest($6::bigint[]), unnest($7::bigint[])
    where exists (select 1 from turned)
    on conflict (day, window_id, unit, source, on_duty) do update set
      counted = tally.counted + excluded.counted, satisfied = tally.satisfied + excluded.satisfied";

/// By the primary key, which begins with the day.
const TALLIES: &str = "
    select unit, source in ('scan', 'visit') as compared, source = 'held' as held, on_duty, sum(counted)::bigint,
      sum(satisfied)::bigint
    from tally where day between $1 and $2
    group by unit, compared, held, on_duty order by unit, compared, held, on_duty";

/// By the primary key: its first row.
const FIRST_DAY: &str = "select day from tally order by day limit 1";

const ALL: &str = "select day, window_id, unit, source, on_duty, counted, satisfied from tally";

const FORGET: &str = "delete from tally";

const FILL: &str = include_str!("tally.sql");

const KNOWN_SHIFTS: &str = "select count(*) from shift where id = any($1)";

/// By `ledger_shift`.
const NEWEST: &str =
    "select shift, served, solved, accepted from ledger where shift = $1 order by seq desc limit 1";

const ENTER: &str = "
    insert into ledger (shift, served, solved, accepted, entered_at) values ($1, $2, $3, $4, $5)
    returning seq";

/// By `shift_day` and `ledger_shift`.
const LEDGER: &str = "
    select ledger.shift, served, solved, accepted
    from shift join ledger on ledger.shift = shift.id
    where shift.day between $1 and $2
      and ledger.seq = (select max(seq) from ledger as newer where newer.shift = shift.id)
    order by shift.day, shift.id";

/// One row of the counters, in the order in which they are written.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Counter {
    pub(super) day: Day,
    pub(super) window: String,
    pub(super) unit: String,
    pub(super) source: &'static str,
    pub(super) on_duty: bool,
}

impl Counter {
    /// Where a rating is counted.
    pub(super) fn of(rating: &RatingRow) -> Self {
        Self {
            day: rating.rated_at.day(),
            window: rating.receipt.window.as_str().to_owned(),
            unit: rating.unit.clone(),
            source: counted_as(rating.receipt.source, rating.held),
            on_duty: rating.receipt.shift.is_some(),
        }
    }
}

/// What a group changes, for [`ADD`].
pub(super) struct Counted {
    days: Vec<String>,
    windows: Vec<String>,
    units: Vec<String>,
    sources: Vec<&'static str>,
    on_duty: Vec<bool>,
    counted: Vec<i64>,
    satisfied: Vec<i64>,
}

pub(super) fn columns_of(changes: &BTreeMap<Counter, Tally>) -> Counted {
    let text = |of: fn(&Counter) -> &str| changes.keys().map(of).map(str::to_owned).collect();
    Counted {
        days: changes.keys().map(|key| key.day.to_string()).collect(),
        windows: text(|key| &key.window),
        units: text(|key| &key.unit),
        sources: changes.keys().map(|key| key.source).collect(),
        on_duty: changes.keys().map(|key| key.on_duty).collect(),
        counted: changes.values().map(|change| change.counted).collect(),
        satisfied: changes.values().map(|change| change.satisfied).collect(),
    }
}

impl Counted {
    pub(super) fn params(&self) -> [Param<'_>; 7] {
        [
            &self.days,
            &self.windows,
            &self.units,
            &self.sources,
            &self.on_duty,
            &self.counted,
            &self.satisfied,
        ]
    }
}

async fn tallies(session: &Session, from: Day, to: Day) -> Result<Vec<UnitTally>, Problem> {
    let days = (from.to_string(), to.to_string());
    let rows = session.rows(TALLIES, &[&days.0, &days.1]).await?;
    let tally = |row: &Row| {
        let tally = Tally {
            counted: row.try_get(4)?,
            satisfied: row.try_get(5)?,
        };
        Ok(UnitTally {
            unit: row.try_get(0)?,
            compared: row.try_get(1)?,
            held: row.try_get(2)?,
            on_duty: row.try_get(3)?,
            tally,
        })
    };
    rows.iter().map(tally).collect()
}

async fn first_rated(session: &Session) -> Result<Option<Day>, Problem> {
    let Some(row) = session.row(FIRST_DAY, &[]).await? else {
        return Ok(None);
    };
    Ok(Day::parse(row.try_get(0)?).ok())
}

/// Day, window, unit, source, and whether a director sat there.
type Key = (String, String, String, String, bool);
type Counters = BTreeMap<Key, Tally>;

async fn all(session: &Session) -> Result<Counters, Problem> {
    let rows = session.rows(ALL, &[]).await?;
    let counter = |row: &Row| {
        let key = (
            row.try_get(0)?,
            row.try_get(1)?,
            row.try_get(2)?,
            row.try_get(3)?,
            row.try_get(4)?,
        );
        let tally = Tally {
            counted: row.try_get(5)?,
            satisfied: row.try_get(6)?,
        };
        Ok((key, tally))
    };
    rows.iter().map(counter).collect()
}

/// Makes the counters anew.
struct Rebuild;

#[async_trait]
impl Work for Rebuild {
    type Done = Vec<Mended>;

    async fn write(&self, group: &Group<'_>) -> Result<Vec<Mended>, Problem> {
        let before = all(group.session).await?;
        group.session.run(FORGET, &[]).await?;
        group.session.run(FILL, &[]).await?;
        let after = all(group.session).await?;
        let of = |there: &Counters, key: &Key| there.get(key).copied().unwrap_or_default();
        let keys: BTreeSet<_> = before.keys().chain(after.keys()).collect();
        let wrong = keys.into_iter().filter_map(|key| {
            let (was, is) = (of(&before, key), of(&after, key));
            let (day, window, unit, source, on_duty) = key.clone();
            (was != is).then_some(Mended {
                day,
                window,
                unit,
                source,
                on_duty,
                was,
                is,
            })
        });
        Ok(wrong.collect())
    }

    fn lane(&self) -> Vec<u8> {
        b"rebuild".to_vec()
    }

    fn alone(&self) -> bool {
        true
    }
}

/// What sittings did.
struct PutLedger {
    entries: Vec<LedgerEntry>,
    at: Moment,
}

#[async_trait]
impl Work for PutLedger {
    type Done = usize;

    async fn write(&self, group: &Group<'_>) -> Result<usize, Problem> {
        let session = group.session;
        let mut shifts: Vec<_> = self.entries.iter().map(|entry| entry.shift).collect();
        shifts.sort_unstable();
        shifts.dedup();
        let known = session.row(KNOWN_SHIFTS, &[&shifts]).await?;
        let known: i64 = known.map_or(Ok(0), |row| row.try_get(0))?;
        if usize::try_from(known) != Ok(shifts.len()) {
            let what = "the ledger names a shift that does not exist".to_owned();
            return Err(StoreError::Failed(what).into());
        }
        let mut added = 0;
        for entry in &self.entries {
            let newest = session.row(NEWEST, &[&entry.shift]).await?;
            let newest = newest.as_ref().map(entry_of).transpose()?;
            if newest.as_ref() == Some(entry) {
                continue;
            }
            let [served, solved, accepted] =
                [entry.served, entry.solved, entry.accepted].map(i64::from);
            let with: Params<'_> = &[&entry.shift, &served, &solved, &accepted, &self.at.0];
            if let Some(row) = session.row(ENTER, with).await? {
                let values = [entry.shift, served, solved, accepted, self.at.0];
                group.link(
                    Kind::Ledger,
                    row.try_get(0)?,
                    self.at,
                    &values.map(Value::from),
                );
                added += 1;
            }
        }
        Ok(added)
    }

    fn lane(&self) -> Vec<u8> {
        b"ledger".to_vec()
    }
}

async fn ledger(session: &Session, from: Day, to: Day) -> Result<Vec<LedgerEntry>, Problem> {
    let days = (from.to_string(), to.to_string());
    let rows = session.rows(LEDGER, &[&days.0, &days.1]).await?;
    rows.iter().map(entry_of).collect()
}

fn entry_of(row: &Row) -> Result<LedgerEntry, Problem> {
    let number = |column: usize| -> Result<u32, Problem> {
        let number: i64 = row.try_get(column)?;
        Ok(u32::try_from(number).unwrap_or_default())
    };
    Ok(LedgerEntry {
        shift: row.try_get(0)?,
        served: number(1)?,
        solved: number(2)?,
        accepted: number(3)?,
    })
}

#[async_trait]
impl ResultStore for PostgresStore {
    async fn tallies(&self, from: Day, to: Day) -> Result<Vec<UnitTally>, StoreError> {
        Ok(tallies(self.reader().await?.get()?, from, to).await?)
    }

    async fn first_rated(&self) -> Result<Option<Day>, StoreError> {
        Ok(first_rated(self.reader().await?.get()?).await?)
    }

    async fn rebuild(&self) -> Result<Vec<Mended>, StoreError> {
        self.run(Rebuild).await
    }

    async fn put_ledger(&self, entries: Vec<LedgerEntry>, at: Moment) -> Result<usize, StoreError> {
        self.run(PutLedger { entries, at }).await
    }

    async fn ledger(&self, from: Day, to: Day) -> Result<Vec<LedgerEntry>, StoreError> {
        Ok(ledger(self.reader().await?.get()?, from, to).await?)
    }
}
