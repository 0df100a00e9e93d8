//! How many connections there may be at once: who comes after that waits in the system's queue, and memory is bounded.

use std::sync::Arc;

use tokio::sync::{OwnedSemaphorePermit, Semaphore};

/// Twice what a full hall may leave open.
const MOST: usize = 10_000;
/// Files that are no connections: the store's, the guides'.
const OTHERS: u64 = 128;

/// Room for connections; clones share it.
#[derive(Clone)]
pub struct Room(Arc<Semaphore>);

impl Room {
    /// As much as the system lets this process have; many systems begin with 1,024 and give more to who asks.
    #[must_use]
    pub fn most() -> Self {
        let files = rlimit::increase_nofile_limit(u64::MAX).or_else(|error| {
            tracing::warn!(%error, "the limit of open files stays as it is");
            rlimit::Resource::NOFILE.get_soft()
        });
        let free = |files: u64| usize::try_from(files.saturating_sub(OTHERS).max(OTHERS));
        let free = files.ok().and_then(|files| free(files).ok());
        Self::of(free.unwrap_or(MOST).min(MOST))
    }

    /// For so many.
    #[must_use]
    pub fn of(many: usize) -> Self {
        Self(Arc::new(Semaphore::new(many)))
    }

    /// Waits for a place, which is given back when it is dropped.
    pub(super) async fn place(&self) -> Option<OwnedSemaphorePermit> {
        // It is never closed.
        Arc::clone(&self.0).acquire_owned().await.ok()
    }

    /// A place, where one is free.
    pub(super) fn place_at_once(&self) -> Option<OwnedSemaphorePermit> {
        Arc::clone(&self.0).try_acquire_owned().ok()
    }
}
