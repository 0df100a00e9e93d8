//! Bodies that are sent, JSON and forms: whatever they are, the answer is no mistake of the server's.
#![no_main]

use axum::http::Method;
use libfuzzer_sys::fuzz_target;
use zuoban_fuzz::asked;

const RATING: &str = "/api/v1/ratings/8f14e45f-ceea-467f-a8f7-6f1a2b3c4d5e";
const PLACES: [(Method, &str); 6] = [
    (Method::POST, "/api/v1/ratings"),
    (Method::PATCH, RATING),
    (Method::POST, RATING),
    (Method::POST, "/api/v1/suggestions"),
    (Method::POST, "/api/v1/suggestions/K7M4-9TQX-R/reopen"),
    (
        Method::POST,
        "/api/v1/guides/vat-credit-refund/application/unclear",
    ),
];
const KINDS: [&str; 2] = ["application/json", "application/x-www-form-urlencoded"];

fuzz_target!(|data: &[u8]| {
    let Some((choice, body)) = data.split_first() else {
        return;
    };
    let choice = usize::from(*choice);
    let (method, path) = &PLACES[choice / 2 % PLACES.len()];
    let status = asked(method, path, KINDS[choice % 2], body);
    assert!(status < 500, "{method} {path}: {status}");
});
