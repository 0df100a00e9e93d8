//! What a rating adds to the counters that results are read from, and what an amendment changes in them.

use super::RatingState;

/// How many ratings count, and how many of them are satisfied; differences are negative where they take away.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// Not taken back.
    pub counted: i64,
    /// Of these, satisfied.
    pub satisfied: i64,
}

impl Tally {
    /// What one rating comes to: nothing, where it was taken back.
    #[must_use]
    pub fn of(state: &RatingState) -> Self {
        let counted = !state.withdrawn;
        Self {
            counted: counted.into(),
            satisfied: (counted && state.satisfied).into(),
        }
    }

    /// Adds what changes.
    pub fn add(&mut self, change: Self) {
        self.counted += change.counted;
        self.satisfied += change.satisfied;
    }

    /// What takes it away again.
    #[must_use]
    pub fn gone(self) -> Self {
        Self {
            counted: -self.counted,
            satisfied: -self.satisfied,
        }
    }

    /// What the step from `before` to `after` adds or takes away.
    #[must_use]
    pub fn change(before: &RatingState, after: &RatingState) -> Self {
        let (before, after) = (Self::of(before), Self::of(after));
        Self {
            counted: after.counted - before.counted,
            satisfied: after.satisfied - before.satisfied,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Amendment, Level, RatingId};
    use super::*;

    fn change(satisfied: bool, first: Amendment, then: Amendment) -> (i64, i64) {
        let before = RatingState::new(RatingId::from_bytes([1; 16]), satisfied).amended(&first);
        let change = Tally::change(&before, &before.clone().amended(&then));
        (change.counted, change.satisfied)
    }

    fn level(level: Level) -> Amendment {
        Amendment {
            level: Some(level),
            ..Amendment::default()
        }
    }

    fn withdrawn(withdrawn: bool) -> Amendment {
        Amendment {
            withdrawn: Some(withdrawn),
            ..Amendment::default()
        }
    }

    #[test]
    fn ok_an_amendment_changes_the_counters_by_what_it_changes() {
        let nothing = Amendment::default;
        assert_eq!(change(true, nothing(), nothing()), (0, 0));
        assert_eq!(change(true, nothing(), level(Level::Dissatisfied)), (0, -1));
        assert_eq!(
            change(false, nothing(), level(Level::FairlySatisfied)),
            (0, 1)
        );
        assert_eq!(change(true, nothing(), withdrawn(true)), (-1, -1));
        assert_eq!(change(false, nothing(), withdrawn(true)), (-1, 0));
        // What is said of a rating that was taken back waits until it is put back.
        let back = withdrawn(true);
        assert_eq!(
            change(true, back.clone(), level(Level::Dissatisfied)),
            (0, 0)
        );
        assert_eq!(change(true, back.clone(), back.clone()), (0, 0));
        assert_eq!(change(true, back, withdrawn(false)), (1, 1));
    }
}
