//! Steps that were not understood: rows that are only ever added.

use async_trait::async_trait;
use rusqlite::types::Type;
use rusqlite::{Connection, OptionalExtension, named_params};

use super::SqliteStore;
use super::connection::failure;
use super::transaction::Transaction;
use crate::model::{Day, Minute, Moment, Month};
use crate::server::store::chain::Kind;
use crate::server::store::guides::{GuideStore, NewUnclear, UnclearCount};
use crate::server::store::{StoreError, Written};

/// By the unique index on `id`: a repetition adds nothing.
const SAY: &str = "
    insert into unclear (id, guide, step, at) values (?1, ?2, ?3, ?4)
    on conflict (id) do nothing";

/// By the unique index on `id`.
const FIND: &str = "select guide, step from unclear where id = :id";

/// By `unclear_at`. The centre's time is eight hours ahead.
const COUNT: &str = "
    select guide, step, strftime('%Y-%m', (at + 28800000) / 1000, 'unixepoch') as month, count(*)
    from unclear where at >= :from and at < :before
    group by guide, step, month order by guide, step, month";

fn say(connection: &Transaction<'_>, new: &NewUnclear) -> Result<Written<()>, StoreError> {
    let (guide, step) = (new.guide.as_str(), new.step.as_str());
    if new.known {
        let id = new.id.bytes();
        let values = [(&id).into(), guide.into(), step.into(), new.at.0.into()];
        let added = connection
            .add(SAY, Kind::Unclear, new.at, &values)
            .map_err(failure)?;
        if added.is_some() {
            return Ok(Written::First(()));
        }
    }
    let before: Option<(String, String)> = connection
        .prepare_cached(FIND)
        .and_then(|mut find| {
            find.query_row(named_params! { ":id": new.id.bytes() }, |row| {
                Ok((row.get(0)?, row.get(1)?))
            })
            .optional()
        })
        .map_err(failure)?;
    match before {
        Some(before) if (before.0.as_str(), before.1.as_str()) == (guide, step) => {
            Ok(Written::Again(()))
        }
        Some(_) if new.known => Err(StoreError::IdReused),
        _ => Err(StoreError::UnknownStep),
    }
}

fn count(connection: &Connection, from: Day, to: Day) -> rusqlite::Result<Vec<UnclearCount>> {
    let moments = named_params! {
        ":from": Moment::at(from, Minute(0)).0,
        ":before": Moment::at(to.plus(1), Minute(0)).0,
    };
    connection
        .prepare_cached(COUNT)?
        .query_map(moments, |row| {
            let month: String = row.get(2)?;
            let month = Month::parse(&month).map_err(|why| {
                rusqlite::Error::FromSqlConversionFailure(2, Type::Text, why.into())
            })?;
            Ok(UnclearCount {
                guide: row.get(0)?,
                step: row.get(1)?,
                month,
                count: row.get(3)?,
            })
        })?
        .collect()
}

#[async_trait]
impl GuideStore for SqliteStore {
    async fn say_unclear(&self, unclear: NewUnclear) -> Result<Written<()>, StoreError> {
        self.writer.run(move |c| say(c, &unclear)).await
    }

    async fn unclear(&self, from: Day, to: Day) -> Result<Vec<UnclearCount>, StoreError> {
        self.read(move |c| count(c, from, to)).await
    }
}
