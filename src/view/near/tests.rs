use super::*;
use crate::model::near::to_gcj02;
use crate::model::{Day, Minute};
use crate::text::Lang;

fn built_in() -> Points {
    serde_json::from_str(include_str!("../../../public/points.json")).unwrap()
}

fn page<'a>(points: &'a Points, from: &'a NearFrom) -> NearPage<'a> {
    NearPage {
        points,
        // A Tuesday.
        now: Moment::at(Day::parse("2026-11-24").unwrap(), Minute(600)),
        from,
        locating: Locating::No,
        within_5km: false,
    }
}

fn text(page: &NearPage<'_>) -> String {
    near(Prefs::default(), page).into_string()
}

fn here() -> NearFrom {
    NearFrom::Here {
        at: Position {
            lat: 36.7,
            lon: 118.48,
        },
        within: 20,
    }
}

#[test]
fn ok_from_a_town_the_nearest_comes_first_with_its_plan() {
    let points = built_in();
    let from = NearFrom::Town("city".to_owned());
    let html = text(&page(&points, &from));
    assert!(html.contains("从示例城区中心算起"));
    assert!(html.contains("<option value=\"city\" selected>"));
    let order = [
        "1 · 示例市政务服务中心办税厅",
        "2 · 示例街道自助办税厅",
        "6 · 示例工业园区",
        "5 公里以外",
        "7 · ",
    ];
    let at: Vec<_> = order
        .iter()
        .map(|said| html.find(said).unwrap_or_else(|| panic!("{said}")))
        .collect();
    assert!(at.is_sorted(), "{at:?}");
    assert!(html.contains("1.9 公里 · 24 小时自助 · 开发票、申报、打印完税证明"));
    assert!(html.contains("<i class=\"pill pill--here\">12:00 午休</i>"));
    assert_eq!(html.matches("class=\"plan__ring\"").count(), 2);
    assert_eq!(html.matches("class=\"plan__point\"").count(), 6);
    assert!(html.contains("aria-hidden=\"true\""));
}

#[test]
fn ok_nowhere_lists_every_point_without_distance_or_plan() {
    let points = built_in();
    for from in [NearFrom::Nowhere, NearFrom::Town("moon".to_owned())] {
        let html = text(&page(&points, &from));
        assert!(!html.contains("<svg") && !html.contains("公里 ·") && !html.contains("selected"));
        assert_eq!(html.matches("<li").count(), points.points.len());
        assert!(html.contains("选好您在的乡镇"));
        assert_eq!(page(&points, &from).address(), "/near");
    }
}

#[test]
fn ok_a_position_is_in_no_address() {
    let points = built_in();
    let from = here();
    let html = text(&page(&points, &from));
    assert!(html.contains("从您的位置算起") && html.contains("红圈中间是您"));
    let (lat, lon) = to_gcj02(Position::from_e6(36_700_000, 118_480_000)).e6();
    for place in [
        "36.700000".to_owned(),
        "118.480000".to_owned(),
        lat.to_string(),
        lon.to_string(),
    ] {
        assert!(!html.contains(&place), "{place}");
    }
    assert_eq!(page(&points, &from).address(), "/near");
    assert!(!html.contains("大约准到"));
    let unsure = NearFrom::Here {
        at: Position {
            lat: 36.7,
            lon: 118.48,
        },
        within: 1_234,
    };
    assert!(text(&page(&points, &unsure)).contains("大约准到 1.2 公里"));
}

#[test]
fn ok_only_what_is_near() {
    let points = built_in();
    let from = NearFrom::Town("city".to_owned());
    let near = NearPage {
        within_5km: true,
        ..page(&points, &from)
    };
    let html = text(&near);
    assert_eq!(html.matches("<li").count(), 6);
    assert!(html.contains("href=\"/near?town=city\"") && html.contains("5 公里以外还有 4 处"));
    assert_eq!(near.address(), "/near?town=city&within=5");
    let all = text(&page(&points, &from));
    assert!(all.contains("href=\"/near?town=city&amp;within=5\""));
}

