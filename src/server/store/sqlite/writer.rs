//! The one writer: takes what waits, commits it as a group, answers when the disk has it.

use std::sync::Arc;
use std::thread::JoinHandle;

use rusqlite::Connection;
use tokio::sync::{mpsc, oneshot};

use super::connection::failure;
use super::{ratings, roster};
use crate::model::{Centre, Day, RatingReceipt, RatingState, Shift};
use crate::server::store::{NewAmendment, NewRating, StoreError, Written};

/// How many writes may wait; more are refused at once.
const QUEUE: usize = 4096;
/// How many writes one commit takes at most.
const GROUP: usize = 512;

type Answer<T> = oneshot::Sender<Result<T, StoreError>>;

/// Something to be written, and where its outcome goes.
pub(super) enum Write {
    CreateRating {
        rating: NewRating,
        unit: Option<String>,
        answer: Answer<Written<RatingReceipt>>,
    },
    AmendRating {
        amendment: NewAmendment,
        answer: Answer<Written<RatingState>>,
    },
    PutCentre {
        centre: Arc<Centre>,
        answer: Answer<()>,
    },
    PutShiftsIfNone {
        from: Day,
        to: Day,
        shifts: Vec<Shift>,
        answer: Answer<()>,
    },
    Nothing {
        answer: Answer<()>,
    },
}

/// Called after the commit with its error, if it failed.
type Settle = Box<dyn FnOnce(Option<&StoreError>)>;

/// The way to the writer's thread. Dropping it lets the thread finish what it accepted.
pub(super) struct Writer {
    queue: Option<mpsc::Sender<Write>>,
    thread: Option<JoinHandle<()>>,
}

impl Writer {
    pub(super) fn start(connection: Connection) -> Result<Self, StoreError> {
        let (queue, waiting) = mpsc::channel(QUEUE);
        let thread = std::thread::Builder::new()
            .name("writer".to_owned())
            .spawn(move || run(&connection, waiting))
            .map_err(|error| StoreError::Failed(format!("no thread for the writer: {error}")))?;
        Ok(Self {
            queue: Some(queue),
            thread: Some(thread),
        })
    }

    /// Hands a write over and waits for its commit.
    pub(super) async fn send<T>(
        &self,
        write: impl FnOnce(Answer<T>) -> Write,
    ) -> Result<T, StoreError> {
        let (answer, outcome) = oneshot::channel();
        let gone = || StoreError::Failed("the writer has stopped".to_owned());
        let queue = self.queue.as_ref().ok_or_else(gone)?;
        queue.try_send(write(answer)).map_err(|error| match error {
            mpsc::error::TrySendError::Full(_) => StoreError::Busy,
            mpsc::error::TrySendError::Closed(_) => gone(),
        })?;
        outcome.await.map_err(|_| gone())?
    }
}

impl Drop for Writer {
    fn drop(&mut self) {
        drop(self.queue.take());
        if let Some(thread) = self.thread.take() {
            // A thread that panicked has said so; there is nothing left to wait for.
            let _ = thread.join();
        }
    }
}

fn run(connection: &Connection, mut waiting: mpsc::Receiver<Write>) {
    let mut group = Vec::with_capacity(GROUP);
    while waiting.blocking_recv_many(&mut group, GROUP) > 0 {
        commit(connection, group.drain(..));
    }
}

/// One transaction for the whole group, a savepoint for each write in it.
fn commit(connection: &Connection, group: impl Iterator<Item = Write>) {
    let begun = connection.execute_batch("begin immediate").map_err(failure);
    let settle: Vec<Settle> = group
        .map(|write| apply(connection, write, begun.as_ref().err()))
        .collect();
    let ended = match &begun {
        Ok(()) => connection.execute_batch("commit").map_err(failure),
        Err(error) => Err(error.clone()),
    };
    if ended.is_err() && !connection.is_autocommit() {
        // Nothing of the group was answered; the next group begins clean.
        let _ = connection.execute_batch("rollback");
    }
    for settle in settle {
        settle(ended.as_ref().err());
    }
}

fn apply(connection: &Connection, write: Write, broken: Option<&StoreError>) -> Settle {
    match write {
        Write::CreateRating {
            rating,
            unit,
            answer,
        } => one(connection, broken, answer, |connection| {
            ratings::create(connection, &rating, unit.as_deref())
        }),
        Write::AmendRating { amendment, answer } => one(connection, broken, answer, |connection| {
            ratings::amend(connection, &amendment)
        }),
        Write::PutCentre { centre, answer } => one(connection, broken, answer, |connection| {
            roster::put_centre(connection, &centre)
        }),
        Write::PutShiftsIfNone {
            from,
            to,
            shifts,
            answer,
        } => one(connection, broken, answer, |connection| {
            roster::put_shifts_if_none(connection, from, to, &shifts)
        }),
        Write::Nothing { answer } => one(connection, broken, answer, |_| Ok(())),
    }
}

/// Writes one item inside a savepoint, so that it fails alone, and keeps its outcome until the commit.
fn one<T: 'static>(
    connection: &Connection,
    broken: Option<&StoreError>,
    answer: Answer<T>,
    write: impl FnOnce(&Connection) -> Result<T, StoreError>,
) -> Settle {
    let outcome = match broken {
        Some(error) => Err(error.clone()),
        None => in_savepoint(connection, write),
    };
    Box::new(move |failed| {
        let outcome = match failed {
            Some(error) => Err(error.clone()),
            None => outcome,
        };
        // Whoever asked may have gone away; what is written stays written.
        let _ = answer.send(outcome);
    })
}

fn in_savepoint<T>(
    connection: &Connection,
    write: impl FnOnce(&Connection) -> Result<T, StoreError>,
) -> Result<T, StoreError> {
    let step = |statement: &str| connection.prepare_cached(statement)?.execute([]);
    step("savepoint item").map_err(failure)?;
    let outcome = write(connection);
    if outcome.is_err() {
        step("rollback to item").map_err(failure)?;
    }
    step("release item").map_err(failure)?;
    outcome
}
