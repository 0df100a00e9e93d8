//! What a window takes in an hour, and what is put aside.

mod review;

use std::collections::{BTreeMap, BTreeSet};

use tokio_postgres::Row;

use super::group::Group;
use super::session::{Params, Problem, Session};
use crate::model::burst::Usual;
use crate::model::{Moment, VisitProof};
use crate::server::store::NewRating;
use crate::server::store::chain::Kind;
use crate::server::store::held::{Pace, hour, of_page, over, usual, weeks_before};

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
    on conflict (window_id, hour, from_page) do update set taken = pace.taken + excluded.taken";

/// By `pace_hour`: as many as windows, and only where one has a burst.
const HALL: &str = "select window_id, past, weeks, taken from pace where hour = $1 and from_page";

const HOLD: &str = "
    insert into hold (rating, from_page, bound, held_at)
    select * from unnest($1::bigint[], $2::boolean[], $3::bigint[], $4::bigint[])
    returning seq, rating, from_page, bound, held_at";

/// A window, an hour, and whether it is the stream of the server's pages.
pub(super) type Key = (String, i64, bool);

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

/// Has ratings without proof of a visit counted towards their windows' hours and puts aside what is over, in the
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
            group.take(key, usual);
        }
    }
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

/// Writes what a group took, beside what was usual then: `paces` has what it took alone.
pub(super) async fn put(session: &Session, paces: &BTreeMap<Key, Pace>) -> Result<(), Problem> {
    if paces.is_empty() {
        return Ok(());
    }
    let (windows, hours, pages) = columns(paces.keys());
    let number = |of: fn(&Pace) -> u32| paces.values().map(of).map(i64::from).collect::<Vec<_>>();
    let past = number(|(usual, _)| usual.past);
    let weeks = number(|(usual, _)| usual.weeks);
    let taken = number(|(_, taken)| *taken);
    let all: Params<'_> = &[&windows, &hours, &pages, &past, &weeks, &taken];
    session.run(PUT, all).await?;
    Ok(())
}
