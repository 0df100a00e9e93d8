//! One file with everything: the database as it was at one moment, and the files that stand beside it.
//!
//! Made while a server writes: a reader's view of the log is copied in one step, and nobody waits for it.

use std::fs::{self, File};
use std::path::{Path, PathBuf};

use rusqlite::backup::{Backup, StepResult};
use rusqlite::{Connection, OpenFlags, params};

use super::connection::{SCHEMA, failure, open_to_read};
use super::words;
use crate::server::file::{create_new, name_new};
use crate::server::store::StoreError;

/// Where the files beside the database are kept in a backup. There is none in a database in use.
const KEPT: &str = "create table kept_file (name text primary key, content blob not null) strict";
const IS_TABLE: &str = "select count(*) from sqlite_schema where type = 'table' and name = ?1";
const TABLES: &str = "select name from sqlite_schema where type = 'table' and name not like 'sqlite_%' \
    and name <> 'kept_file' order by name";

/// A file beside the database: its path in the data folder, and what is in it.
pub type KeptFile = (String, Vec<u8>);

/// How many rows each table has, by name.
pub type Counts = Vec<(String, i64)>;

/// Writes a backup of `database` to `to`, verified before it has its name.
///
/// # Errors
/// Where `to` is there already, cannot be written, or does not hold what the database held.
pub fn write(database: &Path, kept: &[KeptFile], to: &Path) -> Result<Counts, StoreError> {
    if to.exists() {
        return Err(there(to));
    }
    let partial = beside(to, "partial");
    // One that was broken off.
    remove(&partial);
    let written = copy(database, kept, &partial).and_then(|counts| {
        if verify(&partial)? != counts {
            return Err(StoreError::Failed("the backup lacks rows".to_owned()));
        }
        Ok(counts)
    });
    // Never in the place of another: two may have begun at once.
    let named = written.and_then(|counts| {
        name_new(&partial, to).map_err(|error| match error.kind() {
            std::io::ErrorKind::AlreadyExists => there(to),
            _ => cannot(to)(error),
        })?;
        Ok(counts)
    });
    remove(&partial);
    let counts = named?;
    sync_folder(to)?;
    Ok(counts)
}

/// Whether a backup is whole and can be used by this program: its rows.
///
/// # Errors
/// Where it is damaged, no backup, or newer than this program.
pub fn verify(backup: &Path) -> Result<Counts, StoreError> {
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = Connection::open_with_flags(backup, flags).map_err(failure)?;
    words::teach(&connection).map_err(failure)?;
    let wrong = |what: String| StoreError::Failed(format!("{}: {what}", backup.display()));
    let said = connection.query_row("pragma integrity_check", [], |row| row.get::<_, String>(0));
    match said {
        Ok(said) if said == "ok" => {}
        Ok(said) => return Err(wrong(said)),
        Err(error) => return Err(wrong(format!("it is damaged, or no backup: {error}"))),
    }
    let version = connection.pragma_query_value(None, "user_version", |row| row.get::<_, i64>(0));
    let version = version.map_err(failure)?;
    if usize::try_from(version).is_ok_and(|version| version > SCHEMA.len()) {
        return Err(wrong("it is of a newer zuoban".to_owned()));
    }
    let kept = connection.query_row(IS_TABLE, ["kept_file"], |row| row.get::<_, bool>(0));
    if version == 0 || !kept.map_err(failure)? {
        return Err(wrong("it is no backup".to_owned()));
    }
    counts(&connection).map_err(failure)
}

/// Makes a database of a backup at `to`, and answers the files that stood beside it.
///
/// # Errors
/// Where it cannot be written or does not hold what the backup holds.
pub fn unpack(backup: &Path, to: &Path) -> Result<Vec<KeptFile>, StoreError> {
    let counted = verify(backup)?;
    let mut target = fresh(to)?;
    let source = open_plain(backup)?;
    whole(&source, &mut target)?;
    let kept = kept(&target).map_err(failure)?;
    // The secret among them leaves nothing behind.
    target
        .execute_batch("pragma secure_delete = true; drop table kept_file")
        .map_err(failure)?;
    if counts(&target).map_err(failure)? != counted {
        return Err(StoreError::Failed(
            "the database lacks rows of the backup".to_owned(),
        ));
    }
    settled(target, to)?;
    Ok(kept)
}

