//! What the built-in guides say, held against FACTS.md and the demo centre.

mod folder;
mod schema;

use serde_json::Value;

use super::*;
use crate::model::guide::{Place, PlaceKind, STEPS};
use crate::model::{Day, Name, find_guides};
use crate::server::demo;

/// The day the built-in guides were checked.
const CHECKED: &str = "2026-11-24";

fn file(id: &str) -> Value {
    serde_json::from_str(&built_in_text(&format!("{id}.json")).unwrap()).unwrap()
}

/// Every text below a value, with its path.
fn names(value: &Value, path: &str, found: &mut Vec<(String, Name)>) {
    match value {
        Value::Object(fields) if fields.contains_key("zh") => {
            found.push((
                path.to_owned(),
                serde_json::from_value(value.clone()).unwrap(),
            ));
        }
        Value::Object(fields) => {
            for (name, field) in fields {
                names(field, &format!("{path}/{name}"), found);
            }
        }
        Value::Array(items) => {
            for (at, item) in items.iter().enumerate() {
                names(item, &format!("{path}/{at}"), found);
            }
        }
        _ => {}
    }
}

#[test]
fn ok_every_file_is_listed_and_read() {
    let mut listed = BUILT_IN.map(|id| format!("{id}.json")).to_vec();
    listed.push(SCHEMA.to_owned());
    listed.sort();
    let mut there: Vec<_> = Files::iter().map(|name| name.into_owned()).collect();
    there.sort();
    assert_eq!(there, listed);
    let read: Vec<_> = built_in()
        .iter()
        .map(|guide| guide.id.to_string())
        .collect();
    assert_eq!(read, BUILT_IN);
}

#[test]
fn ok_nothing_is_wrong_with_any_built_in_guide() {
    let centre = demo::centre();
    let against = Against {
        today: Some(Day::parse(CHECKED).unwrap()),
        centre: Some(&centre),
    };
    for guide in built_in() {
        let told: Vec<_> = check(&guide, against)
            .iter()
            .map(|p| words::problem(Lang::En, p))
            .collect();
        assert_eq!(told, Vec::<String>::new(), "{}", guide.id);
        assert_eq!(guide.checked.to_string(), CHECKED);
    }
}

#[test]
fn ok_both_languages_are_their_own() {
    for id in BUILT_IN {
        let mut found = Vec::new();
        names(&file(id), id, &mut found);
        assert!(found.len() > 60, "{id}");
        for (path, name) in found {
            let sign = |c: char| c.is_ascii_digit() || c.is_ascii_punctuation();
            // A code or an amount is the same in both.
            if name.zh == name.en {
                assert!(name.zh.chars().any(sign), "{path}: {}", name.zh);
                continue;
            }
            let chinese = |c: char| ('\u{4e00}'..='\u{9fff}').contains(&c);
            assert!(name.zh.chars().any(chinese), "{path}: {}", name.zh);
            // Chinese in English text names a button or app: never most of it.
            let share = name.en.chars().filter(|c| chinese(*c)).count();
            assert!(share * 3 < name.en.chars().count(), "{path}: {}", name.en);
            assert!(!name.en.contains(['，', '。', '：']), "{path}: {}", name.en);
        }
    }
}

#[test]
fn ok_guides_are_whole() {
    for guide in built_in() {
        let id = &guide.id;
        assert!(STEPS.contains(&guide.steps.len()), "{id}");
        assert!(
            !guide.bring.is_empty() && !guide.terms.is_empty() && !guide.facts.is_empty(),
            "{id}"
        );
        assert!(
            guide
                .keywords
                .iter()
                .any(|word| word.bytes().all(|b| b.is_ascii_lowercase())),
            "{id}"
        );
        assert!(
            guide
                .places
                .iter()
                .any(|Place { kind, .. }| *kind == PlaceKind::Window),
            "{id}"
        );
        for step in &guide.steps {
            let at = &step.id;
            assert!(
                step.picture.is_some() && !step.tips.is_empty() && !step.mistakes.is_empty(),
                "{id} {at}"
            );
            assert!(
                step.title.zh.chars().count() <= 16 && step.text.zh.chars().count() <= 60,
                "{id} {at}"
            );
        }
    }
}

#[test]
fn ok_what_was_not_verified_says_so() {
    let guides = built_in();
    let guide = |id: &str| guides.iter().find(|guide| guide.id.as_str() == id).unwrap();
    for id in ["social-insurance", "self-service"] {
        assert!(
            guide(id).sample && guide(id).steps.iter().all(|step| step.unverified.is_some()),
            "{id}"
        );
    }
    assert!(guides.iter().filter(|guide| guide.sample).count() == 2);
    // FACTS.md: conditions of announcement 7, days for review, the old list of ten items.
    assert!(
        guide("vat-credit-refund")
            .conditions
            .iter()
            .any(|said| said.unverified.is_some())
    );
    assert!(
        guide("vat-credit-refund")
            .step("review")
            .unwrap()
            .1
            .unverified
            .is_some()
    );
    assert!(
        guide("new-taxpayer")
            .conditions
            .iter()
            .any(|said| said.unverified.is_some())
    );
    // No document's number but those FACTS.md names.
    for guide in &guides {
        assert!(guide.fee.unverified.is_some(), "{}", guide.id);
        for basis in &guide.basis {
            let known = basis.number.as_ref().is_some_and(|number| {
                ["2025年第7号", "2025年第20号", "2021 年 11 月 1 日"]
                    .iter()
                    .any(|n| number.zh.contains(n))
            });
            assert!(
                known || basis.unverified.is_some(),
                "{}: {}",
                guide.id,
                basis.title.zh
            );
        }
    }
    assert!(guide("income-tax-settlement").is_expired(Day::parse(CHECKED).unwrap()));
    assert!(guide("online-help").help);
    let practised = guides
        .iter()
        .flat_map(|guide| &guide.steps)
        .filter_map(|step| step.practice);
    assert_eq!(practised.count(), 3);
}

#[test]
fn ok_people_find_the_built_in_guides() {
    let guides = built_in();
    for (typed, first) in [
        ("留抵退税", "vat-credit-refund"),
        ("退税", "vat-credit-refund"),
        ("ldts", "vat-credit-refund"),
        ("个税", "income-tax-settlement"),
        ("年终奖", "income-tax-settlement"),
        ("开公司", "new-taxpayer"),
        ("我要开公司", "new-taxpayer"),
        ("开发票", "digital-invoice"),
        ("sdp", "digital-invoice"),
        ("invoice", "digital-invoice"),
        ("交社保", "social-insurance"),
        ("自助机", "self-service"),
        ("帮我办", "online-help"),
        ("help", "online-help"),
    ] {
        let found = find_guides(&guides, typed);
        assert_eq!(
            found.first().map(|guide| guide.id.as_str()),
            Some(first),
            "{typed}"
        );
    }
}
