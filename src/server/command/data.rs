//! The data folder: the database and the secret that signs the windows' codes.

use std::fs::{self, File};
use std::io::Write;
use std::path::{Component, Path, PathBuf};

use data_encoding::HEXLOWER;

use super::CommandError;
use crate::model::Moment;
use crate::server::signature::Signer;
use crate::server::store::StoreError;
use crate::server::store::sqlite::SqliteStore;
use crate::server::store::sqlite::backup::KeptFile;
use crate::server::workdays::WorkCalendar;

const STORE: &str = "zuoban.db";
/// Locked by a server as long as it runs, and by whoever changes the files under it.
const LOCK: &str = "lock";
/// A database that is being restored.
const RESTORING: &str = "zuoban.db.restoring";
/// What a restoration puts aside.
const REPLACED: &str = "replaced-";
/// Larger files are not the centre's own, and no backup has room for them: 32 MiB.
const LARGEST: u64 = 32 << 20;

/// A folder that holds everything, readable by its owner alone.
pub struct DataFolder(PathBuf);

impl DataFolder {
    /// Opens the folder, makes it where there is none.
    ///
    /// # Errors
    /// Where it cannot be made.
    pub fn open(path: &Path) -> Result<Self, CommandError> {
        let mut builder = fs::DirBuilder::new();
        builder.recursive(true);
        #[cfg(unix)]
        std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
        let doing = format!(
            "cannot make the data folder {} (choose another with --data)",
            path.display()
        );
        builder
            .create(path)
            .map_err(|error| CommandError::when(doing)(&error))?;
        Ok(Self(path.to_owned()))
    }

    /// The folder, where there is one: an answer from an empty one that was only just made would mislead.
    ///
    /// # Errors
    /// Where there is none.
    pub fn existing(path: &Path) -> Result<Self, CommandError> {
        if path.is_dir() {
            return Self::open(path);
        }
        let what = format!("there is no data folder {}", path.display());
        Err(CommandError(format!(
            "{what}: name it with --data, or start `zuoban serve` once"
        )))
    }

    /// Whether a folder holds a store already: to look into it must not make one.
    #[must_use]
    pub fn has_store(path: &Path) -> bool {
        path.join(STORE).is_file()
    }

    /// The database's file.
    #[must_use]
    pub fn database(&self) -> PathBuf {
        self.0.join(STORE)
    }

    /// Says that a server runs on the folder, for as long as the file is held.
    ///
    /// # Errors
    /// Where it is being restored.
    pub fn share(&self) -> Result<File, CommandError> {
        let lock = self.lock()?;
        let held = lock.try_lock_shared();
        held.map_err(|_| CommandError(format!("{} is being restored", self.0.display())))?;
        Ok(lock)
    }

    /// Keeps servers from the folder, for as long as the file is held.
    ///
    /// # Errors
    /// Where one runs on it.
    pub fn take(&self) -> Result<File, CommandError> {
        let lock = self.lock()?;
        lock.try_lock().map_err(|_| {
            let folder = self.0.display();
            CommandError(format!("a server runs on {folder}: stop it first"))
        })?;
        Ok(lock)
    }

    fn lock(&self) -> Result<File, CommandError> {
        let path = self.0.join(LOCK);
        let mut options = fs::OpenOptions::new();
        let opened = options.write(true).create(true).truncate(false).open(&path);
        opened.map_err(|error| CommandError::when(path.display())(&error))
    }

