//! What a request says of its sender: how it is read, and whether it wants a page.

use std::convert::Infallible;

use axum::extract::{FromRequestParts, Path, Request};
use axum::http::header::{ACCEPT, ACCEPT_LANGUAGE};
use axum::http::request::Parts;
use axum::http::{HeaderMap, Method};
use axum::response::{IntoResponse, Response};
use serde::de::DeserializeOwned;

use super::body::Form;
use super::problem::Refusal;
use super::shell::problem_page;
use crate::model::Code;
use crate::text::Lang;
use crate::view::Prefs;

/// The header by which the app asks for a page without its frame.
pub(super) const PART: &str = "x-zuoban-part";

/// How the page is read: the address' `lang` and `elder`, else the browser's languages; and whether the
/// app asks for it without its frame.
#[derive(Clone, Copy)]
pub(super) struct ReadAs(pub(super) Prefs, pub(super) bool);

impl<S: Sync> FromRequestParts<S> for ReadAs {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Infallible> {
        Ok(Self::of(parts))
    }
}

impl ReadAs {
    /// What a request's head says.
    pub(super) fn of(parts: &Parts) -> Self {
        let query = parts.uri.query().unwrap_or_default();
        let lang = value(query, "lang").and_then(|lang| Lang::parse(&lang));
        let lang = lang
            .or_else(|| preferred(&parts.headers))
            .unwrap_or_default();
        let prefs = Prefs {
            lang,
            elder: value(query, "elder").as_deref() == Some("1"),
        };
        Self(prefs, parts.headers.contains_key(PART))
    }
}

/// What stands in the address' path, where it is text.
pub(super) struct InPath<T>(pub(super) T);

impl<S: Send + Sync, T: DeserializeOwned + Send> FromRequestParts<S> for InPath<T> {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Response> {
        if let Ok(Path(found)) = Path::from_request_parts(parts, state).await {
            return Ok(Self(found));
        }
        let refusal = Refusal::new(Code::BadAddress);
        if !wants_page(&parts.headers) {
            return Err(refusal.into_response());
        }
        Err(problem_page(ReadAs::of(parts), &refusal))
    }
}

/// A value in a query, decoded; the first where there are several.
pub(super) fn value(query: &str, name: &str) -> Option<String> {
    form_urlencoded::parse(query.as_bytes())
        .find(|(known, _)| known == name)
        .map(|(_, value)| value.into_owned())
}

fn preferred(headers: &HeaderMap) -> Option<Lang> {
    headers
        .get(ACCEPT_LANGUAGE)?
        .to_str()
        .ok()?
        .split(',')
        .find_map(|tag| Lang::parse(tag.trim()))
}

/// Whether a browser asks for something to look at.
pub(super) fn wants_page(headers: &HeaderMap) -> bool {
    headers
        .get(ACCEPT)
        .and_then(|accept| accept.to_str().ok())
        .is_some_and(|accept| accept.contains("text/html"))
}

/// Whether a program writes: its answer is read by no one, and small.
pub(super) fn is_write(request: &Request) -> bool {
    let headers = request.headers();
    matches!(*request.method(), Method::POST | Method::PATCH)
        && Form::of(headers) == Ok(Form::Json)
        && !wants_page(headers)
}
