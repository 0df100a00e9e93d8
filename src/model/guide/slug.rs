//! Names of guides, steps and things to tick, as they stand in addresses.

use serde::{Deserialize, Serialize};

/// Small ASCII letters and digits in words joined by single dashes, at most 40: `vat-credit-refund`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(not(target_arch = "wasm32"), derive(utoipa::ToSchema))]
#[cfg_attr(not(target_arch = "wasm32"), schema(value_type = String, max_length = 40, pattern = "^[a-z0-9]+(-[a-z0-9]+)*$"))]
#[serde(try_from = "String", into = "String")]
pub struct Slug(String);

impl Slug {
    /// # Errors
    /// `bad_slug` for anything else.
    pub fn parse(text: &str) -> Result<Self, &'static str> {
        let is_word = |word: &str| {
            let mut letters = word.bytes();
            !word.is_empty() && letters.all(|b| b.is_ascii_lowercase() || b.is_ascii_digit())
        };
        if text.len() <= 40 && text.split('-').all(is_word) {
            Ok(Self(text.to_owned()))
        } else {
            Err("bad_slug")
        }
    }

    /// As it stands in addresses.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl core::fmt::Display for Slug {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.write_str(&self.0)
    }
}

impl TryFrom<String> for Slug {
    type Error = &'static str;
    fn try_from(text: String) -> Result<Self, Self::Error> {
        Self::parse(&text)
    }
}

impl From<Slug> for String {
    fn from(slug: Slug) -> Self {
        slug.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ok_words_joined_by_dashes() {
        for text in ["vat-credit-refund", "form", "2025", "a1-b2"] {
            assert_eq!(Slug::parse(text).unwrap().as_str(), text);
        }
    }

    #[test]
    fn err_what_an_address_would_not_carry() {
        let long = "a".repeat(41);
        for text in [
            "", "-", "a-", "-a", "a--b", "A", "退税", "a_b", "a/b", "..", "a b", &long,
        ] {
            assert_eq!(Slug::parse(text), Err("bad_slug"), "{text}");
        }
    }
}
