//! Answers that are asked for again and again: with a mark of their content, so that an unchanged one is not sent twice.

use axum::body::Bytes;
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE, ETAG, IF_NONE_MATCH, VARY};
use axum::http::{HeaderMap, HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use data_encoding::HEXLOWER;
use serde::Serialize;
use sha2::{Digest, Sha256};

use super::problem::Refusal;
use crate::server::store::StoreError;

/// For so long nobody asks again: what is published changes a few times a day.
const KEEP: &str = "public, max-age=300";
/// Asked again each time: who sits where may change at any moment.
const ASK_AGAIN: &str = "no-cache";

/// The answer with `body`, kept for a while, or 304 where the client has the same.
pub(super) fn answer(headers: &HeaderMap, kind: &'static str, body: String) -> Response {
    Marked::new(kind, body).kept(headers)
}

/// `data` as JSON that is asked for again each time, or 304 where the client has the same.
pub(super) fn json(headers: &HeaderMap, data: &impl Serialize) -> Result<Response, Refusal> {
    Ok(Marked::json(data)?.answer(headers, ASK_AGAIN))
}

/// `data` as JSON that is kept for a while, or 304 where the client has the same.
pub(super) fn kept_json(headers: &HeaderMap, data: &impl Serialize) -> Result<Response, Refusal> {
    Ok(Marked::json(data)?.kept(headers))
}

/// A text with its mark. What never changes is marked once.
pub(super) struct Marked {
    kind: &'static str,
    text: Bytes,
    etag: String,
}

impl Marked {
    pub(super) fn new(kind: &'static str, text: String) -> Self {
        // Weak: compression changes the bytes.
        let etag = HEXLOWER.encode(&Sha256::digest(text.as_bytes())[..12]);
        Self {
            kind,
            text: text.into(),
            etag: format!("W/\"{etag}\""),
        }
    }

    fn json(data: &impl Serialize) -> Result<Self, Refusal> {
        let text = serde_json::to_string(data)
            .map_err(|error| Refusal::from(StoreError::Failed(format!("data as JSON: {error}"))))?;
        Ok(Self::new("application/json", text))
    }

    /// It, kept for a while, or 304 where the client has the same.
    pub(super) fn kept(&self, headers: &HeaderMap) -> Response {
        self.answer(headers, KEEP)
    }

    fn answer(&self, headers: &HeaderMap, keep: &'static str) -> Response {
        let mut response = if knows(headers, &self.etag) {
            StatusCode::NOT_MODIFIED.into_response()
        } else {
            self.text.clone().into_response()
        };
        let headers = response.headers_mut();
        headers.insert(CONTENT_TYPE, HeaderValue::from_static(self.kind));
        headers.insert(CACHE_CONTROL, HeaderValue::from_static(keep));
        headers.insert(VARY, HeaderValue::from_static("accept-language"));
        if let Ok(etag) = HeaderValue::from_str(&self.etag) {
            headers.insert(ETAG, etag);
        }
        response
    }
}

/// RFC 9110, 13.1.2: any of several marks, compared weakly, or `*`.
fn knows(headers: &HeaderMap, etag: &str) -> bool {
    let bare = |mark: &str| mark.trim().trim_start_matches("W/").to_owned();
    headers
        .get_all(IF_NONE_MATCH)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(','))
        .any(|known| known.trim() == "*" || bare(known) == bare(etag))
}
