//! `zuoban backup`: everything in one file, also while a server runs; and the schedule of `zuoban serve`.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

use clap::Args;

use super::data::private;
use super::{CommandError, Data, DataFolder};
use crate::model::Moment;
use crate::server::http::system_time;
use crate::server::store::sqlite::backup::{self, Counts};

/// What names of scheduled backups begin and end with.
const NAME: (&str, &str) = ("zuoban-", ".backup");
/// After a failure it is tried again so soon.
const AGAIN: Duration = Duration::from_secs(600);

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
    if data.database.is_some() {
        return Err(CommandError(
            "a PostgreSQL database is backed up by its own tools: pg_dump".to_owned(),
        ));
    }
    let folder = DataFolder::existing(data)?;
    Ok(backup::write(
        &folder.database_file(),
        &folder.beside()?,
        file,
    )?)
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

/// When `zuoban serve` makes backups by itself.
#[derive(Args, Clone)]
pub struct Schedule {
    /// Make backups by itself, into this folder.
    #[arg(long, env = "ZUOBAN_BACKUP_TO", value_name = "DIR")]
    backup_to: Option<PathBuf>,
    /// How often: 30m, 24h, 7d.
    #[arg(long, env = "ZUOBAN_BACKUP_EVERY", value_name = "TIME", default_value = "24h", value_parser = every)]
    backup_every: Duration,
    /// How many to keep; older ones are deleted.
    #[arg(long, env = "ZUOBAN_BACKUP_KEEP", value_name = "N", default_value_t = 14,
        value_parser = clap::value_parser!(u32).range(1..))]
    backup_keep: u32,
}

fn every(text: &str) -> Result<Duration, String> {
    let wrong = || "a number with m, h or d: 30m, 24h, 7d".to_owned();
    let (number, unit) = text
        .split_at_checked(text.len().saturating_sub(1))
        .ok_or_else(wrong)?;
    let seconds = match unit {
        "s" => 1,
        "m" => 60,
        "h" => 3600,
        "d" => 86_400,
        _ => return Err(wrong()),
    };
    let number: u64 = number.parse().map_err(|_| wrong())?;
    let seconds = number.checked_mul(seconds).filter(|seconds| *seconds > 0);
    seconds.map(Duration::from_secs).ok_or_else(wrong)
}

impl Schedule {
    /// Makes backups for as long as the program runs; a failure is logged, and tried again.
    pub async fn keep(self, data: Data) {
        let Some(folder) = self.backup_to else { return };
        loop {
            let (now, every) = (system_time(), self.backup_every);
            let last = made(&folder).last().map(|(at, _)| *at);
            let due = last.map_or(Duration::ZERO, |at| {
                let since = u64::try_from(now.0 - at.0).unwrap_or(0);
                every.saturating_sub(Duration::from_millis(since))
            });
            tokio::time::sleep(due).await;
            let (data, to, keep) = (data.clone(), folder.clone(), self.backup_keep);
            let done = tokio::task::spawn_blocking(move || scheduled(&data, &to, keep));
            match done
                .await
                .unwrap_or_else(|error| Err(CommandError(error.to_string())))
            {
                Ok(counts) => tracing::info!(holds = told(&counts), "backup made and verified"),
                Err(error) => {
                    tracing::error!(%error, "no backup was made; trying again in ten minutes");
                    tokio::time::sleep(AGAIN).await;
                }
            }
        }
    }
}

/// Makes one, then deletes those there are too many of.
fn scheduled(data: &Data, folder: &Path, keep: u32) -> Result<Counts, CommandError> {
    let doing = CommandError::when(folder.display());
    private(folder).map_err(|error| doing(&error))?;
    let (begin, end) = NAME;
    let counts = write(
        data,
        &folder.join(format!("{begin}{}{end}", system_time().0)),
    )?;
    let made = made(folder);
    let keep = usize::try_from(keep).unwrap_or(usize::MAX);
    for (_, old) in made.iter().rev().skip(keep) {
        let doing = CommandError::when(format!("cannot delete {}", old.display()));
        fs::remove_file(old).map_err(|error| doing(&error))?;
    }
    Ok(counts)
}

/// Scheduled backups in a folder, oldest first: when each was made.
fn made(folder: &Path) -> Vec<(Moment, PathBuf)> {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    let mut made: Vec<_> = entries
        .filter_map(|entry| {
            let name = entry.file_name().into_string().ok()?;
            let at = name.strip_prefix(NAME.0)?.strip_suffix(NAME.1)?;
            Some((Moment(at.parse().ok()?), entry.path()))
        })
        .collect();
    made.sort();
    made
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ok_times_are_written_with_their_unit() {
        assert_eq!(every("24h"), Ok(Duration::from_secs(86_400)));
        assert_eq!(every("30m"), Ok(Duration::from_secs(1800)));
        for wrong in [
            "",
            "h",
            "24",
            "0h",
            "-1d",
            "1w",
            "99999999999999999999d",
            "1天",
        ] {
            assert!(every(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn ok_only_scheduled_backups_are_told_and_in_order() {
        let folder = tempfile::tempdir().unwrap();
        for name in [
            "zuoban-20.backup",
            "zuoban-3.backup",
            "zuoban-x.backup",
            "mine.backup",
        ] {
            fs::write(folder.path().join(name), "").unwrap();
        }
        let at: Vec<_> = made(folder.path()).iter().map(|(at, _)| at.0).collect();
        assert_eq!(at, [3, 20]);
    }
}
