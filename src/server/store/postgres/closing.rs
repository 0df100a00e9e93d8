//! The end of a group: the ratings, the chain and the counters, in one statement.
//!
//! Each group leaves a number of its own in the one row of `store_version`, drawn by lot. Who finds there what it left
//! itself knows that nobody else has written since.

use std::future::{Future as _, poll_fn};
use std::pin::pin;
use std::task::Poll;

use tokio_postgres::Error;

use super::group::{Group, Stage};
use super::held;
use super::links::{self, End, Linked};
use super::results::{self, Counted};
use super::session::{Problem, Session};
use super::taps::{self, Columns};
use super::together::Together;
use crate::server::store::StoreError;

/// By the primary key, in the transaction of whoever holds the row.
const TURN: &str = "update store_version set turn = $1 where one = 1 returning one";

/// The same of a transaction that is this one statement: it waits for the row, and then writes where nobody else had a
/// turn, the chain still has its last link, and none of these ratings is there. By the primary keys, and the unique
/// index on `id`, whatever is believed of an array's length.
const TURN_IF: &str = "
    update store_version set turn = $1
    where one = 1 and turn = $2 and (select count(*) from link where seq = $4) = 1 and (
      select count(*) from (select unnest($3::bytea[]) as id) as new, lateral (
        select 1 from rating where rating.id = new.id offset 0
      ) as there
    ) = 0
    returning one";

/// In a transaction that will have its turn later.
const ANYWAY: &str = "select 1 as one";

/// What a group writes at its end.
pub(super) struct Closing {
    turn: i64,
    /// How many links there were before.
    links: i64,
    ratings: Option<Columns>,
    linked: Option<Linked>,
    taken: Option<held::Taken>,
    counted: Option<Counted>,
    end: Option<End>,
}

impl Closing {
    /// Of what the group added, ratings among it where they are not stored yet.
    pub(super) fn of(
        group: &Group<'_>,
        ratings: Option<Columns>,
        end: End,
    ) -> Result<Self, Problem> {
        let added = group.take_added();
        let (taken, counted) = (added.taken, added.counted);
        let linked = links::linked(end, added.facts, added.newest);
        Ok(Self {
            turn: drawn()?,
            links: end.0.links,
            ratings,
            end: linked.as_ref().map_or(Some(end), Linked::end),
            linked,
            taken: (!taken.is_empty()).then(|| held::columns_of(taken)),
            counted: (!counted.is_empty()).then(|| results::columns_of(&counted)),
        })
    }

    /// Whose turn it was then.
    pub(super) fn turn(&self) -> i64 {
        self.turn
    }

    /// How the chain ends then, where that is known.
    pub(super) fn end(&self) -> Option<End> {
        self.end
    }

    /// Writes it in the transaction there is, and commits that.
    pub(super) async fn commit(&self, session: &Session, stage: &mut Stage) -> Result<(), Problem> {
        let mut all = Together::writing(TURN, &[&self.turn]);
        self.add_to(&mut all);
        let statement = all.prepared(session).await?;
        let mut written = pin!(session.row_prepared(&statement, all.params()));
        // It is on its way with this: what could not be sent must not be missing from what is committed.
        let sent = poll_fn(|context| Poll::Ready(written.as_mut().poll(context))).await;
        if let Poll::Ready(Err(error)) = sent {
            return Err(error.into());
        }
        *stage = Stage::Committing;
        let commit = session.batch("commit");
        if sent.is_ready() {
            return Ok(commit.await?);
        }
        let (written, committed) = tokio::join!(written, commit);
        if let Err(error) = written {
            if error.code().is_some() {
                // The database said so, and made a rollback of the commit.
                *stage = Stage::Writing;
            }
            return Err(error.into());
        }
        Ok(committed?)
    }

    /// Writes and commits it where that was the last turn; whether it was.
    pub(super) async fn commit_after(&self, turn: i64, session: &Session) -> Result<bool, Error> {
        let none = Vec::new();
        let ids = self.ratings.as_ref().map_or(&none, Columns::ids);
        let mut all = Together::writing(TURN_IF, &[&self.turn, &turn, ids, &self.links]);
        self.add_to(&mut all);
        let statement = all.prepared(session).await?;
        let row = session.row_prepared(&statement, all.params()).await?;
        Ok(row.try_get::<_, i64>(0)? == 1)
    }

    fn add_to<'a>(&'a self, all: &mut Together<'a>) {
        if let Some(ratings) = &self.ratings {
            all.add(taps::CREATE, ratings.params());
        }
        if let Some(linked) = &self.linked {
            all.add(links::ADD, linked.links());
            all.add(linked.how(), linked.head());
        }
        if let Some(taken) = &self.taken {
            all.add(held::PUT, taken.params());
        }
        if let Some(counted) = &self.counted {
            all.add(results::ADD, counted.params());
        }
    }
}

/// Stores ratings before the end, where something else refers to them.
pub(super) async fn store(ratings: &Columns, session: &Session) -> Result<(), Problem> {
    let mut all = Together::writing(ANYWAY, &[]);
    all.add(taps::CREATE, ratings.params());
    let statement = all.prepared(session).await?;
    session.row_prepared(&statement, all.params()).await?;
    Ok(())
}

/// A number that nobody else has.
fn drawn() -> Result<i64, Problem> {
    let mut bytes = [0; 8];
    getrandom::fill(&mut bytes).map_err(|error| StoreError::Failed(error.to_string()))?;
    Ok(i64::from_ne_bytes(bytes))
}
