//! Backups that `zuoban serve` makes by itself: how often, how many are kept, what is left of those broken off.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use clap::Args;

use super::{no_other_database, told, write};
use crate::model::Moment;
use crate::server::command::data::private;
use crate::server::command::{CommandError, Data};
use crate::server::http::system_time;
use crate::server::store::sqlite::backup::Counts;

/// What names of scheduled backups begin and end with.
const NAME: (&str, &str) = ("zuoban-", ".backup");
/// After a failure it is tried again so soon.
const AGAIN: Duration = Duration::from_secs(600);
/// A backup that nothing was written to for so long is being made no more.
const BROKEN_OFF: Duration = Duration::from_secs(3600);

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
    /// Whether it can be kept.
    ///
    /// # Errors
    /// Where backups are wanted of another database than the one in the data folder.
    pub fn check(&self, data: &Data) -> Result<(), CommandError> {
        if self.backup_to.is_none() {
            return Ok(());
        }
        no_other_database(data).map_err(|error| CommandError::when("no --backup-to")(&error))
    }

    /// Makes backups for as long as the program runs; a failure is logged, and tried again.
    pub async fn keep(self, data: Data) {
        let Some(folder) = self.backup_to else { return };
        loop {
            let (now, every) = (system_time(), self.backup_every);
            tokio::time::sleep(due(&made(&folder), now, every)).await;
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

/// How long until the next one.
fn due(made: &[(Moment, PathBuf)], now: Moment, every: Duration) -> Duration {
    // One from the future was made while the clock was wrong, and says nothing.
    let last = made.iter().rfind(|(at, _)| *at <= now);
    last.map_or(Duration::ZERO, |(at, _)| {
        let since = u64::try_from(now.0 - at.0).unwrap_or(0);
        every.saturating_sub(Duration::from_millis(since))
    })
}

/// Makes one, then deletes those there are too many of, and what is left of those that were broken off.
fn scheduled(data: &Data, folder: &Path, keep: u32) -> Result<Counts, CommandError> {
    let doing = CommandError::when(folder.display());
    private(folder).map_err(|error| doing(&error))?;
    broken_off(folder, SystemTime::now())
        .iter()
        .for_each(delete);
    let (begin, end) = NAME;
    let file = folder.join(format!("{begin}{}{end}", system_time().0));
    let counts = write(data, &file)?;
    too_many(made(folder), &file, keep).iter().for_each(delete);
    Ok(counts)
}

/// Those beyond so many, the oldest by their names. The one just made stays whatever the clock said to the others.
fn too_many(made: Vec<(Moment, PathBuf)>, new: &Path, keep: u32) -> Vec<PathBuf> {
    let keep = usize::try_from(keep).unwrap_or(usize::MAX);
    let others = made.into_iter().rev().map(|(_, path)| path);
    others
        .filter(|path| path != new)
        .skip(keep.saturating_sub(1))
        .collect()
}

/// What is left of scheduled backups whose program was killed. One that is being made was written to just now.
fn broken_off(folder: &Path, now: SystemTime) -> Vec<PathBuf> {
    let begun = format!("{}.partial", NAME.1);
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    let left = entries.filter(|entry| {
        let name = entry.file_name();
        let name = name.to_string_lossy();
        let changed = entry.metadata().and_then(|about| about.modified());
        let since = changed.map(|at| now.duration_since(at).unwrap_or_default());
        let begins = name.starts_with(NAME.0) && name.contains(&begun);
        begins && since.is_ok_and(|since| since > BROKEN_OFF)
    });
    left.map(|entry| entry.path()).collect()
}

/// A backup was made whether or not an old one can be deleted.
fn delete(path: &PathBuf) {
    if let Err(error) = fs::remove_file(path) {
        tracing::warn!(%error, file = %path.display(), "it should be deleted and cannot be; delete it by hand");
    }
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
    use crate::server::command::DataFolder;

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

    fn of(moments: &[i64]) -> Vec<(Moment, PathBuf)> {
        let named = |at: &i64| (Moment(*at), PathBuf::from(format!("zuoban-{at}.backup")));
        moments.iter().map(named).collect()
    }

    #[test]
    fn ok_the_one_just_made_stays_though_the_clock_was_once_ahead() {
        let deleted = |moments: &[i64], new: i64, keep| {
            let new = PathBuf::from(format!("zuoban-{new}.backup"));
            too_many(of(moments), &new, keep)
        };
        let names = |moments: &[i64]| -> Vec<PathBuf> {
            of(moments).into_iter().map(|(_, path)| path).collect()
        };
        assert_eq!(deleted(&[1, 2, 3], 3, 2), names(&[1]));
        assert_eq!(deleted(&[3, 8, 9], 3, 2), names(&[8]));
        assert_eq!(deleted(&[3, 8, 9], 3, 1), names(&[9, 8]));
        assert_eq!(deleted(&[3], 3, 1), names(&[]));
        assert_eq!(deleted(&[1, 2], 2, 14), names(&[]));
    }

    #[test]
    fn ok_a_backup_from_the_future_does_not_put_off_the_next() {
        let due = |moments: &[i64], now| due(&of(moments), Moment(now), Duration::from_millis(100));
        assert_eq!(due(&[], 50), Duration::ZERO);
        assert_eq!(due(&[20], 50), Duration::from_millis(70));
        assert_eq!(due(&[20, 9000], 50), Duration::from_millis(70));
        assert_eq!(due(&[20, 9000], 500), Duration::ZERO);
    }

    #[test]
    fn ok_what_is_left_of_a_killed_backup_is_found_and_no_other() {
        let folder = tempfile::tempdir().unwrap();
        let old = ["zuoban-1.backup.partial", "zuoban-1.backup.partial-wal"];
        for name in old
            .iter()
            .chain(&["zuoban-1.backup", "mine.backup.partial"])
        {
            fs::write(folder.path().join(name), "x").unwrap();
        }
        let now = SystemTime::now();
        assert!(broken_off(folder.path(), now).is_empty());
        let mut found = broken_off(folder.path(), now + 2 * BROKEN_OFF);
        found.sort();
        assert_eq!(found, old.map(|name| folder.path().join(name)));
    }

    #[test]
    fn ok_a_backup_is_made_though_an_old_one_cannot_be_deleted() {
        let folder = tempfile::tempdir().unwrap();
        let (data, to) = (folder.path().join("data"), folder.path().join("to"));
        drop(DataFolder::open(&data).unwrap().store().unwrap());
        // A folder is not deleted as a file is.
        fs::create_dir_all(to.join("zuoban-1.backup")).unwrap();
        scheduled(&Data::from(&data), &to, 1).unwrap();
        assert_eq!(made(&to).len(), 2);
        scheduled(&Data::from(&data), &to, 1).unwrap();
        assert_eq!(made(&to).len(), 2);
    }
}
