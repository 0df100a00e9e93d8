//! What waits for review, and what is decided of it.

use std::collections::BTreeMap;

use async_trait::async_trait;
use tokio_postgres::Row;

use super::{Key, columns};
use crate::model::Tally;
use crate::server::store::chain::Kind;
use crate::server::store::held::{
    AT_ONCE, Burst, HeldStore, Meant, NewReview, begins, counted_as, hour,
};
use crate::server::store::postgres::group::Group;
use crate::server::store::postgres::results::Counter;
use crate::server::store::postgres::session::{Params, Problem, Session};
use crate::server::store::postgres::work::Work;
use crate::server::store::postgres::{PostgresStore, ratings};
use crate::server::store::{RatingRow, StoreError};

const REVIEW: &str = "
    insert into review (hold, released, reason, reviewed_at)
    select hold, $2::boolean, $3::text, $4::bigint from unnest($1::bigint[]) as meant (hold)
    returning seq, hold";

/// What is released is usual from then on. By the primary key.
const USUAL_AFTER_ALL: &str = "
    update pace set taken = pace.taken + more.taken
    from unnest($1::text[], $2::bigint[], $3::boolean[], $4::bigint[]) as more (window_id, hour, from_page, taken)
    where pace.window_id = more.window_id and pace.hour = more.hour and pace.from_page = more.from_page";

/// As many rows as are put aside.
const WAITING: &str =
    "select (select count(*) from hold) - (select count(distinct hold) from review)";

/// As many rows as are put aside.
const BURSTS: &str = "
    select window_id, received_at / 3600000 as hour, from_page, min(bound), count(*),
      count(*) filter (where satisfied)
    from hold join rating on rating.seq = hold.rating
    where not exists (select 1 from review where review.hold = hold.seq)
    group by 2, 1, 3 order by 2, 1, 3";

/// As many rows as are put aside.
const OF_BURST: &str = "
    select hold.seq, hold.from_page, rating.id from hold join rating on rating.seq = hold.rating
    where window_id = $1 and received_at >= $2 and received_at < $3
      and not exists (select 1 from review where review.hold = hold.seq)
    order by hold.seq limit $4";

/// By the unique indices on `rating.id` and `hold.rating`.
const OF_RATING: &str = "
    select hold.seq, hold.from_page, rating.id
    from rating join hold on hold.rating = rating.seq where rating.id = $1";

/// A decision on its way into the store.
struct Review(NewReview);

#[async_trait]
impl Work for Review {
    type Done = u32;

    async fn write(&self, group: &Group<'_>) -> Result<u32, Problem> {
        let (new, session) = (&self.0, group.session);
        let meant = meant(session, &new.meant).await?;
        let ids: Vec<_> = meant.iter().map(|(.., id)| id.clone()).collect();
        let found = ratings::whole_by_ids(session, &ids).await?;
        if found.is_empty() {
            return match new.meant {
                Meant::Rating(_) => Err(StoreError::UnknownRating.into()),
                Meant::Burst { .. } => Ok(0),
            };
        }
        let holds: Vec<_> = meant.iter().map(|(hold, ..)| *hold).collect();
        let decided: Params<'_> = &[&holds, &new.released, &new.reason, &new.at.0];
        for row in session.rows(REVIEW, decided).await? {
            let (number, hold): (i64, i64) = (row.try_get(0)?, row.try_get(1)?);
            let reason = new.reason.as_str().into();
            group.link(
                Kind::Review,
                number,
                new.at,
                &[hold.into(), new.released.into(), reason, new.at.0.into()],
            );
        }
        let streams = meant.iter().map(|(_, of_page, id)| (&id[..], *of_page));
        let streams: BTreeMap<_, _> = streams.collect();
        let mut more: BTreeMap<Key, i64> = BTreeMap::new();
        for before in found.iter().filter(|row| row.held == new.released) {
            let Some(of_page) = streams.get(&before.receipt.id.bytes()[..]) else {
                continue;
            };
            moved(group, before);
            let window = before.receipt.window.as_str().to_owned();
            let key = (window, hour(before.received_at), *of_page);
            *more.entry(key).or_default() += if before.held { 1 } else { -1 };
        }
        let taken: Vec<_> = more.values().copied().collect();
        let (windows, hours, pages) = columns(more.into_keys());
        let usual: Params<'_> = &[&windows, &hours, &pages, &taken];
        session.run(USUAL_AFTER_ALL, usual).await?;
        Ok(u32::try_from(meant.len()).unwrap_or(u32::MAX))
    }

    fn lane(&self) -> Vec<u8> {
        b"review".to_vec()
    }

    /// An amendment beside it would be counted where the rating was before.
    fn alone(&self) -> bool {
        true
    }
}

/// A rating is counted with the others from now on, or apart again.
fn moved(group: &Group<'_>, before: &RatingRow) {
    let (here, tally) = (Counter::of(before), Tally::of(&before.state));
    let there = Counter {
        source: counted_as(before.receipt.source, !before.held),
        ..here.clone()
    };
    group.count(here, tally.gone());
    group.count(there, tally);
}

/// Holds, their streams, and the ids of their ratings.
async fn meant(session: &Session, meant: &Meant) -> Result<Vec<(i64, bool, Vec<u8>)>, Problem> {
    let rows = match meant {
        Meant::Rating(id) => session.rows(OF_RATING, &[&id.bytes().as_slice()]).await?,
        Meant::Burst {
            window,
            from,
            before,
        } => {
            let limit = i64::from(AT_ONCE);
            let those: Params<'_> = &[&window.as_str(), &from.0, &before.0, &limit];
            session.rows(OF_BURST, those).await?
        }
    };
    let hold = |row: &Row| Ok((row.try_get(0)?, row.try_get(1)?, row.try_get(2)?));
    rows.iter().map(hold).collect()
}

async fn bursts(session: &Session) -> Result<Vec<Burst>, Problem> {
    let burst = |row: &Row| {
        let number = |at: usize| -> Result<u32, Problem> {
            let number: i64 = row.try_get(at)?;
            Ok(u32::try_from(number).unwrap_or(u32::MAX))
        };
        Ok(Burst {
            window: row.try_get(0)?,
            hour: begins(row.try_get(1)?),
            from_page: row.try_get(2)?,
            bound: number(3)?,
            count: number(4)?,
            satisfied: number(5)?,
        })
    };
    session.rows(BURSTS, &[]).await?.iter().map(burst).collect()
}

async fn waiting(session: &Session) -> Result<u64, Problem> {
    let row = session.row(WAITING, &[]).await?;
    let waiting: i64 = row.map_or(Ok(0), |row| row.try_get(0))?;
    Ok(u64::try_from(waiting).unwrap_or(0))
}

#[async_trait]
impl HeldStore for PostgresStore {
    async fn waiting_for_review(&self) -> Result<u64, StoreError> {
        Ok(waiting(self.reader().await?.get()?).await?)
    }

    async fn bursts(&self) -> Result<Vec<Burst>, StoreError> {
        Ok(bursts(self.reader().await?.get()?).await?)
    }

    async fn review(&self, review: NewReview) -> Result<u32, StoreError> {
        self.run(Review(review)).await
    }
}
