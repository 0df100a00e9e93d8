//! A suggestion is stored: once, whatever repeats it.

use rusqlite::named_params;

use super::rows::{BY_ID, one};
use crate::model::{Contact, SuggestionReceipt, UnitId, WindowId};
use crate::server::store::chain::Kind;
use crate::server::store::erasure::Words;
use crate::server::store::sqlite::connection::failure;
use crate::server::store::sqlite::transaction::Transaction;
use crate::server::store::sqlite::words;
use crate::server::store::stored::{Salted, json};
use crate::server::store::suggestions::NewSuggestion;
use crate::server::store::{StoreError, Written};

/// By the unique index on `id`: a repetition adds nothing.
const CREATE: &str = "
    insert into suggestion (id, code, kind, text_hash, contact_hash, window, unit, led_by, written_at, received_at, deadline)
    values (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)
    on conflict (id) do nothing";

pub(super) fn create(
    connection: &Transaction<'_>,
    new: &NewSuggestion,
    unit: Option<&UnitId>,
) -> Result<Written<SuggestionReceipt>, StoreError> {
    let shift = match &new.window {
        Some(window) => connection
            .on_duty(window, new.written_at)
            .map_err(failure)?,
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
    let added = connection.add(CREATE, Kind::Suggestion, new.received_at, &values);
    let added = match added {
        Err(error)
            if error.sqlite_error_code() == Some(rusqlite::ErrorCode::ConstraintViolation) =>
        {
            return Err(StoreError::CodeTaken);
        }
        added => added.map_err(failure)?,
    };
    let Some(seq) = added else {
        let id = named_params! { ":id": new.id.bytes() };
        let (_, stored) = one(connection, BY_ID, id)
            .map_err(failure)?
            .ok_or(StoreError::UnknownCode)?;
        return new.again(stored);
    };
    words::keep(connection, Words::Text, seq, &text)?;
    if let Some(contact) = contact {
        words::keep(connection, Words::Contact, seq, &contact)?;
    }
    Ok(Written::First(new.receipt()))
}
