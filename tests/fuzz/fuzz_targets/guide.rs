//! A guide as a clerk edits it: what is wrong with it is told, whatever it is.
#![no_main]

use libfuzzer_sys::fuzz_target;
use zuoban::model::Guide;
use zuoban::model::guide::{Against, check};
use zuoban::server::guides::{parse, words};
use zuoban::text::Lang;

fuzz_target!(|text: &str| {
    match parse(text) {
        Ok(guide) => {
            told(&guide);
            let written = serde_json::to_string(&guide).unwrap();
            assert_eq!(parse(&written).ok(), Some(guide));
        }
        Err(why) => assert!(!words::unreadable(Lang::Zh, &why).is_empty()),
    }
});

fn told(guide: &Guide) {
    for problem in check(guide, Against::default()) {
        assert!(!words::problem(Lang::En, &problem).is_empty());
    }
}
