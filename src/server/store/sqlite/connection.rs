//! Connections, their settings, the schema's version, and what SQLite's errors mean.

use std::path::Path;
use std::time::{Duration, Instant};

use rusqlite::config::DbConfig;
use rusqlite::{Connection, ErrorCode, OpenFlags};

use super::{links, words};
use crate::server::store::StoreError;

/// One a version, in order; never changed after a release.
pub(super) const SCHEMA: [&str; 8] = [
    include_str!("schema_1.sql"),
    include_str!("schema_2.sql"),
    concat!(
        include_str!("schema_3.sql"),
        include_str!("schema_3_tally.sql")
    ),
    include_str!("schema_4.sql"),
    include_str!("schema_5.sql"),
    include_str!("schema_6.sql"),
    include_str!("schema_7.sql"),
    include_str!("schema_8.sql"),
];

/// The version that begins the chain.
const CHAINED: usize = 6;

/// How many KiB of the file the writer keeps: ids that phones made lie all over their index, and with SQLite's usual
/// 2 MiB each second one reads a page of it again.
const CACHE: i64 = 6 * 1024;

/// After how many pages the log is brought into the file: twice SQLite's usual, since most ratings change the same few
/// pages. A crash leaves 8 MiB to be read at the next start.
const LOG: i64 = 2000;

/// How long one process waits for another that writes.
const PATIENCE: Duration = Duration::from_secs(5);

/// The connection that writes. `synchronous = full`: a commit is on the disk before it is answered.
pub(super) fn open(path: &Path) -> Result<Connection, StoreError> {
    let open = || {
        let connection = Connection::open(path)?;
        settle(&connection)?;
        write_ahead(&connection)?;
        connection.pragma_update(None, "synchronous", "full")?;
        connection.pragma_update(None, "cache_size", -CACHE)?;
        connection.pragma_update(None, "wal_autocheckpoint", LOG)?;
        connection.pragma_update(None, "foreign_keys", true)?;
        // What is deleted is overwritten, and nothing that is moved leaves a copy behind.
        connection.pragma_update(None, "secure_delete", true)?;
        Ok(connection)
    };
    open().map_err(|error: rusqlite::Error| {
        StoreError::Failed(format!("cannot open {}: {error}", path.display()))
    })
}

/// WAL lets readers read while the writer writes. Turning to it, SQLite does not wait for another
/// process that does the same at this moment, as where two commands begin on new data.
fn write_ahead(connection: &Connection) -> rusqlite::Result<()> {
    let begun = Instant::now();
    loop {
        match connection.pragma_update(None, "journal_mode", "wal") {
            Err(error) if busy(&error) && begun.elapsed() < PATIENCE => {
                std::thread::sleep(Duration::from_millis(10));
            }
            turned => return turned,
        }
    }
}

fn busy(error: &rusqlite::Error) -> bool {
    error.sqlite_error_code() == Some(ErrorCode::DatabaseBusy)
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
    // A plan may not hang on the values that are asked for: else SQLite plans most statements anew for each tap.
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true)?;
    connection.busy_timeout(PATIENCE)
}

/// Brings the schema to this program's version.
pub(super) fn migrate(connection: &Connection) -> Result<(), StoreError> {
    words::teach(connection).map_err(failure)?;
    while version(connection)? < SCHEMA.len() {
        connection
            .execute_batch("begin immediate")
            .map_err(failure)?;
        // Another process may have taken the step while this one waited for its turn.
        let version = version(connection)?;
        if let Some(statements) = SCHEMA.get(version) {
            let next = version + 1;
            connection
                .execute_batch(&format!("{statements}\npragma user_version = {next};"))
                .map_err(failure)?;
            if next == CHAINED {
                links::link_all(connection).map_err(failure)?;
            }
        }
        connection.execute_batch("commit").map_err(failure)?;
    }
    Ok(())
}

/// Brings the log into the file and empties it, so that no older state is left in it.
/// Answers whether it could: a reader that began before may still need that state.
pub(super) fn sweep(path: &Path) -> Result<bool, StoreError> {
    let connection = open(path)?;
    let busy = connection.query_row("pragma wal_checkpoint(truncate)", [], |row| {
        row.get::<_, bool>(0)
    });
    busy.map(|busy| !busy).map_err(failure)
}

/// The schema's version in the file; a newer one than this program's is an error.
fn version(connection: &Connection) -> Result<usize, StoreError> {
    let version = connection
        .pragma_query_value(None, "user_version", |row| row.get::<_, u32>(0))
        .map_err(failure)?;
    let (version, ours) = (usize::try_from(version).unwrap_or(usize::MAX), SCHEMA.len());
    if version > ours {
        let what = format!(
            "the data is of version {version}, this program knows {ours}: use a newer zuoban"
        );
        return Err(StoreError::Failed(what));
    }
    Ok(version)
}

/// What an error means for whoever asked.
pub(super) fn failure(error: rusqlite::Error) -> StoreError {
    match error.sqlite_error_code() {
        Some(ErrorCode::DiskFull) => StoreError::Full,
        _ => StoreError::Failed(error.to_string()),
    }
}
