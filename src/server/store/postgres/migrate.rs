//! The schema's version in the database, and the way to this program's.

use tokio_postgres::Error;
use tokio_postgres::error::SqlState;

use super::session::{Problem, Session};
use crate::server::store::StoreError;

/// Tables and triggers, one pair a version, in order; never changed after a release.
const SCHEMA: [(&str, &str); 5] = [
    (include_str!("schema_1.sql"), include_str!("triggers_1.sql")),
    (include_str!("secrets.sql"), ""),
    (include_str!("held.sql"), include_str!("held_triggers.sql")),
    (include_str!("numbers.sql"), ""),
    ("", include_str!("turns.sql")),
];

/// One row: the version, and whose turn it was to write (`closing`); whoever locks it writes alone (`group`).
const VERSION: &str = "
    create table if not exists store_version (one integer primary key check (one = 1), version integer not null)";

/// By itself: others that start wait for the row with the table in their hands.
const TURN: &str =
    "alter table store_version add column if not exists turn bigint not null default 0";

const FIRST: &str =
    "insert into store_version (one, version) values (1, 0) on conflict (one) do nothing";

const READ: &str = "select version from store_version where one = 1";

/// Others that start at this moment wait here.
const LOCK: &str = "select version from store_version where one = 1 for update";

const NEXT: &str = "update store_version set version = version + 1 where one = 1";

/// How often a step is tried where another process takes it at the same moment.
const TRIES: u32 = 20;

/// Brings the schema to this program's version.
pub(super) async fn migrate(session: &Session) -> Result<(), Problem> {
    let mut tries = 0;
    loop {
        match step(session).await {
            Ok(true) => return Ok(()),
            Ok(false) => {}
            Err(Problem::Database(error)) if tries < TRIES && raced(&error) => {
                // The other process has made it, or will have in a moment.
                session.batch("rollback").await?;
                tries += 1;
                tokio::time::sleep(std::time::Duration::from_millis(50)).await;
            }
            Err(problem) => return Err(problem),
        }
    }
}

/// Takes the next step; whether none is left.
async fn step(session: &Session) -> Result<bool, Problem> {
    if let Ok(there) = version(session, READ).await
        && there >= SCHEMA.len()
    {
        return known(there);
    }
    session.batch(VERSION).await?;
    session.batch(TURN).await?;
    session.batch(FIRST).await?;
    session.batch("begin").await?;
    let version = version(session, LOCK).await?;
    let Some((tables, triggers)) = SCHEMA.get(version) else {
        session.batch("rollback").await?;
        return known(version);
    };
    session.batch(tables).await?;
    session.batch("savepoint triggers").await?;
    match session.batch(triggers).await {
        Err(error) if unknown(&error) => {
            session.batch("rollback to savepoint triggers").await?;
            tracing::warn!(
                "this database has no triggers: only zuoban itself keeps rows from being changed"
            );
        }
        made => made?,
    }
    session.run(NEXT, &[]).await?;
    session.batch("commit").await?;
    Ok(false)
}

/// Whether the data is of this program's version.
fn known(theirs: usize) -> Result<bool, Problem> {
    let ours = SCHEMA.len();
    if theirs == ours {
        return Ok(true);
    }
    let what =
        format!("the data is of version {theirs}, this program knows {ours}: use a newer zuoban");
    Err(StoreError::Failed(what).into())
}

/// The version that stands in the database; before the first step the table is not there.
async fn version(session: &Session, how: &'static str) -> Result<usize, Problem> {
    let row = session.row(how, &[]).await?;
    let version: i32 = row.map_or(Ok(0), |row| row.try_get(0))?;
    Ok(usize::try_from(version).unwrap_or(usize::MAX))
}

/// Whether another process did the same at the same moment: `if not exists` does not wait for it.
fn raced(error: &Error) -> bool {
    matches!(
        error.code(),
        Some(
            &SqlState::UNIQUE_VIOLATION
                | &SqlState::DUPLICATE_TABLE
                | &SqlState::DUPLICATE_OBJECT
                | &SqlState::T_R_SERIALIZATION_FAILURE
                | &SqlState::T_R_DEADLOCK_DETECTED
                | &SqlState::INTERNAL_ERROR
        )
    )
}

/// Whether the engine does not know what was asked.
fn unknown(error: &Error) -> bool {
    matches!(
        error.code(),
        Some(
            &SqlState::FEATURE_NOT_SUPPORTED
                | &SqlState::SYNTAX_ERROR
                | &SqlState::UNDEFINED_FUNCTION
                | &SqlState::UNDEFINED_OBJECT
        )
    )
}
