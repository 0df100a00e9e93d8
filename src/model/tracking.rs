//! The public name of a suggestion: what a citizen writes down and types in again.

use serde::{Deserialize, Serialize};

use super::letters::{self, plain, value};

/// Letters that hands and eyes take for each other.
const ALIKE: [&str; 12] = [
    "0OQD", "1IL7JT", "2Z", "3E", "4A", "5S", "6G", "8B", "9P", "UVY", "MN", "KX",
];

/// Eight random letters and a check letter, written `K7M4-9TQX-R`: 39.6 bits. A letter that was misread and two
/// exchanged ones are always noticed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(not(target_arch = "wasm32"), derive(utoipa::ToSchema))]
#[cfg_attr(not(target_arch = "wasm32"), schema(value_type = String, example = "K7M4-9TQX-R"))]
#[serde(try_from = "String", into = "String")]
pub struct TrackingCode([u8; 9]);

/// A letter that was perhaps misread.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Misread {
    /// Its place, from 1.
    pub at: usize,
    /// What was typed.
    pub typed: char,
    /// What makes the code right, if one does.
    pub meant: Option<char>,
}

/// Why a text is no code.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CodeError {
    /// It has so many letters, not nine.
    Length(usize),
    /// A letter is wrong: perhaps one of these, or none that could be named.
    Misread(Vec<Misread>),
}

impl TrackingCode {
    /// The number of letters, the check letter included.
    pub const LETTERS: usize = 9;

    /// Makes a code of random bytes, of which each below 248 makes a letter without favour;
    /// `None` where too few are.
    #[must_use]
    pub fn from_random(bytes: &[u8]) -> Option<Self> {
        letters::from_random(bytes).map(Self)
    }

    /// Reads what somebody typed: lower case, blanks, dashes and full-width letters do not matter.
    ///
    /// # Errors
    /// [`CodeError`], which names the letter that is likely misread.
    pub fn parse(text: &str) -> Result<Self, CodeError> {
        let typed: Vec<char> = text.chars().filter_map(plain).collect();
        if typed.len() != Self::LETTERS {
            return Err(CodeError::Length(typed.len()));
        }
        let mut values = [0; 9];
        let mut strange = Vec::new();
        for (at, letter) in typed.iter().enumerate() {
            match value(*letter) {
                Some(value) => values[at] = value,
                None => strange.push(at),
            }
        }
        match strange[..] {
            [] if letters::fit(&values) => Ok(Self(values)),
            [] => Err(CodeError::Misread(misread(
                &typed,
                values,
                0..Self::LETTERS,
            ))),
            [at] => {
                let mut found = misread(&typed, values, at..at + 1);
                if found.is_empty() {
                    found = named(&typed, &strange);
                }
                Err(CodeError::Misread(found))
            }
            _ => Err(CodeError::Misread(named(&typed, &strange))),
        }
    }
}

/// Every letter of `places` that could be another one it looks like.
fn misread(typed: &[char], values: [u8; 9], places: core::ops::Range<usize>) -> Vec<Misread> {
    let mut found = Vec::new();
    for at in places {
        let Some(letter) = typed.get(at) else {
            continue;
        };
        for group in ALIKE.iter().filter(|group| group.contains(*letter)) {
            for meant in group.chars().filter(|meant| meant != letter) {
                let Some(value) = value(meant) else { continue };
                let mut tried = values;
                tried[at] = value;
                if letters::fit(&tried) {
                    found.push(Misread {
                        at: at + 1,
                        typed: *letter,
                        meant: Some(meant),
                    });
                }
            }
        }
    }
    found
}

/// Letters that no code has.
fn named(typed: &[char], places: &[usize]) -> Vec<Misread> {
    let at = |at: &usize| {
        typed.get(*at).map(|typed| Misread {
            at: at + 1,
            typed: *typed,
            meant: None,
        })
    };
    places.iter().filter_map(at).collect()
}

impl core::fmt::Display for TrackingCode {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        letters::write(&self.0, f)
    }
}

