//! What each kind of request may be refused with: told by the codes themselves, so that none is forgotten.

use std::collections::BTreeMap;

use utoipa::openapi::{
    Content, HeaderBuilder, ObjectBuilder, Ref, RefOr, Response, ResponseBuilder, Type,
};
use utoipa::{IntoResponses, ToSchema};

use crate::model::{Code, Problem};
use crate::server::http::problem::may_come_again;

type Responses = BTreeMap<String, RefOr<Response>>;

/// What the store may fail a reader with.
const STORED: &[Code] = &[Code::Internal, Code::StoreFailed];
/// What may be wrong with a query.
const QUERY: &[Code] = &[
    Code::BadAddress,
    Code::UnknownField,
    Code::DuplicateField,
    Code::MissingField,
    Code::BadValue,
];
/// What may be wrong with a body, and with the store it is meant for.
const WRITTEN: &[Code] = &[
    Code::BadAddress,
    Code::BadBody,
    Code::UnknownField,
    Code::DuplicateField,
    Code::MissingField,
    Code::WrongType,
    Code::CrossSite,
    Code::TooSlow,
    Code::IdReused,
    Code::TooLarge,
    Code::WrongContentType,
    Code::BadValue,
    Code::TooLong,
    Code::Empty,
    Code::BadCharacters,
    Code::Internal,
    Code::Busy,
    Code::StoreFailed,
    Code::StoreFull,
];

macro_rules! refusals {
    ($($(#[$doc:meta])* $name:ident = $as_page:literal, [$($base:ident)*] $($code:ident)*;)*) => {$(
        $(#[$doc])*
        pub(in crate::server::http) struct $name;

        impl IntoResponses for $name {
            fn responses() -> Responses {
                let own: &[Code] = &[$(Code::$code,)*];
                told(&[$($base,)* own].concat(), $as_page)
            }
        }
    )*};
}

refusals! {
    /// Of what takes nothing.
    Stored = false, [STORED];
    /// Of what takes a query.
    Asked = false, [STORED QUERY];
    /// Of what is about a window.
    OfWindow = false, [STORED] BadAddress UnknownWindow NotFound;
    /// Of what is about a suggestion.
    OfSuggestion = false, [STORED] BadAddress UnknownCode NotFound SlowDown;
    /// Of a guide's file.
    OfGuide = false, [] BadAddress NotFound Internal StoreFailed;
    /// Of a tap.
    Tap = true, [WRITTEN] UnknownWindow SlowDown;
    /// Of a code for a ticket.
    Issuing = false, [WRITTEN] Unauthorized UnknownWindow;
    /// Of what is said after it.
    Amending = true, [WRITTEN] UnknownRating NotFound SlowDown;
    /// Of a suggestion.
    Suggesting = true, [WRITTEN] UnknownWindow;
    /// Of a citizen's step.
    Stepping = true, [WRITTEN] UnknownCode NotFound NotAnswered SlowDown;
    /// Of a step of a guide.
    Saying = true, [WRITTEN] UnknownStep NotFound;
    /// Of the question whether it can be written to.
    Probing = false, [] Internal Busy StoreFailed StoreFull;
}

/// One response a status, with its codes; as a page too, where a form may be sent.
fn told(codes: &[Code], as_page: bool) -> Responses {
    let mut by_status: BTreeMap<u16, Vec<Code>> = BTreeMap::new();
    for code in codes {
        by_status.entry(code.status()).or_default().push(*code);
    }
    let problem = || Content::new(Some(Ref::from_schema_name(Problem::name())));
    let response = |(status, codes): (u16, Vec<Code>)| {
        let names: Vec<_> = codes
            .iter()
            .map(|code| format!("`{}`", code.as_str()))
            .collect();
        let mut response = ResponseBuilder::new()
            .description(names.join(", "))
            .content("application/problem+json", problem());
        if as_page {
            let text = ObjectBuilder::new().schema_type(Type::String).build();
            response = response.content("text/html", Content::new(Some(text)));
        }
        if codes.iter().all(|code| may_come_again(*code)) {
            let seconds = ObjectBuilder::new()
                .schema_type(Type::String)
                .pattern(Some("^[0-9]+$"));
            let header = HeaderBuilder::new()
                .description(Some("After how many seconds to try again"))
                .schema(Some(seconds.build()));
            response = response.header("retry-after", header.build());
        }
        (status.to_string(), response.build().into())
    };
    by_status.into_iter().map(response).collect()
}
