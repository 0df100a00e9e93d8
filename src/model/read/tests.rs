use super::*;
use crate::model::Sample;

fn there_and_back<T: Read + serde::Serialize + PartialEq + core::fmt::Debug>(value: &T) {
    let json = serde_json::to_value(value).unwrap();
    assert_eq!(T::read(&json).as_ref(), Some(value), "{json}");
}

fn shift(state: ShiftState) -> Shift {
    Shift {
        id: 7,
        day: Day::parse("2026-11-24").unwrap(),
        from: Minute(540),
        to: Minute(720),
        window: WindowId::parse("07").unwrap(),
        unit: "tax".into(),
        director: Name::new("示例甲", "Sample A"),
        office: Name::new("局长", "Director"),
        state,
    }
}

fn window() -> Window {
    let place = WindowPlace {
        area: Name::new("一楼", "Floor 1"),
        matters: Name::new("退税", "Refunds"),
    };
    Window {
        id: WindowId::parse("07").unwrap(),
        place,
    }
}

#[test]
fn ok_the_app_reads_what_the_server_writes() {
    let name = || Name::new("名", "Name");
    let shifts = vec![
        shift(ShiftState::Planned),
        shift(ShiftState::Moved {
            to: Day::parse("2026-11-26").unwrap(),
        }),
        shift(ShiftState::Cancelled { reason: name() }),
        shift(ShiftState::Substituted { instead_of: name() }),
    ];
    let page = WindowPage {
        centre: name(),
        demo: true,
        unit: name(),
        window: window(),
        shifts,
        later_until: Day::parse("2026-12-01").unwrap(),
    };
    let id = RatingId::from_random([9; 16]);
    for rated_at in [None, Some(Moment(1_795_000_000_000))] {
        there_and_back(&Shell {
            page: Some(page.clone()),
            now: Moment(1),
            id,
            rated_at,
        });
    }
    there_and_back(&Shell {
        page: None,
        now: Moment(1),
        id,
        rated_at: None,
    });
    let matters = vec![Matter {
        name: name(),
        window: window().id,
        initials: "gsrd".into(),
    }];
    let unit = Unit {
        id: "tax".into(),
        name: name(),
        short: name(),
        windows: vec![window()],
        matters,
    };
    there_and_back(&Centre {
        name: name(),
        demo: false,
        units: vec![unit],
    });
    Level::ALL.iter().for_each(there_and_back);
    Aspect::ALL.iter().for_each(there_and_back);
    there_and_back(&AmendmentId::from_random([3; 16]));
}

#[test]
fn ok_the_app_reads_the_results_the_server_writes() {
    let name = || Name::new("名", "Name");
    let sample = |hits| Sample { count: 200, hits };
    let month = Month::parse("2026-10").unwrap();
    let follow_up = FollowUp {
        on_time: 3,
        total: 4,
    };
    let rows = [None, Some(follow_up)]
        .map(|follow_up| UnitResult::new("tax".into(), name(), sample(190), follow_up));
    let change = Change {
        day: month.first(),
        unit: name(),
        text: "换了大字".into(),
    };
    for on_duty in [None, OnDuty::compare(sample(180), sample(190))] {
        there_and_back(&Results {
            centre: name(),
            demo: true,
            month,
            running: false,
            months: vec![month.next(), month],
            sittings: 62,
            served: 941,
            settled: 38,
            open_count: 7,
            held_count: 5,
            on_duty,
            changes: vec![change.clone()],
            rows: rows.clone().into(),
            head: on_duty.map(|_| ChainHead {
                day: month.last(),
                rows: 12_345,
                hash: "3f9a07c188d24b6e".repeat(4),
            }),
        });
    }
}

#[test]
fn err_another_shape_is_not_read() {
    for json in [
        "null",
        "[]",
        "{}",
        "{\"zh\":1,\"en\":\"x\"}",
        "{\"zh\":\"x\"}",
        "\"x\"",
    ] {
        let json: serde_json::Value = serde_json::from_str(json).unwrap();
        assert_eq!(Name::read(&json), None, "{json}");
    }
}
