//! Suggestions as they are read: each with its text and all that happened to it.

use rusqlite::types::Type;
use rusqlite::{Connection, OptionalExtension, Row, named_params};

use crate::model::{
    Day, Event, Kind, Moment, Step, SuggestionId, SuggestionReceipt, TrackingCode, WindowId,
};
use crate::server::store::stored::together;
use crate::server::store::suggestions::SuggestionRow;

/// Suggestions with their text, by `suggestion_text`'s primary key; a deleted text is blank.
macro_rules! suggestions {
    ($those:literal) => {
        concat!(
            "
    select seq, id, code, kind, coalesce(trim(said.words), ''), window, unit, led_by, written_at, received_at,
      deadline
    from suggestion left join suggestion_text as said on said.belongs_to = seq ",
            $those
        )
    };
}

pub(super) use suggestions;

/// By the unique index on `id`.
pub(super) const BY_ID: &str = suggestions!("where id = :id");

/// By the unique index on `code`.
pub(super) const BY_CODE: &str = suggestions!("where code = :code");

pub(super) const EACH: &str = suggestions!("order by seq");

/// By `suggestion_event_suggestion`, and `event_words`' primary key.
const EVENTS: &str = "
    select at, step, coalesce(trim(words), '') from suggestion_event left join event_words on belongs_to = seq
    where suggestion = :seq order by seq";

/// By `suggestion_received`, `suggestion_event_suggestion`; deadlines of a month lie within its arrivals' reach.
pub(super) const OF_DAYS: &str = suggestions!(
    "
    where received_at between :from and :to or deadline between :first and :last
      or seq in (select suggestion from suggestion_event where at between :from and :to)
    order by seq"
);

type Params<'a> = &'a [(&'a str, &'a dyn rusqlite::ToSql)];

pub(super) fn one(
    connection: &Connection,
    query: &str,
    by: Params<'_>,
) -> rusqlite::Result<Option<(i64, SuggestionRow)>> {
    let found = connection
        .prepare_cached(query)?
        .query_row(by, row)
        .optional()?;
    found
        .map(|(seq, row)| with_events(connection, seq, row))
        .transpose()
}

pub(super) fn many(
    connection: &Connection,
    query: &str,
    by: Params<'_>,
) -> rusqlite::Result<Vec<(i64, SuggestionRow)>> {
    let rows: Vec<_> = connection
        .prepare_cached(query)?
        .query_map(by, row)?
        .collect::<rusqlite::Result<_>>()?;
    rows.into_iter()
        .map(|(seq, row)| with_events(connection, seq, row))
        .collect()
}

pub(super) fn with_events(
    connection: &Connection,
    seq: i64,
    mut row: SuggestionRow,
) -> rusqlite::Result<(i64, SuggestionRow)> {
    let mut events = connection.prepare_cached(EVENTS)?;
    let events = events.query_map(named_params! { ":seq": seq }, |row| {
        let step = parsed(row, 1, "step", |text| serde_json::from_str(text).ok())?;
        Ok(Event {
            at: Moment(row.get(0)?),
            step: together(step, row.get(2)?),
        })
    })?;
    for event in events {
        row.events.push(event?);
    }
    Ok((seq, row))
}

pub(super) fn row(row: &Row<'_>) -> rusqlite::Result<(i64, SuggestionRow)> {
    let deadline = parsed(row, 10, "deadline", |text| Day::parse(text).ok())?;
    let received_at = Moment(row.get(9)?);
    let receipt = SuggestionReceipt {
        id: SuggestionId::from_bytes(row.get(1)?),
        code: parsed(row, 2, "code", |text| TrackingCode::parse(text).ok())?,
        received_at,
        deadline,
    };
    let window: Option<String> = row.get(5)?;
    let led_by: Option<String> = row.get(7)?;
    let found = SuggestionRow {
        receipt,
        kind: parsed(row, 3, "kind", |text| Kind::try_from(text.to_owned()).ok())?,
        text: row.get(4)?,
        window: window.and_then(|window| WindowId::parse(&window).ok()),
        unit: row.get(6)?,
        led_by: led_by.and_then(|name| serde_json::from_str(&name).ok()),
        written_at: Moment(row.get(8)?),
        events: vec![Event {
            at: received_at,
            step: Step::Received { deadline },
        }],
    };
    Ok((row.get(0)?, found))
}

pub(super) fn parsed<T>(
    row: &Row<'_>,
    at: usize,
    what: &str,
    read: impl FnOnce(&str) -> Option<T>,
) -> rusqlite::Result<T> {
    let text: String = row.get(at)?;
    // This comes into the log, and what stands there may be a citizen's words.
    read(&text).ok_or_else(|| {
        let what = format!("unreadable: {what}");
        rusqlite::Error::FromSqlConversionFailure(at, Type::Text, what.into())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn err_what_cannot_be_read_is_named_and_not_told() {
        let connection = Connection::open_in_memory().unwrap();
        let damaged = connection.query_row("select 'secretwords'", [], |row| {
            parsed(row, 0, "contact", |_| None::<()>)
        });
        let said = crate::server::store::sqlite::connection::failure(damaged.unwrap_err());
        let said = said.to_string();
        assert!(
            said.contains("contact") && !said.contains("secretwords"),
            "{said}"
        );
    }
}
