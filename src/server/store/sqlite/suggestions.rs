//! Suggestions and what happens to them: rows that are only ever added. Contacts alone are deleted.

use async_trait::async_trait;
use rusqlite::types::Type;
use rusqlite::{Connection, OptionalExtension, Row, named_params};

use super::connection::failure;
use super::{SqliteStore, ratings, roster};
use crate::model::{
    Contact, Day, Event, Kind, Minute, Moment, Step, StepError, SuggestionId, SuggestionReceipt,
    TrackingCode, UnitId, WindowId, may_step,
};
use crate::server::store::suggestions::{NewStep, NewSuggestion, SuggestionRow, SuggestionStore};
use crate::server::store::{Store, StoreError, Written};

/// By the unique index on `id`: a repetition adds nothing.
const CREATE: &str = "
    insert into suggestion (id, code, kind, text, window, unit, led_by, written_at, received_at, deadline)
    values (:id, :code, :kind, :text, :window, :unit, :led_by, :written_at, :received_at, :deadline)
    on conflict (id) do nothing";

const KEEP_CONTACT: &str =
    "insert into suggestion_contact (suggestion, contact) values (:seq, :contact)";

/// By the unique index on `id`.
const BY_ID: &str = "
    select seq, id, code, kind, text, window, unit, led_by, written_at, received_at, deadline
    from suggestion where id = :id";

/// By the unique index on `code`.
const BY_CODE: &str = "
    select seq, id, code, kind, text, window, unit, led_by, written_at, received_at, deadline
    from suggestion where code = :code";

/// By `suggestion_event_suggestion`.
const EVENTS: &str = "select at, step from suggestion_event where suggestion = :seq order by seq";

/// By the unique index on `id`.
const EVENT_BY_ID: &str = "select suggestion, step from suggestion_event where id = :id";

const ADD_EVENT: &str = "
    insert into suggestion_event (id, suggestion, at, step) values (:id, :seq, :at, :step)";

/// By `suggestion_received`, `suggestion_event_suggestion`; deadlines of a month lie within its arrivals' reach.
const OF_DAYS: &str = "
    select seq, id, code, kind, text, window, unit, led_by, written_at, received_at, deadline
    from suggestion
    where received_at between :from and :to or deadline between :first and :last
      or seq in (select suggestion from suggestion_event where at between :from and :to)
    order by seq";

const CONTACT: &str = "
    select contact from suggestion_contact join suggestion on seq = suggestion where code = :code";

/// Those that have a contact are few: each closed case loses its own.
const WITH_CONTACT: &str = "
    select seq, id, code, kind, text, window, unit, led_by, written_at, received_at, deadline
    from suggestion join suggestion_contact on seq = suggestion order by seq";

const FORGET_CONTACT: &str = "delete from suggestion_contact where suggestion = :seq";

fn create(
    connection: &Connection,
    new: &NewSuggestion,
    unit: Option<&UnitId>,
) -> Result<Written<SuggestionReceipt>, StoreError> {
    let shift = match &new.window {
        Some(window) => ratings::on_duty(connection, window, new.written_at).map_err(failure)?,
        None => None,
    };
    let led_by = shift
        .map(|shift| roster::json(&shift.director))
        .transpose()?;
    let added = connection.prepare_cached(CREATE).and_then(|mut create| {
        create.execute(named_params! {
            ":id": new.id.bytes(),
            ":code": new.code.to_string(),
            ":kind": new.kind.code(),
            ":text": new.text.as_str(),
            ":window": new.window.as_ref().map(WindowId::as_str),
            ":unit": unit,
            ":led_by": led_by,
            ":written_at": new.written_at.0,
            ":received_at": new.received_at.0,
            ":deadline": new.deadline.to_string(),
        })
    });
    let added = match added {
        Err(error)
            if error.sqlite_error_code() == Some(rusqlite::ErrorCode::ConstraintViolation) =>
        {
            return Err(StoreError::CodeTaken);
        }
        added => added.map_err(failure)?,
    };
    let id = named_params! { ":id": new.id.bytes() };
    let (seq, stored) = one(connection, BY_ID, id)
        .map_err(failure)?
        .ok_or(StoreError::UnknownCode)?;
    if added == 0 {
        let same = stored.text == new.text.as_str()
            && stored.kind == new.kind
            && stored.window == new.window;
        return if same {
            Ok(Written::Again(stored.receipt))
        } else {
            Err(StoreError::IdReused)
        };
    }
    if let Some(contact) = &new.contact {
        connection
            .prepare_cached(KEEP_CONTACT)
            .and_then(|mut keep| {
                keep.execute(named_params! { ":seq": seq, ":contact": contact.as_str() })
            })
            .map_err(failure)?;
    }
    Ok(Written::First(stored.receipt))
}

fn add_step(
    connection: &Connection,
    code: TrackingCode,
    new: &NewStep,
) -> Result<Written<()>, StoreError> {
    let by_code = named_params! { ":code": code.to_string() };
    let (seq, stored) = one(connection, BY_CODE, by_code)
        .map_err(failure)?
        .ok_or(StoreError::UnknownCode)?;
    let step = roster::json(&new.step)?;
    if let Some(id) = new.id {
        let before: Option<(i64, String)> = connection
            .prepare_cached(EVENT_BY_ID)
            .and_then(|mut find| {
                find.query_row(named_params! { ":id": id.bytes() }, |row| {
                    Ok((row.get(0)?, row.get(1)?))
                })
                .optional()
            })
            .map_err(failure)?;
        if let Some((suggestion, before)) = before {
            return if suggestion == seq && same_step(&before, &new.step) {
                Ok(Written::Again(()))
            } else {
                Err(StoreError::IdReused)
            };
        }
    }
    may_step(&stored.events, &new.step).map_err(|why| match why {
        StepError::Answered => StoreError::AlreadyAnswered,
        StepError::InWork => StoreError::AlreadyInWork,
        StepError::NotAnswered => StoreError::NotAnswered,
    })?;
    connection
        .prepare_cached(ADD_EVENT)
        .and_then(|mut add| {
            add.execute(named_params! {
                ":id": new.id.map(|id: SuggestionId| id.bytes()),
                ":seq": seq,
                ":at": new.at.0,
                ":step": step,
            })
        })
        .map_err(failure)?;
    Ok(Written::First(()))
}

