//! What a window takes in an hour, what is put aside, and what was decided of it.

use std::collections::{BTreeMap, BTreeSet};

use async_trait::async_trait;
use tokio_postgres::Row;

use super::PostgresStore;
use super::group::{Group, Work};
use super::ratings;
use super::results::Counter;
use super::session::{Params, Problem, Session};
use crate::model::burst::Usual;
use crate::model::{Moment, Tally, VisitProof};
use crate::server::store::chain::Kind;
use crate::server::store::held::{
    AT_ONCE, Burst, HeldStore, Meant, NewReview, Pace, begins, counted_as, hour, of_page, over,
    usual, weeks_before,
};
use crate::server::store::{NewRating, RatingRow, StoreError};

/// By the primary key; what is usual is asked once for each window and hour.
const PACE: &str = "
    select k.window_id, k.hour, k.from_page, p.past, p.weeks, p.taken,
      case when p.taken is null then (select min(hour) from pace where window_id = k.window_id) end,
      case when p.taken is null then (
        select coalesce(sum(taken), 0)::bigint from pace
        where window_id = k.window_id and hour in (k.week, k.fortnight, k.third, k.fourth)
          and from_page = k.from_page
      ) end
    from unnest(
      $1::text[], $2::bigint[], $3::boolean[], $4::bigint[], $5::bigint[], $6::bigint[], $7::bigint[]
    ) as k (window_id, hour, from_page, week, fortnight, third, fourth)
    left join pace as p on p.window_id = k.window_id and p.hour = k.hour and p.from_page = k.from_page";

/// By the primary key, in its order.
const PUT: &str = "
    insert into pace (window_id, hour, from_page, past, weeks, taken)
    select * from unnest($1::text[], $2::bigint[], $3::boolean[], $4::bigint[], $5::bigint[], $6::bigint[])
    on conflict (window_id, hour, from_page) do update set taken = excluded.taken";

/// By `pace_hour`: as many as windows, and only where one has a burst.
const HALL: &str = "select window_id, past, weeks, taken from pace where hour = $1 and from_page";

const HOLD: &str = "
    insert into hold (rating, from_page, bound, held_at)
    select * from unnest($1::bigint[], $2::boolean[], $3::bigint[], $4::bigint[])
    returning seq, rating, from_page, bound, held_at";

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

/// A window, an hour, and whether it is the stream of the server's pages.
type Key = (String, i64, bool);

/// A rating that was added.
pub(super) struct Added<'a> {
    pub(super) rating: &'a NewRating,
    pub(super) number: i64,
    pub(super) proof: Option<VisitProof>,
}

impl Added<'_> {
    fn key(&self) -> Key {
        let window = self.rating.window.as_str().to_owned();
        let of_page = of_page(self.rating, self.proof);
        (window, hour(self.rating.received_at), of_page)
    }
}

/// Counts ratings without proof of a visit towards their windows' hours and puts aside what is over, in the
/// transaction that stores them; answers the numbers of these.
pub(super) async fn take(group: &Group<'_>, added: &[Added<'_>]) -> Result<Vec<i64>, Problem> {
    if added.is_empty() {
        return Ok(Vec::new());
    }
    let session = group.session;
    let mut paces = paces(session, added).await?;
    let mut halls: BTreeMap<i64, Vec<(String, Pace)>> = BTreeMap::new();
    let (mut ratings, mut pages, mut bounds, mut moments) = (vec![], vec![], vec![], vec![]);
    for one in added {
        let key = one.key();
        let Some(pace) = paces.get(&key).copied() else {
            continue;
        };
        let (window, hour, of_page) = &key;
        // As the hall was before this group: within it the windows are not told apart.
        let (usual, taken) = pace;
        if *of_page && taken >= usual.bound(1.0) && !halls.contains_key(hour) {
            halls.insert(*hour, hall(session, *hour).await?);
        }
        let others = || -> Result<Vec<_>, Problem> {
            let hall = halls.get(hour).into_iter().flatten();
            let others = hall.filter(|(other, _)| other != window);
            Ok(others.map(|(_, pace)| *pace).collect())
        };
        if let Some(bound) = over(pace, *of_page, others)? {
            ratings.push(one.number);
            pages.push(*of_page);
            bounds.push(i64::from(bound));
            moments.push(one.rating.received_at.0);
        } else if let Some((_, taken)) = paces.get_mut(&key) {
            *taken += 1;
        }
    }
    put(session, &paces).await?;
    if !ratings.is_empty() {
        let held: Params<'_> = &[&ratings, &pages, &bounds, &moments];
        for row in session.rows(HOLD, held).await? {
            let [number, rating, bound, at]: [i64; 4] = [
                row.try_get(0)?,
                row.try_get(1)?,
                row.try_get(3)?,
                row.try_get(4)?,
            ];
            let from_page: bool = row.try_get(2)?;
            let values = vec![rating.into(), from_page.into(), bound.into(), at.into()];
            group.link(Kind::Hold, number, Moment(at), values);
        }
    }
    Ok(ratings)
}

