use serde_json::{Value, json};

use super::*;
use crate::model::{Centre, PracticeKind, Read, Unit, Window, WindowId, WindowPlace};

fn text(zh: &str) -> Value {
    json!({ "zh": zh, "en": "Words" })
}

/// A guide with which nothing is wrong.
pub(super) fn sound() -> Value {
    let step = |id: &str| json!({ "id": id, "title": text("做一步"), "text": text("这样做") });
    json!({
        "id": "vat-credit-refund",
        "title": { "zh": "留抵退税怎么申请", "en": "How to apply for a VAT credit refund" },
        "short": { "zh": "留抵退税", "en": "VAT credit refund" },
        "answer": text("先报税，再申请。"),
        "who": text("公司"),
        "keywords": ["退税", "ldts", "VAT refund"],
        "bring": [{ "id": "card", "text": text("银行卡") }],
        "steps": [step("file"), step("form"), step("wait")],
        "where": [{ "kind": "window", "name": text("07 号窗口"), "windows": ["07"] }],
        "time": { "text": text("一小时") },
        "fee": { "text": text("不收费") },
        "basis": [{ "title": text("公告") }],
        "effective": "2026-01-01",
        "checked": "2026-11-24",
        "unit": "tax",
    })
}

/// The sound guide with the value at a JSON pointer put in place.
fn with(at: &str, value: Value) -> Guide {
    let mut guide = sound();
    let (parent, field) = at.rsplit_once('/').unwrap();
    let parent = guide.pointer_mut(parent).unwrap();
    match parent {
        Value::Array(items) => items[field.parse::<usize>().unwrap()] = value,
        _ => parent[field] = value,
    }
    serde_json::from_value(guide).unwrap()
}

fn centre() -> Centre {
    let window = Window {
        id: WindowId::parse("07").unwrap(),
        place: WindowPlace {
            area: Name::new("一楼", "Floor 1"),
            matters: Name::new("退税", "Refunds"),
        },
    };
    let unit = Unit {
        id: "tax".into(),
        name: Name::new("税务局", "Tax"),
        short: Name::new("税务", "Tax"),
        windows: vec![window],
        matters: Vec::new(),
    };
    Centre {
        name: Name::new("示例", "Sample"),
        demo: true,
        units: vec![unit],
    }
}

fn problems(guide: &Guide) -> Vec<(String, Trouble)> {
    let centre = centre();
    let against = Against {
        today: Some(Day::parse("2026-11-24").unwrap()),
        centre: Some(&centre),
    };
    let found = check(guide, against);
    found
        .into_iter()
        .map(|problem| (problem.at, problem.what))
        .collect()
}

fn svg(inside: &str) -> Value {
    json!({ "kind": "svg", "svg": format!("<svg viewBox=\"0 0 9 9\">{inside}</svg>"), "alt": text("图") })
}

#[test]
fn ok_a_sound_guide_has_no_problem() {
    let guide: Guide = serde_json::from_value(sound()).unwrap();
    assert_eq!(problems(&guide), []);
    assert_eq!(
        problems(&with("/steps/0/picture", svg("<path d='M0 0'/>"))),
        []
    );
    assert!(!guide.has_unverified() && with("/sample", json!(true)).has_unverified());
    assert!(with("/fee/unverified", text("没有核对")).has_unverified());
}

