//! Ratings that are over their window's usual ([`crate::model::burst`]): stored and answered like any other, counted
//! apart, until an operator has looked at them.
//!
//! There are two streams at each window. A page of the server's own has one id in its form, so whoever opened it
//! rates once; what phones send under ids of their own (after a rating was taken back, or from a page they kept) is
//! less. Each stream is held against its own usual: a phone that makes up ids exhausts only what is usual for
//! those, and all who opened the page are counted beside it.

use async_trait::async_trait;

use super::{NewRating, StoreError};
use crate::model::burst::{Usual, rush};
use crate::model::{Moment, RatingId, Source, VisitProof, WindowId};

/// What stands in the place of the source in the counters of what is put aside.
pub const ASIDE: &str = "held";

/// How many ratings one review changes at most: more are asked for again, so that citizens' taps come in between.
pub const AT_ONCE: u32 = 1000;

const HOUR_MS: i64 = 3_600_000;
const WEEK_HOURS: i64 = 7 * 24;

/// What is reviewed together.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Meant {
    /// Of a window what arrived from one moment to before another and was not reviewed yet.
    Burst {
        /// The window.
        window: WindowId,
        /// The first moment.
        from: Moment,
        /// The moment after the last.
        before: Moment,
    },
    /// One rating, also where something else was decided before.
    Rating(RatingId),
}

/// What an operator decides.
#[derive(Clone, Debug)]
pub struct NewReview {
    /// Of which.
    pub meant: Meant,
    /// Whether they count from now on; else they stay aside.
    pub released: bool,
    /// Why, for whoever asks later.
    pub reason: String,
    /// When.
    pub at: Moment,
}

/// What waits for review of one window and hour.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Burst {
    /// The window.
    pub window: String,
    /// When the hour began.
    pub hour: Moment,
    /// Whether their ids came with the server's pages.
    pub from_page: bool,
    /// How many were taken before these.
    pub bound: u32,
    /// How many are put aside.
    pub count: u32,
    /// How many of the taps were satisfied.
    pub satisfied: u32,
}

/// Where they are kept.
#[async_trait]
pub trait HeldStore: Send + Sync {
    /// How many wait for review.
    async fn waiting_for_review(&self) -> Result<u64, StoreError>;

    /// What waits for review, by hour and window.
    async fn bursts(&self) -> Result<Vec<Burst>, StoreError>;

    /// Writes a decision down for up to [`AT_ONCE`] ratings; answers how many. None is left once it is fewer.
    ///
    /// # Errors
    /// `UnknownRating` where a single one that is meant was never put aside.
    async fn review(&self, review: NewReview) -> Result<u32, StoreError>;
}

/// The counters a rating is in: its source's, or those of what is put aside.
pub(super) fn counted_as(source: Source, held: bool) -> &'static str {
    if held { ASIDE } else { source.code() }
}

/// What is usual of a stream in an hour, and how many were taken in it.
pub(super) type Pace = (Usual, u32);

/// The hour of an arrival, since 1970. By the server's clock: nobody spreads a burst over hours of their choice.
pub(super) fn hour(at: Moment) -> i64 {
    at.0.div_euclid(HOUR_MS)
}

/// When an hour begins.
pub(super) fn begins(hour: i64) -> Moment {
    Moment(hour * HOUR_MS)
}

/// The same hour in the weeks before.
pub(super) fn weeks_before(hour: i64) -> [i64; Usual::WEEKS as usize] {
    [1, 2, 3, 4].map(|weeks| hour - weeks * WEEK_HOURS)
}

/// What is usual, from what was taken then and the first hour in which the window was ever rated.
pub(super) fn usual(hour: i64, first: Option<i64>, past: i64) -> Usual {
    let known = first.map_or(0, |first| (hour - first) / WEEK_HOURS);
    let weeks = u32::try_from(known).unwrap_or(0).min(Usual::WEEKS);
    let past = u32::try_from(past).unwrap_or(0);
    Usual { past, weeks }
}

/// Whether a rating is of the stream of the server's pages. The second one of a ticket is not, whatever it says:
/// a ticket is one visit.
pub(super) fn of_page(rating: &NewRating, proof: Option<VisitProof>) -> bool {
    rating.from_page && proof != Some(VisitProof::Used)
}

/// The bound where an hour has had so many; none where one more is within it. `others` is asked for only where the
/// window alone says that it is a burst: what the other windows took in this hour.
pub(super) fn over<E>(
    (usual, taken): Pace,
    of_page: bool,
    others: impl FnOnce() -> Result<Vec<Pace>, E>,
) -> Result<Option<u32>, E> {
    let bound = usual.bound(1.0);
    if taken < bound {
        return Ok(None);
    }
    // The hall's rush is no excuse for made-up ids.
    if !of_page {
        return Ok(Some(bound));
    }
    let bound = usual.bound(rush(others()?.into_iter()));
    Ok((taken >= bound).then_some(bound))
}
