//! The ratings of a group, planned together: what is stored, linked, counted and answered is known before it is
//! written.
//!
//! The group has the database's writers to itself, so what is found here stays so until its commit; one that goes
//! ahead has nothing written where that was not so.

mod columns;

use std::collections::{BTreeMap, BTreeSet};

use super::around::{Around, Visits, on_duty};
use super::group::Group;
use super::held::{self, Over};
use super::results::Counter;
use super::session::Problem;
use super::visits;
use crate::model::{
    Moment, RatingReceipt, RatingState, ReceiptShift, Shift, Source, Tally, VisitProof,
};
use crate::server::store::chain::Kind;
use crate::server::store::held::counted_as;
use crate::server::store::queue::Answer;
use crate::server::store::stored::json;
use crate::server::store::visits::Claim;
use crate::server::store::{NewRating, StoreError, Written};

pub(super) use columns::{CREATE, Columns};

type Outcome = Result<Written<RatingReceipt>, StoreError>;

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

    /// Keeps what comes of it until that is written.
    pub(super) fn comes_to(&mut self, outcome: Outcome) {
        self.outcome = Some(outcome);
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
    number: i64,
    rating: &'a NewRating,
    unit: &'a str,
    shift: Option<&'a Shift>,
    director: Option<String>,
    source: Source,
    proof: Option<VisitProof>,
}

/// What taps come to, once it is written.
#[derive(Default)]
pub(super) struct Planned<'a> {
    firsts: Vec<First<'a>>,
    aside: Vec<Over>,
    /// Visits, the ratings that redeem them, and when.
    redeemed: Vec<(i64, i64, Moment)>,
    /// Of each tap.
    pub(super) outcomes: Vec<Outcome>,
}

/// Plans what is to be stored of taps, which are in the order of their ids; links and counts it.
pub(super) fn plan<'a>(
    group: &'a Group<'_>,
    around: &'a mut Around,
    new: &[&'a NewRating],
) -> Result<Planned<'a>, Problem> {
    let mut planned = Planned::default();
    if new.is_empty() {
        return Ok(planned);
    }
    let units = units_of(group);
    for (at, rating) in new.iter().copied().enumerate() {
        // A window that was taken away may still have ratings whose answer was lost.
        let Some(unit) = units.get(rating.window.as_str()) else {
            continue;
        };
        let last = planned.firsts.last();
        if last.is_some_and(|last| last.rating.id == rating.id)
            || around.there.contains_key(&rating.id.bytes())
        {
            continue;
        }
        let number = last.map_or(around.last, |last| last.number) + 1;
        let shift = on_duty(&around.duties, &rating.window, rating.rated_at);
        let (proof, visit) = around.visits.claim(rating, number);
        if let Some(visit) = visit {
            planned.redeemed.push((visit, number, rating.received_at));
        }
        planned.firsts.push(First {
            at,
            number,
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
        });
    }
    if let Some(last) = planned.firsts.last() {
        around.last = last.number;
    }
    let unproved = planned
        .firsts
        .iter()
        .filter(|first| first.proof != Some(VisitProof::Redeemed));
    let unproved = unproved.map(|first| held::Added {
        rating: first.rating,
        number: first.number,
        proof: first.proof,
    });
    let unproved: Vec<_> = unproved.collect();
    planned.aside = held::take(group, &mut around.paces, &around.halls, &unproved);
    let aside: BTreeSet<_> = planned.aside.iter().map(|over| over.rating).collect();
    count(group, &planned.firsts, &aside);
    for first in &planned.firsts {
        link(group, first);
    }
    let mut firsts = planned.firsts.iter().peekable();
    let mut last: Option<&First<'_>> = None;
    let mut outcomes = Vec::with_capacity(new.len());
    for (at, rating) in new.iter().copied().enumerate() {
        let outcome = if let Some(first) = firsts.next_if(|first| first.at == at) {
            last = Some(first);
            Ok(Written::First(first.receipt()))
        } else if let Some(first) = last.filter(|first| first.rating.id == rating.id) {
            let stored = Claim {
                rating: Some(first.number),
                ..Claim::new(first.rating)
            };
            again(rating, first.receipt(), stored, &around.visits)
        } else if let Some((number, there)) = around.there.get(&rating.id.bytes()) {
            let stored = Claim::again(there, *number);
            again(rating, there.receipt.clone(), stored, &around.visits)
        } else {
            Err(StoreError::UnknownWindow)
        };
        outcomes.push(outcome);
    }
    planned.outcomes = outcomes;
    Ok(planned)
}

