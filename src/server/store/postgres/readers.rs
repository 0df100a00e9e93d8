//! Sessions to read from: a few that are kept open and lent out, and one of its own for who reads page by page.

use std::sync::{Mutex, PoisonError};

use tokio::sync::SemaphorePermit;

use super::session::{self, Session};
use super::{PostgresStore, ended, wait};
use crate::server::store::StoreError;

/// How many sessions read at once; more readers wait.
pub(super) const READERS: usize = 8;

impl PostgresStore {
    /// A session to read from.
    pub(super) async fn reader(&self) -> Result<Reader<'_>, StoreError> {
        let permit = self.readers.acquire().await.map_err(|_| ended())?;
        let session = match self.an_idle_one() {
            Some(session) => session,
            None => {
                let config = self.config.clone();
                let connect = async move { Session::connect(&config).await };
                let connected = self.runtime()?.spawn(connect).await;
                let connected = connected.map_err(|error| StoreError::Failed(error.to_string()))?;
                connected.map_err(|error| session::failure(&error))?
            }
        };
        Ok(Reader {
            idle: &self.idle,
            session: Some(session),
            _permit: permit,
        })
    }

    fn an_idle_one(&self) -> Option<Session> {
        let mut idle = self.idle.lock().unwrap_or_else(PoisonError::into_inner);
        while let Some(session) = idle.pop() {
            if !session.is_closed() {
                return Some(session);
            }
        }
        None
    }

    /// A session for what is asked page by page, from one thread.
    pub(super) fn own_session(&self) -> Result<Session, StoreError> {
        let config = self.config.clone();
        let connect = async move {
            let session = Session::connect(&config).await?;
            session
                .batch("begin isolation level repeatable read read only")
                .await?;
            Ok(session)
        };
        Ok(wait(self.runtime()?, connect)?)
    }
}

/// A session that goes back to the idle ones.
pub(super) struct Reader<'a> {
    idle: &'a Mutex<Vec<Session>>,
    session: Option<Session>,
    _permit: SemaphorePermit<'a>,
}

impl Reader<'_> {
    pub(super) fn get(&self) -> Result<&Session, StoreError> {
        self.session.as_ref().ok_or_else(ended)
    }
}

impl Drop for Reader<'_> {
    fn drop(&mut self) {
        if let Some(session) = self.session.take()
            && !session.is_closed()
        {
            let mut idle = self.idle.lock().unwrap_or_else(PoisonError::into_inner);
            idle.push(session);
        }
    }
}
