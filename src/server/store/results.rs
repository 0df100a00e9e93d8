//! What results are read from: counters that grow with the ratings, and what was written down of sittings.

use async_trait::async_trait;

use super::StoreError;
use crate::model::{Day, Moment, ShiftId, Tally};

/// What the ratings of one unit and kind come to over some days.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnitTally {
    /// The unit of the windows rated.
    pub unit: String,
    /// Whether they are of a kind that is compared: from a window's code, or with proof of a visit.
    pub compared: bool,
    /// Whether they are put aside for review: of whatever kind, and never compared.
    pub held: bool,
    /// Whether a director sat at the window.
    pub on_duty: bool,
    /// What they come to.
    pub tally: Tally,
}

/// A counter that was not what the ratings come to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mended {
    /// The day of the ratings.
    pub day: String,
    /// Their window.
    pub window: String,
    /// The unit of it then.
    pub unit: String,
    /// Their source, or [`super::held::ASIDE`].
    pub source: String,
    /// Whether a director sat there.
    pub on_duty: bool,
    /// What was counted.
    pub was: Tally,
    /// What the ratings come to.
    pub is: Tally,
}

/// What a sitting did (坐班台账).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LedgerEntry {
    /// The sitting.
    pub shift: ShiftId,
    /// People served.
    pub served: u32,
    /// Problems solved on the spot.
    pub solved: u32,
    /// Suggestions accepted.
    pub accepted: u32,
}

/// What results are read from. No cost grows with the number of ratings but that of [`Self::rebuild`].
#[async_trait]
pub trait ResultStore: Send + Sync {
    /// What the ratings of `from..=to` come to, by the day they were given.
    async fn tallies(&self, from: Day, to: Day) -> Result<Vec<UnitTally>, StoreError>;

    /// The first day that was rated, or `None` before the first rating.
    async fn first_rated(&self) -> Result<Option<Day>, StoreError>;

    /// Makes the counters anew from the ratings, in one transaction; answers those that were wrong, by day.
    async fn rebuild(&self) -> Result<Vec<Mended>, StoreError>;

    /// Writes down what sittings did; a newer entry outweighs the one before, an equal one is not added.
    /// Answers how many were added.
    ///
    /// # Errors
    /// `Failed` where a shift does not exist: then none is added.
    async fn put_ledger(&self, entries: Vec<LedgerEntry>, at: Moment) -> Result<usize, StoreError>;

    /// The newest entry of each sitting of `from..=to` that has one, by day and number.
    async fn ledger(&self, from: Day, to: Day) -> Result<Vec<LedgerEntry>, StoreError>;
}
