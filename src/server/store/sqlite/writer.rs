//! The one writer: takes what waits, commits it as a group, answers when the disk has it.

use std::thread::JoinHandle;
use std::time::Instant;

use rusqlite::Connection;
use tokio::sync::mpsc;

use super::connection::failure;
use super::duties::Duties;
use super::taps::{self, Tap};
use super::transaction::Transaction;
use crate::server::store::StoreError;
use crate::server::store::pulse::Pulse;
use crate::server::store::queue::{Answer, Queue};

/// How many writes one commit takes at most.
const GROUP: usize = 512;

/// Writes what is there already: the file's mark, `zuob`. An empty commit would not touch the disk.
const PROBE: &str = "pragma application_id = 0x7a756f62";

/// Something to be written, and where its outcome goes.
pub(super) enum Write {
    /// A rating.
    Tap(Tap),
    /// Anything else.
    Other(Other),
}

impl Write {
    /// What is written by `write`.
    pub(super) fn other<T: Send + 'static>(
        answer: Answer<T>,
        write: impl FnOnce(&Transaction<'_>) -> Result<T, StoreError> + Send + 'static,
    ) -> Self {
        Self::Other(Box::new(move |connection, lost| {
            one(connection, lost, answer, write)
        }))
    }
}

/// A write that knows itself where its outcome goes.
type Other = Box<dyn FnOnce(&Transaction<'_>, &mut Option<StoreError>) -> Settle + Send>;

/// Called after the commit with its error, if it failed.
pub(super) type Settle = Box<dyn FnOnce(Option<&StoreError>)>;

/// The way to the writer's thread. Dropping it lets the thread finish what it accepted.
pub(super) struct Writer {
    queue: Queue<Write>,
    thread: Option<JoinHandle<()>>,
    pub(super) pulse: Pulse,
}

impl Writer {
    pub(super) fn start(connection: Connection) -> Result<Self, StoreError> {
        let (queue, waiting) = Queue::new();
        let pulse = Pulse::default();
        let seen = pulse.clone();
        let thread = std::thread::Builder::new()
            .name("writer".to_owned())
            .spawn(move || run(&connection, waiting, &seen))
            .map_err(|error| StoreError::Failed(format!("no thread for the writer: {error}")))?;
        Ok(Self {
            queue,
            thread: Some(thread),
            pulse,
        })
    }

    /// How many writes wait.
    pub(super) fn waiting(&self) -> usize {
        self.queue.waiting()
    }

    /// Has `write` done by the writer and waits for its commit.
    pub(super) async fn run<T: Send + 'static>(
        &self,
        write: impl FnOnce(&Transaction<'_>) -> Result<T, StoreError> + Send + 'static,
    ) -> Result<T, StoreError> {
        self.send(|answer| Write::other(answer, write)).await
    }

    /// Hands a write over and waits for its commit.
    pub(super) async fn send<T>(
        &self,
        write: impl FnOnce(Answer<T>) -> Write,
    ) -> Result<T, StoreError> {
        self.queue.send(write).await
    }
}

impl Drop for Writer {
    fn drop(&mut self) {
        self.queue.close();
        if let Some(thread) = self.thread.take() {
            // A thread that panicked has said so; there is nothing left to wait for.
            let _ = thread.join();
        }
    }
}

fn run(connection: &Connection, mut waiting: mpsc::Receiver<Write>, pulse: &Pulse) {
    let duties = Duties::default();
    let mut group = Vec::with_capacity(GROUP);
    while waiting.blocking_recv_many(&mut group, GROUP) > 0 {
        commit(connection, &duties, group.drain(..), pulse);
    }
}

/// One transaction for the whole group; in it a savepoint for each write, and one for taps that come one behind the
/// other.
fn commit(
    connection: &Connection,
    duties: &Duties,
    group: impl Iterator<Item = Write>,
    pulse: &Pulse,
) {
    let started = Instant::now();
    let begun = connection.execute_batch("begin immediate");
    let begun = begun.and_then(|()| duties.begin(connection));
    let mut lost = begun.map_err(failure).err();
    let transaction = Transaction::new(connection, duties);
    let mut settle: Vec<Settle> = Vec::with_capacity(group.size_hint().0);
    let (mut group, mut taps) = (group.peekable(), Vec::new());
    while let Some(write) = group.next() {
        match write {
            Write::Other(write) => settle.push(write(&transaction, &mut lost)),
            Write::Tap(tap) => {
                taps.push(tap);
                if !matches!(group.peek(), Some(Write::Tap(_))) {
                    let taps = std::mem::take(&mut taps);
                    settle.extend(taps::store(&transaction, taps, &mut lost));
                }
            }
        }
    }
    let commit = || connection.execute_batch("commit");
    let ended = match lost {
        None => transaction.close().and_then(|()| commit()).map_err(failure),
        Some(error) => Err(error),
    };
    if ended.is_err() && !connection.is_autocommit() {
        // Nothing of the group was answered; the next group begins clean.
        let _ = connection.execute_batch("rollback");
    }
    if ended.is_ok() {
        pulse.committed(settle.len(), started.elapsed());
    }
    for settle in settle {
        settle(ended.as_ref().err());
    }
}

/// Whether there is room on the disk, and nobody keeps it from being written to.
pub(super) fn probe(connection: &Transaction<'_>) -> Result<(), StoreError> {
    connection.execute_batch(PROBE).map_err(failure)
}

/// Writes one item inside a savepoint, so that it fails alone, and keeps its outcome until the commit.
/// `lost` is why the whole transaction cannot be committed, if it cannot.
pub(super) fn one<T: 'static>(
    connection: &Transaction<'_>,
    lost: &mut Option<StoreError>,
    answer: Answer<T>,
    write: impl FnOnce(&Transaction<'_>) -> Result<T, StoreError>,
) -> Settle {
    let outcome = match lost {
        Some(error) => Err(error.clone()),
        None => in_savepoint(connection, write).unwrap_or_else(|error| {
            *lost = Some(error.clone());
            Err(error)
        }),
    };
    later(answer, outcome)
}

/// Answers with an outcome once the commit is done, if it is.
pub(super) fn later<T: 'static>(answer: Answer<T>, outcome: Result<T, StoreError>) -> Settle {
    Box::new(move |failed| {
        let outcome = match failed {
            Some(error) => Err(error.clone()),
            None => outcome,
        };
        // Whoever asked may have gone away; what is written stays written.
        let _ = answer.send(outcome);
    })
}

/// What came of one write. An error around it means that the whole transaction is lost.
pub(super) fn in_savepoint<T>(
    connection: &Transaction<'_>,
    write: impl FnOnce(&Transaction<'_>) -> Result<T, StoreError>,
) -> Result<Result<T, StoreError>, StoreError> {
    let step = |statement: &str| -> Result<(), StoreError> {
        let mut statement = connection.prepare_cached(statement).map_err(failure)?;
        statement.execute([]).map(drop).map_err(failure)
    };
    step("savepoint item")?;
    let mark = connection.mark();
    let outcome = write(connection).and_then(|done| {
        connection.settle_paces().map_err(failure)?;
        Ok(done)
    });
    if let Err(error) = &outcome {
        // SQLite takes the whole transaction back where the disk is full or fails.
        // Going on would commit each write that follows by itself.
        if connection.is_autocommit() {
            return Err(error.clone());
        }
        step("rollback to item")?;
        connection.back_to(&mark);
    }
    step("release item")?;
    Ok(outcome)
}

#[cfg(test)]
mod tests;
