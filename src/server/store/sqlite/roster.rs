//! The centre and its shifts.

use rusqlite::types::Type;
use rusqlite::{Connection, OptionalExtension, Row, named_params};

use super::connection::failure;
use super::transaction::Transaction;
use crate::model::{Centre, Day, Moment, Shift, WindowId};
use crate::server::store::StoreError;
use crate::server::store::feed::Published;
use crate::server::store::stored::json;

const FIND_CENTRE: &str = "select document from centre where only = 1";

const PUT_CENTRE: &str = "
    insert into centre (only, document) values (1, :document)
    on conflict (only) do update set document = excluded.document";

/// By `shift_day`.
const SHIFTS_OF_ALL: &str = "
    select id, document from shift
    where day between :from and :to
    order by day, from_minute, id";

/// By `shift_window_day`.
const SHIFTS_OF_WINDOW: &str = "
    select id, document from shift
    where window = :window and day between :from and :to
    order by day, from_minute, id";

/// By `shift_day`.
const PUBLISHED: &str = "
    select id, document, revision, changed_at from shift
    where day >= :from order by day, from_minute, id";

const ANY_SHIFT: &str = "select exists (select 1 from shift where day between :from and :to)";

const ADD_SHIFT: &str = "
    insert into shift (day, from_minute, to_minute, window, unit, document)
    values (:day, :from, :to, :window, :unit, :document)";

pub(super) fn centre(connection: &Connection) -> Result<Option<Centre>, StoreError> {
    let document: Option<String> = connection
        .query_row(FIND_CENTRE, [], |row| row.get(0))
        .optional()
        .map_err(failure)?;
    let read = |text: String| serde_json::from_str(&text);
    document
        .map(read)
        .transpose()
        .map_err(|error| StoreError::Failed(format!("the centre cannot be read: {error}")))
}

pub(super) fn put_centre(connection: &Connection, centre: &Centre) -> Result<(), StoreError> {
    let document = json(centre)?;
    connection
        .execute(PUT_CENTRE, named_params! { ":document": document })
        .map_err(failure)?;
    Ok(())
}

pub(super) fn shifts(
    connection: &Connection,
    from: Day,
    to: Day,
    window: Option<&WindowId>,
) -> rusqlite::Result<Vec<Shift>> {
    let (from, to) = (from.to_string(), to.to_string());
    match window {
        None => connection
            .prepare_cached(SHIFTS_OF_ALL)?
            .query_map(named_params! { ":from": from, ":to": to }, shift)?
            .collect(),
        Some(window) => connection
            .prepare_cached(SHIFTS_OF_WINDOW)?
            .query_map(
                named_params! { ":from": from, ":to": to, ":window": window.as_str() },
                shift,
            )?
            .collect(),
    }
}

pub(super) fn published(connection: &Connection, from: Day) -> rusqlite::Result<Vec<Published>> {
    connection
        .prepare_cached(PUBLISHED)?
        .query_map(named_params! { ":from": from.to_string() }, |row| {
            Ok(Published {
                shift: shift(row)?,
                revision: row.get(2)?,
                changed_at: Moment(row.get(3)?),
            })
        })?
        .collect()
}

pub(super) fn put_shifts_if_none(
    connection: &Transaction<'_>,
    from: Day,
    to: Day,
    shifts: &[Shift],
) -> Result<(), StoreError> {
    let days = named_params! { ":from": from.to_string(), ":to": to.to_string() };
    if connection
        .query_row(ANY_SHIFT, days, |row| row.get(0))
        .map_err(failure)?
    {
        return Ok(());
    }
    connection.duties.change();
    let mut add = connection.prepare_cached(ADD_SHIFT).map_err(failure)?;
    for shift in shifts {
        let document = json(shift)?;
        add.execute(named_params! {
            ":day": shift.day.to_string(),
            ":from": shift.from.0,
            ":to": shift.to.0,
            ":window": shift.window.as_str(),
            ":unit": shift.unit,
            ":document": document,
        })
        .map_err(failure)?;
    }
    Ok(())
}

/// The document says everything but the number it got.
fn shift(row: &Row<'_>) -> rusqlite::Result<Shift> {
    let document: String = row.get(1)?;
    let read = serde_json::from_str::<Shift>(&document);
    let shift = read
        .map_err(|error| rusqlite::Error::FromSqlConversionFailure(1, Type::Text, error.into()))?;
    Ok(Shift {
        id: row.get(0)?,
        ..shift
    })
}

#[cfg(test)]
mod tests {
    use rusqlite::StatementStatus::RePrepare;

    use super::*;
    use crate::server::store::sqlite::connection::{migrate, open};

    #[test]
    fn ok_no_tap_plans_its_statement_anew() {
        let folder = tempfile::tempdir().unwrap();
        let connection = open(&folder.path().join("zuoban.db")).unwrap();
        migrate(&connection).unwrap();
        let day = Day::parse("2026-11-24").unwrap();
        for window in ["07", "08", "09"] {
            let window = WindowId::parse(window).unwrap();
            shifts(&connection, day, day, Some(&window)).unwrap();
        }
        let planned = connection.prepare_cached(SHIFTS_OF_WINDOW).unwrap();
        assert_eq!(planned.get_status(RePrepare), 0);
    }
}
