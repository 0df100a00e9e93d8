//! The roster as calendars want it: with how often each shift was changed since it was published.

use async_trait::async_trait;

use super::StoreError;
use crate::model::{Day, Moment, Shift};

/// A published shift with its history.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Published {
    /// The shift as it stands now.
    pub shift: Shift,
    /// How often it was changed since it was published.
    pub revision: u32,
    /// When it was published or last changed.
    pub changed_at: Moment,
}

/// The roster as calendars want it.
#[async_trait]
pub trait FeedStore: Send + Sync {
    /// Every shift from a day on, as far as is published, by day, time and number; none left out.
    async fn published(&self, from: Day) -> Result<Vec<Published>, StoreError>;
}
