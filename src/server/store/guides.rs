//! Steps of guides that were not understood: counted, and nothing kept of who said so.

use async_trait::async_trait;

use super::{StoreError, Written};
use crate::model::guide::Slug;
use crate::model::{Day, Moment, Month, UnclearId};

/// A step was not understood.
#[derive(Clone, Debug)]
pub struct NewUnclear {
    /// The client's id, unique for ever.
    pub id: UnclearId,
    /// The guide.
    pub guide: Slug,
    /// The step in it.
    pub step: Slug,
    /// When it arrived.
    pub at: Moment,
    /// Whether the guides have that step now. Of one that was taken away the answer may have been lost.
    pub known: bool,
}

/// How often a step was not understood in a month.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnclearCount {
    /// The guide.
    pub guide: String,
    /// The step in it.
    pub step: String,
    /// The month, in the centre's time.
    pub month: Month,
    /// How often.
    pub count: u32,
}

/// Where it is counted what was not understood.
#[async_trait]
pub trait GuideStore: Send + Sync {
    /// Counts a step as not understood, once for each id.
    ///
    /// # Errors
    /// `UnknownStep` where it is not known and was not counted before either; `IdReused` where the id stands
    /// for another step.
    async fn say_unclear(&self, unclear: NewUnclear) -> Result<Written<()>, StoreError>;

    /// What was not understood on days of `from..=to`, by guide, step and month.
    async fn unclear(&self, from: Day, to: Day) -> Result<Vec<UnclearCount>, StoreError>;
}
