//! Groups of ratings alone, one behind the other: what has to be known before one is written is what the last one
//! left, so nothing is asked, and the database has the next group when it is done with the last.
//!
//! Each is one statement that writes nothing where another process had its turn in between, or where one of the
//! ratings is there (`closing`). Then it is written as all others are, which ask first (`group`).

use std::collections::{BTreeSet, VecDeque};
use std::mem;
use std::sync::Arc;
use std::time::Instant;

use futures_util::FutureExt as _;
use futures_util::future::{BoxFuture, MaybeDone, maybe_done};
use tokio_postgres::Error;

use super::around::{Around, There, Visits};
use super::closing::Closing;
use super::group::{Group, Left};
use super::held;
use super::session::{Problem, Session};
use super::taps;
use super::work::Write;
use crate::model::Centre;
use crate::server::store::NewRating;

/// How many groups are under way at most.
const MOST: usize = 2;
/// What is less than two such groups is not halved, so that one of them can follow the other.
const LEAST: usize = 8;
/// How many groups follow each other until one waits for the commit before it: whoever does not asks for the row that
/// all writers hold before another process can, which would wait in vain.
const TURNS: u32 = 16;
/// So many sittings and paces are remembered.
const REMEMBERED: usize = 4096;

/// What is known of the database as a group left it, and holds until another process writes.
pub(super) struct Footing {
    centre: Option<Arc<Centre>>,
    around: Around,
}

/// A group under way.
pub(super) struct Sent {
    pub(super) writes: Vec<Write>,
    pub(super) since: Instant,
    turn: i64,
    written: MaybeDone<BoxFuture<'static, Result<bool, Error>>>,
}

/// See the module.
#[derive(Default)]
pub(super) struct Ahead {
    footing: Option<Footing>,
    /// Whose turn it was when this process wrote last.
    left: Option<i64>,
    under_way: VecDeque<Sent>,
    turns: u32,
    /// When the last one's outcome was known.
    landed: Option<Instant>,
}

impl Footing {
    /// As a group left it, where all of it is known.
    pub(super) fn of(group: &Group<'_>, mut around: Around, closing: &Closing) -> Option<Self> {
        around.turn = closing.turn();
        around.end = closing.end()?;
        // Of its own ratings alone.
        around.there = There::new();
        around.visits = Visits::default();
        around.halls = held::Halls::new();
        let centre = group.centre.clone();
        Some(Self { centre, around })
    }

    /// With the sittings and paces of one that held until then.
    fn and(mut self, before: Self) -> Self {
        let Around { duties, paces, .. } = before.around;
        if duties.len() + paces.len() < REMEMBERED {
            for (key, shifts) in duties {
                self.around.duties.entry(key).or_insert(shifts);
            }
            for (key, pace) in paces {
                self.around.paces.entry(key).or_insert(pace);
            }
        }
        self
    }

    /// Whether nothing has to be asked before these are written.
    fn carries(&self, writes: &[Write]) -> bool {
        let ratings = || writes.iter().filter_map(Write::rating);
        let today = self.around.end.1.map(|(_, day)| day);
        let plain =
            |rating: &NewRating| rating.visit.is_none() && Some(rating.received_at.day()) == today;
        let there = |(window, day)| {
            let unit = self
                .centre
                .as_ref()
                .and_then(|centre| centre.window(window));
            let at = (window.as_str().to_owned(), day);
            unit.is_some() && self.around.duties.contains_key(&at)
        };
        let sittings: BTreeSet<_> = ratings()
            .map(|rating| (&rating.window, rating.rated_at.day()))
            .collect();
        let paces = &self.around.paces;
        ratings().count() == writes.len()
            && ratings().all(plain)
            && sittings.into_iter().all(there)
            && held::keys(ratings())
                .iter()
                .all(|key| paces.contains_key(key))
            && held::bursts(paces, ratings()).is_empty()
    }

