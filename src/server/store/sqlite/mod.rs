//! The embedded default: one SQLite file in the data folder.
//!
//! One thread owns the connection that writes (`writer`); readers have connections of their own
//! and, under WAL, never wait for it.

pub mod backup;
mod connection;
mod duties;
mod erasure;
mod guides;
mod held;
mod links;
mod pace;
mod ratings;
mod results;
mod roster;
mod suggestions;
mod taps;
mod transaction;
mod visits;
mod words;
mod writer;

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError, RwLock};

use async_trait::async_trait;
use rusqlite::Connection;
use tokio::sync::Semaphore;

use super::feed::{FeedStore, Published};
use super::pulse::Pulse;
use super::results::{LedgerEntry, Mended, ResultStore, UnitTally};
use super::secrets::{Agreement, Held, Mark, SecretStore};
use super::{NewAmendment, NewRating, RatingRow, Store, StoreError, Written};
use crate::model::{
    Centre, Day, Moment, RatingId, RatingReceipt, RatingState, Shift, Unit, Window, WindowId,
};
use taps::Tap;
use transaction::Transaction;
use writer::{Write, Writer};

/// How many read at once, each with a connection that is kept open; more readers wait.
const READERS: usize = 8;

/// How many ratings [`SqliteStore::create_ratings`] commits together.
const BULK: usize = 10_000;

/// One SQLite file.
pub struct SqliteStore {
    path: PathBuf,
    writer: Writer,
    /// Lent to whoever reads, until the reading has ended, also where nobody waits for it any more.
    readers: Arc<Semaphore>,
    idle: Arc<Mutex<Vec<Connection>>>,
    centre: RwLock<Option<Arc<Centre>>>,
}

impl SqliteStore {
    /// Opens the file, makes it where there is none, and brings its schema up to date.
    ///
    /// # Errors
    /// `Failed` with what to do, where the file cannot be opened or is newer than this program.
    pub fn open(path: &Path) -> Result<Self, StoreError> {
        Self::over(path, connection::open(path)?)
    }

    /// The same with `synchronous = normal`: a power cut takes back what was answered just before it. For the
    /// measurement of what it costs not to; nothing that is typed leads here.
    ///
    /// # Errors
    /// As [`Self::open`].
    pub fn open_less_durable(path: &Path) -> Result<Self, StoreError> {
        let connection = connection::open(path)?;
        let normal = connection.pragma_update(None, "synchronous", "normal");
        normal.map_err(connection::failure)?;
        Self::over(path, connection)
    }

    fn over(path: &Path, connection: Connection) -> Result<Self, StoreError> {
        connection::migrate(&connection)?;
        let centre = roster::centre(&connection)?.map(Arc::new);
        let writer = Writer::start(connection)?;
        Ok(Self {
            path: path.to_owned(),
            writer,
            readers: Arc::new(Semaphore::new(READERS)),
            idle: Arc::default(),
            centre: RwLock::new(centre),
        })
    }

    async fn read<T: Send + 'static>(
        &self,
        query: impl FnOnce(&Connection) -> rusqlite::Result<T> + Send + 'static,
    ) -> Result<T, StoreError> {
        let (path, idle) = (self.path.clone(), Arc::clone(&self.idle));
        let permit = Arc::clone(&self.readers).acquire_owned().await;
        let permit = permit.map_err(|error| StoreError::Failed(error.to_string()))?;
        let read = move || {
            let _permit = permit;
            let idle = || idle.lock().unwrap_or_else(PoisonError::into_inner);
            let kept = idle().pop();
            let connection = match kept {
                Some(connection) => connection,
                None => connection::open_to_read(&path)?,
            };
            let result = query(&connection).map_err(connection::failure);
            idle().push(connection);
            result
        };
        tokio::task::spawn_blocking(read)
            .await
            .unwrap_or_else(|error| Err(StoreError::Failed(error.to_string())))
    }

    /// Frees the files of what was overwritten; see [`connection::sweep`].
    async fn sweep(&self) -> Result<bool, StoreError> {
        let path = self.path.clone();
        tokio::task::spawn_blocking(move || connection::sweep(&path))
            .await
            .unwrap_or_else(|error| Err(StoreError::Failed(error.to_string())))
    }

    /// Stores many ratings at windows of the centre, thousands a commit; answers how many were new. For measurements.
    ///
    /// # Errors
    /// As [`Store::create_rating`].
    pub async fn create_ratings(
        &self,
        centre: &Centre,
        ratings: impl Iterator<Item = NewRating>,
    ) -> Result<usize, StoreError> {
        let of = |(unit, window): (&Unit, &Window)| (window.id.clone(), unit.id.clone());
        let units = centre.windows().map(of);
        let units: Arc<HashMap<_, _>> = Arc::new(units.collect());
        let mut ratings = ratings.peekable();
        let mut first = 0;
        while ratings.peek().is_some() {
            let some: Vec<_> = ratings.by_ref().take(BULK).collect();
            let units = Arc::clone(&units);
            let write = move |transaction: &Transaction<'_>| {
                let mut first = 0;
                for rating in &some {
                    let unit = units.get(&rating.window).map(String::as_str);
                    let written = ratings::create(transaction, rating, unit)?;
                    first += usize::from(matches!(written, Written::First(_)));
                }
                Ok(first)
            };
            first += self.writer.run(write).await?;
        }
        Ok(first)
    }

    fn known_centre(&self) -> Option<Arc<Centre>> {
        self.centre
            .read()
            .unwrap_or_else(PoisonError::into_inner)
            .clone()
    }
}

