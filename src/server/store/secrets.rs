//! Which secrets verify, where several processes share a store: what one prints the others must know. Kept are
//! salted hashes alone.

use async_trait::async_trait;
use sha2::{Digest, Sha256};

use super::StoreError;
use super::chain::Hash;
use crate::server::signature::Secret;

/// What is kept of a secret. It has 256 random bits: nobody finds it by its hash.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mark {
    /// Of this secret alone.
    pub salt: [u8; 16],
    /// SHA-256 of salt and secret.
    pub hash: Hash,
}

impl Mark {
    /// Of a secret.
    ///
    /// # Errors
    /// `Failed` where the system has no random bytes.
    pub fn new(secret: &Secret) -> Result<Self, StoreError> {
        let mut salt = [0; 16];
        getrandom::fill(&mut salt).map_err(|error| StoreError::Failed(error.to_string()))?;
        let hash = hash(&salt, secret);
        Ok(Self { salt, hash })
    }

    fn is_of_one(&self, secrets: &[Secret]) -> bool {
        secrets
            .iter()
            .any(|secret| hash(&self.salt, secret) == self.hash)
    }
}

fn hash(salt: &[u8; 16], secret: &Secret) -> Hash {
    Sha256::new()
        .chain_update(salt)
        .chain_update(secret)
        .finalize()
        .into()
}

/// The secrets that a process has.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Held {
    /// They verify.
    pub verify: Vec<Secret>,
    /// They did.
    pub retired: Vec<Secret>,
}

/// How secrets compare with what the others of a store have.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Agreement {
    /// They are the same.
    Same,
    /// They are these, and some were added or retired.
    Newer,
    /// One is missing here: what it signed would be refused.
    Lacking,
}

impl Held {
    /// Compares with the marks that are kept.
    #[must_use]
    pub fn compare(&self, kept: &[Mark]) -> Agreement {
        let verifies = |mark: &&Mark| mark.is_of_one(&self.verify);
        let verifying = kept.iter().filter(verifies).count();
        let retired = |mark: &Mark| mark.is_of_one(&self.retired);
        if verifying == kept.len() && verifying == self.verify.len() {
            Agreement::Same
        } else if kept.iter().all(|mark| verifies(&mark) || retired(mark)) {
            Agreement::Newer
        } else {
            Agreement::Lacking
        }
    }
}

/// Where several processes agree on their secrets.
#[async_trait]
pub trait SecretStore: Send + Sync {
    /// The marks that are kept; none where the store belongs to one data folder, whose file says it.
    async fn marks(&self) -> Result<Vec<Mark>, StoreError>;

    /// Compares with the marks, and has these kept unless one is lacking.
    async fn agree(&self, held: Held) -> Result<Agreement, StoreError>;
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ok_a_rotation_is_newer_and_what_lacks_a_secret_is_told() {
        let marks = |of: &[u8]| -> Vec<Mark> {
            let marks = of.iter().map(|secret| Mark::new(&[*secret; 32]).unwrap());
            marks.collect()
        };
        let compare = |kept: &[u8], verify: &[u8], retired: &[u8]| {
            let secrets = |of: &[u8]| of.iter().map(|secret| [*secret; 32]).collect();
            let held = Held {
                verify: secrets(verify),
                retired: secrets(retired),
            };
            held.compare(&marks(kept))
        };
        for (kept, verify, retired, expected) in [
            (&[][..], &[1][..], &[][..], Agreement::Newer),
            (&[1], &[1], &[], Agreement::Same),
            (&[1], &[1, 2], &[], Agreement::Newer),
            (&[1, 2], &[2, 1], &[], Agreement::Same),
            (&[1, 2], &[1], &[], Agreement::Lacking),
            (&[1, 2], &[2], &[1], Agreement::Newer),
            (&[1], &[2], &[], Agreement::Lacking),
            (&[1], &[2], &[1], Agreement::Newer),
        ] {
            assert_eq!(
                compare(kept, verify, retired),
                expected,
                "{kept:?} {verify:?}"
            );
        }
        let (one, other) = (marks(&[1]), marks(&[1]));
        assert_ne!(one, other, "the salts are the same");
    }
}
