//! The signature in a printed code: proof that the address came from this centre's printer.
//!
//! HMAC-SHA-256 (RFC 2104) over `window:` and the number, cut to 60 bits and written in twelve
//! letters of base 32 without those that are mixed up. One guess in 10¹⁸ fits.

use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;

use crate::model::WindowId;

const LETTERS: &[u8; 32] = b"0123456789abcdefghjkmnpqrstvwxyz";
const LENGTH: usize = 12;

/// The secret that signs a centre's codes: 32 bytes, made once, kept in the data folder.
#[derive(Clone)]
pub struct Signer([u8; 32]);

impl Signer {
    /// A signer with this secret.
    #[must_use]
    pub fn new(secret: [u8; 32]) -> Self {
        Self(secret)
    }

    /// The signature that goes into the window's code.
    #[must_use]
    pub fn sign(&self, window: &WindowId) -> String {
        let digest = self.digest(window);
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

    /// Whether `given` is the window's signature. Takes the same time whatever differs.
    #[must_use]
    pub fn verify(&self, window: &WindowId, given: &str) -> bool {
        let right = self.sign(window);
        let same_length = given.len() == right.len();
        let differing = right
            .bytes()
            .zip(given.bytes())
            .fold(0, |sum, (a, b)| sum | (a ^ b.to_ascii_lowercase()));
        same_length && differing == 0
    }

    fn digest(&self, window: &WindowId) -> [u8; 32] {
        // A key of any length is taken; only the type says otherwise.
        let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(&self.0) else {
            return [0; 32];
        };
        mac.update(b"window:");
        mac.update(window.as_str().as_bytes());
        mac.finalize().into_bytes().into()
    }
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
