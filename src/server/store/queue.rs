//! The way to a store's one writer: what waits for it, how much may, and where outcomes go.

use tokio::sync::{mpsc, oneshot};

use super::StoreError;

/// How many writes may wait; more are refused at once.
pub const MOST_WAITING: usize = 4096;

/// Where the outcome of a write is sent.
pub(super) type Answer<T> = oneshot::Sender<Result<T, StoreError>>;

/// Where it arrives, once the write's group was committed or has failed.
pub(super) type Outcome<T> = oneshot::Receiver<Result<T, StoreError>>;

/// The sending side. Once it is closed, the writer finishes what it accepted.
pub(super) struct Queue<W>(Option<mpsc::Sender<W>>);

impl<W> Queue<W> {
    /// Both sides; the writer has the other.
    pub(super) fn new() -> (Self, mpsc::Receiver<W>) {
        let (send, receive) = mpsc::channel(MOST_WAITING);
        (Self(Some(send)), receive)
    }

    /// How many writes wait.
    pub(super) fn waiting(&self) -> usize {
        let waiting = |queue: &mpsc::Sender<_>| queue.max_capacity() - queue.capacity();
        self.0.as_ref().map_or(0, waiting)
    }

    /// Hands a write over and waits for its commit.
    ///
    /// # Errors
    /// `Busy` where too many wait; `Failed` where the writer has ended; what the write came to.
    pub(super) async fn send<T>(
        &self,
        write: impl FnOnce(Answer<T>) -> W,
    ) -> Result<T, StoreError> {
        self.accept(write)?.await.map_err(|_| gone())?
    }

    /// Hands a write over.
    ///
    /// # Errors
    /// `Busy` where too many wait; `Failed` where the writer has ended.
    pub(super) fn accept<T>(
        &self,
        write: impl FnOnce(Answer<T>) -> W,
    ) -> Result<Outcome<T>, StoreError> {
        let (answer, outcome) = oneshot::channel();
        let queue = self.0.as_ref().ok_or_else(gone)?;
        queue.try_send(write(answer)).map_err(|error| match error {
            mpsc::error::TrySendError::Full(_) => StoreError::Busy,
            mpsc::error::TrySendError::Closed(_) => gone(),
        })?;
        Ok(outcome)
    }

    /// Nothing more is accepted.
    pub(super) fn close(&mut self) {
        drop(self.0.take());
    }
}

fn gone() -> StoreError {
    StoreError::Failed("the writer has stopped".to_owned())
}