#[test]
fn err_each_part_that_is_wrong_is_told_with_its_place() {
    let screen = |label: Value| json!({ "kind": "screen", "title": text("表"), "rows": [{ "label": label }] });
    let long = json!({ "zh": "一二三四五六七八九十一二三", "en": "x" });
    let wide = json!({ "zh": "字", "en": "abcdefghijklmnopqrstuvwxyz1" });
    let term = json!([{ "term": { "zh": "免抵退", "en": "Credit" }, "meaning": text("意思") }]);
    let step = sound()["steps"][0].clone();
    for (at, value, place, trouble) in [
        (
            "/title",
            json!({ "zh": "标题", "en": " " }),
            "title.en",
            Trouble::Blank,
        ),
        (
            "/time/unverified",
            json!({ "zh": "", "en": "x" }),
            "time.unverified.zh",
            Trouble::Blank,
        ),
        (
            "/who",
            json!({ "zh": "公司", "en": "公司" }),
            "who.en",
            Trouble::Untranslated,
        ),
        (
            "/steps/1/picture",
            screen(long),
            "steps[1].picture.rows[0].label.zh",
            Trouble::LabelTooLong,
        ),
        (
            "/steps/1/picture",
            screen(wide),
            "steps[1].picture.rows[0].label.en",
            Trouble::LabelTooLong,
        ),
        (
            "/steps/2/picture",
            json!({ "kind": "path", "nodes": [] }),
            "steps[2].picture.nodes",
            Trouble::Empty,
        ),
        ("/steps", json!([]), "steps", Trouble::Empty),
        ("/steps", json!([step]), "steps", Trouble::StepCount),
        ("/keywords", json!([]), "keywords", Trouble::Empty),
        (
            "/keywords",
            json!(["税", " "]),
            "keywords[1]",
            Trouble::Blank,
        ),
        ("/basis", json!([]), "basis", Trouble::Empty),
        (
            "/steps/2/id",
            json!("file"),
            "steps[2].id",
            Trouble::DoubleId("file".into()),
        ),
        (
            "/where/0/windows",
            json!([]),
            "where[0].windows",
            Trouble::NoWindows,
        ),
        (
            "/where/0/kind",
            json!("web"),
            "where[0].windows",
            Trouble::WindowsElsewhere,
        ),
        (
            "/where/0/windows/0",
            json!("99"),
            "where[0].windows[0]",
            Trouble::UnknownWindow("99".into()),
        ),
        (
            "/unit",
            json!("moon"),
            "unit",
            Trouble::UnknownUnit("moon".into()),
        ),
        (
            "/checked",
            json!("2025-12-31"),
            "checked",
            Trouble::CheckedBeforeEffective,
        ),
        (
            "/checked",
            json!("2026-11-25"),
            "checked",
            Trouble::CheckedInFuture,
        ),
        (
            "/expires",
            json!("2026-01-01"),
            "expires",
            Trouble::ExpiresBeforeEffective,
        ),
        ("/terms", term, "terms[0].term.zh", Trouble::TermUnused),
        (
            "/answer",
            json!({ "zh": "看 http://a.example", "en": "x" }),
            "answer.zh",
            Trouble::BadLink,
        ),
        (
            "/answer",
            json!({ "zh": "看 https://内网", "en": "x" }),
            "answer.zh",
            Trouble::BadLink,
        ),
    ] {
        let found = problems(&with(at, value));
        assert_eq!(found, [(place.to_owned(), trouble)], "{at}");
    }
    let unsafe_drawing = problems(&with("/steps/0/picture", svg("<script/>")));
    let refused = Trouble::UnsafeDrawing("<script>".into());
    assert_eq!(
        unsafe_drawing,
        [("steps[0].picture.svg".to_owned(), refused)]
    );
}

#[test]
fn err_not_checked_for_two_years() {
    let mut guide = with("/effective", json!("2020-01-01"));
    guide.checked = Day::parse("2024-11-24").unwrap();
    assert_eq!(problems(&guide), []);
    guide.checked = Day::parse("2024-11-23").unwrap();
    assert_eq!(
        problems(&guide),
        [("checked".to_owned(), Trouble::CheckedLongAgo)]
    );
    assert!(
        !Trouble::CheckedLongAgo.keeps_out() && Trouble::UnsafeDrawing(String::new()).keeps_out()
    );
}

#[test]
fn ok_the_last_day_still_holds() {
    let guide = with("/expires", json!("2026-06-30"));
    let day = |text: &str| Day::parse(text).unwrap();
    assert!(!guide.is_expired(day("2026-06-30")) && guide.is_expired(day("2026-07-01")));
    let lasting: Guide = serde_json::from_value(sound()).unwrap();
    assert!(!lasting.is_expired(day("2999-01-01")));
}

#[test]
fn ok_a_step_is_found_by_its_id() {
    let guide: Guide = serde_json::from_value(sound()).unwrap();
    assert_eq!(guide.step("form").unwrap().0, 1);
    assert!(guide.step("dance").is_none());
}

#[test]
fn ok_the_app_reads_a_guide_as_the_server_writes_it() {
    let rows = json!([{ "label": text("行"), "value": text("值"), "spot": true }]);
    let pictures = [
        json!({ "kind": "screen", "title": text("表"), "rows": rows }),
        json!({ "kind": "path", "nodes": [{ "label": text("站") }] }),
        svg(""),
    ];
    for picture in pictures {
        let mut guide = with("/steps/0/picture", picture);
        guide.steps[0].practice = Some(PracticeKind::IncomeTax);
        let json = serde_json::to_value(&guide).unwrap();
        assert_eq!(Guide::read(&json), Some(guide), "{json}");
    }
    assert_eq!(Guide::read(&json!({ "id": "a" })), None);
}
