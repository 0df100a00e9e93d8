//! One transaction: what waits to be written, side by side where that is safe, then the counters and the chain.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use futures_util::future::join_all;
use tokio_postgres::Error;

use super::ahead::Footing;
use super::around::{Around, Question};
use super::centre::Known;
use super::closing::{self, Closing};
use super::held::{self, Key};
use super::links::Fact;
use super::results::Counter;
use super::session::{Problem, Session, remedy};
use super::taps;
use super::work::{Item, Write};
use crate::model::burst::Usual;
use crate::model::{Centre, Moment, Tally};
use crate::server::store::chain::{Kind, Value, columns};
use crate::server::store::held::Pace;

/// What a session is told before it writes.
pub(super) const PREPARE: &str = "
    prepare write_alone as select 1 from store_version where one = 1 for update";

/// Whoever has this row writes, of all groups of all processes: see `links`.
const BEGIN: &str = "begin isolation level read committed; execute write_alone";

/// What the works of a group share: the transaction, the centre as it is in it, what they count.
pub(super) struct Group<'a> {
    pub(super) session: &'a Arc<Session>,
    pub(super) centre: Option<Arc<Centre>>,
    added: Mutex<Added>,
}

/// What is written for a whole group at its end.
#[derive(Default)]
pub(super) struct Added {
    pub(super) counted: BTreeMap<Counter, Tally>,
    pub(super) taken: BTreeMap<Key, Pace>,
    pub(super) facts: Vec<Fact>,
    pub(super) newest: Option<Moment>,
}

impl<'a> Group<'a> {
    /// That has added nothing yet.
    pub(super) fn new(session: &'a Arc<Session>, centre: Option<Arc<Centre>>) -> Self {
        Self {
            session,
            centre,
            added: Mutex::default(),
        }
    }

    /// Adds to a counter.
    pub(super) fn count(&self, counter: Counter, change: Tally) {
        if change == Tally::default() {
            return;
        }
        let mut added = self.added();
        added.counted.entry(counter).or_default().add(change);
    }

    /// Counts one more rating towards a window's hour, of which so many are usual.
    pub(super) fn take(&self, key: Key, usual: Usual) {
        let mut added = self.added();
        added.taken.entry(key).or_insert((usual, 0)).1 += 1;
    }

    /// Has a row linked that was added: its number, and what stands in [`Kind::columns`].
    pub(super) fn link(&self, kind: Kind, row: i64, at: Moment, values: &[Value<'_>]) {
        let columns = columns(values);
        let mut added = self.added();
        added.newest = added.newest.max(Some(at));
        added.facts.push(Fact { kind, row, columns });
    }

    pub(super) fn centre(&self) -> Option<&Centre> {
        self.centre.as_deref()
    }

    /// What it comes to; nothing is added after that.
    pub(super) fn take_added(&self) -> Added {
        std::mem::take(&mut *self.added())
    }

    fn added(&self) -> MutexGuard<'_, Added> {
        self.added.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// How far a transaction came.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Stage {
    /// Nothing of it can be there.
    Writing,
    /// It was asked to commit: all of it may be there.
    Committing,
}

/// How a group left the database.
pub(super) struct Left {
    /// Whose turn it was before, and then.
    pub(super) turns: (i64, i64),
    /// On what the next may go on, where that is known.
    pub(super) footing: Option<Footing>,
}

/// Begins a transaction and asks what has to be known in it. Both are sent at once, and in this order: what is read
/// once the row is had, the group before has written.
async fn begin(session: &Session, question: Question) -> Result<Around, Problem> {
    let (begun, around) = tokio::join!(biased; session.batch(BEGIN), question.ask(session));
    begun?;
    around
}

/// Writes all in one transaction and commits it.
pub(super) async fn write(
    session: &Arc<Session>,
    known: &Known,
    writes: &mut [Write],
    stage: &mut Stage,
) -> Result<Left, Problem> {
    *stage = Stage::Writing;
    let spared = writes.iter().all(Write::spares_ratings);
    let mut taps = Vec::new();
    let mut lanes: BTreeMap<Vec<u8>, Vec<&mut Box<dyn Item>>> = BTreeMap::new();
    for write in writes {
        match write {
            Write::Rating(tap) => taps.push(tap),
            Write::Other(item) => lanes.entry(item.lane()).or_default().push(item),
        }
    }
    taps.sort_by_key(|tap| tap.rating.id.bytes());
    let new: Vec<_> = taps.iter().map(|tap| &tap.rating).collect();
    let mut around = begin(session, Question::of(new.iter().copied())).await?;
    let bursts = held::bursts(&around.paces, new.iter().copied());
    around.halls = held::halls(session, &bursts).await?;
    let (before, end) = (around.turn, around.end);
    let group = Group::new(session, known.of(session, around.version).await?);
    let planned = taps::plan(&group, &mut around, &new)?;
    let mut ratings = planned.columns();
    // What else is written may refer to the ratings.
    if !lanes.is_empty() || planned.has_more() {
        if let Some(ratings) = ratings.take() {
            closing::store(&ratings, session).await?;
        }
        planned.store_more(&group).await?;
        others(&group, lanes).await?;
    }
    let closing = Closing::of(&group, ratings, end)?;
    closing.commit(session, stage).await?;
    let outcomes = planned.outcomes;
    for (tap, outcome) in taps.into_iter().zip(outcomes) {
        tap.comes_to(outcome);
    }
    Ok(Left {
        turns: (before, closing.turn()),
        footing: spared
            .then(|| Footing::of(&group, around, &closing))
            .flatten(),
    })
}

/// Writes what is not a rating.
async fn others(
    group: &Group<'_>,
    lanes: BTreeMap<Vec<u8>, Vec<&mut Box<dyn Item>>>,
) -> Result<(), Problem> {
    let lanes = lanes.into_values().map(|items| async {
        for item in items {
            item.write(group).await?;
        }
        Ok(())
    });
    // After the first error all others only say that the transaction is lost.
    let errors = join_all(lanes).await.into_iter().filter_map(Result::err);
    match errors.max_by_key(|error: &Error| (remedy(error), !is_echo(error))) {
        Some(error) => Err(error.into()),
        None => Ok(()),
    }
}

fn is_echo(error: &Error) -> bool {
    error.code() == Some(&tokio_postgres::error::SqlState::IN_FAILED_SQL_TRANSACTION)
}
