use serde_json::json;

use super::position::whole;
use super::*;
use crate::model::{Day, Minute, Moment};

/// Tuesday 24 November 2026 and the days around it, by their date.
fn at(date: i64, hour: u16, minute: u16) -> Moment {
    Moment::at(day(date), Minute(hour * 60 + minute))
}

fn day(date: i64) -> Day {
    Day::parse("2026-11-01").unwrap().plus(date - 1)
}

fn hours(spans: serde_json::Value) -> Vec<Hours> {
    serde_json::from_value(spans).unwrap()
}

/// Monday to Friday with a lunch break.
fn office() -> Vec<Hours> {
    let days = ["mon", "tue", "wed", "thu", "fri"];
    hours(json!([
        { "days": days, "from": "9:00", "to": "12:00" },
        { "days": days, "from": "13:30", "to": "17:00" },
    ]))
}

fn until(date: i64, hour: u16, minute: u16, lunch: bool) -> Opening {
    Opening::Until {
        day: day(date),
        minute: Minute(hour * 60 + minute),
        lunch,
    }
}

fn from(date: i64, hour: u16, minute: u16) -> Opening {
    Opening::From(day(date), Minute(hour * 60 + minute))
}

#[test]
fn ok_gcj_02_is_that_of_gcoord() {
    let table = include_str!("gcj02.csv");
    let rows = table.lines().filter(|line| !line.starts_with('#'));
    let mut moved = 0;
    for row in rows {
        let fields: Vec<_> = row.split(';').collect();
        let number = |at: usize| fields[at].parse::<f64>().unwrap();
        let wgs = Position {
            lat: number(1),
            lon: number(2),
        };
        let gcj = to_gcj02(wgs);
        // Their figures have all digits; a ten-thousandth of a metre is 1e-9 degrees.
        assert!((gcj.lat - number(3)).abs() < 1e-9, "{row}: {gcj:?}");
        assert!((gcj.lon - number(4)).abs() < 1e-9, "{row}: {gcj:?}");
        moved += usize::from(gcj != wgs);
    }
    assert_eq!(moved, 17);
}

#[test]
fn ok_gcj_02_is_some_hundred_metres_off_and_nothing_abroad() {
    let qingzhou = Position::from_e6(36_685_000, 118_480_000);
    assert!((100..800).contains(&metres(qingzhou, to_gcj02(qingzhou))));
    let paris = Position::from_e6(48_856_600, 2_352_200);
    assert_eq!(to_gcj02(paris), paris);
    assert_eq!(whole(-0.4), 0);
}

#[test]
fn ok_open_until_the_lunch_break_then_until_the_evening() {
    let hours = office();
    for (now, state) in [
        (at(24, 8, 59), from(24, 9, 0)),
        (at(24, 9, 0), until(24, 12, 0, true)),
        (at(24, 11, 59), until(24, 12, 0, true)),
        (at(24, 12, 0), Opening::Lunch(Minute(13 * 60 + 30))),
        (at(24, 13, 29), Opening::Lunch(Minute(13 * 60 + 30))),
        (at(24, 13, 30), until(24, 17, 0, false)),
        (at(24, 16, 59), until(24, 17, 0, false)),
        (at(24, 17, 0), from(25, 9, 0)),
        (at(24, 0, 0), from(24, 9, 0)),
        // Friday evening, Saturday, Sunday night: on Monday.
        (at(27, 17, 0), from(30, 9, 0)),
        (at(28, 10, 0), from(30, 9, 0)),
        (at(29, 23, 59), from(30, 9, 0)),
        (at(30, 0, 0), from(30, 9, 0)),
    ] {
        assert_eq!(opening(&hours, now), state, "{}", now.rfc3339());
    }
}

#[test]
fn ok_day_and_night_is_always() {
    let hours = hours(json!([
        { "days": ["mon", "tue", "wed", "thu", "fri", "sat", "sun"], "from": "0:00", "to": "24:00" },
    ]));
    for now in [at(24, 0, 0), at(24, 12, 0), at(29, 23, 59)] {
        assert_eq!(opening(&hours, now), Opening::Always);
    }
}

#[test]
fn ok_over_midnight_and_over_sunday() {
    let hours = hours(json!([
        { "days": ["sat", "sun"], "from": "20:00", "to": "24:00" },
        { "days": ["sun", "mon"], "from": "0:00", "to": "1:30" },
    ]));
    // Saturday night goes on until Sunday half past one, Sunday night until Monday.
    assert_eq!(opening(&hours, at(28, 23, 0)), until(29, 1, 30, false));
    assert_eq!(opening(&hours, at(29, 0, 0)), until(29, 1, 30, false));
    assert_eq!(opening(&hours, at(29, 1, 30)), from(29, 20, 0));
    assert_eq!(opening(&hours, at(29, 23, 59)), until(30, 1, 30, false));
    assert_eq!(opening(&hours, at(30, 2, 0)), from(35, 20, 0));
    let evening = self::hours(json!([{ "days": ["sun"], "from": "18:00", "to": "24:00" }]));
    assert_eq!(opening(&evening, at(29, 20, 0)), until(30, 0, 0, false));
}

