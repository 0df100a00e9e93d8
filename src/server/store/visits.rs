//! Proof of visits: one-time codes on queue tickets. Only their hashes are kept, and which rating has redeemed one.

use async_trait::async_trait;
use sha2::{Digest, Sha256};

use super::StoreError;
use super::chain::Hash;
use crate::model::{Moment, VisitCode, VisitProof, WindowId};

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

/// What a code is worth to a rating of a window at a moment, which has a number where it was stored before.
#[must_use]
pub fn proof(
    found: Option<&StoredVisit>,
    window: &WindowId,
    rated_at: Moment,
    rating: Option<i64>,
) -> VisitProof {
    match found {
        None => VisitProof::Unknown,
        Some(found) if found.window != window.as_str() => VisitProof::OtherWindow,
        Some(found) if found.rating.is_some() && found.rating != rating => VisitProof::Used,
        Some(found) if rated_at > found.valid_until => VisitProof::Expired,
        Some(_) => VisitProof::Redeemed,
    }
}