impl TryFrom<String> for TrackingCode {
    type Error = &'static str;
    fn try_from(text: String) -> Result<Self, Self::Error> {
        Self::parse(&text).map_err(|_| "bad_code")
    }
}

impl From<TrackingCode> for String {
    fn from(code: TrackingCode) -> Self {
        code.to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::letters::ALPHABET;
    use super::*;

    /// Codes of every kind, made without chance.
    fn codes() -> impl Iterator<Item = TrackingCode> {
        (0..300u32).map(|seed| {
            let mut state = seed.wrapping_mul(2_654_435_761) | 1;
            let bytes: Vec<u8> = (0..40)
                .map(|_| {
                    state ^= state << 13;
                    state ^= state >> 17;
                    state ^= state << 5;
                    state.to_be_bytes()[0]
                })
                .collect();
            TrackingCode::from_random(&bytes).unwrap()
        })
    }

    #[test]
    fn ok_a_code_is_read_however_it_is_typed() {
        for code in codes() {
            let text = code.to_string();
            assert_eq!(text.len(), 11);
            assert!(!text.contains(['0', 'O', '1', 'I', 'L']), "{text}");
            let wide: String = text
                .chars()
                .map(|c| char::from_u32(u32::from(c) + 0xfee0).unwrap())
                .collect();
            for typed in [
                text.clone(),
                text.to_lowercase(),
                text.replace('-', ""),
                text.replace('-', " — "),
                format!(" {wide}\u{3000}"),
            ] {
                assert_eq!(TrackingCode::parse(&typed), Ok(code), "{typed}");
            }
        }
    }

    #[test]
    fn err_every_wrong_letter_and_every_exchange_of_neighbours() {
        for code in codes().take(40) {
            let letters: Vec<char> = code.to_string().replace('-', "").chars().collect();
            for at in 0..letters.len() {
                for other in ALPHABET
                    .iter()
                    .map(|b| char::from(*b))
                    .filter(|c| *c != letters[at])
                {
                    let mut wrong = letters.clone();
                    wrong[at] = other;
                    let wrong: String = wrong.into_iter().collect();
                    assert!(TrackingCode::parse(&wrong).is_err(), "{code} {wrong}");
                }
                if at > 0 && letters[at - 1] != letters[at] {
                    let mut wrong = letters.clone();
                    wrong.swap(at - 1, at);
                    let wrong: String = wrong.into_iter().collect();
                    assert!(TrackingCode::parse(&wrong).is_err(), "{code} {wrong}");
                }
            }
        }
    }

    #[test]
    fn err_the_letter_that_was_likely_misread_is_named() {
        for code in codes() {
            let letters: Vec<char> = code.to_string().replace('-', "").chars().collect();
            for (right, read_as) in [
                ('8', 'B'),
                ('5', 'S'),
                ('2', 'Z'),
                ('D', '0'),
                ('Q', 'O'),
                ('7', '1'),
                ('J', 'I'),
            ] {
                let Some(at) = letters.iter().position(|letter| *letter == right) else {
                    continue;
                };
                let mut wrong = letters.clone();
                wrong[at] = read_as;
                let wrong: String = wrong.into_iter().collect();
                let Err(CodeError::Misread(named)) = TrackingCode::parse(&wrong) else {
                    panic!("{code} {wrong}");
                };
                let expected = Misread {
                    at: at + 1,
                    typed: read_as,
                    meant: Some(right),
                };
                assert!(named.contains(&expected), "{code} {wrong} {named:?}");
            }
        }
    }

    #[test]
    fn err_too_few_or_too_many_letters() {
        assert_eq!(TrackingCode::parse(""), Err(CodeError::Length(0)));
        assert_eq!(TrackingCode::parse("K7M4-9TQX"), Err(CodeError::Length(8)));
        assert_eq!(TrackingCode::parse("查询码"), Err(CodeError::Length(3)));
        let strange = TrackingCode::parse("!!M49TQXR");
        assert!(matches!(strange, Err(CodeError::Misread(named)) if named.len() == 2));
    }
}
