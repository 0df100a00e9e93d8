//! The code on a queue ticket: what is read is written so that it is read as the same.
#![no_main]

use libfuzzer_sys::fuzz_target;
use zuoban::model::VisitCode;

fuzz_target!(|text: &str| {
    if let Ok(code) = VisitCode::parse(text) {
        assert_eq!(VisitCode::parse(&code.to_string()), Ok(code));
    }
});
