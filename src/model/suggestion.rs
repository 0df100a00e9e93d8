//! Suggestions, complaints and asking for help (帮办), and what becomes of them.

mod follow;

use serde::{Deserialize, Serialize};

use super::{Day, Moment, SuggestionId, TrackingCode, WindowId};

pub use follow::{Event, Follow, Step, StepError, is_answered, may_step};

/// What somebody writes for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(not(target_arch = "wasm32"), derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case", try_from = "String")]
pub enum Kind {
    /// 建议
    #[default]
    Suggestion,
    /// 投诉
    Complaint,
    /// 求帮办
    Help,
}

impl Kind {
    /// All three.
    pub const ALL: [Self; 3] = [Self::Suggestion, Self::Complaint, Self::Help];

    /// Its name on the wire and in exports.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Suggestion => "suggestion",
            Self::Complaint => "complaint",
            Self::Help => "help",
        }
    }
}

impl TryFrom<String> for Kind {
    type Error = &'static str;
    fn try_from(text: String) -> Result<Self, Self::Error> {
        let known = Self::ALL.into_iter().find(|kind| kind.code() == text);
        known.ok_or("bad_value")
    }
}

/// Text of a limited length without control characters but line breaks and tabs, blanks taken off.
macro_rules! limited_text {
    ($(#[$doc:meta])* $name:ident, $most:tt) => {
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
        #[cfg_attr(not(target_arch = "wasm32"), derive(utoipa::ToSchema))]
        #[cfg_attr(
            not(target_arch = "wasm32"),
            schema(value_type = String, min_length = 1, max_length = $most, pattern = "^[^\\u0000-\\u0008\\u000B\\u000C\\u000E-\\u001F\\u007F-\\u009F]*[^\\s\\u0000-\\u001F\\u007F-\\u009F][^\\u0000-\\u0008\\u000B\\u000C\\u000E-\\u001F\\u007F-\\u009F]*$")
        )]
        #[serde(try_from = "String", into = "String")]
        pub struct $name(String);

        impl $name {
            /// The most characters (Unicode scalar values) it may have.
            pub const MAX: usize = $most;

            /// # Errors
            /// `empty` for blank text, `too_long`, `bad_characters` for control characters.
            pub fn parse(text: &str) -> Result<Self, &'static str> {
                let text = text.trim();
                if text.is_empty() {
                    return Err("empty");
                }
                if text.chars().count() > Self::MAX {
                    return Err("too_long");
                }
                let bad = |c: char| c.is_control() && !matches!(c, '\n' | '\r' | '\t');
                if text.chars().any(bad) {
                    return Err("bad_characters");
                }
                Ok(Self(text.to_owned()))
            }

            /// The text.
            #[must_use]
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl TryFrom<String> for $name {
            type Error = &'static str;
            fn try_from(text: String) -> Result<Self, Self::Error> {
                Self::parse(&text)
            }
        }

        impl From<$name> for String {
            fn from(text: $name) -> Self {
                text.0
            }
        }
    };
}

limited_text! {
    /// What a suggestion, an answer or a reopening says: 1 to 1,000 characters.
    SuggestionText, 1000
}
limited_text! {
    /// How the unit may reach the citizen, in any form: 1 to 100 characters.
    Contact, 100
}

/// `POST /api/v1/suggestions`
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(not(target_arch = "wasm32"), derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct CreateSuggestion {
    /// The client's id: the idempotency key.
    pub id: SuggestionId,
    /// What it is.
    pub kind: Kind,
    /// What it says.
    pub text: SuggestionText,
    /// How to reach the citizen; read by the unit that answers alone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub contact: Option<Contact>,
    /// The window it is about.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub window: Option<WindowId>,
    /// When it was written, RFC 3339, where that was earlier than the sending.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(not(target_arch = "wasm32"), schema(format = DateTime))]
    pub written_at: Option<String>,
}

/// The answer to [`CreateSuggestion`], word for word the same however often it is sent.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(not(target_arch = "wasm32"), derive(utoipa::ToSchema))]
pub struct SuggestionReceipt {
    /// The suggestion.
    pub id: SuggestionId,
    /// Its public name.
    pub code: TrackingCode,
    /// When it arrived.
    pub received_at: Moment,
    /// The last day of the answer.
    pub deadline: Day,
}

/// `POST /api/v1/suggestions/{code}/reopen`: 还没解决
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(not(target_arch = "wasm32"), derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct ReopenSuggestion {
    /// The client's id: the idempotency key.
    pub id: SuggestionId,
    /// What is still missing.
    pub text: SuggestionText,
}

/// `POST /api/v1/suggestions/{code}/rate`: a rating of the answer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(not(target_arch = "wasm32"), derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct RateAnswer {
    /// The client's id: the idempotency key.
    pub id: SuggestionId,
    /// Which button.
    pub satisfied: bool,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ok_a_text_of_1000_characters_and_err_blank_long_or_odd() {
        assert!(SuggestionText::parse(&"好".repeat(1000)).is_ok());
        assert_eq!(SuggestionText::parse(&"好".repeat(1001)), Err("too_long"));
        assert_eq!(SuggestionText::parse(" \n"), Err("empty"));
        assert_eq!(Contact::parse("138\u{0}"), Err("bad_characters"));
    }
}
