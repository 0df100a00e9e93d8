//! One-time codes of visits, and the ratings that redeemed them: rows that are only ever added.

use std::collections::{BTreeMap, BTreeSet};

use async_trait::async_trait;
use tokio_postgres::Row;

use super::PostgresStore;
use super::group::Group;
use super::session::{Problem, Session, unreadable};
use super::work::Work;
use crate::model::{Moment, VisitCode};
use crate::server::store::StoreError;
use crate::server::store::chain::{Hash, Kind};
use crate::server::store::visits::{NewVisit, StoredVisit, VisitStore, code_hash};

const ISSUE: &str = "
    insert into visit (code_hash, window_id, issued_at, valid_until)
    select * from unnest($1::bytea[], $2::text[], $3::bigint[], $4::bigint[])
    returning code_hash, seq";

/// By the unique indices on `code_hash` and on `redemption.visit`.
const FIND: &str = "
    select visit.code_hash, visit.seq, visit.window_id, visit.issued_at, visit.valid_until, redemption.rating
    from visit left join redemption on redemption.visit = visit.seq
    where visit.code_hash = any($1)";

const REDEEM: &str = "
    insert into redemption (visit, rating, redeemed_at)
    select * from unnest($1::bigint[], $2::bigint[], $3::bigint[])
    returning seq, visit, rating, redeemed_at";

/// Codes by their hash.
pub(super) type Found = BTreeMap<Hash, StoredVisit>;

/// Those of these codes that there are.
pub(super) async fn find(session: &Session, codes: &[VisitCode]) -> Result<Found, Problem> {
    if codes.is_empty() {
        return Ok(Found::new());
    }
    let hashes: Vec<_> = codes.iter().map(|code| code_hash(*code).to_vec()).collect();
    let rows = session.rows(FIND, &[&hashes]).await?;
    let visit = |row: &Row| {
        let visit = StoredVisit {
            number: row.try_get(1)?,
            window: row.try_get(2)?,
            issued_at: Moment(row.try_get(3)?),
            valid_until: Moment(row.try_get(4)?),
            rating: row.try_get(5)?,
        };
        Ok((hash_of(row)?, visit))
    };
    rows.iter().map(visit).collect()
}

fn hash_of(row: &Row) -> Result<Hash, Problem> {
    let bytes: &[u8] = row.try_get(0)?;
    bytes.try_into().map_err(|_| unreadable("hash of a code"))
}

/// Visits, the ratings that have proved to be of them, and when, in the transaction that stores these.
pub(super) async fn redeem(
    group: &Group<'_>,
    redeemed: &[(i64, i64, Moment)],
) -> Result<(), Problem> {
    if redeemed.is_empty() {
        return Ok(());
    }
    let visits: Vec<_> = redeemed.iter().map(|(visit, ..)| *visit).collect();
    let ratings: Vec<_> = redeemed.iter().map(|(_, rating, _)| *rating).collect();
    let moments: Vec<_> = redeemed.iter().map(|(.., at)| at.0).collect();
    let rows = group
        .session
        .rows(REDEEM, &[&visits, &ratings, &moments])
        .await?;
    for row in rows {
        let [number, visit, rating, at]: [i64; 4] = [
            row.try_get(0)?,
            row.try_get(1)?,
            row.try_get(2)?,
            row.try_get(3)?,
        ];
        group.link(
            Kind::Redemption,
            number,
            Moment(at),
            &[visit.into(), rating.into(), at.into()],
        );
    }
    Ok(())
}

/// Codes on their way into the store.
struct Issue(Vec<NewVisit>);

#[async_trait]
impl Work for Issue {
    type Done = ();

    async fn write(&self, group: &Group<'_>) -> Result<(), Problem> {
        let windows: BTreeSet<_> = group
            .centre()
            .into_iter()
            .flat_map(|centre| centre.windows())
            .map(|(_, window)| window.id.as_str())
            .collect();
        if !self
            .0
            .iter()
            .all(|visit| windows.contains(visit.window.as_str()))
        {
            return Err(StoreError::UnknownWindow.into());
        }
        let codes: Vec<_> = self.0.iter().map(|visit| visit.code).collect();
        let new: BTreeMap<Hash, &NewVisit> = self
            .0
            .iter()
            .map(|visit| (code_hash(visit.code), visit))
            .collect();
        if new.len() < codes.len() || !find(group.session, &codes).await?.is_empty() {
            return Err(StoreError::CodeTaken.into());
        }
        let hashes: Vec<_> = new.keys().map(|hash| hash.to_vec()).collect();
        let windows: Vec<_> = new.values().map(|visit| visit.window.as_str()).collect();
        let issued: Vec<_> = new.values().map(|visit| visit.issued_at.0).collect();
        let valid: Vec<_> = new.values().map(|visit| visit.valid_until.0).collect();
        let rows = group
            .session
            .rows(ISSUE, &[&hashes, &windows, &issued, &valid])
            .await?;
        for row in rows {
            let hash = hash_of(&row)?;
            let visit = new.get(&hash).ok_or_else(|| unreadable("hash of a code"))?;
            group.link(
                Kind::Visit,
                row.try_get(1)?,
                visit.issued_at,
                &[
                    hash.as_slice().into(),
                    visit.window.as_str().into(),
                    visit.issued_at.0.into(),
                    visit.valid_until.0.into(),
                ],
            );
        }
        Ok(())
    }

    /// Two that make the same code must see each other.
    fn lane(&self) -> Vec<u8> {
        b"visits".to_vec()
    }

    fn spares_ratings(&self) -> bool {
        true
    }

    /// Whether the first attempt is there cannot be told from a code that was taken.
    fn repeatable(&self) -> bool {
        false
    }
}

#[async_trait]
impl VisitStore for PostgresStore {
    async fn issue_visits(&self, visits: Vec<NewVisit>) -> Result<(), StoreError> {
        self.run(Issue(visits)).await
    }
}
