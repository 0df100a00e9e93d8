//! The signature in a printed code: proof that the address came from this centre's printer.
//!
//! HMAC-SHA-256 (RFC 2104) over `window:` and the number, cut to 60 bits and written in twelve
//! letters of base 32 without those that are mixed up. One guess in 10¹⁸ fits.
//!
//! The id in a page's form is signed by the same secrets, so that a rating that came from a page of this centre's is
//! told from one whose id was made up: 40 bits of HMAC-SHA-256 over those before. These are the moment at which the page
//! was made, so that ratings that come together lie together in a store's index however many there are, and 34 random
//! ones. Each id is for one page, and tells nothing of who opened it.
//!
//! There may be several secrets: the newest signs, all verify, so that posters that hang already go on to fit
//! while new ones are printed.

use std::sync::{Arc, PoisonError, RwLock};

use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;
use subtle::{Choice, ConstantTimeEq};

use crate::model::{Moment, RatingId, WindowId};

const LETTERS: &[u8; 32] = b"0123456789abcdefghjkmnpqrstvwxyz";
const LENGTH: usize = 12;

/// How many bytes of a page's id are its own; the others are its mark.
const OWN: usize = 11;

/// 32 bytes of chance, kept in the data folder.
pub type Secret = [u8; 32];

/// Signs and checks a centre's codes. What is replaced in one is replaced in its clones.
#[derive(Clone)]
pub struct Signer(Arc<RwLock<Arc<Secrets>>>);

/// The newest secret and those before it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Secrets {
    /// It signs.
    pub newest: Secret,
    /// They still verify.
    pub older: Vec<Secret>,
}

impl Signer {
    /// A signer with this secret alone.
    #[must_use]
    pub fn new(secret: Secret) -> Self {
        Self::with(Secrets {
            newest: secret,
            older: Vec::new(),
        })
    }

    /// A signer with several secrets.
    #[must_use]
    pub fn with(secrets: Secrets) -> Self {
        Self(Arc::new(RwLock::new(Arc::new(secrets))))
    }

    /// Takes other secrets from now on; answers whether they are others.
    pub fn replace(&self, secrets: Secrets) -> bool {
        let mut held = self.0.write().unwrap_or_else(PoisonError::into_inner);
        let others = **held != secrets;
        *held = Arc::new(secrets);
        others
    }

    /// The signature that goes into the window's code.
    #[must_use]
    pub fn sign(&self, window: &WindowId) -> String {
        sign(&self.secrets().newest, window)
    }

    /// Whether `given` is the window's signature by any of the secrets. Takes the same time whatever differs.
    #[must_use]
    pub fn verify(&self, window: &WindowId, given: &str) -> bool {
        let given = given.to_ascii_lowercase();
        self.any(|secret| sign(secret, window).as_bytes().ct_eq(given.as_bytes()))
    }

    /// The id for the form of a page that is made now, from random bytes.
    #[must_use]
    pub fn page_id(&self, now: Moment, random: [u8; 16]) -> RatingId {
        let mut bytes = RatingId::at(now, random).bytes();
        let (own, mark) = bytes.split_at_mut(OWN);
        mark.copy_from_slice(&page_mark(&self.secrets().newest, own));
        RatingId::from_bytes(bytes)
    }

    /// Whether an id is one of a page's, by any of the secrets. Takes the same time whatever differs.
    #[must_use]
    pub fn is_page_id(&self, id: RatingId) -> bool {
        let bytes = id.bytes();
        let (own, mark) = bytes.split_at(OWN);
        self.any(|secret| page_mark(secret, own).ct_eq(mark))
    }

    /// Whether one of the secrets fits. Every one is tried, so that the time does not tell which.
    fn any(&self, fits: impl Fn(&Secret) -> Choice) -> bool {
        let secrets = self.secrets();
        let all = std::iter::once(&secrets.newest).chain(&secrets.older);
        all.fold(Choice::from(0), |any, secret| any | fits(secret))
            .into()
    }

    fn secrets(&self) -> Arc<Secrets> {
        let held = self.0.read().unwrap_or_else(PoisonError::into_inner);
        Arc::clone(&held)
    }
}

fn sign(secret: &Secret, window: &WindowId) -> String {
    let digest = digest(secret, b"window:", window.as_str().as_bytes());
    let mut bits = digest
        .iter()
        .take(8)
        .fold(0u64, |bits, &byte| (bits << 8) | u64::from(byte));
    let mut text = String::with_capacity(LENGTH);
    for _ in 0..LENGTH {
        text.push(char::from(
            LETTERS[usize::try_from(bits >> 59).unwrap_or(0)],
        ));
        bits <<= 5;
    }
    text
}

fn page_mark(secret: &Secret, own: &[u8]) -> [u8; 16 - OWN] {
    let digest = digest(secret, b"page:", own);
    std::array::from_fn(|at| digest.get(at).copied().unwrap_or_default())
}

