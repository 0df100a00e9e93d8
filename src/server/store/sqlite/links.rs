//! The chain as SQLite keeps it: a link with each row of facts, a head with each commit.

use async_trait::async_trait;
use rusqlite::types::{ToSqlOutput, Type, ValueRef};
use rusqlite::{Connection, OptionalExtension, Row, ToSql, named_params};

use super::connection::failure;
use super::{SqliteStore, connection};
use crate::model::{Day, Moment};
use crate::server::store::StoreError;
use crate::server::store::audit::{self, Audit, ChainStore, Spoken};
use crate::server::store::chain::{Hash, Head, Kind, Link, Tip, Value};

/// By the primary key: its last row.
const TIP: &str = "select seq, hash from link order by seq desc limit 1";

const ADD: &str = "insert into link (seq, kind, row, hash) values (:seq, :kind, :row, :hash)";

const LINKS: &str = "select seq, kind, row, hash from link order by seq";

/// By the primary key: its last row.
const NEWEST_DAY: &str = "select day from head order by seq desc limit 1";

/// By the primary key.
const GROW: &str = "
    update head set links = :links, hash = :hash
    where seq = (select max(seq) from head) and day = :day";

const BEGIN: &str = "insert into head (day, links, hash) values (:day, :links, :hash)";

const HEADS: &str = "select day, links, hash from head order by seq";

/// A few hundred rows a year: by the primary key, backwards.
const HEAD_UNTIL: &str =
    "select day, links, hash from head where day <= :day order by seq desc limit 1";

/// How many kinds there were when the chain began.
const BEFORE: usize = 7;

/// How far the chain goes within a transaction.
#[derive(Clone, Copy)]
pub(super) struct End {
    tip: Tip,
    /// The day of the last link; none before the first one that belongs to a day.
    day: Option<Day>,
}

impl End {
    /// As the last transaction left it.
    pub(super) fn read(connection: &Connection) -> rusqlite::Result<Self> {
        let tip = |row: &Row<'_>| {
            Ok(Tip {
                links: row.get(0)?,
                hash: hash_of(row, 1)?,
            })
        };
        let tip = connection
            .prepare_cached(TIP)?
            .query_row([], tip)
            .optional()?
            .unwrap_or(Tip::NONE);
        let day = connection
            .prepare_cached(NEWEST_DAY)?
            .query_row([], |row| day_of(row, 0))
            .optional()?;
        Ok(Self { tip, day })
    }

    /// Links a row that was added; answers the new end.
    pub(super) fn link(
        self,
        connection: &Connection,
        kind: Kind,
        row: i64,
        at: Moment,
        values: &[Value<'_>],
    ) -> rusqlite::Result<Self> {
        let day = at.day();
        if let Some(over) = self.day.filter(|last| *last != day) {
            put_head(connection, over, self.tip)?;
        }
        let tip = self.tip.after(kind, row, values);
        put_link(connection, tip, kind, row)?;
        let day = Some(day);
        Ok(Self { tip, day })
    }

    /// Writes the day's head, before the commit.
    pub(super) fn close(self, connection: &Connection) -> rusqlite::Result<()> {
        self.day
            .map_or(Ok(()), |day| put_head(connection, day, self.tip))
    }
}

impl ToSql for Value<'_> {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(ToSqlOutput::Borrowed(match self {
            Value::Null => ValueRef::Null,
            Value::Number(number) => ValueRef::Integer(*number),
            Value::Text(bytes) => ValueRef::Text(bytes),
            Value::Bytes(bytes) => ValueRef::Blob(bytes),
        }))
    }
}

fn put_link(connection: &Connection, tip: Tip, kind: Kind, row: i64) -> rusqlite::Result<()> {
    connection
        .prepare_cached(ADD)?
        .execute(named_params! {
            ":seq": tip.links,
            ":kind": kind.code(),
            ":row": row,
            ":hash": tip.hash,
        })
        .map(drop)
}

fn put_head(connection: &Connection, day: Day, tip: Tip) -> rusqlite::Result<()> {
    let day = day.to_string();
    let head = named_params! { ":day": day, ":links": tip.links, ":hash": tip.hash };
    if connection.prepare_cached(GROW)?.execute(head)? == 0 {
        connection.prepare_cached(BEGIN)?.execute(head)?;
    }
    Ok(())
}

fn head_of(row: &Row<'_>) -> rusqlite::Result<Head> {
    let tip = Tip {
        links: row.get(1)?,
        hash: hash_of(row, 2)?,
    };
    let day = day_of(row, 0)?;
    Ok(Head { day, tip })
}

fn day_of(row: &Row<'_>, at: usize) -> rusqlite::Result<Day> {
    let text: String = row.get(at)?;
    Day::parse(&text)
        .map_err(|why| rusqlite::Error::FromSqlConversionFailure(at, Type::Text, why.into()))
}

/// A hash as it stands there; one of another length fits nothing.
fn hash_of(row: &Row<'_>, at: usize) -> rusqlite::Result<Hash> {
    let bytes = row.get_ref(at)?.as_blob().unwrap_or_default();
    Ok(bytes.try_into().unwrap_or_default())
}