    /// What is to be written of them, which goes on from there.
    fn close(&mut self, session: &Arc<Session>, writes: &mut [Write]) -> Result<Closing, Problem> {
        let mut taps: Vec<_> = writes.iter_mut().filter_map(Write::tap).collect();
        taps.sort_by_key(|tap| tap.rating.id.bytes());
        let new: Vec<_> = taps.iter().map(|tap| &tap.rating).collect();
        let (group, end) = (Group::new(session, self.centre.clone()), self.around.end);
        let planned = taps::plan(&group, &mut self.around, &new)?;
        let closing = Closing::of(&group, planned.columns(), end)?;
        let outcomes = planned.outcomes;
        for (tap, outcome) in taps.into_iter().zip(outcomes) {
            tap.comes_to(outcome);
        }
        Ok(closing)
    }
}

impl Ahead {
    /// Whether nothing is under way.
    pub(super) fn is_idle(&self) -> bool {
        self.under_way.is_empty()
    }

    /// Whether another group may follow.
    pub(super) fn goes_on(&self) -> bool {
        self.is_idle() || self.under_way.len() < MOST && self.turns < TURNS
    }

    /// As groups that follow each other.
    pub(super) fn parts(&self, mut writes: Vec<Write>) -> Vec<Vec<Write>> {
        let carried = |footing: &Footing| footing.carries(&writes);
        let many = self.is_idle() && writes.len() >= 2 * LEAST;
        if !many || !self.footing.as_ref().is_some_and(carried) {
            return vec![writes];
        }
        let rest = writes.split_off(writes.len() / 2);
        vec![writes, rest]
    }

    /// Sends a group on its way, or gives it back where something has to be asked first.
    pub(super) fn send(
        &mut self,
        session: &Arc<Session>,
        mut writes: Vec<Write>,
    ) -> Result<(), Vec<Write>> {
        let footing = self.footing.take();
        let Some(mut footing) = footing.filter(|_| !session.is_closed()) else {
            return Err(writes);
        };
        if !footing.carries(&writes) {
            self.footing = Some(footing);
            return Err(writes);
        }
        let before = footing.around.turn;
        let Ok(closing) = footing.close(session, &mut writes) else {
            return Err(writes);
        };
        let turn = closing.turn();
        if let Some(end) = closing.end() {
            footing.around.turn = turn;
            footing.around.end = end;
            self.footing = Some(footing);
        }
        let inside = Arc::clone(session);
        let written = async move { closing.commit_after(before, &inside).await };
        let mut written = maybe_done(written.boxed());
        // What is polled is sent; what comes of it is asked for later.
        let _ = (&mut written).now_or_never();
        self.turns = if self.is_idle() { 0 } else { self.turns + 1 };
        self.under_way.push_back(Sent {
            writes,
            since: Instant::now(),
            turn,
            written,
        });
        Ok(())
    }

    /// The first that was sent, once it is known whether it was written.
    pub(super) async fn landed(&mut self) -> Option<(Sent, Result<bool, Error>)> {
        let sent = self.under_way.front_mut()?;
        (&mut sent.written).await;
        let mut sent = self.under_way.pop_front()?;
        // Until then it only waited for the one before.
        sent.since = self.landed.map_or(sent.since, |last| last.max(sent.since));
        self.landed = Some(Instant::now());
        let written = mem::replace(&mut sent.written, MaybeDone::Gone);
        let written = match written {
            MaybeDone::Done(written) => written,
            MaybeDone::Future(_) | MaybeDone::Gone => Ok(false),
        };
        if matches!(written, Ok(true)) {
            self.left = Some(sent.turn);
        } else {
            self.footing = None;
        }
        Some((sent, written))
    }

    /// That a group was written which asked first.
    pub(super) fn learn(&mut self, left: Left) {
        let (before, after) = left.turns;
        let known = self.footing.take();
        if self.left.replace(after) == Some(before) {
            self.footing = match (left.footing, known) {
                (Some(footing), Some(known)) => Some(footing.and(known)),
                (footing, _) => footing,
            };
        }
    }
}
