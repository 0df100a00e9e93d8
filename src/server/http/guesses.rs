//! Guessing codes is useless: those that do not exist are answered a few times a second, for everybody
//! together. Whoever has a code is never kept waiting. No address counts: the whole hall shares one.

use std::sync::{Mutex, PoisonError};

use crate::model::Moment;

/// How many unknown codes are answered at once.
const BURST: i64 = 60;
/// How many milliseconds earn another one.
const EVERY_MS: i64 = 200;

/// Unknown codes asked for, as a bucket of tokens.
#[derive(Debug, Default)]
pub struct Guesses {
    /// The moment up to which the bucket is spent; ahead of the clock it is empty.
    spent_until: Mutex<i64>,
}

impl Guesses {
    /// Whether one more unknown code may be answered now.
    pub fn allow(&self, now: Moment) -> bool {
        let mut spent = self
            .spent_until
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        let from = (*spent).max(now.0 - BURST * EVERY_MS);
        let allowed = from + EVERY_MS <= now.0;
        if allowed {
            *spent = from + EVERY_MS;
        }
        allowed
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ok_a_burst_then_five_a_second() {
        let guesses = Guesses::default();
        let start = 1_795_000_000_000;
        let allowed =
            |at: i64, tries: usize| (0..tries).filter(|_| guesses.allow(Moment(at))).count();
        assert_eq!(allowed(start, 100), 60);
        assert_eq!(allowed(start + 1000, 100), 5);
        assert_eq!(allowed(start + 1000, 100), 0);
        assert_eq!(allowed(start + 3_600_000, 100), 60);
        // A clock set back stops nobody for longer than it was set back.
        assert_eq!(allowed(start, 10), 0);
    }
}