#[test]
fn ok_spans_that_touch_are_one_and_a_long_pause_is_no_lunch() {
    let touching = hours(json!([
        { "days": ["tue"], "from": "9:00", "to": "12:00" },
        { "days": ["tue"], "from": "12:00", "to": "17:00" },
    ]));
    assert_eq!(opening(&touching, at(24, 9, 0)), until(24, 17, 0, false));
    // A week later at the soonest: today's hours are over.
    assert_eq!(opening(&touching, at(24, 17, 0)), from(31, 9, 0));
    let evening = hours(json!([
        { "days": ["tue"], "from": "9:00", "to": "12:00" },
        { "days": ["tue"], "from": "18:00", "to": "20:00" },
    ]));
    assert_eq!(opening(&evening, at(24, 9, 0)), until(24, 12, 0, false));
    assert_eq!(opening(&evening, at(24, 12, 0)), from(24, 18, 0));
    assert_eq!(opening(&[], at(24, 12, 0)), Opening::Never);
}

#[test]
fn ok_times_as_people_write_them() {
    for (text, minute) in [("8:30", 510), ("08:30", 510), ("0:00", 0), ("24:00", 1440)] {
        assert_eq!(Clock::parse(text), Ok(Clock(Minute(minute))), "{text}");
    }
    for text in [
        "", ":", "8", "8:3", "8:60", "24:01", "25:00", "+8:30", "8:+3", "008:30", "8:30:00",
        "8：30", " 8:30",
    ] {
        assert_eq!(Clock::parse(text), Err("bad_clock"), "{text}");
    }
    for days in [
        json!([]),
        json!(["mon", "mon"]),
        json!(["Monday"]),
        json!(["周一"]),
        json!("mon"),
    ] {
        assert!(
            serde_json::from_value::<Days>(days.clone()).is_err(),
            "{days}"
        );
    }
}

fn sound() -> serde_json::Value {
    serde_json::from_str(include_str!("../../../public/points.json")).unwrap()
}

fn points() -> Points {
    serde_json::from_value(sound()).unwrap()
}

#[test]
fn ok_the_app_reads_what_the_server_writes() {
    let points = points();
    let written = serde_json::to_value(&points).unwrap();
    assert_eq!(Points::read(&written), Some(points));
    for (at, wrong) in [
        ("/points/0/kind", json!("moon")),
        ("/points/0/hours/0/from", json!(540)),
    ] {
        let mut json = written.clone();
        *json.pointer_mut(at).unwrap() = wrong;
        assert_eq!(Points::read(&json), None, "{at}");
    }
}

#[test]
fn ok_the_nearest_comes_first() {
    let points = points();
    let town = points.town("city").unwrap().position();
    let sorted = points.by_distance(town);
    assert_eq!(sorted.len(), points.points.len());
    assert!(sorted.is_sorted_by_key(|(distance, _)| *distance));
    let near: Vec<_> = sorted
        .iter()
        .map(|(distance, point)| (*distance, point.id.as_str()))
        .take(4)
        .collect();
    assert_eq!(
        near,
        [
            (400, "hall"),
            (1900, "street-machines"),
            (2600, "west-street"),
            (3400, "bank")
        ]
    );
    assert_eq!(points.town("moon"), None);
}

#[test]
fn ok_nothing_is_wrong_with_the_built_in_points() {
    let points = points();
    assert_eq!(check_points(&points), []);
    assert!(points.sample);
    for point in &points.points {
        assert!(point.name.zh.starts_with("示例"), "{}", point.id);
        assert!(
            point.name.en.is_ascii() && point.name.en.starts_with("Sample"),
            "{}",
            point.id
        );
    }
}

#[test]
fn err_each_mistake_is_found() {
    let span = |from: &str, to: &str| json!({ "days": ["mon"], "from": from, "to": to });
    for (at, value, path, what) in [
        ("/points", json!([]), "points", PointTrouble::Empty),
        (
            "/points/1/id",
            json!("hall"),
            "points[1].id",
            PointTrouble::DoubleId("hall".into()),
        ),
        (
            "/towns/1/id",
            json!("city"),
            "towns[1].id",
            PointTrouble::DoubleId("city".into()),
        ),
        (
            "/points/0/town",
            json!("moon"),
            "points[0].town",
            PointTrouble::UnknownTown("moon".into()),
        ),
        (
            "/points/0/name/en",
            json!(" "),
            "points[0].name.en",
            PointTrouble::Blank,
        ),
        (
            "/points/0/matters",
            json!([]),
            "points[0].matters",
            PointTrouble::Empty,
        ),
        (
            "/points/0/hours",
            json!([]),
            "points[0].hours",
            PointTrouble::Empty,
        ),
        (
            "/points/0/lat_e6",
            json!(118_480_000),
            "points[0].lat_e6",
            PointTrouble::NoPlace,
        ),
        (
            "/towns/0/lon_e6",
            json!(0),
            "towns[0].lon_e6",
            PointTrouble::NoPlace,
        ),
        (
            "/points/0/phone",
            json!("问门卫"),
            "points[0].phone",
            PointTrouble::Phone,
        ),
        (
            "/points/0/hours",
            json!([span("17:00", "9:00")]),
            "points[0].hours[0]",
            PointTrouble::Backwards,
        ),
        (
            "/points/0/hours",
            json!([span("9:00", "12:00"), span("11:30", "17:00")]),
            "points[0].hours[1]",
            PointTrouble::Overlap,
        ),
    ] {
        let mut json = sound();
        *json.pointer_mut(at).unwrap() = value;
        let found = check_points(&serde_json::from_value(json).unwrap());
        let expected = PointProblem {
            at: path.to_owned(),
            what,
        };
        assert!(found.contains(&expected), "{at}: {found:?}");
    }
}
