//! Proof of a visit: the one-time code on a queue ticket.

use serde::{Deserialize, Serialize};

use super::WindowId;
use super::letters::{self, plain, value};

/// Eleven random letters and a check letter, written `K7M4-9TQX-2RWC`: 54.5 bits, so that nobody guesses one. The
/// letters and the check are those of tracking codes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(not(target_arch = "wasm32"), derive(utoipa::ToSchema))]
#[cfg_attr(not(target_arch = "wasm32"), schema(value_type = String))]
#[serde(try_from = "String", into = "String")]
pub struct VisitCode([u8; 12]);

impl VisitCode {
    /// Makes a code of random bytes, of which each below 248 makes a letter without favour;
    /// `None` where too few are.
    #[must_use]
    pub fn from_random(bytes: &[u8]) -> Option<Self> {
        letters::from_random(bytes).map(Self)
    }

    /// Reads what stands on a ticket: lower case, blanks, dashes and full-width letters do not matter.
    ///
    /// # Errors
    /// `bad_code` for anything else; a letter that was misread is noticed.
    pub fn parse(text: &str) -> Result<Self, &'static str> {
        let mut typed = text.chars().filter_map(plain);
        let mut values = [0; 12];
        for place in &mut values {
            *place = typed.next().and_then(value).ok_or("bad_code")?;
        }
        if typed.next().is_none() && letters::fit(&values) {
            Ok(Self(values))
        } else {
            Err("bad_code")
        }
    }
}

impl core::fmt::Display for VisitCode {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        letters::write(&self.0, f)
    }
}

impl TryFrom<String> for VisitCode {
    type Error = &'static str;
    fn try_from(text: String) -> Result<Self, Self::Error> {
        Self::parse(&text)
    }
}

impl From<VisitCode> for String {
    fn from(code: VisitCode) -> Self {
        code.to_string()
    }
}

/// What became of a code that came with a rating. Whatever it is, the rating counts: without its proof as one from
/// the window's code, or as an open one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(not(target_arch = "wasm32"), derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum VisitProof {
    /// It proves the visit, and no other one from now on.
    Redeemed,
    /// Another rating has it.
    Used,
    /// The visit is too long ago.
    Expired,
    /// The rating is dated before the code was made.
    Early,
    /// It is for another window.
    OtherWindow,
    /// There is none like it: mistyped, or made up.
    Unknown,
}

/// `POST /api/v1/visits`: the queue machine wants a code for a ticket.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(not(target_arch = "wasm32"), derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct CreateVisit {
    /// The window the ticket is for.
    pub window: WindowId,
}

/// The answer to [`CreateVisit`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(not(target_arch = "wasm32"), derive(utoipa::ToSchema))]
pub struct Visit {
    /// The code, told this once: only its hash is kept.
    pub code: VisitCode,
    /// The window.
    pub window: WindowId,
    /// Until when it proves the visit, RFC 3339.
    pub valid_until: String,
    /// What to print as a QR code behind the centre's address: it opens the window's page with the code.
    pub path: String,
}

#[cfg(test)]
mod tests {
    use super::letters::ALPHABET;
    use super::*;

    fn codes() -> impl Iterator<Item = VisitCode> {
        (0..200u8).map(|seed| {
            let bytes: Vec<u8> = (0..40u8)
                .map(|at| seed.wrapping_mul(89).wrapping_add(at.wrapping_mul(57)))
                .collect();
            VisitCode::from_random(&bytes).unwrap()
        })
    }

    #[test]
    fn ok_a_code_is_read_however_it_is_typed() {
        for code in codes() {
            let text = code.to_string();
            assert_eq!(text.len(), 14);
            for typed in [
                text.clone(),
                text.to_lowercase(),
                text.replace('-', ""),
                text.replace('-', " — "),
            ] {
                assert_eq!(VisitCode::parse(&typed), Ok(code), "{typed}");
            }
        }
    }

    #[test]
    fn err_every_wrong_letter_exchange_and_length() {
        for code in codes().take(20) {
            let letters: Vec<char> = code.to_string().replace('-', "").chars().collect();
            let text = |letters: &[char]| letters.iter().collect::<String>();
            for at in 0..letters.len() {
                for other in ALPHABET.iter().map(|letter| char::from(*letter)) {
                    let mut wrong = letters.clone();
                    wrong[at] = other;
                    let same = wrong == letters;
                    assert_eq!(VisitCode::parse(&text(&wrong)).is_ok(), same, "{wrong:?}");
                }
                if at > 0 && letters[at - 1] != letters[at] {
                    let mut wrong = letters.clone();
                    wrong.swap(at - 1, at);
                    assert!(VisitCode::parse(&text(&wrong)).is_err(), "{wrong:?}");
                }
            }
            assert!(VisitCode::parse(&text(&letters[1..])).is_err());
            assert!(VisitCode::parse(&format!("{code}2")).is_err());
        }
        for text in ["", "K7M4-9TQX-R", "査", "!!!!-!!!!-!!!!"] {
            assert_eq!(VisitCode::parse(text), Err("bad_code"), "{text}");
        }
    }
}
