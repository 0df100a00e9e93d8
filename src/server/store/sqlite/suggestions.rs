//! Suggestions and what happens to them: rows that are only ever added. Their words stand apart (`words`).

use async_trait::async_trait;
use rusqlite::types::Type;
use rusqlite::{Connection, OptionalExtension, Row, named_params};

use super::connection::failure;
use super::links::Transaction;
use super::{SqliteStore, connection, ratings, words};
use crate::model::{
    Contact, Day, Event, Kind, Minute, Moment, Step, StepError, SuggestionId, SuggestionReceipt,
    TrackingCode, UnitId, WindowId, may_step,
};
use crate::server::store::chain::Kind as Of;
use crate::server::store::erasure::Words;
use crate::server::store::stored::{Salted, apart, json, same_step, together};
use crate::server::store::suggestions::{NewStep, NewSuggestion, SuggestionRow, SuggestionStore};
use crate::server::store::{Store, StoreError, Written};

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

/// By the unique index on `id`: a repetition adds nothing.
const CREATE: &str = "
    insert into suggestion (id, code, kind, text_hash, contact_hash, window, unit, led_by, written_at, received_at, deadline)
    values (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)
    on conflict (id) do nothing";

/// By the unique index on `id`.
const BY_ID: &str = suggestions!("where id = :id");

/// By the unique index on `code`.
const BY_CODE: &str = suggestions!("where code = :code");

const EACH: &str = suggestions!("order by seq");

/// By `suggestion_event_suggestion`, and `event_words`' primary key.
const EVENTS: &str = "
    select at, step, coalesce(trim(words), '') from suggestion_event left join event_words on belongs_to = seq
    where suggestion = :seq order by seq";

/// By the unique index on `id`, and `event_words`' primary key.
const EVENT_BY_ID: &str = "
    select suggestion, step, coalesce(trim(words), '') from suggestion_event
    left join event_words on belongs_to = seq where id = :id";

const ADD_EVENT: &str = "
    insert into suggestion_event (id, suggestion, at, step, words_hash) values (?1, ?2, ?3, ?4, ?5)";

/// By `suggestion_received`, `suggestion_event_suggestion`; deadlines of a month lie within its arrivals' reach.
const OF_DAYS: &str = suggestions!(
    "
    where received_at between :from and :to or deadline between :first and :last
      or seq in (select suggestion from suggestion_event where at between :from and :to)
    order by seq"
);

/// By `suggestion_contact`'s primary key.
const CONTACT: &str =
    "select words from suggestion_contact where belongs_to = :seq and trim(words) <> ''";

/// Once a day, through all that ever had a contact; each closed case has lost its own.
const WITH_CONTACT: &str = suggestions!(
    "
    join suggestion_contact as contact on contact.belongs_to = seq where trim(contact.words) <> '' order by seq"
);

fn create(
    connection: &Transaction<'_>,
    new: &NewSuggestion,
    unit: Option<&UnitId>,
) -> Result<Written<SuggestionReceipt>, StoreError> {
    let shift = match &new.window {
        Some(window) => ratings::on_duty(connection, window, new.written_at).map_err(failure)?,
        None => None,
    };
    let led_by = shift.map(|shift| json(&shift.director)).transpose()?;
    let text = Salted::new(new.text.as_str())?;
    let contact = new.contact.as_ref().map(Contact::as_str);
    let contact = contact.map(Salted::new).transpose()?;
    let (code, deadline) = (new.code.to_string(), new.deadline.to_string());
    let (id, text_hash) = (new.id.bytes(), text.hash());
    let contact_hash = contact.as_ref().map(Salted::hash);
    let values = [
        (&id).into(),
        code.as_str().into(),
        new.kind.code().into(),
        (&text_hash).into(),
        contact_hash.as_ref().into(),
        new.window.as_ref().map(WindowId::as_str).into(),
        unit.map(UnitId::as_str).into(),
        led_by.as_deref().into(),
        new.written_at.0.into(),
        new.received_at.0.into(),
        deadline.as_str().into(),
    ];
    let added = connection.add(CREATE, Of::Suggestion, new.received_at, &values);
    let added = match added {
        Err(error)
            if error.sqlite_error_code() == Some(rusqlite::ErrorCode::ConstraintViolation) =>
        {
            return Err(StoreError::CodeTaken);
        }
        added => added.map_err(failure)?,
    };
    if let Some(seq) = added {
        words::keep(connection, Words::Text, seq, &text)?;
        if let Some(contact) = contact {
            words::keep(connection, Words::Contact, seq, &contact)?;
        }
    }
    let id = named_params! { ":id": new.id.bytes() };
    let (_, stored) = one(connection, BY_ID, id)
        .map_err(failure)?
        .ok_or(StoreError::UnknownCode)?;
    if added.is_none() {
        let same = (stored.text.is_empty() || stored.text == new.text.as_str())
            && stored.kind == new.kind
            && stored.window == new.window;
        return if same {
            Ok(Written::Again(stored.receipt))
        } else {
            Err(StoreError::IdReused)
        };
    }
    Ok(Written::First(stored.receipt))
}

