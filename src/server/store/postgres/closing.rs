//! The end of a group: the ratings, the chain, the counters and the commit, sent at once.
//!
//! What several statements would write is written by one, since being asked takes the database about as long as
//! writing a few rows.

use std::fmt::Write as _;
use std::future::{Future as _, poll_fn};
use std::pin::pin;
use std::task::Poll;

use super::group::{Group, Stage};
use super::links::{self, End};
use super::session::{Param, Problem};
use super::taps::{self, Columns};
use super::{held, results};

/// Writes the ratings, links and counts what the group added, and commits it.
pub(super) async fn close(
    group: &Group<'_>,
    ratings: Option<Columns<'_>>,
    end: End,
    stage: &mut Stage,
) -> Result<(), Problem> {
    let session = group.session;
    let added = group.take_added();
    let linked = links::linked(end, added.facts, added.newest);
    let taken = held::columns_of(&added.taken);
    let counted = results::columns_of(&added.counted);
    let mut all = Together::default();
    if let Some(ratings) = &ratings {
        all.add(taps::CREATE, ratings.params());
    }
    if let Some(linked) = &linked {
        all.add(links::ADD, linked.links());
        all.add(linked.how(), linked.head());
    }
    if !added.taken.is_empty() {
        all.add(held::PUT, taken.params());
    }
    if !added.counted.is_empty() {
        all.add(results::ADD, counted.params());
    }
    let commit = async { Ok(session.batch("commit").await?) };
    if all.with.is_empty() {
        *stage = Stage::Committing;
        return commit.await;
    }
    let statement = session.prepared(&all.statement()).await?;
    let mut written = pin!(session.run_prepared(&statement, &all.with));
    // It is on its way with this: what could not be sent must not be missing from what is committed.
    let sent = poll_fn(|context| Poll::Ready(written.as_mut().poll(context))).await;
    if let Poll::Ready(Err(error)) = sent {
        return Err(error.into());
    }
    *stage = Stage::Committing;
    if sent.is_ready() {
        return commit.await;
    }
    let (written, committed) = tokio::join!(biased; written, commit);
    if let Err(error) = written {
        if error.code().is_some() {
            // The database said so, and made a rollback of the commit.
            *stage = Stage::Writing;
        }
        return Err(error.into());
    }
    committed
}

/// Statements that write and do not need each other's rows, as one.
#[derive(Default)]
struct Together<'a> {
    parts: Vec<String>,
    with: Vec<Param<'a>>,
}

impl<'a> Together<'a> {
    /// One more, with what stands in the place of its `$1`, `$2`, …
    fn add<const N: usize>(&mut self, statement: &str, with: [Param<'a>; N]) {
        self.parts.push(renumbered(statement, self.with.len()));
        self.with.extend(with);
    }

    fn statement(&self) -> String {
        let mut text = String::from("with ");
        for (at, part) in self.parts.iter().enumerate() {
            let comma = if at == 0 { "" } else { ", " };
            let _ = write!(text, "{comma}part{at} as ({part})");
        }
        text + " select 1"
    }
}

/// The same statement behind others that have so many parameters.
fn renumbered(statement: &str, before: usize) -> String {
    let mut parts = statement.split('$');
    let mut text = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let end = part.find(|sign: char| !sign.is_ascii_digit());
        let (number, rest) = part.split_at(end.unwrap_or(part.len()));
        let number: usize = number.parse().unwrap_or_default();
        let _ = write!(text, "${}{rest}", number + before);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn statements_keep_their_own_parameters() {
        let mut all = Together::default();
        all.add(
            "insert into a select * from unnest($1::text[], $2::text[])",
            [&1, &2],
        );
        all.add("update b set c = $1 where d = $1", [&3]);
        assert_eq!(
            all.statement(),
            "with part0 as (insert into a select * from unnest($1::text[], $2::text[])), \
             part1 as (update b set c = $3 where d = $3) select 1"
        );
        assert_eq!(all.with.len(), 3);
    }
}
