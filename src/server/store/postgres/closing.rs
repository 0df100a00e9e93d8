//! The end of a group: the ratings, the chain, the counters and the commit, sent at once.

use std::future::{Future as _, poll_fn};
use std::pin::pin;
use std::task::Poll;

use super::group::{Group, Stage};
use super::line::Line;
use super::links::{self, End, Linked};
use super::session::Problem;
use super::taps::{self, Columns};
use super::together::Together;
use super::{held, results};

/// Writes the ratings, links and counts what the group added, and commits it; begins what waits behind it.
pub(super) async fn close(
    group: &Group<'_>,
    ratings: Option<Columns<'_>>,
    end: End,
    stage: &mut Stage,
    line: Option<&mut Line>,
) -> Result<(), Problem> {
    let session = group.session;
    let added = group.take_added();
    let linked = links::linked(end, added.facts, added.newest);
    let any_taken = !added.taken.is_empty();
    let taken = held::columns_of(added.taken);
    let counted = results::columns_of(&added.counted);
    let mut all = Together::writing();
    if let Some(ratings) = &ratings {
        all.add(taps::CREATE, ratings.params());
    }
    if let Some(linked) = &linked {
        all.add(links::ADD, linked.links());
        all.add(linked.how(), linked.head());
    }
    if any_taken {
        all.add(held::PUT, taken.params());
    }
    if !added.counted.is_empty() {
        all.add(results::ADD, counted.params());
    }
    let commit = async { Ok(session.batch("commit").await?) };
    if all.is_empty() {
        *stage = Stage::Committing;
        return commit.await;
    }
    let statement = all.prepared(session).await?;
    let mut written = pin!(session.row_prepared(&statement, all.params()));
    // It is on its way with this: what could not be sent must not be missing from what is committed.
    let sent = poll_fn(|context| Poll::Ready(written.as_mut().poll(context))).await;
    if let Poll::Ready(Err(error)) = sent {
        return Err(error.into());
    }
    *stage = Stage::Committing;
    if sent.is_ready() {
        return commit.await;
    }
    let chain = (
        end.0.links,
        linked.as_ref().map_or(end.0.links, Linked::end),
    );
    let written = async {
        let written = written.await;
        if written.is_ok()
            && let Some(line) = line
        {
            line.begin(session, chain);
        }
        written
    };
    // The commit is on its way before anything is begun behind it, whenever the answers come.
    let (committed, written) = tokio::join!(biased; commit, written);
    if let Err(error) = written {
        if error.code().is_some() {
            // The database said so, and made a rollback of the commit.
            *stage = Stage::Writing;
        }
        return Err(error.into());
    }
    committed
}