/// Links the rows that were there before the chain was, in the transaction that makes its table.
pub(super) fn link_all(connection: &Connection) -> rusqlite::Result<()> {
    let mut tip = Tip::NONE;
    for kind in Kind::ALL.into_iter().take(BEFORE) {
        let (table, columns) = (kind.table(), kind.columns().join(", "));
        let mut all =
            connection.prepare(&format!("select seq, {columns} from {table} order by seq"))?;
        let mut rows = all.query([])?;
        while let Some(row) = rows.next()? {
            let number = row.get(0)?;
            tip = tip.after(kind, number, &values(row, kind)?);
            put_link(connection, tip, kind, number)?;
        }
    }
    Ok(())
}

/// What stands in a row's [`Kind::columns`], the first behind its number.
fn values<'a>(row: &'a Row<'_>, kind: Kind) -> rusqlite::Result<Vec<Value<'a>>> {
    (1..=kind.columns().len())
        .map(|at| Ok(value(row.get_ref(at)?)))
        .collect()
}

fn value(of: ValueRef<'_>) -> Value<'_> {
    match of {
        ValueRef::Integer(number) => Value::Number(number),
        ValueRef::Text(bytes) => Value::Text(bytes),
        ValueRef::Blob(bytes) => Value::Bytes(bytes),
        ValueRef::Null => Value::Null,
        // No column takes a fraction: where one stands the file was damaged, and no row was hashed with these.
        ValueRef::Real(_) => Value::Bytes(b"a fraction"),
    }
}

/// The first row behind a number, with what stands beside it.
fn behind_last(kind: Kind) -> String {
    let (table, columns) = (kind.table(), kind.columns());
    let (said, beside) = audit::beside(kind);
    let columns: Vec<_> = columns.iter().map(|name| format!("facts.{name}")).collect();
    let columns = columns.join(", ");
    format!(
        "select facts.seq, {columns}{said} from {table} as facts{beside}
         where facts.seq > ?1 order by facts.seq limit 1"
    )
}

/// A row with what stands beside it.
fn whole<'a>(row: &'a Row<'_>, kind: Kind) -> rusqlite::Result<audit::Row<'a>> {
    let columns = kind.columns().len();
    let spoken = audit::spoken(kind).iter().enumerate();
    let spoken = spoken.map(|(place, (what, column))| {
        let at = columns + 1 + place * 3;
        let bytes = |at: usize| -> rusqlite::Result<_> {
            Ok(match row.get_ref(at)? {
                ValueRef::Text(bytes) | ValueRef::Blob(bytes) => Some(bytes),
                _ => None,
            })
        };
        Ok(Spoken {
            what: *what,
            column: *column,
            words: bytes(at)?.zip(bytes(at + 1)?),
            recorded: row.get(at + 2)?,
        })
    });
    Ok(audit::Row {
        number: row.get(0)?,
        values: values(row, kind)?,
        spoken: spoken.collect::<rusqlite::Result<_>>()?,
    })
}

fn show(connection: &Connection, audit: &mut Audit) -> rusqlite::Result<()> {
    let mut heads = connection.prepare(HEADS)?;
    for head in heads.query_map([], head_of)? {
        audit.head(head?);
    }
    let mut next = Vec::new();
    for kind in Kind::ALL {
        next.push(connection.prepare(&behind_last(kind))?);
    }
    let mut behind = |kind: Kind, audit: &mut Audit, link: Option<&Link>| -> rusqlite::Result<_> {
        let Some(next) = next.get_mut(kind.place()) else {
            return Ok(false);
        };
        let mut rows = next.query([audit.last(kind)])?;
        let row = rows.next()?.map(|row| whole(row, kind)).transpose()?;
        Ok(match link {
            Some(link) => audit.link(link, row.as_ref()),
            None => audit.rest(kind, row.map(|row| row.number)),
        })
    };
    let mut links = connection.prepare(LINKS)?;
    let mut links = links.query([])?;
    while let Some(row) = links.next()? {
        let link = Link {
            number: row.get(0)?,
            kind: row.get(1)?,
            row: row.get(2)?,
            hash: hash_of(row, 3)?,
        };
        let go_on = match Kind::of(link.kind) {
            Some(kind) => behind(kind, audit, Some(&link))?,
            None => audit.link(&link, None),
        };
        if !go_on {
            return Ok(());
        }
    }
    for kind in Kind::ALL {
        if !behind(kind, audit, None)? {
            return Ok(());
        }
    }
    Ok(())
}

#[async_trait]
impl ChainStore for SqliteStore {
    async fn head(&self, until: Day) -> Result<Option<Head>, StoreError> {
        let until = until.to_string();
        self.read(move |connection| {
            connection
                .prepare_cached(HEAD_UNTIL)?
                .query_row(named_params! { ":day": until }, head_of)
                .optional()
        })
        .await
    }

    fn show(&self, audit: &mut Audit) -> Result<(), StoreError> {
        let connection = connection::open_to_read(&self.path)?;
        // One state throughout: writers go on beside it.
        connection.execute_batch("begin").map_err(failure)?;
        show(&connection, audit).map_err(failure)
    }
}

#[cfg(test)]
mod tests;
