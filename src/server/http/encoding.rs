//! Which form an answer has: compressed for who takes it, and sent as it is where nothing else is taken, never refused
//! for its form.

use std::convert::Infallible;
use std::future::ready;

use axum::body::Body;
use axum::extract::Request;
use axum::http::header::{ACCEPT_ENCODING, VARY};
use axum::http::{HeaderMap, HeaderValue};
use axum::response::{IntoResponse, Response};
use tower::{Layer, Service, service_fn};
use tower_http::CompressionLevel;
use tower_http::compression::CompressionLayer;

/// The forms that a client takes.
pub(super) struct Taken(HeaderMap);

impl Taken {
    /// What a request's head says.
    pub(super) fn of(headers: &HeaderMap) -> Self {
        let mut taken = HeaderMap::new();
        if may_refuse_plain(headers) {
            // The compression layer else answers 406 where the client takes nothing it can make.
            // In front of all others: the first word about a form is the one that holds.
            let plain = HeaderValue::from_static("identity;q=0.001");
            taken.append(ACCEPT_ENCODING, plain);
        }
        for one in headers.get_all(ACCEPT_ENCODING) {
            taken.append(ACCEPT_ENCODING, one.clone());
        }
        Self(taken)
    }

    /// The answer in one of them.
    pub(super) async fn pack(self, answer: Response) -> Response {
        let mut answer = Some(answer);
        let answered = service_fn(move |_: Request| {
            let answer = answer.take().unwrap_or_default();
            ready(Ok::<Response, Infallible>(answer))
        });
        let fast = CompressionLevel::Precise(5);
        // Two, so that brotli goes before zstd: of a page it makes less.
        let mut packing = (
            CompressionLayer::new().quality(fast).no_br().no_gzip(),
            CompressionLayer::new().quality(fast).no_zstd(),
        )
            .layer(answered);
        let mut asked = Request::new(Body::empty());
        *asked.headers_mut() = self.0;
        packing.call(asked).await.into_response()
    }
}

/// An answer that goes as it is; to another request its address may answer in another form.
pub(super) fn leave(answer: &mut Response) {
    let vary = HeaderValue::from_static("accept-encoding");
    answer.headers_mut().append(VARY, vary);
}

/// Only these two words can.
fn may_refuse_plain(headers: &HeaderMap) -> bool {
    headers
        .get_all(ACCEPT_ENCODING)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .any(|text| text.contains('*') || text.to_ascii_lowercase().contains("identity"))
}