fn digest(secret: &Secret, what: &[u8], of: &[u8]) -> [u8; 32] {
    // A key of any length is taken; only the type says otherwise.
    let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(secret) else {
        return [0; 32];
    };
    mac.update(what);
    mac.update(of);
    mac.finalize().into_bytes().into()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn window(id: &str) -> WindowId {
        WindowId::parse(id).unwrap()
    }

    #[test]
    fn ok_a_signature_fits_its_window_alone() {
        let signer = Signer::new([7; 32]);
        let k = signer.sign(&window("07"));
        assert_eq!(k.len(), LENGTH);
        assert!(signer.verify(&window("07"), &k));
        assert!(signer.verify(&window("07"), &k.to_ascii_uppercase()));
        assert!(!signer.verify(&window("08"), &k));
        assert!(!Signer::new([8; 32]).verify(&window("07"), &k));
    }

    #[test]
    fn ok_the_newest_secret_signs_and_older_ones_still_verify() {
        let old = Signer::new([7; 32]);
        let both = Signer::with(Secrets {
            newest: [9; 32],
            older: vec![[7; 32], [8; 32]],
        });
        let seven = window("07");
        assert_eq!(both.sign(&seven), Signer::new([9; 32]).sign(&seven));
        let running = both.clone();
        for secret in [[7; 32], [8; 32], [9; 32]] {
            assert!(running.verify(&seven, &Signer::new(secret).sign(&seven)));
        }
        let retired = Secrets {
            newest: [9; 32],
            older: Vec::new(),
        };
        assert!(both.replace(retired.clone()) && !both.replace(retired));
        assert!(!running.verify(&seven, &old.sign(&seven)));
        assert!(running.verify(&seven, &both.sign(&seven)));
    }

    #[test]
    fn ok_a_pages_id_is_told_from_one_that_was_made_up() {
        use sha2::Digest;
        let (old, new) = (Signer::new([7; 32]), Signer::new([9; 32]));
        let both = Signer::with(Secrets {
            newest: [9; 32],
            older: vec![[7; 32]],
        });
        for turn in 0..2_000u32 {
            let chance: [u8; 32] = Sha256::digest(turn.to_be_bytes()).into();
            let random = std::array::from_fn(|at| chance[at]);
            let moment = Moment(1_795_485_600_000 + i64::from(turn));
            let id = old.page_id(moment, random);
            assert_eq!(RatingId::parse(&id.to_string()), Ok(id));
            assert_eq!(id.to_string().as_bytes()[14], b'7');
            assert!(old.page_id(Moment(moment.0 + 1), random).bytes() > id.bytes());
            assert!(old.is_page_id(id) && both.is_page_id(id) && !new.is_page_id(id));
            assert!(!old.is_page_id(RatingId::from_random(random)));
            let mut altered = id.bytes();
            altered[usize::from(chance[20] & 15)] ^= 1 << (chance[21] & 3);
            assert!(!old.is_page_id(RatingId::from_bytes(altered)));
        }
    }

    /// As many as somebody could send in a day; `cargo xtask bench forgeries` tries a million of each kind.
    fn forge(many: u32) {
        use sha2::Digest;
        let signer = Signer::with(Secrets {
            newest: [9; 32],
            older: vec![[7; 32]],
        });
        let windows = ["01", "07", "08", "35"].map(window);
        let other = Signer::new([1; 32]);
        for turn in 0..many {
            let at = &windows[turn as usize % windows.len()];
            let chance: [u8; 32] = Sha256::digest(turn.to_be_bytes()).into();
            let made_up: String = chance[..LENGTH]
                .iter()
                .map(|byte| char::from(LETTERS[usize::from(byte & 31)]))
                .collect();
            let mut altered = signer.sign(at).into_bytes();
            let place = usize::from(chance[20]) % LENGTH;
            let letter = LETTERS[usize::from(chance[21] & 31)];
            let changed = altered[place] != letter;
            altered[place] = letter;
            let altered = String::from_utf8(altered).unwrap();
            let of_another = signer.sign(&windows[(turn as usize + 1) % windows.len()]);
            let by_another = other.sign(at);
            assert_eq!(signer.verify(at, &altered), !changed, "{altered}");
            for forged in [made_up, of_another, by_another] {
                assert!(!signer.verify(at, &forged), "{forged}");
            }
        }
    }

    #[test]
    fn err_forged_signatures() {
        forge(5_000);
    }

    #[test]
    #[ignore = "a million of each take minutes without --release"]
    fn err_a_million_forged_signatures() {
        forge(1_000_000);
        eprintln!("signatures: 4 kinds of forgery, 1,000,000 of each, 0 accepted");
    }

    #[test]
    fn err_altered_cut_or_lengthened_signatures() {
        let signer = Signer::new([7; 32]);
        let k = signer.sign(&window("07"));
        for place in 0..LENGTH {
            for letter in LETTERS {
                let mut forged = k.clone().into_bytes();
                if forged[place] == *letter {
                    continue;
                }
                forged[place] = *letter;
                assert!(!signer.verify(&window("07"), &String::from_utf8(forged).unwrap()));
            }
        }
        assert!(!signer.verify(&window("07"), &k[..LENGTH - 1]));
        assert!(!signer.verify(&window("07"), &format!("{k}0")));
        assert!(!signer.verify(&window("07"), ""));
    }
}
