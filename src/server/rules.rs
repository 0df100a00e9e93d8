//! What a centre may set: how soon an answer is due, how long a contact is kept, which days are worked.

use crate::model::{Day, Moment};
use crate::server::workdays::WorkCalendar;

/// For so many working days a visit may still be rated (鲁政办发〔2020〕10号).
const RATE_WITHIN: u32 = 5;

/// What a centre may set.
#[derive(Clone, Debug)]
pub struct Rules {
    /// The days that are worked.
    pub calendar: WorkCalendar,
    /// An answer is due after so many working days.
    pub deadline_days: u32,
    /// A contact is deleted so many days after its case is closed.
    pub contact_days: i64,
}

impl Rules {
    /// What holds where nothing is set.
    ///
    /// # Errors
    /// See [`WorkCalendar::published`].
    pub fn usual() -> Result<Self, String> {
        Ok(Self {
            calendar: WorkCalendar::published()?,
            deadline_days: 5,
            contact_days: 30,
        })
    }

    /// The last day of an answer to what arrives now.
    #[must_use]
    pub fn deadline(&self, now: Moment) -> Day {
        self.calendar.add(now.day(), self.deadline_days)
    }

    /// The last day on which a visit of that day may be rated.
    #[must_use]
    pub fn rate_until(&self, visit: Day) -> Day {
        self.calendar.add(visit, RATE_WITHIN)
    }
}