    /// Every file beside the database, its path in the folder and what is in it: secret, holidays, guides.
    ///
    /// # Errors
    /// Where one cannot be read.
    pub fn beside(&self) -> Result<Vec<KeptFile>, CommandError> {
        let mut found = Vec::new();
        let mut folders = vec![PathBuf::new()];
        while let Some(folder) = folders.pop() {
            let path = self.0.join(&folder);
            let doing = || CommandError::when(path.display().to_string());
            for entry in fs::read_dir(&path).map_err(|error| doing()(&error))? {
                let entry = entry.map_err(|error| doing()(&error))?;
                let Ok(name) = entry.file_name().into_string() else {
                    continue;
                };
                let top = folder.as_os_str().is_empty();
                if top && (name.starts_with(STORE) || name == LOCK || name.starts_with(REPLACED)) {
                    continue;
                }
                let (kind, inside) = (entry.file_type(), folder.join(&name));
                let kind = kind.map_err(|error| doing()(&error))?;
                if kind.is_dir() {
                    folders.push(inside);
                } else if kind.is_file() && entry.metadata().is_ok_and(|m| m.len() <= LARGEST) {
                    let content = fs::read(entry.path()).map_err(|error| doing()(&error))?;
                    found.push((inside.to_string_lossy().into_owned(), content));
                }
            }
        }
        found.sort();
        Ok(found)
    }

    /// Puts everything in the folder aside, into a folder of its own in it, and answers that.
    ///
    /// # Errors
    /// Where it cannot be moved.
    pub fn put_aside(&self, at: Moment) -> Result<PathBuf, CommandError> {
        let aside = self.0.join(format!("{REPLACED}{}", at.0));
        let doing = || CommandError::when(format!("cannot put aside {}", self.0.display()));
        fs::create_dir(&aside).map_err(|error| doing()(&error))?;
        for entry in fs::read_dir(&self.0).map_err(|error| doing()(&error))? {
            let name = entry.map_err(|error| doing()(&error))?.file_name();
            let text = name.to_string_lossy();
            let stays = text == LOCK || text == RESTORING || text.starts_with(REPLACED);
            if !stays {
                let (from, to) = (self.0.join(&name), aside.join(&name));
                fs::rename(from, to).map_err(|error| doing()(&error))?;
            }
        }
        Ok(aside)
    }

    /// Where a database is made before it has its name.
    #[must_use]
    pub fn restoring(&self) -> PathBuf {
        self.0.join(RESTORING)
    }

    /// Puts a backup's files in place, the database last: it is whole then.
    ///
    /// # Errors
    /// Where one cannot be written, or leads out of the folder.
    pub fn put_in_place(&self, files: &[KeptFile]) -> Result<(), CommandError> {
        for (name, content) in files {
            let plain = Path::new(name).components();
            if !plain
                .into_iter()
                .all(|part| matches!(part, Component::Normal(_)))
            {
                return Err(CommandError(format!("{name} leads out of the data folder")));
            }
            let path = self.0.join(name);
            let doing = || CommandError::when(path.display().to_string());
            if let Some(folder) = path.parent() {
                Self::open(folder)?;
            }
            write_new(&path, content).map_err(|error| doing()(&error))?;
        }
        let doing = || CommandError::when(self.0.display().to_string());
        fs::rename(self.restoring(), self.database()).map_err(|error| doing()(&error))?;
        let synced = File::open(&self.0).and_then(|folder| folder.sync_all());
        synced.map_err(|error| doing()(&error))
    }

    /// The store in it.
    ///
    /// # Errors
    /// See [`SqliteStore::open`].
    pub fn store(&self) -> Result<SqliteStore, StoreError> {
        SqliteStore::open(&self.0.join(STORE))
    }

    /// The working days: as published, and as imported into the folder.
    ///
    /// # Errors
    /// Where the imported file is damaged.
    pub fn calendar(&self) -> Result<WorkCalendar, CommandError> {
        let path = self.calendar_file();
        let mut calendar = WorkCalendar::published().map_err(CommandError)?;
        if let Ok(text) = fs::read_to_string(&path) {
            let doing = format!("{} is damaged: import it again", path.display());
            calendar
                .learn(&text)
                .map_err(|error| CommandError::when(doing)(&error))?;
        }
        Ok(calendar)
    }

    /// Where imported holidays are kept.
    #[must_use]
    pub fn calendar_file(&self) -> PathBuf {
        self.0.join("calendar.json")
    }

