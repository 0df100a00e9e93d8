//! What a citizen may have deleted, in tables of its own; `schema_4.sql` says how and why.

use rusqlite::functions::FunctionFlags;
use rusqlite::{Connection, OptionalExtension, named_params};

use super::connection::failure;
use crate::server::store::StoreError;
use crate::server::store::chain::salted;
use crate::server::store::erasure::Words;
use crate::server::store::stored::{SALT, Salted};

/// Keeps words beside the row of facts, which must be the newest of its table: see `schema_4.sql`.
pub(super) fn keep(
    connection: &Connection,
    what: Words,
    row: i64,
    words: &Salted<'_>,
) -> Result<(), StoreError> {
    let table = what.table();
    let keep =
        format!("insert into {table} (belongs_to, salt, words) values (:row, :salt, :words)");
    connection
        .prepare_cached(&keep)
        .and_then(|mut keep| {
            keep.execute(named_params! { ":row": row, ":salt": words.salt, ":words": words.words })
        })
        .map(drop)
        .map_err(failure)
}

/// Overwrites words and salt in place; answers whether there was anything to overwrite.
pub(super) fn blank(connection: &Connection, what: Words, row: i64) -> Result<bool, StoreError> {
    let table = what.table();
    let length = format!(
        "select octet_length(words) from {table} where belongs_to = :row and trim(words) <> ''"
    );
    let length: Option<u32> = connection
        .prepare_cached(&length)
        .and_then(|mut length| {
            length
                .query_row(named_params! { ":row": row }, |row| row.get(0))
                .optional()
        })
        .map_err(failure)?;
    let Some(length) = length else {
        return Ok(false);
    };
    let length = usize::try_from(length).unwrap_or_default();
    // Of the same length and kind, so that SQLite writes it where it stands.
    let blank = format!(
        "update {table} set salt = zeroblob({SALT}), words = :blanks where belongs_to = :row"
    );
    connection
        .prepare_cached(&blank)
        .and_then(|mut blank| {
            blank.execute(named_params! { ":row": row, ":blanks": " ".repeat(length) })
        })
        .map_err(failure)?;
    Ok(true)
}

/// Lets the schema's fourth version compute hashes; `null` of no words.
pub(super) fn teach(connection: &Connection) -> rusqlite::Result<()> {
    let flags = FunctionFlags::SQLITE_UTF8 | FunctionFlags::SQLITE_DETERMINISTIC;
    connection.create_scalar_function("salted_hash", 2, flags, |of| {
        let (salt, words) = (of.get::<Option<Vec<u8>>>(0)?, of.get::<Option<String>>(1)?);
        let both = salt.zip(words);
        Ok(both.map(|(salt, words)| salted(&salt, words.as_bytes()).to_vec()))
    })
}
