//! Which form an answer may have: one that is sent as it is where nothing else is taken, never none.

use axum::http::header::ACCEPT_ENCODING;
use axum::http::{HeaderMap, HeaderValue};

/// Says for the client that it takes an answer as it is, if need be.
///
/// The compression layer else answers 406 where the client takes nothing it can make, and does so
/// after the work is done: a tap would be stored and told as refused.
pub(super) fn takes_plain(headers: &mut HeaderMap) {
    if may_refuse_plain(headers) {
        // In front of all others: the first word about a form is the one that holds.
        let others: Vec<_> = headers.get_all(ACCEPT_ENCODING).iter().cloned().collect();
        headers.insert(
            ACCEPT_ENCODING,
            HeaderValue::from_static("identity;q=0.001"),
        );
        for other in others {
            headers.append(ACCEPT_ENCODING, other);
        }
    }
}

/// Only these two words can.
fn may_refuse_plain(headers: &HeaderMap) -> bool {
    headers
        .get_all(ACCEPT_ENCODING)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .any(|text| text.contains('*') || text.to_ascii_lowercase().contains("identity"))
}
