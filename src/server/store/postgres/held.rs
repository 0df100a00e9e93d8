//! What a window takes in an hour, and what is put aside.

mod review;

use std::collections::{BTreeMap, BTreeSet};
use std::convert::Infallible;

use serde::Deserialize;
use tokio_postgres::Row;

use super::group::Group;
use super::session::{Param, Params, Problem, Session};
use crate::model::burst::Usual;
use crate::model::{Moment, VisitProof};
use crate::server::store::NewRating;
use crate::server::store::chain::Kind;
use crate::server::store::held::{Pace, hour, of_page, over, usual, weeks_before};

/// By the primary key.
pub(super) const PACE: &str = "
    select k.window_id, k.hour, k.from_page, p.past, p.weeks, p.taken
    from (
      select unnest($1::text[]) as window_id, unnest($2::bigint[]) as hour, unnest($3::boolean[]) as from_page
    ) as k, lateral (
      select past, weeks, taken from pace
      where window_id = k.window_id and hour = k.hour and from_page = k.from_page offset 0
    ) as p";

/// By the primary key, once for each window and hour: its first hour, and what it took so many weeks before.
const BEFORE: &str = "
    select k.window_id, k.hour, k.from_page, (select min(hour) from pace where window_id = k.window_id), (
        select coalesce(sum(taken), 0)::bigint from pace
        where window_id = k.window_id and hour in (k.week, k.fortnight, k.third, k.fourth)
          and from_page = k.from_page
      )
    from unnest(
      $1::text[], $2::bigint[], $3::boolean[], $4::bigint[], $5::bigint[], $6::bigint[], $7::bigint[]
    ) as k (window_id, hour, from_page, week, fortnight, third, fourth)";

/// By the primary key, in its order. For [`Together::writing`](super::together::Together::writing).
pub(super) const PUT: &str = "
    insert into pace (window_id, hour, from_page, past, weeks, taken)
    select unnest($1::text[]), unnest($2::bigint[]), unnest($3::boolean[]), unnest($4::bigint[]),
      unnest($5::bigint[]), unnest($6::bigint[])
    where exists (select 1 from turned)
    on conflict (window_id, hour, from_page) do update set taken = pace.taken + excluded.taken";

/// By `pace_hour`: as many as windows, and only where one has a burst.
const HALL: &str = "select window_id, past, weeks, taken from pace where hour = $1 and from_page";

const HOLD: &str = "
    insert into hold (rating, from_page, bound, held_at)
    select * from unnest($1::bigint[], $2::boolean[], $3::bigint[], $4::bigint[])
    returning seq, rating, from_page, bound, held_at";

/// A window, an hour, and whether it is the stream of the server's pages.
pub(super) type Key = (String, i64, bool);

/// How windows' hours are.
pub(super) type Paces = BTreeMap<Key, Pace>;

/// How windows are in an hour.
pub(super) type Halls = BTreeMap<i64, Vec<(String, Pace)>>;

/// A rating that is added.
pub(super) struct Added<'a> {
    pub(super) rating: &'a NewRating,
    pub(super) number: i64,
    pub(super) proof: Option<VisitProof>,
}

/// One that is over its window's usual.
pub(super) struct Over {
    /// Its number.
    pub(super) rating: i64,
    from_page: bool,
    bound: i64,
    at: Moment,
}

/// Towards what a rating is counted.
fn key(rating: &NewRating, proof: Option<VisitProof>) -> Key {
    let window = rating.window.as_str().to_owned();
    (window, hour(rating.received_at), of_page(rating, proof))
}

/// Those of new ratings' windows that may come to more than is usual for them alone.
pub(super) fn bursts<'a>(paces: &Paces, new: impl Iterator<Item = &'a NewRating>) -> Vec<Key> {
    let mut more: BTreeMap<Key, u32> = BTreeMap::new();
    for rating in new {
        *more.entry(key(rating, None)).or_default() += 1;
        if rating.visit.is_some() {
            *more.entry(key(rating, Some(VisitProof::Used))).or_default() += 1;
        }
    }
    let beyond = |(key, more): &(Key, u32)| {
        let pace = paces.get(key);
        pace.is_some_and(|(usual, taken)| taken.saturating_add(*more) > usual.bound(1.0))
    };
    more.into_iter()
        .filter(beyond)
        .map(|(key, _)| key)
        .collect()
}

/// The hall in the hours of bursts of the server's pages: whether they are bursts there hangs on it.
pub(super) async fn halls(session: &Session, bursts: &[Key]) -> Result<Halls, Problem> {
    let hours = bursts.iter().filter(|(.., of_page)| *of_page);
    let hours: BTreeSet<_> = hours.map(|(_, hour, _)| *hour).collect();
    let mut halls = Halls::new();
    for hour in hours {
        halls.insert(hour, hall(session, hour).await?);
    }
    Ok(halls)
}