impl Planned<'_> {
    /// The ratings, where there are any.
    pub(super) fn columns(&self) -> Option<Columns> {
        macro_rules! column {
            ($first:ident => $value:expr) => {
                self.firsts.iter().map(|$first| $value).collect()
            };
        }
        (!self.firsts.is_empty()).then(|| Columns {
            numbers: column!(first => first.number),
            ids: column!(first => first.rating.id.bytes().to_vec()),
            windows: column!(first => first.rating.window.as_str().to_owned()),
            units: column!(first => first.unit.to_owned()),
            satisfied: column!(first => first.rating.satisfied),
            sources: column!(first => first.source.code()),
            rated_at: column!(first => first.rating.rated_at.0),
            received_at: column!(first => first.rating.received_at.0),
            shifts: column!(first => first.shift.map(|shift| shift.id)),
            directors: column!(first => first.director.clone()),
        })
    }

    /// Whether there is what refers to them.
    pub(super) fn has_more(&self) -> bool {
        !self.aside.is_empty() || !self.redeemed.is_empty()
    }

    /// Stores what refers to them, and links that.
    pub(super) async fn store_more(&self, group: &Group<'_>) -> Result<(), Problem> {
        held::hold(group, &self.aside).await?;
        visits::redeem(group, &self.redeemed).await
    }
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

/// Counts ratings, those of one kind at once.
fn count(group: &Group<'_>, firsts: &[First<'_>], aside: &BTreeSet<i64>) {
    let mut kinds: BTreeMap<_, Tally> = BTreeMap::new();
    for first in firsts {
        let First { rating, shift, .. } = first;
        let source = counted_as(first.source, aside.contains(&first.number));
        let window = rating.window.as_str();
        let kind = (
            rating.rated_at.day(),
            window,
            first.unit,
            source,
            shift.is_some(),
        );
        let one = Tally::of(&RatingState::new(rating.id, rating.satisfied));
        kinds.entry(kind).or_default().add(one);
    }
    for ((day, window, unit, source, on_duty), tally) in kinds {
        let counter = Counter {
            day,
            window: window.to_owned(),
            unit: unit.to_owned(),
            source,
            on_duty,
        };
        group.count(counter, tally);
    }
}

fn link(group: &Group<'_>, first: &First<'_>) {
    let First { rating, shift, .. } = first;
    group.link(
        Kind::Rating,
        first.number,
        rating.received_at,
        &[
            rating.id.bytes().as_slice().into(),
            rating.window.as_str().into(),
            first.unit.into(),
            rating.satisfied.into(),
            first.source.code().into(),
            rating.rated_at.0.into(),
            rating.received_at.0.into(),
            shift.map(|shift| shift.id).into(),
            first.director.as_deref().into(),
        ],
    );
}

impl First<'_> {
    /// What is said to whoever sent it.
    fn receipt(&self) -> RatingReceipt {
        let rating = self.rating;
        RatingReceipt {
            id: rating.id,
            window: rating.window.clone(),
            satisfied: rating.satisfied,
            source: self.source,
            visit: self.proof,
            rated_at: rating.rated_at.rfc3339(),
            shift: self.shift.map(|shift| ReceiptShift {
                id: shift.id,
                director: shift.director.clone(),
            }),
        }
    }
}

/// Answers a repetition with what was stored under its id.
fn again(
    rating: &NewRating,
    mut receipt: RatingReceipt,
    stored: Claim<'_>,
    visits: &Visits,
) -> Outcome {
    if receipt.window != rating.window || receipt.satisfied != rating.satisfied {
        return Err(StoreError::IdReused);
    }
    receipt.visit = visits.of_repetition(rating, stored);
    Ok(Written::Again(receipt))
}
