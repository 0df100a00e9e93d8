//! Proof of visits: one-time codes on queue tickets. Only their hashes are kept, and which rating has redeemed one.

use async_trait::async_trait;
use sha2::{Digest, Sha256};

use super::chain::Hash;
use super::{NewRating, RatingRow, StoreError};
use crate::model::{Moment, VisitCode, VisitProof, WindowId};

/// So much may a phone's clock be behind the one that issues codes, in milliseconds: 10 minutes.
const BEHIND: i64 = 10 * 60_000;
/// So long after its last moment a code still proves a rating that a phone had no network for: 2 days. Longer, and
/// it would be the phone's word alone that keeps a code from expiring.
const OFFLINE: i64 = 2 * 86_400_000;

/// A code as it is put into the store.
#[derive(Clone, Debug)]
pub struct NewVisit {
    /// The code, printed on one ticket.
    pub code: VisitCode,
    /// The window it is for; must exist.
    pub window: WindowId,
    /// When it was made.
    pub issued_at: Moment,
    /// The last moment of a rating that it proves.
    pub valid_until: Moment,
}

/// A code as it is kept.
#[derive(Clone, Debug)]
pub struct StoredVisit {
    /// Its number.
    pub number: i64,
    /// The window it is for.
    pub window: String,
    /// When it was made.
    pub issued_at: Moment,
    /// The last moment of a rating that it proves.
    pub valid_until: Moment,
    /// The number of the rating that has redeemed it.
    pub rating: Option<i64>,
}

/// Where codes are kept. They are redeemed by [`super::Store::create_rating`], in the rating's own transaction.
#[async_trait]
pub trait VisitStore: Send + Sync {
    /// Keeps codes that were made, all or none.
    ///
    /// # Errors
    /// `UnknownWindow`; `CodeTaken` where one was made before: make others.
    async fn issue_visits(&self, visits: Vec<NewVisit>) -> Result<(), StoreError>;
}

/// What is kept of a code. It has 54 random bits: without having seen it nobody finds it by its hash, as they
/// would a short word's.
#[must_use]
pub fn code_hash(code: VisitCode) -> Hash {
    Sha256::digest(code.to_string()).into()
}

/// A rating that came with a code.
#[derive(Clone, Copy, Debug)]
pub struct Claim<'a> {
    /// The window rated.
    pub window: &'a WindowId,
    /// When the tap was, by the phone's clock.
    pub rated_at: Moment,
    /// When it arrived, by the server's.
    pub received_at: Moment,
    /// Its number, where it was stored before.
    pub rating: Option<i64>,
}

impl<'a> Claim<'a> {
    /// Of a rating that is to be stored.
    #[must_use]
    pub fn new(rating: &'a NewRating) -> Self {
        Self {
            window: &rating.window,
            rated_at: rating.rated_at,
            received_at: rating.received_at,
            rating: None,
        }
    }

    /// Of one that was stored under this number.
    #[must_use]
    pub fn again(stored: &'a RatingRow, number: i64) -> Self {
        Self {
            window: &stored.receipt.window,
            rated_at: stored.rated_at,
            received_at: stored.received_at,
            rating: Some(number),
        }
    }
}

/// What a code is worth to a rating.
#[must_use]
pub fn proof(found: Option<&StoredVisit>, claim: Claim<'_>) -> VisitProof {
    let Some(found) = found else {
        return VisitProof::Unknown;
    };
    let (from, until) = (found.issued_at.0 - BEHIND, found.valid_until);
    if found.window != claim.window.as_str() {
        VisitProof::OtherWindow
    } else if found.rating.is_some() && found.rating != claim.rating {
        VisitProof::Used
    } else if claim.rated_at > until || claim.received_at.0 > until.0 + OFFLINE {
        VisitProof::Expired
    } else if claim.rated_at.0 < from {
        VisitProof::Early
    } else {
        VisitProof::Redeemed
    }
}
