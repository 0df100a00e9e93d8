//! A flood from one token is slowed: whoever sends the same ticket's code, or the same rating's id, again and again
//! waits. What it names is stored once whatever happens, so nobody needs more; and nobody else is kept waiting,
//! as they would be by a limit on an address, which the whole hall shares.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use crate::model::{Moment, RatingId, VisitCode};
use crate::server::store::visits::code_hash;

/// How many times a token is taken at once: a phone that tries again each minute does not come near.
const BURST: i64 = 120;
/// How many milliseconds earn another time.
const EVERY_MS: i64 = 500;
/// So many tokens are remembered; those that are rested are forgotten first.
const REMEMBERED: usize = 10_000;

/// What names a sender's own thing. Kept in memory alone, for a minute.
type Token = [u8; 16];

/// How often each token came lately, as buckets.
#[derive(Debug, Default)]
pub struct Floods {
    /// The moment up to which each token's bucket is spent; ahead of the clock it is empty.
    spent_until: Mutex<HashMap<Token, i64>>,
}

impl Floods {
    /// Whether something for this rating may be taken now.
    pub fn allow_rating(&self, id: RatingId, now: Moment) -> bool {
        self.allow(id.bytes(), now)
    }

    /// Whether a rating with this ticket's code may be taken now.
    pub fn allow_ticket(&self, code: VisitCode, now: Moment) -> bool {
        let hash = code_hash(code);
        let mut token = Token::default();
        for (byte, of) in token.iter_mut().zip(hash) {
            *byte = of;
        }
        self.allow(token, now)
    }

    fn allow(&self, token: Token, now: Moment) -> bool {
        let rested = now.0 - BURST * EVERY_MS;
        let mut spent_until = self
            .spent_until
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        if spent_until.len() >= REMEMBERED {
            spent_until.retain(|_, spent| *spent > rested);
            if spent_until.len() >= REMEMBERED {
                // More at once than can be told apart: then nobody is kept waiting.
                spent_until.clear();
            }
        }
        let spent = spent_until.entry(token).or_insert(rested);
        // A clock that was set back keeps nobody waiting longer than an empty bucket does.
        let from = (*spent).clamp(rested, now.0);
        let allowed = from + EVERY_MS <= now.0;
        *spent = if allowed { from + EVERY_MS } else { from };
        allowed
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const START: i64 = 1_795_000_000_000;

    fn allowed(floods: &Floods, token: u8, at: i64, tries: usize) -> usize {
        let id = RatingId::from_bytes([token; 16]);
        (0..tries)
            .filter(|_| floods.allow_rating(id, Moment(at)))
            .count()
    }

    #[test]
    fn ok_one_token_is_slowed_and_no_other() {
        let floods = Floods::default();
        assert_eq!(allowed(&floods, 1, START, 1_000), 120);
        assert_eq!(allowed(&floods, 1, START + 1_000, 100), 2);
        assert_eq!(allowed(&floods, 2, START, 100), 100);
        assert_eq!(allowed(&floods, 1, START + 3_600_000, 1_000), 120);
        // A clock set back.
        assert_eq!(allowed(&floods, 1, START, 10), 0);
        assert_eq!(allowed(&floods, 1, START + 500, 10), 1);
    }

    #[test]
    fn ok_what_is_remembered_does_not_grow() {
        let floods = Floods::default();
        for n in 0..25_000u32 {
            let mut id = [0; 16];
            id[..4].copy_from_slice(&n.to_be_bytes());
            assert!(floods.allow_rating(RatingId::from_bytes(id), Moment(START)));
        }
        let there = floods.spent_until.lock().unwrap().len();
        assert!(there <= REMEMBERED, "{there}");
    }
}
