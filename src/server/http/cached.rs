//! Answers that are asked for again and again: with a mark of their content, so that an unchanged one is not sent twice.

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
    marked(headers, kind, body, KEEP)
}

/// `data` as JSON that is asked for again each time, or 304 where the client has the same.
pub(super) fn json(headers: &HeaderMap, data: &impl Serialize) -> Result<Response, Refusal> {
    let text = serde_json::to_string(data)
        .map_err(|error| Refusal::from(StoreError::Failed(format!("data as JSON: {error}"))))?;
    Ok(marked(headers, "application/json", text, ASK_AGAIN))
}

fn marked(headers: &HeaderMap, kind: &'static str, body: String, keep: &'static str) -> Response {
    // Weak: compression changes the bytes.
    let etag = HEXLOWER.encode(&Sha256::digest(body.as_bytes())[..12]);
    let etag = format!("W/\"{etag}\"");
    let mut response = if knows(headers, &etag) {
        StatusCode::NOT_MODIFIED.into_response()
    } else {
        body.into_response()
    };
    let headers = response.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static(kind));
    headers.insert(CACHE_CONTROL, HeaderValue::from_static(keep));
    headers.insert(VARY, HeaderValue::from_static("accept-language"));
    if let Ok(etag) = HeaderValue::from_str(&etag) {
        headers.insert(ETAG, etag);
    }
    response
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
