//! The taps of a group that wait one behind the other, in one savepoint: each savepoint keeps a copy of the pages that
//! are changed in it, and taps change the same few.

use super::ratings;
use super::transaction::Transaction;
use super::writer::{Settle, in_savepoint, later, one};
use crate::model::RatingReceipt;
use crate::server::store::queue::Answer;
use crate::server::store::{NewRating, StoreError, Written};

/// A rating on its way into the store.
pub(super) struct Tap {
    pub(super) rating: NewRating,
    /// None where the centre has no such window.
    pub(super) unit: Option<String>,
    pub(super) answer: Answer<Written<RatingReceipt>>,
}

type Outcome = Result<Written<RatingReceipt>, StoreError>;

/// Stores them. Where one of them fails halfway, all are taken back and each is stored by itself, so that it fails alone.
pub(super) fn store(
    connection: &Transaction<'_>,
    taps: Vec<Tap>,
    lost: &mut Option<StoreError>,
) -> Vec<Settle> {
    if lost.is_none() {
        match in_savepoint(connection, |connection| together(connection, &taps)) {
            Ok(Ok(outcomes)) => {
                let answers = taps.into_iter().map(|tap| tap.answer);
                let settled = answers.zip(outcomes);
                return settled
                    .map(|(answer, outcome)| later(answer, outcome))
                    .collect();
            }
            Ok(Err(_)) => {}
            Err(error) => *lost = Some(error),
        }
    }
    let alone = |Tap {
                     rating,
                     unit,
                     answer,
                 }| {
        one(connection, lost, answer, |connection| {
            ratings::create(connection, &rating, unit.as_deref())
        })
    };
    taps.into_iter().map(alone).collect()
}

/// What became of each; an error where one failed after it had changed something.
fn together(connection: &Transaction<'_>, taps: &[Tap]) -> Result<Vec<Outcome>, StoreError> {
    let mut outcomes = Vec::with_capacity(taps.len());
    for tap in taps {
        let changes = connection.total_changes();
        let outcome = ratings::create(connection, &tap.rating, tap.unit.as_deref());
        let halfway = connection.total_changes() != changes || connection.is_autocommit();
        if let Err(error) = &outcome
            && halfway
        {
            return Err(error.clone());
        }
        outcomes.push(outcome);
    }
    Ok(outcomes)
}
