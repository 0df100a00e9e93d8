//! One-time codes of visits, and the ratings that redeemed them: rows that are only ever added.

use async_trait::async_trait;
use rusqlite::{Connection, ErrorCode, OptionalExtension, named_params};

use super::SqliteStore;
use super::connection::failure;
use super::transaction::Transaction;
use crate::model::{Moment, VisitCode};
use crate::server::store::chain::Kind;
use crate::server::store::visits::{NewVisit, StoredVisit, VisitStore, code_hash};
use crate::server::store::{Store, StoreError};

const ISSUE: &str =
    "insert into visit (code_hash, window, issued_at, valid_until) values (?1, ?2, ?3, ?4)";

/// By the unique indexes on `code_hash` and on `redemption.visit`.
const FIND: &str = "
    select visit.seq, visit.window, visit.issued_at, visit.valid_until, redemption.rating
    from visit left join redemption on redemption.visit = visit.seq
    where visit.code_hash = :code_hash";

const REDEEM: &str = "insert into redemption (visit, rating, redeemed_at) values (?1, ?2, ?3)";

fn issue(connection: &Transaction<'_>, visits: &[NewVisit]) -> Result<(), StoreError> {
    for visit in visits {
        let hash = code_hash(visit.code);
        let values = [
            (&hash).into(),
            visit.window.as_str().into(),
            visit.issued_at.0.into(),
            visit.valid_until.0.into(),
        ];
        match connection.add(ISSUE, Kind::Visit, visit.issued_at, &values) {
            Err(error) if error.sqlite_error_code() == Some(ErrorCode::ConstraintViolation) => {
                return Err(StoreError::CodeTaken);
            }
            issued => drop(issued.map_err(failure)?),
        }
    }
    Ok(())
}

pub(super) fn find(
    connection: &Connection,
    code: VisitCode,
) -> rusqlite::Result<Option<StoredVisit>> {
    connection
        .prepare_cached(FIND)?
        .query_row(named_params! { ":code_hash": code_hash(code) }, |row| {
            Ok(StoredVisit {
                number: row.get(0)?,
                window: row.get(1)?,
                issued_at: Moment(row.get(2)?),
                valid_until: Moment(row.get(3)?),
                rating: row.get(4)?,
            })
        })
        .optional()
}

/// A rating has proved to be of that visit, in the transaction that stores it.
pub(super) fn redeem(
    connection: &Transaction<'_>,
    visit: i64,
    rating: i64,
    at: Moment,
) -> rusqlite::Result<()> {
    let values = [visit.into(), rating.into(), at.0.into()];
    connection
        .add(REDEEM, Kind::Redemption, at, &values)
        .map(drop)
}

#[async_trait]
impl VisitStore for SqliteStore {
    async fn issue_visits(&self, visits: Vec<NewVisit>) -> Result<(), StoreError> {
        for visit in &visits {
            self.window(&visit.window)
                .await?
                .ok_or(StoreError::UnknownWindow)?;
        }
        self.writer.run(move |c| issue(c, &visits)).await
    }
}

#[cfg(test)]
mod tests;