#[test]
fn ok_far_from_everything_says_so() {
    let points = built_in();
    let from = NearFrom::Here {
        at: Position {
            lat: -33.9,
            lon: 151.2,
        },
        within: 0,
    };
    let html = text(&page(&points, &from));
    assert!(html.contains("5 公里以内没有办税点") && html.contains("5 公里以外"));
    assert!(!html.contains("plan__point"));
}

#[test]
fn ok_refused_is_told_and_a_town_helps() {
    let points = built_in();
    for (locating, said) in [
        (Locating::Waiting, "正在找您的位置"),
        (Locating::Refused, "选乡镇也一样"),
        (Locating::Failed, "现在找不到"),
    ] {
        let from = NearFrom::Nowhere;
        let html = text(&NearPage {
            locating,
            ..page(&points, &from)
        });
        assert!(
            html.contains(said) && !html.contains("选好您在的乡镇"),
            "{said}"
        );
    }
}

#[test]
fn ok_the_button_is_the_apps() {
    let points = built_in();
    let (nowhere, here) = (NearFrom::Nowhere, here());
    let prefs = Prefs::default();
    assert!(text(&page(&points, &nowhere)).contains("data-live=\"locate\" hidden"));
    let live = |from, can| near_live(prefs, &page(&points, from), can).swap_remove(0);
    assert_eq!(live(&nowhere, false), ("locate", None));
    assert_eq!(live(&nowhere, true).1.as_deref(), Some("用我的位置"));
    assert_eq!(live(&here, true).1.as_deref(), Some("重新找我的位置"));
}

#[test]
fn ok_maps_of_others_open_on_a_tap_in_their_own_coordinates() {
    let points = built_in();
    let from = NearFrom::Nowhere;
    let html = text(&page(&points, &from));
    // gcoord 1.0.7: 36.68162, 118.478466 is 36.681984, 118.484259 in GCJ-02.
    for address in [
        "geo:36.681620,118.478466?q=36.681620,118.478466(",
        "https://uri.amap.com/marker?position=GCJ_LON,GCJ_LAT&amp;name=%E7%A4%BA",
        "https://api.map.baidu.com/marker?location=GCJ_LAT,GCJ_LON&amp;title=%E7%A4%BA",
        "https://apis.map.qq.com/uri/v1/marker?marker=coord:GCJ_LAT,GCJ_LON;title:%E7%A4%BA",
        "tel:12366",
    ] {
        let address = address
            .replace("GCJ_LAT", "36.681984")
            .replace("GCJ_LON", "118.484259");
        assert!(html.contains(&address), "{address}");
    }
    let outside = html.matches("href=\"https://").count();
    assert_eq!(outside, points.points.len() * 3);
    assert_eq!(
        html.matches("rel=\"external noreferrer\"").count(),
        points.points.len() * 4 + 1
    );
    assert!(!html.contains("src=\""));
}

#[test]
fn ok_what_a_file_says_is_escaped() {
    let mut points = built_in();
    points.points[0].name.zh = "<u>&\"'</u>".to_owned();
    points.points[0].address.zh = "</script>&x=1".to_owned();
    let from = NearFrom::Nowhere;
    let html = text(&page(&points, &from));
    assert!(!html.contains("<u>") && html.contains("&lt;u&gt;&amp;&quot;'"));
    assert!(html.contains("content=%3C%2Fscript%3E%26x%3D1&amp;"));
}

#[test]
fn ok_english_and_elder() {
    let points = built_in();
    let from = NearFrom::Town("city".to_owned());
    let prefs = Prefs {
        lang: Lang::En,
        elder: true,
    };
    let html = near(prefs, &page(&points, &from)).into_string();
    assert!(html.contains("1.9 km · 24 h self-service · invoices, returns, tax certificates"));
    assert!(html.contains("Mon–Fri 9:00–12:00, 13:00–17:00"));
    assert!(html.contains("name=\"lang\" value=\"en\"") && html.contains("r=\"17\""));
    let chinese = html.chars().find(|c| ('一'..='鿿').contains(c));
    assert_eq!(chinese, None);
}
