//! PostgreSQL, for more than one process or machine: any number of `zuoban` may write to one database.
//!
//! In each process one writer commits what waits in groups (`writer`, `group`); readers have sessions of their
//! own. What several processes must agree on is agreed on in the database: ids by unique indices, counters by
//! adding in place, everything that looks before it writes, and the chain, by one locked row. Nothing is used
//! that engines that speak PostgreSQL's language may not know, but for triggers and vacuum, which may be missing.
//!
//! A runtime of its own carries the connections, so that whoever calls need not have one.

mod ahead;
mod amendments;
mod around;
mod centre;
mod closing;
mod erasure;
mod group;
mod guides;
mod held;
mod links;
mod migrate;
mod ratings;
mod readers;
mod results;
mod roster;
mod secrets;
mod session;
mod suggestions;
mod taps;
mod together;
mod visits;
mod words;
mod work;
mod writer;

use std::sync::{Arc, Mutex, mpsc};

use async_trait::async_trait;
use tokio::runtime::Runtime;
use tokio::sync::Semaphore;
use tokio_postgres::Config;

use super::pulse::Pulse;
use super::{NewAmendment, NewRating, RatingRow, Store, StoreError, Written};
use crate::model::{
    Centre, Day, RatingId, RatingReceipt, RatingState, Shift, Unit, Window, WindowId,
};
use amendments::Amend;
use centre::{Known, PutCentre};
use group::Group;
use readers::READERS;
use session::{Problem, Session};
use taps::Tap;
use work::{Work, Write};
use writer::Writer;

/// Written to find out whether it can be written to.
const PROBE: &str = "
    insert into probe (one, times) values (1, 1) on conflict (one) do update set times = probe.times + 1";

/// One database, or one schema in it.
pub struct PostgresStore {
    config: Config,
    known: Arc<Known>,
    /// Ends before the runtime does.
    writer: Option<Writer>,
    idle: Mutex<Vec<Session>>,
    readers: Semaphore,
    runtime: Option<Runtime>,
}

impl PostgresStore {
    /// Connects to `postgres://user@host/database`, and brings the schema there up to date.
    ///
    /// # Errors
    /// `Failed` with what to do, where the address is wrong, nobody answers there, or the data is newer
    /// than this program.
    pub fn open(address: &str) -> Result<Self, StoreError> {
        let config: Config = address.parse().map_err(|error: tokio_postgres::Error| {
            let said = session::said(&error);
            StoreError::Failed(format!("the database's address is not understood: {said}"))
        })?;
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .worker_threads(1)
            .thread_name("postgres")
            .enable_all()
            .build()
            .map_err(|error| StoreError::Failed(format!("no runtime: {error}")))?;
        let known = Arc::<Known>::default();
        let (to, learned) = (config.clone(), Arc::clone(&known));
        let opened = wait(&runtime, async move {
            let session = Session::connect(&to).await?;
            migrate::migrate(&session).await?;
            learned.refresh(&session).await?;
            Ok(session)
        });
        let session = match opened {
            Ok(session) => session,
            Err(problem) => {
                runtime.shutdown_background();
                let why = StoreError::from(problem);
                return Err(StoreError::Failed(format!(
                    "cannot open the database: {why}"
                )));
            }
        };
        let writer = Writer::start(runtime.handle(), config.clone(), Arc::clone(&known));
        Ok(Self {
            config,
            known,
            writer: Some(writer),
            idle: Mutex::new(vec![session]),
            readers: Semaphore::new(READERS),
            runtime: Some(runtime),
        })
    }

    fn writer(&self) -> Result<&Writer, StoreError> {
        self.writer.as_ref().ok_or_else(ended)
    }

    fn runtime(&self) -> Result<&Runtime, StoreError> {
        self.runtime.as_ref().ok_or_else(ended)
    }

    async fn run<W: Work>(&self, work: W) -> Result<W::Done, StoreError> {
        self.writer()?.run(work).await
    }
}

impl Drop for PostgresStore {
    fn drop(&mut self) {
        // First what was accepted is finished, then what carries it ends.
        drop(self.writer.take());
        if let Some(runtime) = self.runtime.take() {
            runtime.shutdown_background();
        }
    }
}

fn ended() -> StoreError {
    StoreError::Failed("the store has been closed".to_owned())
}

/// Waits for something on the store's own runtime, from a thread that may or may not be in another one.
fn wait<T: Send + 'static>(
    runtime: &Runtime,
    task: impl Future<Output = Result<T, Problem>> + Send + 'static,
) -> Result<T, Problem> {
    let (send, receive) = mpsc::sync_channel(1);
    runtime.spawn(async move {
        // Whoever waits may have gone away.
        let _ = send.send(task.await);
    });
    receive.recv().unwrap_or_else(|_| Err(ended().into()))
}

/// See [`Store::ready`].
struct Probe;

#[async_trait]
impl Work for Probe {
    type Done = ();

    async fn write(&self, group: &Group<'_>) -> Result<(), Problem> {
        group.session.run(PROBE, &[]).await?;
        Ok(())
    }

    fn lane(&self) -> Vec<u8> {
        b"probe".to_vec()
    }

    fn spares_ratings(&self) -> bool {
        true
    }
}

#[async_trait]
impl Store for PostgresStore {
    async fn create_rating(&self, rating: NewRating) -> Result<Written<RatingReceipt>, StoreError> {
        self.writer()?
            .send(|answer| Write::Rating(Tap::new(rating, answer)))
            .await
    }

    async fn amend_rating(
        &self,
        amendment: NewAmendment,
    ) -> Result<Written<RatingState>, StoreError> {
        self.run(Amend(amendment)).await
    }

    async fn rating(&self, id: RatingId) -> Result<Option<RatingRow>, StoreError> {
        Ok(ratings::find(self.reader().await?.get()?, id).await?)
    }

    async fn centre(&self) -> Result<Arc<Centre>, StoreError> {
        let known = match self.known.fresh() {
            Some(centre) => Some(centre),
            None => self.known.refresh(self.reader().await?.get()?).await?,
        };
        known.ok_or(StoreError::NoCentre)
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
        Ok(roster::shifts(self.reader().await?.get()?, from, to, window).await?)
    }

    fn each_rating(
        &self,
        each: &mut dyn FnMut(RatingRow) -> std::io::Result<()>,
    ) -> Result<(), StoreError> {
        let session = Arc::new(self.own_session()?);
        let mut after = Some(0);
        while let Some(from) = after {
            let session = Arc::clone(&session);
            let page = async move { ratings::page(&session, from).await };
            let (rows, next) = wait(self.runtime()?, page)?;
            for row in rows {
                each(row).map_err(|error| StoreError::Failed(error.to_string()))?;
            }
            after = next;
        }
        Ok(())
    }

    async fn put_centre(&self, centre: Centre) -> Result<(), StoreError> {
        self.run(PutCentre(centre)).await?;
        self.known.doubt();
        Ok(())
    }

    async fn put_shifts_if_none(
        &self,
        from: Day,
        to: Day,
        shifts: Vec<Shift>,
    ) -> Result<(), StoreError> {
        self.run(roster::PutShifts { from, to, shifts }).await
    }

    async fn ready(&self) -> Result<(), StoreError> {
        self.run(Probe).await
    }

    fn waiting(&self) -> usize {
        self.writer.as_ref().map_or(0, Writer::waiting)
    }

    fn pulse(&self) -> Pulse {
        let pulse = self.writer.as_ref().map(|writer| writer.pulse.clone());
        pulse.unwrap_or_default()
    }
}
