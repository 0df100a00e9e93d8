//! What is put aside, and what was decided of it.

use async_trait::async_trait;
use rusqlite::{Connection, Row, named_params};

use super::SqliteStore;
use super::connection::failure;
use super::transaction::Transaction;
use super::{ratings, results};
use crate::model::{RatingId, Tally, VisitProof};
use crate::server::store::chain::Kind;
use crate::server::store::held::{
    AT_ONCE, Burst, HeldStore, Meant, NewReview, begins, hour, of_page,
};
use crate::server::store::{NewRating, RatingRow, StoreError};

const HOLD: &str = "insert into hold (rating, from_page, bound, held_at) values (?1, ?2, ?3, ?4)";

const REVIEW: &str =
    "insert into review (hold, released, reason, reviewed_at) values (?1, ?2, ?3, ?4)";

/// By the unique index on `hold.rating`: what is released is usual from then on.
const USUAL_AFTER_ALL: &str = "
    update pace set taken = taken + :more
    where window = :window and hour = :hour
      and from_page = (select from_page from hold where seq = :hold)";

/// As many rows as are put aside.
const WAITING: &str =
    "select (select count(*) from hold) - (select count(distinct hold) from review)";

/// As many rows as are put aside.
const BURSTS: &str = "
    select window, received_at / 3600000 as hour, from_page, min(bound), count(*), sum(satisfied)
    from hold join rating on rating.seq = hold.rating
    where not exists (select 1 from review where review.hold = hold.seq)
    group by hour, window, from_page order by hour, window, from_page";

/// As many rows as are put aside.
const OF_BURST: &str = "
    select hold.seq, rating.id from hold join rating on rating.seq = hold.rating
    where window = :window and received_at >= :from and received_at < :before
      and not exists (select 1 from review where review.hold = hold.seq)
    order by hold.seq limit :limit";

/// By the unique indexes on `rating.id` and `hold.rating`.
const OF_RATING: &str = "
    select hold.seq, rating.id from rating join hold on hold.rating = rating.seq where rating.id = :id";

/// Counts a rating towards its window's hour and puts it aside where it is over, in the transaction that stores it:
/// then it answers `true`.
pub(super) fn take(
    connection: &Transaction<'_>,
    rating: &NewRating,
    number: i64,
    proof: Option<VisitProof>,
) -> rusqlite::Result<bool> {
    let hour = hour(rating.received_at);
    let of_page = of_page(rating, proof);
    let mut paces = connection.paces.borrow_mut();
    let Some(bound) = paces.take(connection, &rating.window, hour, of_page)? else {
        return Ok(false);
    };
    let at = rating.received_at;
    let values = [number.into(), of_page.into(), bound.into(), at.0.into()];
    connection.add(HOLD, Kind::Hold, at, &values)?;
    Ok(true)
}

fn review(connection: &Transaction<'_>, new: &NewReview) -> Result<u32, StoreError> {
    let meant = meant(connection, &new.meant).map_err(failure)?;
    if meant.is_empty() && matches!(new.meant, Meant::Rating(_)) {
        return Err(StoreError::UnknownRating);
    }
    for (hold, id) in &meant {
        let rating = ratings::find(connection, *id).map_err(failure)?;
        let before = rating.ok_or(StoreError::UnknownRating)?;
        let values = [
            (*hold).into(),
            new.released.into(),
            new.reason.as_str().into(),
            new.at.0.into(),
        ];
        connection
            .add(REVIEW, Kind::Review, new.at, &values)
            .map_err(failure)?;
        if before.held == new.released {
            moved(connection, before, *hold)?;
        }
    }
    Ok(u32::try_from(meant.len()).unwrap_or(u32::MAX))
}

fn meant(connection: &Connection, meant: &Meant) -> rusqlite::Result<Vec<(i64, RatingId)>> {
    let of = |row: &Row<'_>| Ok((row.get(0)?, RatingId::from_bytes(row.get(1)?)));
    match meant {
        Meant::Rating(id) => connection
            .prepare_cached(OF_RATING)?
            .query_map(named_params! { ":id": id.bytes() }, of)?
            .collect(),
        Meant::Burst {
            window,
            from,
            before,
        } => {
            let those = named_params! {
                ":window": window.as_str(), ":from": from.0, ":before": before.0, ":limit": AT_ONCE,
            };
            connection
                .prepare_cached(OF_BURST)?
                .query_map(those, of)?
                .collect()
        }
    }
}

/// A rating is counted with the others from now on, or apart again.
fn moved(connection: &Transaction<'_>, before: RatingRow, hold: i64) -> Result<(), StoreError> {
    let tally = Tally::of(&before.state);
    results::count(connection, &before, tally.gone());
    let more = if before.held { 1 } else { -1 };
    let after = RatingRow {
        held: !before.held,
        ..before
    };
    results::count(connection, &after, tally);
    connection
        .prepare_cached(USUAL_AFTER_ALL)
        .and_then(|mut usual| {
            usual.execute(named_params! {
                ":window": after.receipt.window.as_str(), ":hour": hour(after.received_at),
                ":hold": hold, ":more": more,
            })
        })
        .map(drop)
        .map_err(failure)
}

fn bursts(connection: &Connection) -> rusqlite::Result<Vec<Burst>> {
    connection
        .prepare_cached(BURSTS)?
        .query_map([], |row| {
            Ok(Burst {
                window: row.get(0)?,
                hour: begins(row.get(1)?),
                from_page: row.get(2)?,
                bound: row.get(3)?,
                count: row.get(4)?,
                satisfied: row.get(5)?,
            })
        })?
        .collect()
}

#[async_trait]
impl HeldStore for SqliteStore {
    async fn waiting_for_review(&self) -> Result<u64, StoreError> {
        let waiting = |c: &Connection| c.prepare_cached(WAITING)?.query_row([], |row| row.get(0));
        let waiting: i64 = self.read(waiting).await?;
        Ok(u64::try_from(waiting).unwrap_or(0))
    }

    async fn bursts(&self) -> Result<Vec<Burst>, StoreError> {
        self.read(bursts).await
    }

    async fn review(&self, new: NewReview) -> Result<u32, StoreError> {
        self.writer.run(move |c| review(c, &new)).await
    }
}
