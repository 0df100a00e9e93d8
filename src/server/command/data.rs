//! The data folder: the database and the secret that signs the windows' codes.

use std::fs::{self, File};
use std::io::Write;
use std::path::{Component, Path, PathBuf};
use std::sync::Arc;

use clap::Args;
use data_encoding::HEXLOWER;

use super::CommandError;
use super::secret::SecretFile;
use crate::model::Moment;
use crate::server::signature::Signer;
use crate::server::store::postgres::PostgresStore;
use crate::server::store::sqlite::SqliteStore;
use crate::server::store::sqlite::backup::KeptFile;
use crate::server::store::{Store, StoreError};
use crate::server::visit_key::VisitKey;
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

/// Where everything is kept.
#[derive(Args, Clone, Debug)]
pub struct Data {
    /// The folder that holds everything: database and secret. Made where there is none.
    #[arg(
        id = "data",
        long = "data",
        env = "ZUOBAN_DATA",
        default_value = "data",
        global = true,
        value_name = "DIR"
    )]
    pub folder: PathBuf,
    /// A PostgreSQL database to use in place of the one in the folder: postgres://user@host/name.
    // It may have a password in it.
    #[arg(
        long,
        env = "ZUOBAN_DATABASE",
        hide_env_values = true,
        global = true,
        value_name = "URL",
        value_parser = address
    )]
    pub database: Option<String>,
}

fn address(text: &str) -> Result<String, &'static str> {
    let known = ["postgres://", "postgresql://"];
    if known.iter().any(|scheme| text.starts_with(scheme)) {
        return Ok(text.to_owned());
    }
    Err("it begins with postgres://; leave it out for the database in the data folder")
}

impl From<&Path> for Data {
    fn from(folder: &Path) -> Self {
        Self {
            folder: folder.to_owned(),
            database: None,
        }
    }
}

impl From<&PathBuf> for Data {
    fn from(folder: &PathBuf) -> Self {
        Self::from(folder.as_path())
    }
}

impl From<&Data> for Data {
    fn from(data: &Data) -> Self {
        data.clone()
    }
}

/// A folder that holds everything, readable by its owner alone.
pub struct DataFolder(Data);

impl DataFolder {
    /// Opens the folder, makes it where there is none.
    ///
    /// # Errors
    /// Where it cannot be made.
    pub fn open(data: impl Into<Data>) -> Result<Self, CommandError> {
        let data = data.into();
        let path = &data.folder;
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
        Ok(Self(data))
    }

    /// The folder, where there is one: an answer from an empty one that was only just made would mislead.
    ///
    /// # Errors
    /// Where there is none.
    pub fn existing(data: impl Into<Data>) -> Result<Self, CommandError> {
        let data = data.into();
        if data.database.is_some() {
            // Whether there is something to answer from is the database's to say.
            return Ok(Self(data));
        }
        if data.folder.is_dir() {
            return Self::open(&data);
        }
        let what = format!("there is no data folder {}", data.folder.display());
        Err(CommandError(format!(
            "{what}: name it with --data, or start `zuoban serve` once"
        )))
    }

    /// Whether there is a store already: to look into it must not make one.
    #[must_use]
    pub fn has_store(data: &Data) -> bool {
        data.database.is_some() || data.folder.join(STORE).is_file()
    }

    /// The database's file.
    #[must_use]
    pub fn database_file(&self) -> PathBuf {
        self.0.folder.join(STORE)
    }

    /// Says that a server runs on the folder, for as long as the file is held.
    ///
    /// # Errors
    /// Where it is being restored.
    pub fn share(&self) -> Result<File, CommandError> {
        let lock = self.lock()?;
        let held = lock.try_lock_shared();
        held.map_err(|_| CommandError(format!("{} is being restored", self.0.folder.display())))?;
        Ok(lock)
    }

    /// Keeps servers from the folder, for as long as the file is held.
    ///
    /// # Errors
    /// Where one runs on it.
    pub fn take(&self) -> Result<File, CommandError> {
        let lock = self.lock()?;
        lock.try_lock().map_err(|_| {
            let folder = self.0.folder.display();
            CommandError(format!("a server runs on {folder}: stop it first"))
        })?;
        Ok(lock)
    }

    fn lock(&self) -> Result<File, CommandError> {
        let path = self.0.folder.join(LOCK);
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
            let path = self.0.folder.join(&folder);
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
        let aside = self.0.folder.join(format!("{REPLACED}{}", at.0));
        let doing = || CommandError::when(format!("cannot put aside {}", self.0.folder.display()));
        fs::create_dir(&aside).map_err(|error| doing()(&error))?;
        for entry in fs::read_dir(&self.0.folder).map_err(|error| doing()(&error))? {
            let name = entry.map_err(|error| doing()(&error))?.file_name();
            let text = name.to_string_lossy();
            let stays = text == LOCK || text == RESTORING || text.starts_with(REPLACED);
            if !stays {
                let (from, to) = (self.0.folder.join(&name), aside.join(&name));
                fs::rename(from, to).map_err(|error| doing()(&error))?;
            }
        }
        Ok(aside)
    }