fn add_step(
    connection: &Transaction<'_>,
    code: TrackingCode,
    new: &NewStep,
) -> Result<Written<()>, StoreError> {
    let by_code = named_params! { ":code": code.to_string() };
    let (seq, stored) = one(connection, BY_CODE, by_code)
        .map_err(failure)?
        .ok_or(StoreError::UnknownCode)?;
    if let Some(id) = new.id {
        let before: Option<(i64, String, String)> = connection
            .prepare_cached(EVENT_BY_ID)
            .and_then(|mut find| {
                find.query_row(named_params! { ":id": id.bytes() }, |row| {
                    Ok((row.get(0)?, row.get(1)?, row.get(2)?))
                })
                .optional()
            })
            .map_err(failure)?;
        if let Some((suggestion, before, words)) = before {
            return if suggestion == seq && same_step(&before, &words, &new.step) {
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
    let (step, words) = apart(&new.step);
    let step = json(&step)?;
    let words = words.map(Salted::new).transpose()?;
    let (id, hash) = (
        new.id.map(|id| id.bytes()),
        words.as_ref().map(Salted::hash),
    );
    let values = [
        id.as_ref().into(),
        seq.into(),
        new.at.0.into(),
        step.as_str().into(),
        hash.as_ref().into(),
    ];
    let added = connection
        .add(ADD_EVENT, Of::Event, new.at, &values)
        .map_err(failure)?;
    if let Some((said, number)) = words.zip(added) {
        words::keep(connection, Words::Reopening, number, &said)?;
    }
    Ok(Written::First(()))
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
            step: together(step, row.get(2)?),
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
            words::blank(connection, Words::Contact, seq)?;
            forgotten += 1;
        }
    }
    Ok(forgotten)
}

fn contact(connection: &Connection, seq: i64) -> rusqlite::Result<Option<Contact>> {
    connection
        .prepare_cached(CONTACT)?
        .query_row(named_params! { ":seq": seq }, |row| {
            parsed(row, 0, |text| Contact::parse(text).ok())
        })
        .optional()
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
        let find = move |c: &Connection| {
            let found = one(c, BY_CODE, named_params! { ":code": code.to_string() })?;
            found.map_or(Ok(None), |(seq, _)| contact(c, seq))
        };
        self.read(find).await
    }

    async fn forget_contacts(&self, answered_before: Moment) -> Result<usize, StoreError> {
        let forgotten = self.writer.run(move |c| forget(c, answered_before)).await?;
        if forgotten > 0 {
            // Where a reader holds it up, the log is emptied by a later one.
            self.sweep().await?;
        }
        Ok(forgotten)
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

    fn each_suggestion(
        &self,
        each: &mut dyn FnMut(SuggestionRow, Option<Contact>) -> std::io::Result<()>,
    ) -> Result<(), StoreError> {
        let connection = connection::open_to_read(&self.path)?;
        let mut all = connection.prepare(EACH).map_err(failure)?;
        let rows = all.query_map([], row).map_err(failure)?;
        for row in rows {
            let whole = row.and_then(|(seq, row)| {
                let (_, row) = with_events(&connection, seq, row)?;
                Ok((row, contact(&connection, seq)?))
            });
            let (row, contact) = whole.map_err(failure)?;
            each(row, contact).map_err(|error| StoreError::Failed(error.to_string()))?;
        }
        Ok(())
    }
}
