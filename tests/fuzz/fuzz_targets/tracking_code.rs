//! A tracking code as a citizen types it: what is read is written so that it is read as the same.
#![no_main]

use libfuzzer_sys::fuzz_target;
use zuoban::model::TrackingCode;

fuzz_target!(|text: &str| {
    if let Ok(code) = TrackingCode::parse(text) {
        assert_eq!(TrackingCode::parse(&code.to_string()), Ok(code));
    }
});