#[async_trait]
impl Store for SqliteStore {
    async fn create_rating(&self, rating: NewRating) -> Result<Written<RatingReceipt>, StoreError> {
        let centre = self.centre().await?;
        // A window that was taken away may still have ratings whose answer was lost.
        let unit = centre
            .window(&rating.window)
            .map(|(unit, _)| unit.id.clone());
        self.writer
            .send(|answer| {
                Write::Tap(Tap {
                    rating,
                    unit,
                    answer,
                })
            })
            .await
    }

    async fn amend_rating(
        &self,
        amendment: NewAmendment,
    ) -> Result<Written<RatingState>, StoreError> {
        self.writer
            .run(move |connection| ratings::amend(connection, &amendment))
            .await
    }

    async fn rating(&self, id: RatingId) -> Result<Option<RatingRow>, StoreError> {
        self.read(move |connection| ratings::find(connection, id))
            .await
    }

    async fn centre(&self) -> Result<Arc<Centre>, StoreError> {
        self.known_centre().ok_or(StoreError::NoCentre)
    }

    async fn window(&self, id: &WindowId) -> Result<Option<(Unit, Window)>, StoreError> {
        let centre = self.centre().await?;
        let found = centre.window(id);
        Ok(found.map(|(unit, window)| (unit.clone(), window.clone())))
    }

    async fn shifts(
        &self,
        from: Day,
        to: Day,
        window: Option<&WindowId>,
    ) -> Result<Vec<Shift>, StoreError> {
        let window = window.cloned();
        self.read(move |connection| roster::shifts(connection, from, to, window.as_ref()))
            .await
    }

    fn each_rating(
        &self,
        each: &mut dyn FnMut(RatingRow) -> std::io::Result<()>,
    ) -> Result<(), StoreError> {
        let connection = connection::open_to_read(&self.path)?;
        ratings::each(&connection, each)
    }

    async fn put_centre(&self, centre: Centre) -> Result<(), StoreError> {
        let centre = Arc::new(centre);
        let put = Arc::clone(&centre);
        self.writer
            .run(move |connection| roster::put_centre(connection, &put))
            .await?;
        *self.centre.write().unwrap_or_else(PoisonError::into_inner) = Some(centre);
        Ok(())
    }

    async fn put_shifts_if_none(
        &self,
        from: Day,
        to: Day,
        shifts: Vec<Shift>,
    ) -> Result<(), StoreError> {
        self.writer
            .run(move |connection| roster::put_shifts_if_none(connection, from, to, &shifts))
            .await
    }

    async fn ready(&self) -> Result<(), StoreError> {
        self.writer.run(writer::probe).await
    }

    fn waiting(&self) -> usize {
        self.writer.waiting()
    }

    fn pulse(&self) -> Pulse {
        self.writer.pulse.clone()
    }
}

#[async_trait]
impl ResultStore for SqliteStore {
    async fn tallies(&self, from: Day, to: Day) -> Result<Vec<UnitTally>, StoreError> {
        self.read(move |connection| results::tallies(connection, from, to))
            .await
    }

    async fn first_rated(&self) -> Result<Option<Day>, StoreError> {
        self.read(results::first_rated).await
    }

    async fn rebuild(&self) -> Result<Vec<Mended>, StoreError> {
        self.writer.run(results::rebuild).await
    }

    async fn put_ledger(&self, entries: Vec<LedgerEntry>, at: Moment) -> Result<usize, StoreError> {
        self.writer
            .run(move |connection| results::put_ledger(connection, &entries, at))
            .await
    }

    async fn ledger(&self, from: Day, to: Day) -> Result<Vec<LedgerEntry>, StoreError> {
        self.read(move |connection| results::ledger(connection, from, to))
            .await
    }
}

/// The file stands in one data folder, with the secrets.
#[async_trait]
impl SecretStore for SqliteStore {
    async fn marks(&self) -> Result<Vec<Mark>, StoreError> {
        Ok(Vec::new())
    }

    async fn agree(&self, _: Held) -> Result<Agreement, StoreError> {
        Ok(Agreement::Same)
    }
}

#[async_trait]
impl FeedStore for SqliteStore {
    async fn published(&self, from: Day) -> Result<Vec<Published>, StoreError> {
        self.read(move |connection| roster::published(connection, from))
            .await
    }
}

#[cfg(test)]
mod tests;
