//! A row of the roster, and what is asked of it.
#![no_main]

use axum::http::Method;
use libfuzzer_sys::fuzz_target;
use zuoban::model::{Moment, Shift};
use zuoban::server::demo;
use zuoban::server::guides::parse_as;
use zuoban::text::Lang;
use zuoban_fuzz::asked;

fuzz_target!(|text: &str| {
    if let Ok(shift) = parse_as::<Shift>(text) {
        let written = serde_json::to_string(&shift).unwrap();
        assert_eq!(parse_as::<Shift>(&written).ok(), Some(shift.clone()));
        let _ = shift.marker(Moment(1_795_485_600_000));
        let published = zuoban::server::store::feed::Published {
            shift,
            changed_at: Moment(0),
            revision: 0,
        };
        for lang in [Lang::Zh, Lang::En] {
            let _ =
                zuoban::server::calendar::write(&demo::centre(), None, &[published.clone()], lang);
        }
        return;
    }
    let query: String = text
        .chars()
        .filter(|letter| letter.is_ascii_graphic())
        .collect();
    // One place each: by its length, which no mutation leaves alone for long.
    let path = ["/api/v1/duty", "/api/v1/results"][query.len() % 2];
    let status = asked(&Method::GET, &format!("{path}?{query}"), "", &[]);
    assert!(status < 500, "{path}?{query}: {status}");
});