    /// Where a database is made before it has its name.
    #[must_use]
    pub fn restoring(&self) -> PathBuf {
        self.0.folder.join(RESTORING)
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
            let path = self.0.folder.join(name);
            let doing = || CommandError::when(path.display().to_string());
            if let Some(folder) = path.parent() {
                Self::open(folder)?;
            }
            write_new(&path, content).map_err(|error| doing()(&error))?;
        }
        let doing = || CommandError::when(self.0.folder.display().to_string());
        fs::rename(self.restoring(), self.database_file()).map_err(|error| doing()(&error))?;
        let synced = File::open(&self.0.folder).and_then(|folder| folder.sync_all());
        synced.map_err(|error| doing()(&error))
    }

    /// The store: SQLite in the folder, or the database that was named.
    ///
    /// # Errors
    /// See [`SqliteStore::open`] and [`PostgresStore::open`].
    pub fn store(&self) -> Result<Arc<dyn Store>, StoreError> {
        match &self.0.database {
            Some(address) => Ok(Arc::new(PostgresStore::open(address)?)),
            None => Ok(Arc::new(self.file()?)),
        }
    }

    /// The database in the folder, for what only SQLite can do.
    ///
    /// # Errors
    /// See [`SqliteStore::open`]; `Failed` where another database was named.
    pub fn file(&self) -> Result<SqliteStore, StoreError> {
        if self.0.database.is_some() {
            let what = "this is only done to the database in the data folder";
            return Err(StoreError::Failed(what.to_owned()));
        }
        SqliteStore::open(&self.0.folder.join(STORE))
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
        self.0.folder.join("calendar.json")
    }

    /// The signer with the folder's secrets, of which the first is made the first time.
    ///
    /// # Errors
    /// See [`SecretFile::read`].
    pub fn signer(&self) -> Result<Signer, CommandError> {
        self.secret_file().read().map(Signer::with)
    }

    /// The file with the secrets that sign the windows' codes.
    #[must_use]
    pub fn secret_file(&self) -> SecretFile {
        SecretFile::of(&self.0.folder)
    }

    /// The key of the queue machine.
    #[must_use]
    pub fn visit_key(&self) -> VisitKey {
        VisitKey::of(&self.0.folder)
    }
}

/// 32 bytes of chance in hexadecimal.
///
/// # Errors
/// Where the system has none.
pub fn chance() -> std::io::Result<String> {
    let mut secret = [0; 32];
    getrandom::fill(&mut secret).map_err(std::io::Error::other)?;
    Ok(HEXLOWER.encode(&secret))
}

/// Makes a file that only its owner reads, unless there is one. Under a name of its own first, so that it is there
/// whole or not at all.
///
/// # Errors
/// Where it cannot be written.
pub fn make(path: &Path, text: &str) -> std::io::Result<()> {
    under_its_name(path, text, |fresh| match fs::hard_link(fresh, path) {
        // Where two begin at once the first one's stays.
        Err(error) if error.kind() != std::io::ErrorKind::AlreadyExists => Err(error),
        _ => fs::remove_file(fresh),
    })
}

/// Puts a file in place of another, whole or not at all.
///
/// # Errors
/// Where it cannot be written; the other is still there then.
pub fn put_in_place(path: &Path, text: &str) -> std::io::Result<()> {
    under_its_name(path, text, |fresh| fs::rename(fresh, path))
}

fn under_its_name(
    path: &Path,
    text: &str,
    name_it: impl FnOnce(&Path) -> std::io::Result<()>,
) -> std::io::Result<()> {
    let mut name = [0; 8];
    getrandom::fill(&mut name).map_err(std::io::Error::other)?;
    let fresh = path.with_extension(HEXLOWER.encode(&name));
    if let Err(error) = write_new(&fresh, text.as_bytes()).and_then(|()| name_it(&fresh)) {
        // What is left of it is of no use; that it is left is no worse than the error.
        let _ = fs::remove_file(&fresh);
        return Err(error);
    }
    // Its name too is on the disk before anything is signed with it.
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
        let data = DataFolder::open(folder.path().join("a/b").as_path()).unwrap();
        let window = WindowId::parse("07").unwrap();
        let first = data.signer().unwrap().sign(&window);
        assert_eq!(data.signer().unwrap().sign(&window), first);
        let other = DataFolder::open(folder.path().join("c").as_path()).unwrap();
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
