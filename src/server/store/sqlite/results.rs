//! Counters beside the ratings, and the ledger of sittings.

use std::collections::BTreeMap;

use rusqlite::{Connection, OptionalExtension, named_params};

use super::connection::failure;
use super::transaction::Transaction;
use crate::model::{Day, Moment, Tally, WindowId};
use crate::server::store::chain::Kind;
use crate::server::store::held::counted_as;
use crate::server::store::results::{LedgerEntry, Mended, UnitTally};
use crate::server::store::{RatingRow, StoreError};

/// By the primary key.
const ADD: &str = "
    insert into tally (day, window, unit, source, on_duty, counted, satisfied)
    values (:day, :window, :unit, :source, :on_duty, :counted, :satisfied)
    on conflict (day, window, unit, source, on_duty) do update set
      counted = counted + excluded.counted, satisfied = satisfied + excluded.satisfied";

/// By the primary key, which begins with the day.
const TALLIES: &str = "
    select unit, source in ('scan', 'visit') as compared, source = 'held' as held, on_duty, sum(counted),
      sum(satisfied)
    from tally where day between :from and :to
    group by unit, compared, held, on_duty order by unit, compared, held, on_duty";

/// By the primary key: its first row.
const FIRST_DAY: &str = "select day from tally order by day limit 1";

const FORGET: &str = "
    create temp table before as select * from tally;
    delete from tally;";

const FILL: &str = include_str!("tally.sql");

/// Once, through all counters that there are or were.
const MENDED: &str = "
    select day, window, unit, source, on_duty, sum(was_counted), sum(was_satisfied), sum(counted), sum(satisfied)
    from (
      select day, window, unit, source, on_duty, counted as was_counted, satisfied as was_satisfied,
        0 as counted, 0 as satisfied
      from temp.before
      union all select day, window, unit, source, on_duty, 0, 0, counted, satisfied from main.tally
    )
    group by day, window, unit, source, on_duty
    having sum(was_counted) <> sum(counted) or sum(was_satisfied) <> sum(satisfied)
    order by day, window, unit, source, on_duty";

const DONE: &str = "drop table temp.before;";

/// Nothing where the newest entry of the shift (by `ledger_shift`) says the same.
const ENTER: &str = "
    insert into ledger (shift, served, solved, accepted, entered_at)
    select ?1, ?2, ?3, ?4, ?5
    where (?2, ?3, ?4) is not (
      select served, solved, accepted from ledger where shift = ?1 order by seq desc limit 1)";

/// By `shift_day` and `ledger_shift`.
const LEDGER: &str = "
    select ledger.shift, served, solved, accepted
    from shift join ledger on ledger.shift = shift.id
    where shift.day between :from and :to
      and ledger.seq = (select max(seq) from ledger as newer where newer.shift = shift.id)
    order by shift.day, shift.id";

/// What changes in one counter, put off until its transaction ends.
pub(super) struct Count {
    day: Day,
    window: WindowId,
    unit: String,
    source: &'static str,
    on_duty: bool,
    change: Tally,
}

/// Adds what a rating or an amendment changes, in the transaction that stores it.
pub(super) fn count(transaction: &Transaction<'_>, rating: &RatingRow, change: Tally) {
    if change != Tally::default() {
        transaction.count(Count {
            day: rating.rated_at.day(),
            window: rating.receipt.window.clone(),
            unit: rating.unit.clone(),
            source: counted_as(rating.receipt.source, rating.held),
            on_duty: rating.receipt.shift.is_some(),
            change,
        });
    }
}

/// Brings the counters up to date, each once.
pub(super) fn write(connection: &Connection, counts: &[Count]) -> rusqlite::Result<()> {
    let mut all = BTreeMap::<_, Tally>::new();
    for count in counts {
        let (window, unit) = (count.window.as_str(), count.unit.as_str());
        let key = (count.day, window, unit, count.source, count.on_duty);
        all.entry(key).or_default().add(count.change);
    }
    let mut add = connection.prepare_cached(ADD)?;
    for ((day, window, unit, source, on_duty), change) in all {
        add.execute(named_params! {
            ":day": day.to_string(),
            ":window": window,
            ":unit": unit,
            ":source": source,
            ":on_duty": on_duty,
            ":counted": change.counted,
            ":satisfied": change.satisfied,
        })?;
    }
    Ok(())
}

pub(super) fn tallies(
    connection: &Connection,
    from: Day,
    to: Day,
) -> rusqlite::Result<Vec<UnitTally>> {
    let days = named_params! { ":from": from.to_string(), ":to": to.to_string() };
    connection
        .prepare_cached(TALLIES)?
        .query_map(days, |row| {
            let tally = Tally {
                counted: row.get(4)?,
                satisfied: row.get(5)?,
            };
            Ok(UnitTally {
                unit: row.get(0)?,
                compared: row.get(1)?,
                held: row.get(2)?,
                on_duty: row.get(3)?,
                tally,
            })
        })?
        .collect()
}

pub(super) fn first_rated(connection: &Connection) -> rusqlite::Result<Option<Day>> {
    let first: Option<String> = connection
        .query_row(FIRST_DAY, [], |row| row.get(0))
        .optional()?;
    Ok(first.and_then(|day| Day::parse(&day).ok()))
}

pub(super) fn rebuild(connection: &Transaction<'_>) -> Result<Vec<Mended>, StoreError> {
    connection.settle_counts().map_err(failure)?;
    connection.execute_batch(FORGET).map_err(failure)?;
    connection.execute_batch(FILL).map_err(failure)?;
    let mended = mended(connection).map_err(failure)?;
    connection.execute_batch(DONE).map_err(failure)?;
    Ok(mended)
}

fn mended(connection: &Connection) -> rusqlite::Result<Vec<Mended>> {
    let tally = |row: &rusqlite::Row<'_>, at: usize| -> rusqlite::Result<_> {
        Ok(Tally {
            counted: row.get(at)?,
            satisfied: row.get(at + 1)?,
        })
    };
    connection
        .prepare(MENDED)?
        .query_map([], |row| {
            Ok(Mended {
                day: row.get(0)?,
                window: row.get(1)?,
                unit: row.get(2)?,
                source: row.get(3)?,
                on_duty: row.get(4)?,
                was: tally(row, 5)?,
                is: tally(row, 7)?,
            })
        })?
        .collect()
}

pub(super) fn put_ledger(
    connection: &Transaction<'_>,
    entries: &[LedgerEntry],
    at: Moment,
) -> Result<usize, StoreError> {
    let mut added = 0;
    for entry in entries {
        let values = [
            entry.shift.into(),
            entry.served.into(),
            entry.solved.into(),
            entry.accepted.into(),
            at.0.into(),
        ];
        let entered = connection
            .add(ENTER, Kind::Ledger, at, &values)
            .map_err(failure)?;
        added += usize::from(entered.is_some());
    }
    Ok(added)
}

pub(super) fn ledger(
    connection: &Connection,
    from: Day,
    to: Day,
) -> rusqlite::Result<Vec<LedgerEntry>> {
    let days = named_params! { ":from": from.to_string(), ":to": to.to_string() };
    connection
        .prepare_cached(LEDGER)?
        .query_map(days, |row| {
            Ok(LedgerEntry {
                shift: row.get(0)?,
                served: row.get(1)?,
                solved: row.get(2)?,
                accepted: row.get(3)?,
            })
        })?
        .collect()
}

#[cfg(test)]
mod tests;
