//! `zuoban backup`: everything in one file, also while a server runs.

mod schedule;

use std::path::{Path, PathBuf};

use clap::Args;

use super::{CommandError, Data, DataFolder};
use crate::server::store::sqlite::backup::{self, Counts};
pub use schedule::Schedule;

/// Write everything into one file, also while a server is running.
#[derive(Args)]
#[command(
    after_help = "The file holds the database as it is at this moment, with every rating that was acknowledged before, \
and the centre's files beside it: secret, visit-key, calendar.json, points.json, guides/*.json. What else stands in the \
data folder is not in it. It is verified before it has its name, and readable by its owner alone: keep it as safe as the \
data folder. `zuoban restore` takes it back.

For a backup a day see `zuoban serve --backup-to`.

Examples:
  zuoban backup /mnt/backup/zuoban-today.backup --data /var/lib/zuoban"
)]
pub struct BackupArgs {
    /// The file to write; it must not be there yet.
    file: PathBuf,
}

/// Writes the backup and says what is in it.
///
/// # Errors
/// Where there is no data, or the file is there already or cannot be written.
pub fn run(args: &BackupArgs, data: &Data) -> Result<(), CommandError> {
    let counts = write(data, &args.file)?;
    eprintln!("zuoban: {}: {}", args.file.display(), told(&counts));
    Ok(())
}

fn write(data: &Data, file: &Path) -> Result<Counts, CommandError> {
    no_other_database(data)?;
    let folder = DataFolder::existing(data)?;
    Ok(backup::write(
        &folder.database_file(),
        &folder.beside()?,
        file,
    )?)
}

/// Only SQLite is backed up here.
fn no_other_database(data: &Data) -> Result<(), CommandError> {
    if data.database.is_none() {
        return Ok(());
    }
    Err(CommandError(format!(
        "a PostgreSQL database is backed up by its own tools: pg_dump. It does not hold secret, visit-key, \
         calendar.json, points.json and guides of {}: keep a copy of those with it",
        data.folder.display()
    )))
}

/// What is in a backup, in words.
pub(super) fn told(counts: &Counts) -> String {
    let of = |table: &str| counts.iter().find(|(name, _)| name == table);
    let count = |table: &str| of(table).map_or(0, |(_, count)| *count);
    format!(
        "{} ratings, {} suggestions",
        count("rating"),
        count("suggestion")
    )
}
