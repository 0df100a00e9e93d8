//! Connections, their settings, the schema's version, and what SQLite's errors mean.

use std::path::Path;
use std::time::Duration;

use rusqlite::{Connection, ErrorCode, OpenFlags};

use crate::server::store::StoreError;

/// One a version, in order; never changed after a release.
const SCHEMA: [&str; 1] = [include_str!("schema_1.sql")];

/// The connection that writes. `synchronous = full`: a commit is on the disk before it is answered.
pub(super) fn open(path: &Path) -> Result<Connection, StoreError> {
    let open = || {
        let connection = Connection::open(path)?;
        settle(&connection)?;
        connection.pragma_update(None, "journal_mode", "wal")?;
        connection.pragma_update(None, "synchronous", "full")?;
        connection.pragma_update(None, "foreign_keys", true)?;
        Ok(connection)
    };
    open().map_err(|error: rusqlite::Error| {
        StoreError::Failed(format!("cannot open {}: {error}", path.display()))
    })
}

/// A connection that only reads.
pub(super) fn open_to_read(path: &Path) -> Result<Connection, StoreError> {
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = Connection::open_with_flags(path, flags).map_err(failure)?;
    settle(&connection).map_err(failure)?;
    Ok(connection)
}

fn settle(connection: &Connection) -> rusqlite::Result<()> {
    connection.set_prepared_statement_cache_capacity(64);
    connection.busy_timeout(Duration::from_secs(5))
}

/// Brings the schema to this program's version.
pub(super) fn migrate(connection: &Connection) -> Result<(), StoreError> {
    let version = connection
        .pragma_query_value(None, "user_version", |row| row.get::<_, u32>(0))
        .map_err(failure)?;
    let version = usize::try_from(version).unwrap_or(usize::MAX);
    if version > SCHEMA.len() {
        let ours = SCHEMA.len();
        let what = format!(
            "the data is of version {version}, this program knows {ours}: use a newer zuoban"
        );
        return Err(StoreError::Failed(what));
    }
    for (index, statements) in SCHEMA.iter().enumerate().skip(version) {
        let next = index + 1;
        let step =
            format!("begin immediate;\n{statements}\npragma user_version = {next};\ncommit;");
        connection.execute_batch(&step).map_err(failure)?;
    }
    Ok(())
}

/// What an error means for whoever asked.
pub(super) fn failure(error: rusqlite::Error) -> StoreError {
    match error.sqlite_error_code() {
        Some(ErrorCode::DiskFull) => StoreError::Full,
        _ => StoreError::Failed(error.to_string()),
    }
}
