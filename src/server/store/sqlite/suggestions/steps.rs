//! What happens to a suggestion is added to it: one step after another.

use rusqlite::{OptionalExtension, named_params};

use super::rows::{BY_CODE, one};
use crate::model::{TrackingCode, may_step};
use crate::server::store::chain::Kind;
use crate::server::store::erasure::Words;
use crate::server::store::sqlite::connection::failure;
use crate::server::store::sqlite::transaction::Transaction;
use crate::server::store::sqlite::words;
use crate::server::store::stored::{Salted, apart, json, same_step};
use crate::server::store::suggestions::NewStep;
use crate::server::store::{StoreError, Written};

/// By the unique index on `id`, and `event_words`' primary key.
const EVENT_BY_ID: &str = "
    select suggestion, step, coalesce(trim(words), '') from suggestion_event
    left join event_words on belongs_to = seq where id = :id";

const ADD_EVENT: &str = "
    insert into suggestion_event (id, suggestion, at, step, words_hash) values (?1, ?2, ?3, ?4, ?5)";

pub(super) fn add_step(
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
    may_step(&stored.events, &new.step)?;
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
        .add(ADD_EVENT, Kind::Event, new.at, &values)
        .map_err(failure)?;
    if let Some((said, number)) = words.zip(added) {
        words::keep(connection, Words::Reopening, number, &said)?;
    }
    Ok(Written::First(()))
}
