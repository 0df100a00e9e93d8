//! The ratings of a group, stored together: a few statements for all of them.
//!
//! The group has the database's writers to itself, so what is found here stays so until its commit.

use std::collections::{BTreeMap, BTreeSet};

use tokio_postgres::Row;

use super::around::{Around, Visits, on_duty};
use super::group::Group;
use super::results::Counter;
use super::session::{Problem, Session};
use super::{held, ratings, visits};
use crate::model::{RatingReceipt, RatingState, ReceiptShift, Shift, Source, Tally, VisitProof};
use crate::server::store::chain::Kind;
use crate::server::store::held::counted_as;
use crate::server::store::queue::Answer;
use crate::server::store::stored::json;
use crate::server::store::visits::Claim;
use crate::server::store::{NewRating, StoreError, Written};

/// By the unique index on `id`: a repetition adds nothing.
const CREATE: &str = "
    insert into rating (id, window_id, unit, satisfied, source, rated_at, received_at, shift, director)
    select * from unnest($1::bytea[], $2::text[], $3::text[], $4::boolean[], $5::text[], $6::bigint[], $7::bigint[],
      $8::bigint[], $9::text[])
    on conflict (id) do nothing
    returning id, seq";

type Outcome = Result<Written<RatingReceipt>, StoreError>;
type Id = [u8; 16];

/// A rating on its way into the store.
pub(super) struct Tap {
    pub(super) rating: NewRating,
    outcome: Option<Outcome>,
    answer: Answer<Written<RatingReceipt>>,
}

impl Tap {
    pub(super) fn new(rating: NewRating, answer: Answer<Written<RatingReceipt>>) -> Self {
        Self {
            rating,
            outcome: None,
            answer,
        }
    }

    /// Answers: what came of it, or why the transaction failed.
    pub(super) fn settle(self, failed: Option<StoreError>) {
        let outcome = match (failed, self.outcome) {
            (Some(error), _) => Err(error),
            (None, Some(outcome)) => outcome,
            (None, None) => Err(StoreError::Failed("it was not written".to_owned())),
        };
        // Whoever asked may have gone away; what is written stays written.
        let _ = self.answer.send(outcome);
    }
}

/// What is to be stored for the first tap of an id.
struct First<'a> {
    /// Its place among the taps.
    at: usize,
    rating: &'a NewRating,
    unit: &'a str,
    shift: Option<&'a Shift>,
    director: Option<String>,
    source: Source,
    proof: Option<VisitProof>,
    /// The visit it redeems.
    visit: Option<i64>,
}

/// Stores the taps, and answers repetitions with what is there.
pub(super) async fn create(
    group: &Group<'_>,
    around: Around,
    mut taps: Vec<&mut Tap>,
) -> Result<(), Problem> {
    let session = group.session;
    taps.sort_by_key(|tap| tap.rating.id.bytes());
    let new: Vec<_> = taps.iter().map(|tap| &tap.rating).collect();
    let units = units_of(group);
    let Around { duties, mut visits } = around;
    let mut firsts: Vec<First<'_>> = Vec::new();
    for (at, rating) in new.iter().copied().enumerate() {
        // A window that was taken away may still have ratings whose answer was lost.
        let Some(unit) = units.get(rating.window.as_str()) else {
            continue;
        };
        if firsts
            .last()
            .is_some_and(|last| last.rating.id == rating.id)
        {
            continue;
        }
        let shift = on_duty(&duties, &rating.window, rating.rated_at);
        let (proof, visit) = visits.claim(rating);
        firsts.push(First {
            at,
            rating,
            unit,
            shift,
            director: shift.map(|shift| json(&shift.director)).transpose()?,
            source: if visit.is_some() {
                Source::Visit
            } else {
                rating.source
            },
            proof,
            visit,
        });
    }
    let numbers = insert(session, &firsts).await?;
    let mut outcomes: Vec<Option<Outcome>> = Vec::new();
    outcomes.resize_with(new.len(), || None);
    let mut redeemed = Vec::new();
    let held = held(group, &firsts, &numbers).await?;
    for first in &firsts {
        let Some(number) = numbers.get(&first.rating.id.bytes()) else {
            continue;
        };
        if let Some(visit) = first.visit {
            redeemed.push((visit, *number, first.rating.received_at));
            visits.settle(first.rating, *number);
        }
        let receipt = added(group, first, *number, held.contains(number));
        if let Some(outcome) = outcomes.get_mut(first.at) {
            *outcome = Some(Ok(Written::First(receipt)));
        }
    }
    visits::redeem(group, &redeemed).await?;
    repetitions(session, &new, &units, &visits, &mut outcomes).await?;
    for (tap, outcome) in taps.into_iter().zip(outcomes) {
        tap.outcome = outcome;
    }
    Ok(())
}

