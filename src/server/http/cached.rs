//! Answers that are asked for again and again: with a mark of their content, so that an unchanged one is not sent twice.

use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE, ETAG, IF_NONE_MATCH, VARY};
use axum::http::{HeaderMap, HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use data_encoding::HEXLOWER;
use sha2::{Digest, Sha256};

/// For so long nobody asks again: what is published changes a few times a day.
const KEEP: &str = "public, max-age=300";

/// The answer with `body`, or 304 where the client has the same.
pub(super) fn answer(headers: &HeaderMap, kind: &'static str, body: String) -> Response {
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
    headers.insert(CACHE_CONTROL, HeaderValue::from_static(KEEP));
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
