//! Contacts: read with their suggestions, and deleted some days after a case is closed.

use rusqlite::{Connection, OptionalExtension, named_params};

use super::rows::{many, parsed, suggestions};
use crate::model::{Contact, Moment};
use crate::server::store::StoreError;
use crate::server::store::erasure::Words;
use crate::server::store::sqlite::connection::failure;
use crate::server::store::sqlite::words;

/// By `suggestion_contact`'s primary key.
const CONTACT: &str =
    "select words from suggestion_contact where belongs_to = :seq and trim(words) <> ''";

/// Once a day, through all that ever had a contact; each closed case has lost its own.
const WITH_CONTACT: &str = suggestions!(
    "
    join suggestion_contact as contact on contact.belongs_to = seq where trim(contact.words) <> '' order by seq"
);

pub(super) fn forget(
    connection: &Connection,
    answered_before: Moment,
) -> Result<usize, StoreError> {
    let mut forgotten = 0;
    for (seq, row) in many(connection, WITH_CONTACT, &[]).map_err(failure)? {
        if row.closed_before(answered_before) {
            words::blank(connection, Words::Contact, seq)?;
            forgotten += 1;
        }
    }
    Ok(forgotten)
}

pub(super) fn contact(connection: &Connection, seq: i64) -> rusqlite::Result<Option<Contact>> {
    connection
        .prepare_cached(CONTACT)?
        .query_row(named_params! { ":seq": seq }, |row| {
            parsed(row, 0, "contact", |text| Contact::parse(text).ok())
        })
        .optional()
}