async fn paces(session: &Session, added: &[Added<'_>]) -> Result<BTreeMap<Key, Pace>, Problem> {
    let keys: BTreeSet<Key> = added.iter().map(Added::key).collect();
    let (windows, hours, pages) = columns(&keys);
    let before = |week: usize| -> Vec<i64> {
        let of = |hour: &i64| weeks_before(*hour)[week];
        hours.iter().map(of).collect()
    };
    let [week, fortnight, third, fourth] = [0, 1, 2, 3].map(before);
    let keys: Params<'_> = &[&windows, &hours, &pages, &week, &fortnight, &third, &fourth];
    let rows = session.rows(PACE, keys).await?;
    let pace = |row: &Row| {
        let key: Key = (row.try_get(0)?, row.try_get(1)?, row.try_get(2)?);
        let pace = match row.try_get::<_, Option<i64>>(5)? {
            Some(_) => stored(row, 3)?,
            None => {
                let past: Option<i64> = row.try_get(7)?;
                (usual(key.1, row.try_get(6)?, past.unwrap_or(0)), 0)
            }
        };
        Ok((key, pace))
    };
    rows.iter().map(pace).collect()
}

/// Keys as the columns of a table.
fn columns<'a>(keys: impl IntoIterator<Item = &'a Key>) -> (Vec<&'a str>, Vec<i64>, Vec<bool>) {
    let keys = keys.into_iter();
    keys.map(|(window, hour, of_page)| (window.as_str(), *hour, *of_page))
        .collect()
}

/// A row's pace: `past`, `weeks` and `taken` from a column on.
fn stored(row: &Row, at: usize) -> Result<Pace, Problem> {
    let [past, weeks, taken]: [i64; 3] =
        [row.try_get(at)?, row.try_get(at + 1)?, row.try_get(at + 2)?];
    let small = |number: i64| u32::try_from(number).unwrap_or(0);
    let usual = Usual {
        past: small(past),
        weeks: small(weeks),
    };
    Ok((usual, small(taken)))
}

async fn hall(session: &Session, hour: i64) -> Result<Vec<(String, Pace)>, Problem> {
    let rows = session.rows(HALL, &[&hour]).await?;
    let window = |row: &Row| Ok((row.try_get(0)?, stored(row, 1)?));
    rows.iter().map(window).collect()
}

async fn put(session: &Session, paces: &BTreeMap<Key, Pace>) -> Result<(), Problem> {
    let (windows, hours, pages) = columns(paces.keys());
    let number = |of: fn(&Pace) -> u32| paces.values().map(of).map(i64::from).collect::<Vec<_>>();
    let past = number(|(usual, _)| usual.past);
    let weeks = number(|(usual, _)| usual.weeks);
    let taken = number(|(_, taken)| *taken);
    let all: Params<'_> = &[&windows, &hours, &pages, &past, &weeks, &taken];
    session.run(PUT, all).await?;
    Ok(())
}

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
            let values = vec![hold.into(), new.released.into(), reason, new.at.0.into()];
            group.link(Kind::Review, number, new.at, values);
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
        let (windows, hours, pages) = columns(more.keys());
        let taken: Vec<_> = more.values().copied().collect();
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