fn copy(database: &Path, kept: &[KeptFile], to: &Path) -> Result<Counts, StoreError> {
    let source = open_to_read(database)?;
    // The copy and the count see the same moment.
    source.execute_batch("begin").map_err(failure)?;
    let counts = counts(&source).map_err(failure)?;
    let mut target = fresh(to)?;
    whole(&source, &mut target)?;
    target.execute_batch(KEPT).map_err(failure)?;
    for (name, content) in kept {
        let put = "insert into kept_file (name, content) values (?1, ?2)";
        target
            .execute(put, params![name, content])
            .map_err(failure)?;
    }
    settled(target, to)?;
    Ok(counts)
}

/// All pages in one step: under the log nobody waits for it, and no write makes it begin again.
fn whole(source: &Connection, target: &mut Connection) -> Result<(), StoreError> {
    let backup = Backup::new(source, target).map_err(failure)?;
    match backup.step(-1).map_err(failure)? {
        StepResult::Done => Ok(()),
        step => Err(StoreError::Failed(format!("the copy stopped: {step:?}"))),
    }
}

fn kept(connection: &Connection) -> rusqlite::Result<Vec<KeptFile>> {
    let mut statement = connection.prepare("select name, content from kept_file order by name")?;
    let rows = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?;
    rows.collect()
}

fn counts(connection: &Connection) -> rusqlite::Result<Counts> {
    let mut statement = connection.prepare(TABLES)?;
    let names = statement.query_map([], |row| row.get::<_, String>(0))?;
    let names: Vec<String> = names.collect::<rusqlite::Result<_>>()?;
    let count = |name: String| {
        let statement = format!("select count(*) from \"{name}\"");
        let count = connection.query_row(&statement, [], |row| row.get(0))?;
        Ok((name, count))
    };
    names.into_iter().map(count).collect()
}

/// A new file that its owner alone may read, as a database.
fn fresh(path: &Path) -> Result<Connection, StoreError> {
    create_new(path).map_err(cannot(path))?;
    Connection::open(path).map_err(failure)
}

fn open_plain(path: &Path) -> Result<Connection, StoreError> {
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    Connection::open_with_flags(path, flags).map_err(failure)
}

/// One file without a log, on the disk.
fn settled(connection: Connection, path: &Path) -> Result<(), StoreError> {
    connection
        .pragma_update(None, "journal_mode", "delete")
        .map_err(failure)?;
    connection.close().map_err(|(_, error)| failure(error))?;
    let file = File::open(path).map_err(cannot(path))?;
    file.sync_all().map_err(cannot(path))
}

/// Removes a database that was broken off, with what SQLite leaves beside it.
pub fn remove(path: &Path) {
    for ending in ["", "-wal", "-shm", "-journal"] {
        let mut name = path.as_os_str().to_owned();
        name.push(ending);
        // Mostly there is none.
        let _ = fs::remove_file(name);
    }
}

fn sync_folder(path: &Path) -> Result<(), StoreError> {
    let folder = match path.parent() {
        Some(folder) if folder != Path::new("") => folder,
        _ => Path::new("."),
    };
    let synced = File::open(folder).and_then(|folder| folder.sync_all());
    synced.map_err(cannot(path))
}

fn beside(path: &Path, ending: &str) -> PathBuf {
    let mut name = path.file_name().unwrap_or_default().to_owned();
    name.push(format!(".{ending}"));
    path.with_file_name(name)
}

fn there(path: &Path) -> StoreError {
    StoreError::Failed(format!(
        "{} is there already: choose another name",
        path.display()
    ))
}

fn cannot(path: &Path) -> impl Fn(std::io::Error) -> StoreError {
    move |error| match error.kind() {
        std::io::ErrorKind::StorageFull => StoreError::Full,
        _ => StoreError::Failed(format!("cannot write {}: {error}", path.display())),
    }
}