/// The unit of each window.
fn units_of<'a>(group: &'a Group<'_>) -> BTreeMap<&'a str, &'a str> {
    let mut units = BTreeMap::new();
    for unit in group.centre().into_iter().flat_map(|centre| &centre.units) {
        for window in &unit.windows {
            units.insert(window.id.as_str(), unit.id.as_str());
        }
    }
    units
}

/// Answers the numbers of those that were added.
async fn insert(session: &Session, firsts: &[First<'_>]) -> Result<BTreeMap<Id, i64>, Problem> {
    if firsts.is_empty() {
        return Ok(BTreeMap::new());
    }
    macro_rules! column {
        ($first:ident => $value:expr) => {
            firsts.iter().map(|$first| $value).collect::<Vec<_>>()
        };
    }
    let ids = column!(first => first.rating.id.bytes().to_vec());
    let windows = column!(first => first.rating.window.as_str());
    let units = column!(first => first.unit);
    let satisfied = column!(first => first.rating.satisfied);
    let sources = column!(first => first.source.code());
    let rated_at = column!(first => first.rating.rated_at.0);
    let received_at = column!(first => first.rating.received_at.0);
    let shifts = column!(first => first.shift.map(|shift| shift.id));
    let directors = column!(first => first.director.as_deref());
    let rows = session
        .rows(
            CREATE,
            &[
                &ids,
                &windows,
                &units,
                &satisfied,
                &sources,
                &rated_at,
                &received_at,
                &shifts,
                &directors,
            ],
        )
        .await?;
    let number = |row: &Row| Ok((ratings::id(row, 0)?, row.try_get(1)?));
    rows.iter().map(number).collect()
}

/// Puts aside those that are over their windows' usual; answers their numbers.
async fn held(
    group: &Group<'_>,
    firsts: &[First<'_>],
    numbers: &BTreeMap<Id, i64>,
) -> Result<BTreeSet<i64>, Problem> {
    let unproved = firsts.iter().filter(|first| first.visit.is_none());
    let added = unproved.filter_map(|first| {
        let number = *numbers.get(&first.rating.id.bytes())?;
        let (rating, proof) = (first.rating, first.proof);
        Some(held::Added {
            rating,
            number,
            proof,
        })
    });
    let added: Vec<_> = added.collect();
    Ok(held::take(group, &added).await?.into_iter().collect())
}

/// Counts and links a rating that was added.
fn added(group: &Group<'_>, first: &First<'_>, number: i64, held: bool) -> RatingReceipt {
    let First { rating, shift, .. } = first;
    let state = RatingState::new(rating.id, rating.satisfied);
    let counter = Counter {
        day: rating.rated_at.day().to_string(),
        window: rating.window.as_str().to_owned(),
        unit: first.unit.to_owned(),
        source: counted_as(first.source, held),
        on_duty: shift.is_some(),
    };
    group.count(counter, Tally::of(&state));
    let values = vec![
        rating.id.bytes().as_slice().into(),
        rating.window.as_str().into(),
        first.unit.into(),
        rating.satisfied.into(),
        first.source.code().into(),
        rating.rated_at.0.into(),
        rating.received_at.0.into(),
        shift.map(|shift| shift.id).into(),
        first.director.as_deref().into(),
    ];
    group.link(Kind::Rating, number, rating.received_at, values);
    RatingReceipt {
        id: rating.id,
        window: rating.window.clone(),
        satisfied: rating.satisfied,
        source: first.source,
        visit: first.proof,
        rated_at: rating.rated_at.rfc3339(),
        shift: shift.map(|shift| ReceiptShift {
            id: shift.id,
            director: shift.director.clone(),
        }),
    }
}

/// Answers those that were not added with what was stored under their ids before.
async fn repetitions(
    session: &Session,
    new: &[&NewRating],
    units: &BTreeMap<&str, &str>,
    visits: &Visits,
    outcomes: &mut [Option<Outcome>],
) -> Result<(), Problem> {
    let open = || {
        new.iter()
            .zip(outcomes.iter())
            .filter(|(_, outcome)| outcome.is_none())
    };
    let ids: Vec<_> = open()
        .map(|(rating, _)| rating.id.bytes().to_vec())
        .collect();
    if ids.is_empty() {
        return Ok(());
    }
    let stored = ratings::by_ids(session, &ids).await?;
    for (rating, outcome) in new.iter().zip(outcomes) {
        if outcome.is_some() {
            continue;
        }
        let known = units.contains_key(rating.window.as_str());
        *outcome = Some(match stored.get(&rating.id.bytes()) {
            None if known => Err(StoreError::UnknownRating),
            None => Err(StoreError::UnknownWindow),
            Some((number, there)) => {
                let mut receipt = there.receipt.clone();
                receipt.visit = visits.of_repetition(rating, Claim::again(there, *number));
                if receipt.window == rating.window && receipt.satisfied == rating.satisfied {
                    Ok(Written::Again(receipt))
                } else {
                    Err(StoreError::IdReused)
                }
            }
        });
    }
    Ok(())
}