    /// The signer with the folder's secret, which is made the first time.
    ///
    /// # Errors
    /// Where the secret cannot be read or made, or is not 32 bytes in hexadecimal.
    pub fn signer(&self) -> Result<Signer, CommandError> {
        let path = self.0.join("secret");
        let doing = || CommandError::when(format!("the secret in {}", path.display()));
        if !path.exists() {
            make_secret(&path).map_err(|error| doing()(&error))?;
        }
        let text = fs::read_to_string(&path).map_err(|error| doing()(&error))?;
        let secret = HEXLOWER
            .decode(text.trim().as_bytes())
            .ok()
            .and_then(|bytes| bytes.try_into().ok());
        let advice = "it is not 64 hexadecimal digits. Bring it back from a backup: printed codes are signed with it";
        secret.map(Signer::new).ok_or_else(|| doing()(&advice))
    }
}

/// Under a name of its own first, so that a secret is there whole or not at all.
fn make_secret(path: &Path) -> std::io::Result<()> {
    let (mut secret, mut name) = ([0; 32], [0; 8]);
    getrandom::fill(&mut secret).map_err(std::io::Error::other)?;
    getrandom::fill(&mut name).map_err(std::io::Error::other)?;
    let fresh = path.with_extension(HEXLOWER.encode(&name));
    let written = write_new(&fresh, format!("{}\n", HEXLOWER.encode(&secret)).as_bytes());
    // Where two begin at once the first one's secret stays.
    let linked = written.and_then(|()| match fs::hard_link(&fresh, path) {
        Err(error) if error.kind() != std::io::ErrorKind::AlreadyExists => Err(error),
        _ => Ok(()),
    });
    fs::remove_file(&fresh)?;
    linked?;
    // Its name too is on the disk before a code is printed with it.
    path.parent()
        .map_or(Ok(()), |folder| File::open(folder)?.sync_all())
}

fn write_new(path: &Path, content: &[u8]) -> std::io::Result<()> {
    let mut options = fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.open(path)?;
    file.write_all(content)?;
    file.sync_all()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::WindowId;

    #[test]
    fn ok_the_secret_is_made_once() {
        let folder = tempfile::tempdir().unwrap();
        let data = DataFolder::open(&folder.path().join("a/b")).unwrap();
        let window = WindowId::parse("07").unwrap();
        let first = data.signer().unwrap().sign(&window);
        assert_eq!(data.signer().unwrap().sign(&window), first);
        let other = DataFolder::open(&folder.path().join("c")).unwrap();
        assert_ne!(other.signer().unwrap().sign(&window), first);
    }

    #[test]
    fn ok_of_many_that_make_it_at_once_one_secret_stays() {
        for _ in 0..50 {
            let folder = tempfile::tempdir().unwrap();
            let gate = std::sync::Barrier::new(8);
            let sign = || {
                gate.wait();
                let signer = DataFolder::open(folder.path()).unwrap().signer().unwrap();
                signer.sign(&WindowId::parse("07").unwrap())
            };
            let signed: Vec<_> = std::thread::scope(|scope| {
                let all: Vec<_> = (0..8).map(|_| scope.spawn(sign)).collect();
                all.into_iter().map(|one| one.join().unwrap()).collect()
            });
            assert!(signed.iter().all(|k| *k == signed[0]), "{signed:?}");
            let left = fs::read_dir(folder.path()).unwrap().count();
            assert_eq!(left, 1, "only the secret is left");
        }
    }

    #[test]
    fn err_a_damaged_secret_is_not_replaced() {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("secret"), "not hexadecimal").unwrap();
        let Err(error) = DataFolder::open(folder.path()).unwrap().signer() else {
            panic!("taken")
        };
        assert!(error.to_string().contains("backup"), "{error}");
        assert_eq!(
            fs::read_to_string(folder.path().join("secret")).unwrap(),
            "not hexadecimal"
        );
    }
}
