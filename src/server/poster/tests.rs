//! What must stand on the paper, and what must not.

use super::*;
use crate::model::{WindowId, WindowPlace};
use crate::server::demo;

const K: &str = "0123456789ab";

fn poster<'a>(centre: &'a Centre, base: &'a BaseUrl, window: &str) -> Poster<'a> {
    let (unit, window) = centre.window(&WindowId::parse(window).unwrap()).unwrap();
    Poster::new(centre, unit, window, base, K).unwrap()
}

fn base() -> BaseUrl {
    BaseUrl::parse("https://pj.example.gov.cn").unwrap()
}

/// A centre whose names try to become markup.
fn hostile() -> Centre {
    let name = || {
        Name::new(
            "<script>alert(1)</script>&\"税'",
            "</text><image href=\"http://evil\"/>&\"'",
        )
    };
    let id = WindowId::parse("07").unwrap();
    let window = Window {
        id,
        place: WindowPlace {
            area: name(),
            matters: name(),
        },
    };
    let unit = Unit {
        id: "tax".into(),
        name: name(),
        short: name(),
        windows: vec![window],
        matters: vec![],
    };
    Centre {
        name: name(),
        demo: false,
        units: vec![unit],
    }
}

#[test]
fn ok_both_papers_carry_the_code_and_what_a_person_needs_to_type_and_to_check() {
    let (centre, base) = (demo::centre(), base());
    let poster = poster(&centre, &base, "07");
    let path = Code::new("https://pj.example.gov.cn/w/07?k=0123456789ab")
        .unwrap()
        .path();
    for paper in [sticker(&poster), sheets(&[poster])] {
        for said in [
            path.as_str(),
            ">07<",
            "示例市税务局",
            "Sample City Tax Bureau",
            "扫码评价",
            "Scan to rate",
            ">pj.example.gov.cn/w/07<",
            "核对网址：",
            ">pj.example.gov.cn<",
            "扫码后请看网址是不是以 ",
            "匿名 · 只要一秒 · 评价自愿",
            "示例数据",
            "crispEdges",
        ] {
            assert!(paper.contains(said), "{said}");
        }
        // The signature is in the code alone: typed by hand it would be a nuisance, and it proves the scan.
        assert!(!paper.contains(K));
    }
}

#[test]
fn ok_nothing_leans_towards_an_answer() {
    let (centre, base) = (demo::centre(), base());
    for paper in [
        sticker(&poster(&centre, &base, "07")),
        sheets(&[poster(&centre, &base, "07")]),
    ] {
        for hint in [
            "满意",
            "好评",
            "五星",
            "点赞",
            "感谢您的支持",
            "satisf",
            "thumb",
            "star",
        ] {
            assert!(!paper.contains(hint), "{hint}");
        }
    }
}

#[test]
fn ok_a_sheet_asks_nobody_for_anything_and_runs_nothing() {
    let (centre, base) = (demo::centre(), base());
    let paper = sheets(&[poster(&centre, &base, "07")]);
    for forbidden in [
        "<script",
        "src=",
        "href=",
        "url(",
        "@import",
        "@font-face",
        "http:",
    ] {
        assert!(!paper.contains(forbidden), "{forbidden}");
    }
}

#[test]
fn ok_one_section_a_window() {
    let (centre, base) = (demo::centre(), base());
    let windows = ["07", "12", "62"];
    let posters: Vec<_> = windows
        .iter()
        .map(|window| poster(&centre, &base, window))
        .collect();
    let paper = sheets(&posters);
    assert_eq!(paper.matches("<section").count(), 3);
    for window in windows {
        assert!(
            paper.contains(&format!(">pj.example.gov.cn/w/{window}<")),
            "{window}"
        );
    }
}

#[test]
fn ok_names_are_escaped_on_both_papers() {
    let (centre, base) = (hostile(), base());
    for paper in [
        sticker(&poster(&centre, &base, "07")),
        sheets(&[poster(&centre, &base, "07")]),
    ] {
        assert!(!paper.contains("<script") && !paper.contains("<image"));
        assert!(paper.contains("&lt;script&gt;") && paper.contains("&amp;"));
        assert!(
            !paper.contains("示例数据"),
            "only the demo is called a sample"
        );
    }
}

#[test]
fn ok_codes_are_large_enough_to_be_scanned_over_a_counter() {
    let (centre, base) = (demo::centre(), base());
    let shortest = BaseUrl::parse("http://a").unwrap();
    for base in [&base, &shortest] {
        let code = poster(&centre, base, "07").code;
        let share = f64::from(code.modules()) / f64::from(code.side());
        assert!(78.0 * share >= 60.0, "sticker: {}", 78.0 * share);
        assert!(104.0 * share >= 80.0, "sheet: {}", 104.0 * share);
    }
}

#[test]
fn err_an_address_too_long_for_a_code() {
    let centre = demo::centre();
    let base = BaseUrl::parse(&format!("https://a.cn/{}", "x".repeat(300))).unwrap();
    let unit = &centre.units[0];
    assert_eq!(
        Poster::new(&centre, unit, &unit.windows[0], &base, K).err(),
        Some(TooLong)
    );
}
