//! What can go wrong with a request: stable codes, each of which a citizen's sentence exists for in `text`.

use serde::{Deserialize, Serialize};

macro_rules! codes {
    ($($(#[$doc:meta])* $name:ident = $code:literal, $status:literal;)*) => {
        /// The stable code of a problem (`code` in RFC 9457 `application/problem+json`).
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum Code { $($(#[$doc])* $name,)* }

        impl Code {
            /// Every code there is.
            pub const ALL: &[Self] = &[$(Self::$name,)*];

            /// The word on the wire.
            #[must_use]
            pub fn as_str(self) -> &'static str {
                match self { $(Self::$name => $code,)* }
            }

            /// The HTTP status it is sent with.
            #[must_use]
            pub fn status(self) -> u16 {
                match self { $(Self::$name => $status,)* }
            }
        }
    };
}

codes! {
    /// The body is no JSON, or no form.
    BadBody = "bad_body", 400;
    /// A field the endpoint does not know.
    UnknownField = "unknown_field", 400;
    /// A field given twice.
    DuplicateField = "duplicate_field", 400;
    /// A field that must be there.
    MissingField = "missing_field", 400;
    /// A field of the wrong type.
    WrongType = "wrong_type", 400;
    /// A field whose value is none of those it may have.
    BadValue = "bad_value", 422;
    /// Text past its limit.
    TooLong = "too_long", 422;
    /// Blank text where some is wanted.
    Empty = "empty", 422;
    /// Control characters in text.
    BadCharacters = "bad_characters", 422;
    /// No such window in the centre.
    UnknownWindow = "unknown_window", 404;
    /// No such rating.
    UnknownRating = "unknown_rating", 404;
    /// No suggestion has that tracking code.
    UnknownCode = "unknown_code", 404;
    /// No such guide, or no such step in it.
    UnknownStep = "unknown_step", 404;
    /// Nothing is answered yet that could be rated or reopened.
    NotAnswered = "not_answered", 409;
    /// Too many codes that do not exist were asked for; try again.
    SlowDown = "slow_down", 429;
    /// The id was used before, for something else.
    IdReused = "id_reused", 409;
    /// The key that this needs is missing or wrong.
    Unauthorized = "unauthorized", 401;
    /// No such address.
    NotFound = "not_found", 404;
    /// The address does not take this method.
    MethodNotAllowed = "method_not_allowed", 405;
    /// The address itself cannot be read.
    BadAddress = "bad_address", 400;
    /// Neither JSON nor a form.
    WrongContentType = "wrong_content_type", 415;
    /// Over 16 KiB.
    TooLarge = "too_large", 413;
    /// Sent from another site's page.
    CrossSite = "cross_site", 403;
    /// The body did not arrive in time.
    TooSlow = "too_slow", 408;
    /// More is waiting to be written than can be; try again.
    Busy = "busy", 503;
    /// The disk does not take it now; try again.
    StoreFailed = "store_failed", 503;
    /// The disk is full.
    StoreFull = "store_full", 507;
    /// A mistake of ours.
    Internal = "internal", 500;
}

/// The body of an error answer (RFC 9457).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(not(target_arch = "wasm32"), derive(utoipa::ToSchema))]
pub struct Problem {
    /// Always `about:blank`: the `code` says it.
    pub r#type: String,
    /// The HTTP status' own words.
    pub title: String,
    /// The HTTP status.
    pub status: u16,
    /// The stable code.
    pub code: String,
    /// For the developer: what exactly, in English.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub detail: Option<String>,
    /// The field that is wrong.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub field: Option<String>,
}