/// Has ratings without proof of a visit counted towards their windows' hours; answers those that are over. The halls
/// are as they were before this group: within it the windows are not told apart.
pub(super) fn take(
    group: &Group<'_>,
    paces: &mut Paces,
    halls: &Halls,
    added: &[Added<'_>],
) -> Vec<Over> {
    let mut aside = Vec::new();
    for one in added {
        let key = key(one.rating, one.proof);
        let Some(pace) = paces.get(&key).copied() else {
            continue;
        };
        let (window, hour, of_page) = &key;
        let others = || -> Result<Vec<_>, Infallible> {
            let hall = halls.get(hour).into_iter().flatten();
            let others = hall.filter(|(other, _)| other != window);
            Ok(others.map(|(_, pace)| *pace).collect())
        };
        let Ok(bound) = over(pace, *of_page, others);
        if let Some(bound) = bound {
            aside.push(Over {
                rating: one.number,
                from_page: *of_page,
                bound: i64::from(bound),
                at: one.rating.received_at,
            });
        } else if let Some((usual, taken)) = paces.get_mut(&key) {
            *taken += 1;
            group.take(key, *usual);
        }
    }
    aside
}

/// Puts aside what is over, in the transaction that stores it.
pub(super) async fn hold(group: &Group<'_>, aside: &[Over]) -> Result<(), Problem> {
    if aside.is_empty() {
        return Ok(());
    }
    let ratings: Vec<_> = aside.iter().map(|over| over.rating).collect();
    let pages: Vec<_> = aside.iter().map(|over| over.from_page).collect();
    let bounds: Vec<_> = aside.iter().map(|over| over.bound).collect();
    let moments: Vec<_> = aside.iter().map(|over| over.at.0).collect();
    let held: Params<'_> = &[&ratings, &pages, &bounds, &moments];
    for row in group.session.rows(HOLD, held).await? {
        let [number, rating, bound, at]: [i64; 4] = [
            row.try_get(0)?,
            row.try_get(1)?,
            row.try_get(3)?,
            row.try_get(4)?,
        ];
        let from_page: bool = row.try_get(2)?;
        group.link(
            Kind::Hold,
            number,
            Moment(at),
            &[rating.into(), from_page.into(), bound.into(), at.into()],
        );
    }
    Ok(())
}

/// Every window's hour that new ratings may be counted towards.
pub(super) fn keys<'a>(new: impl Iterator<Item = &'a NewRating>) -> BTreeSet<Key> {
    let mut keys = BTreeSet::new();
    for rating in new {
        keys.insert(key(rating, None));
        if rating.visit.is_some() {
            keys.insert(key(rating, Some(VisitProof::Used)));
        }
    }
    keys
}

/// A row of [`PACE`].
#[derive(Deserialize)]
pub(super) struct Hour {
    window_id: String,
    hour: i64,
    from_page: bool,
    past: i64,
    weeks: i64,
    taken: i64,
}

impl Hour {
    pub(super) fn pace(self) -> (Key, Pace) {
        let pace = pace_of(self.past, self.weeks, self.taken);
        ((self.window_id, self.hour, self.from_page), pace)
    }
}

/// What is usual in hours that have only begun.
pub(super) async fn new_hours(session: &Session, keys: Vec<Key>) -> Result<Paces, Problem> {
    if keys.is_empty() {
        return Ok(Paces::new());
    }
    let (windows, hours, pages) = columns(keys);
    let before = |week: usize| -> Vec<i64> {
        let of = |hour: &i64| weeks_before(*hour)[week];
        hours.iter().map(of).collect()
    };
    let [week, fortnight, third, fourth] = [0, 1, 2, 3].map(before);
    let keys: Params<'_> = &[&windows, &hours, &pages, &week, &fortnight, &third, &fourth];
    let rows = session.rows(BEFORE, keys).await?;
    let pace = |row: &Row| {
        let key: Key = (row.try_get(0)?, row.try_get(1)?, row.try_get(2)?);
        let usual = usual(key.1, row.try_get(3)?, row.try_get(4)?);
        Ok((key, (usual, 0)))
    };
    rows.iter().map(pace).collect()
}

/// Keys as the columns of a table.
pub(super) fn columns(keys: impl IntoIterator<Item = Key>) -> (Vec<String>, Vec<i64>, Vec<bool>) {
    keys.into_iter().collect()
}

fn pace_of(past: i64, weeks: i64, taken: i64) -> Pace {
    let small = |number: i64| u32::try_from(number).unwrap_or(0);
    let usual = Usual {
        past: small(past),
        weeks: small(weeks),
    };
    (usual, small(taken))
}

async fn hall(session: &Session, hour: i64) -> Result<Vec<(String, Pace)>, Problem> {
    let rows = session.rows(HALL, &[&hour]).await?;
    let window = |row: &Row| {
        let pace = pace_of(row.try_get(1)?, row.try_get(2)?, row.try_get(3)?);
        Ok((row.try_get(0)?, pace))
    };
    rows.iter().map(window).collect()
}

/// What a group took, beside what was usual then, for [`PUT`].
pub(super) struct Taken {
    windows: Vec<String>,
    hours: Vec<i64>,
    pages: Vec<bool>,
    past: Vec<i64>,
    weeks: Vec<i64>,
    taken: Vec<i64>,
}

/// `paces` has what the group took alone.
pub(super) fn columns_of(paces: Paces) -> Taken {
    let number = |of: fn(&Pace) -> u32| paces.values().map(of).map(i64::from).collect();
    let past = number(|(usual, _)| usual.past);
    let weeks = number(|(usual, _)| usual.weeks);
    let taken = number(|(_, taken)| *taken);
    let (windows, hours, pages) = columns(paces.into_keys());
    Taken {
        windows,
        hours,
        pages,
        past,
        weeks,
        taken,
    }
}

impl Taken {
    pub(super) fn params(&self) -> [Param<'_>; 6] {
        [
            &self.windows,
            &self.hours,
            &self.pages,
            &self.past,
            &self.weeks,
            &self.taken,
        ]
    }
}
