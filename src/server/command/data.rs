//! The data folder: the database and the secret that signs the windows' codes.

mod contents;
mod lock;
#[cfg(test)]
mod tests;

use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use clap::Args;

use super::CommandError;
use super::secret::SecretFile;
use crate::server::signature::Signer;
use crate::server::store::postgres::PostgresStore;
use crate::server::store::sqlite::SqliteStore;
use crate::server::store::{Store, StoreError};
use crate::server::visit_key::VisitKey;
use crate::server::workdays::WorkCalendar;
use contents::RESTORING;

const STORE: &str = "zuoban.db";
pub(super) const CALENDAR: &str = "calendar.json";

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

/// A folder that holds everything, readable by its owner alone. Nobody restores a backup into it as long as this
/// is held; whoever opens its store or its secrets holds on to it.
pub struct DataFolder(
    Data,
    #[expect(dead_code, reason = "locked until it is dropped")] Option<File>,
);

impl DataFolder {
    /// Opens the folder, makes it where there is none.
    ///
    /// # Errors
    /// Where it cannot be made, is being restored, or a restoration of it was broken off.
    pub fn open(data: impl Into<Data>) -> Result<Self, CommandError> {
        let data = Self::made(data.into())?;
        let lock = lock::share(&data.folder)?;
        Self(data, Some(lock)).whole()
    }

    /// Opens the folder for whoever changes the files under all others; makes it where there is none.
    ///
    /// # Errors
    /// Where it cannot be made, or somebody uses it.
    pub fn taken(data: impl Into<Data>) -> Result<Self, CommandError> {
        let data = Self::made(data.into())?;
        let lock = lock::take(&data.folder)?;
        Ok(Self(data, Some(lock)))
    }

    /// The folder, where there is a centre in it: an answer from one that was only just made would mislead.
    ///
    /// # Errors
    /// Where there is none; otherwise as [`Self::open`].
    pub fn existing(data: impl Into<Data>) -> Result<Self, CommandError> {
        Self::holding(data, STORE)
    }

    /// The folder, where it holds a centre or this file.
    ///
    /// # Errors
    /// As [`Self::existing`].
    pub fn holding(data: impl Into<Data>, file: &str) -> Result<Self, CommandError> {
        let data = data.into();
        let folder = &data.folder;
        let there = folder.is_dir();
        if data.database.is_some() && !there {
            // Whether there is something to answer from is the database's to say.
            return Ok(Self(data, None));
        }
        let holds = [STORE, RESTORING, file].map(|name| folder.join(name).is_file());
        if data.database.is_some() || holds.contains(&true) {
            return Self::open(&data);
        }
        let what = if there { "centre in" } else { "data folder" };
        Err(CommandError(format!(
            "there is no {what} {}: name the data folder with --data, or start `zuoban serve` once",
            folder.display()
        )))
    }

    fn made(data: Data) -> Result<Data, CommandError> {
        let path = data.folder.display();
        let doing = format!("cannot make the data folder {path} (choose another with --data)");
        private(&data.folder).map_err(|error| CommandError::when(doing)(&error))?;
        Ok(data)
    }

    /// Only a folder whose restoration was not broken off: a server would put a demo centre in its place.
    fn whole(self) -> Result<Self, CommandError> {
        let broken_off = self.restoring().exists() && !self.database_file().exists();
        if self.0.database.is_some() || !broken_off {
            return Ok(self);
        }
        let doing = CommandError::when(self.0.folder.display());
        let advice = "a restoration was broken off here, and there is no database. Type the same `zuoban restore` \
            again with --replace, or put back what it put aside and delete zuoban.db.restoring";
        Err(doing(&advice))
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
        self.0.folder.join(CALENDAR)
    }

    /// The signer with the folder's secrets, of which the first is made the first time.
    ///
    /// # Errors
    /// See [`SecretFile::read`].
    pub fn signer(&self) -> Result<Signer, CommandError> {
        self.secret_file().read().map(Signer::with)
    }

    /// The signer, where the other servers of the store sign and verify alike.
    ///
    /// # Errors
    /// Where they do not, with what to do; otherwise as [`Self::signer`].
    pub async fn agreed_signer(&self, store: &dyn Store) -> Result<Signer, CommandError> {
        let file = self.secret_file();
        // Before the file is looked for: whoever has left marks here made it before.
        if !store.marks().await?.is_empty() && !file.exists() {
            return Err(file.others_have("there is none here"));
        }
        let signer = self.signer()?;
        file.agree(store).await?;
        Ok(signer)
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

/// Makes a folder, and those it stands in, that only its owner reads; one that is there stays as it is. Brings
/// the names of those that are new to the disk: SQLite sees to what is in a folder, and without them that is nowhere.
///
/// # Errors
/// Where it cannot be made.
pub(super) fn private(folder: &Path) -> std::io::Result<()> {
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    let new: Vec<_> = folder.ancestors().take_while(|at| !at.exists()).collect();
    builder.create(folder)?;
    new.into_iter().try_for_each(sync_name)
}

fn sync_name(folder: &Path) -> std::io::Result<()> {
    match folder.parent() {
        Some(parent) if parent.as_os_str().is_empty() => File::open(".")?.sync_all(),
        Some(parent) => File::open(parent)?.sync_all(),
        None => Ok(()),
    }
}