/// Whether a stored step is this one; the deadline of a reopening is the server's, not the client's.
fn same_step(before: &str, step: &Step) -> bool {
    match (serde_json::from_str(before), step) {
        (Ok(Step::Reopened { text: before, .. }), Step::Reopened { text, .. }) => before == *text,
        (Ok(before), step) => before == *step,
        (Err(_), _) => false,
    }
}

type Params<'a> = &'a [(&'a str, &'a dyn rusqlite::ToSql)];

fn one(
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

fn many(
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

fn with_events(
    connection: &Connection,
    seq: i64,
    mut row: SuggestionRow,
) -> rusqlite::Result<(i64, SuggestionRow)> {
    let mut events = connection.prepare_cached(EVENTS)?;
    let events = events.query_map(named_params! { ":seq": seq }, |row| {
        let step = parsed(row, 1, |text| serde_json::from_str(text).ok())?;
        Ok(Event {
            at: Moment(row.get(0)?),
            step,
        })
    })?;
    for event in events {
        row.events.push(event?);
    }
    Ok((seq, row))
}

fn row(row: &Row<'_>) -> rusqlite::Result<(i64, SuggestionRow)> {
    let deadline = parsed(row, 10, |text| Day::parse(text).ok())?;
    let received_at = Moment(row.get(9)?);
    let receipt = SuggestionReceipt {
        id: SuggestionId::from_bytes(row.get(1)?),
        code: parsed(row, 2, |text| TrackingCode::parse(text).ok())?,
        received_at,
        deadline,
    };
    let window: Option<String> = row.get(5)?;
    let led_by: Option<String> = row.get(7)?;
    let found = SuggestionRow {
        receipt,
        kind: parsed(row, 3, |text| Kind::try_from(text.to_owned()).ok())?,
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

fn parsed<T>(
    row: &Row<'_>,
    at: usize,
    read: impl FnOnce(&str) -> Option<T>,
) -> rusqlite::Result<T> {
    let text: String = row.get(at)?;
    read(&text).ok_or_else(|| {
        let what = format!("unreadable: {text}");
        rusqlite::Error::FromSqlConversionFailure(at, Type::Text, what.into())
    })
}

fn forget(connection: &Connection, answered_before: Moment) -> Result<usize, StoreError> {
    let mut forgotten = 0;
    for (seq, row) in many(connection, WITH_CONTACT, &[]).map_err(failure)? {
        let answered = row
            .events
            .iter()
            .rev()
            .find(|event| matches!(event.step, Step::Answered { .. }));
        let closed = crate::model::is_answered(&row.events);
        if closed && answered.is_some_and(|event| event.at < answered_before) {
            connection
                .prepare_cached(FORGET_CONTACT)
                .and_then(|mut forget| forget.execute(named_params! { ":seq": seq }))
                .map_err(failure)?;
            forgotten += 1;
        }
    }
    Ok(forgotten)
}

#[async_trait]
impl SuggestionStore for SqliteStore {
    async fn create_suggestion(
        &self,
        suggestion: NewSuggestion,
    ) -> Result<Written<SuggestionReceipt>, StoreError> {
        let unit = match &suggestion.window {
            Some(window) => {
                let (unit, _) = self
                    .window(window)
                    .await?
                    .ok_or(StoreError::UnknownWindow)?;
                Some(unit.id)
            }
            None => None,
        };
        self.writer
            .run(move |c| create(c, &suggestion, unit.as_ref()))
            .await
    }

    async fn suggestion(&self, code: TrackingCode) -> Result<Option<SuggestionRow>, StoreError> {
        let found =
            self.read(move |c| one(c, BY_CODE, named_params! { ":code": code.to_string() }));
        Ok(found.await?.map(|(_, row)| row))
    }

    async fn add_step(&self, code: TrackingCode, step: NewStep) -> Result<Written<()>, StoreError> {
        self.writer.run(move |c| add_step(c, code, &step)).await
    }

    async fn contact(&self, code: TrackingCode) -> Result<Option<Contact>, StoreError> {
        let find = move |connection: &Connection| {
            connection
                .prepare_cached(CONTACT)?
                .query_row(named_params! { ":code": code.to_string() }, |row| {
                    parsed(row, 0, |text| Contact::parse(text).ok())
                })
                .optional()
        };
        self.read(find).await
    }

    async fn forget_contacts(&self, answered_before: Moment) -> Result<usize, StoreError> {
        self.writer.run(move |c| forget(c, answered_before)).await
    }

    async fn suggestions(&self, from: Day, to: Day) -> Result<Vec<SuggestionRow>, StoreError> {
        let found = self.read(move |c| {
            many(
                c,
                OF_DAYS,
                named_params! {
                    ":from": Moment::at(from, Minute(0)).0,
                    ":to": Moment::at(to.plus(1), Minute(0)).0 - 1,
                    ":first": from.to_string(),
                    ":last": to.to_string(),
                },
            )
        });
        Ok(found.await?.into_iter().map(|(_, row)| row).collect())
    }
}
