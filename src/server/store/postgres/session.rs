//! Sessions with the database, and what its errors mean.

use std::collections::HashMap;
use std::error::Error as _;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use tokio_postgres::error::SqlState;
use tokio_postgres::types::ToSql;
use tokio_postgres::{Client, Config, Error, NoTls, Row, Statement};

use crate::server::store::StoreError;

/// What stands in the place of `$1`, `$2`, …
pub(super) type Param<'a> = &'a (dyn ToSql + Sync);
pub(super) type Params<'a> = &'a [Param<'a>];

/// An acknowledged write is on the disk also where the database's default says otherwise.
const SETTLE: &str = "
    select set_config('synchronous_commit', 'on', false)
    where current_setting('synchronous_commit') in ('off', 'local')";

/// Why something was not done.
#[derive(Debug)]
pub(super) enum Problem {
    /// By our own rules: it fails alone.
    Refused(StoreError),
    /// By the database: the transaction around it is lost.
    Database(Error),
}

impl From<Error> for Problem {
    fn from(error: Error) -> Self {
        Self::Database(error)
    }
}

impl From<StoreError> for Problem {
    fn from(error: StoreError) -> Self {
        Self::Refused(error)
    }
}

impl From<Problem> for StoreError {
    fn from(problem: Problem) -> Self {
        match problem {
            Problem::Refused(error) => error,
            Problem::Database(error) => failure(&error),
        }
    }
}

/// A stored value that this program cannot have written.
pub(super) fn unreadable(what: &str) -> Problem {
    Problem::Refused(StoreError::Failed(format!("unreadable: {what}")))
}

/// One connection. Statements sent at once from several tasks travel together.
pub(super) struct Session {
    client: Client,
    /// By their parts.
    prepared: Mutex<HashMap<Vec<&'static str>, Statement>>,
    seen: Mutex<Seen>,
}

/// The newest rows that this session has seen committed. Whoever looks for the newest from there on reads one row of
/// an index instead of a page of it.
#[derive(Clone, Copy, Default)]
pub(super) struct Seen {
    pub(super) link: i64,
    pub(super) rating: i64,
}

impl Session {
    /// Connects, on the runtime that is to carry the connection.
    pub(super) async fn connect(config: &Config) -> Result<Self, Error> {
        let mut config = config.clone();
        if config.get_connect_timeout().is_none() {
            config.connect_timeout(Duration::from_secs(5));
        }
        // A machine that vanished is noticed while something waits for it.
        if config.get_tcp_user_timeout().is_none() {
            config.tcp_user_timeout(Duration::from_secs(10));
        }
        config.application_name("zuoban");
        let (client, connection) = config.connect(NoTls).await?;
        tokio::spawn(async move {
            // Whoever waits for an answer is told; here it is for the log.
            if let Err(error) = connection.await {
                tracing::debug!(%error, "a connection to the database ended");
            }
        });
        client.execute(SETTLE, &[]).await?;
        Ok(Self {
            client,
            prepared: Mutex::default(),
            seen: Mutex::default(),
        })
    }

    /// Whether the connection is gone.
    pub(super) fn is_closed(&self) -> bool {
        self.client.is_closed()
    }

    /// Rows of a statement that is prepared once a session.
    pub(super) async fn rows(
        &self,
        statement: &'static str,
        with: Params<'_>,
    ) -> Result<Vec<Row>, Error> {
        let statement = self.prepared(statement).await?;
        self.client.query(&statement, with).await
    }

    /// Rows of a statement that is made for the moment.
    pub(super) async fn rows_of(
        &self,
        statement: &str,
        with: Params<'_>,
    ) -> Result<Vec<Row>, Error> {
        self.client.query(statement, with).await
    }

    /// The only row, or none.
    pub(super) async fn row(
        &self,
        statement: &'static str,
        with: Params<'_>,
    ) -> Result<Option<Row>, Error> {
        let statement = self.prepared(statement).await?;
        self.client.query_opt(&statement, with).await
    }

    /// Runs a statement; answers how many rows it changed.
    pub(super) async fn run(
        &self,
        statement: &'static str,
        with: Params<'_>,
    ) -> Result<u64, Error> {
        let statement = self.prepared(statement).await?;
        self.client.execute(&statement, with).await
    }

    /// The only row of a statement that is [`Self::prepared_of`]: it is on its way once this was polled.
    pub(super) async fn row_prepared(
        &self,
        statement: &Statement,
        with: Params<'_>,
    ) -> Result<Row, Error> {
        self.client.query_one(statement, with).await
    }

    /// Runs statements without parameters.
    pub(super) async fn batch(&self, statements: &str) -> Result<(), Error> {
        self.client.batch_execute(statements).await
    }

    pub(super) fn seen(&self) -> Seen {
        *self.seen.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(super) fn have_seen(&self, newest: Seen) {
        *self.seen.lock().unwrap_or_else(PoisonError::into_inner) = newest;
    }

    /// A statement of a few that there are: it is kept for the whole session.
    async fn prepared(&self, statement: &'static str) -> Result<Statement, Error> {
        self.prepared_of(&[statement], || statement.to_owned())
            .await
    }

    /// The same of one that is made of several parts.
    pub(super) async fn prepared_of(
        &self,
        parts: &[&'static str],
        text: impl FnOnce() -> String,
    ) -> Result<Statement, Error> {
        let known = || self.prepared.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(statement) = known().get(parts) {
            return Ok(statement.clone());
        }
        let statement = self.client.prepare(&text()).await?;
        known().insert(parts.to_vec(), statement.clone());
        Ok(statement)
    }
}

/// What may be done about an error.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Remedy {
    /// Nothing: it would fail again.
    Nothing,
    /// The same transaction once more.
    Repeat,
    /// The same, over another connection.
    Reconnect,
}

/// Serialization failures and deadlocks are nobody's fault; a server that stops comes back.
pub(super) fn remedy(error: &Error) -> Remedy {
    match error.code() {
        Some(&SqlState::T_R_SERIALIZATION_FAILURE | &SqlState::T_R_DEADLOCK_DETECTED) => {
            Remedy::Repeat
        }
        // Also where a standby took over and does not write yet.
        Some(
            &SqlState::ADMIN_SHUTDOWN
            | &SqlState::CRASH_SHUTDOWN
            | &SqlState::CANNOT_CONNECT_NOW
            | &SqlState::TOO_MANY_CONNECTIONS
            | &SqlState::IDLE_IN_TRANSACTION_SESSION_TIMEOUT
            | &SqlState::READ_ONLY_SQL_TRANSACTION
            // Something in between gave us another's session.
            | &SqlState::INVALID_SQL_STATEMENT_NAME,
        ) => Remedy::Reconnect,
        Some(code) if code.code().starts_with("08") => Remedy::Reconnect,
        Some(_) => Remedy::Nothing,
        None => {
            let io = error
                .source()
                .is_some_and(|source| source.is::<std::io::Error>());
            if io || error.is_closed() {
                Remedy::Reconnect
            } else {
                Remedy::Nothing
            }
        }
    }
}

/// Whether one work of several may be to blame: not where the machine is (classes 53 to 58, XX).
pub(super) fn by_one(error: &Error) -> bool {
    let machine = ["53", "54", "55", "57", "58", "XX"];
    let code = error.code().map(SqlState::code);
    remedy(error) == Remedy::Nothing
        && code.is_some_and(|code| !machine.iter().any(|class| code.starts_with(class)))
}

/// What an error means for whoever asked.
pub(super) fn failure(error: &Error) -> StoreError {
    match error.code() {
        Some(&SqlState::DISK_FULL) => StoreError::Full,
        Some(&SqlState::LOCK_NOT_AVAILABLE) => StoreError::Busy,
        _ => StoreError::Failed(said(error)),
    }
}

/// The error with what lies behind it.
pub(super) fn said(error: &Error) -> String {
    let mut said = error.to_string();
    let mut cause = error.source();
    while let Some(next) = cause {
        let next_said = next.to_string();
        if !said.contains(&next_said) {
            said = format!("{said}: {next_said}");
        }
        cause = next.source();
    }
    said
}
