//! What must hold of the demo's roster in any week.

use std::collections::BTreeSet;

use super::*;
use crate::server::demo::centre;

/// Sixty weeks, a turn of the year among them.
fn weeks() -> Vec<(Day, Vec<Shift>)> {
    let (centre, first) = (centre(), Day::parse("2026-06-01").unwrap());
    (0..60)
        .map(|week| first.plus(week * 7))
        .map(|monday| (monday, shifts(monday, &centre)))
        .collect()
}

fn owner(centre: &Centre, window: &WindowId) -> String {
    centre.window(window).unwrap().0.id.clone()
}

#[test]
fn ok_a_week_is_the_same_however_often_it_is_made_and_unlike_the_next() {
    let centre = centre();
    for (monday, week) in weeks() {
        assert_eq!(shifts(monday, &centre), week);
        assert_eq!(
            shifts(monday.plus(3), &centre),
            week,
            "any day names its week"
        );
        let next: Vec<_> = shifts(monday.plus(7), &centre)
            .into_iter()
            .map(|s| Shift {
                day: s.day.plus(-7),
                ..s
            })
            .collect();
        assert_ne!(next, week, "{monday}");
    }
}

#[test]
fn ok_every_unit_sits_in_every_week() {
    let centre = centre();
    for (monday, week) in weeks() {
        for unit in &centre.units {
            assert!(
                week.iter().any(|s| s.unit == unit.id && s.takes_place()),
                "{monday} {}",
                unit.id
            );
        }
    }
}

#[test]
fn ok_about_a_third_of_the_units_have_somebody_on_each_working_day() {
    for (monday, week) in weeks() {
        for day in 0..5 {
            let day = monday.plus(day);
            let here: BTreeSet<_> = week
                .iter()
                .filter(|s| s.day == day && s.takes_place())
                .map(|s| &s.unit)
                .collect();
            assert!((8..=16).contains(&here.len()), "{day}: {}", here.len());
        }
        assert!(
            week.iter().all(|s| (0..5).contains(&s.day.since(monday))),
            "{monday}"
        );
    }
}

#[test]
fn ok_sittings_keep_the_halls_hours() {
    for (monday, week) in weeks() {
        for hours in [MORNING, AFTERNOON, WHOLE_DAY] {
            assert!(week.iter().any(|s| (s.from, s.to) == hours), "{monday}");
        }
        assert!(
            week.iter()
                .all(|s| s.id == 0 && HOURS.contains(&(s.from, s.to))),
            "{monday}"
        );
    }
}

#[test]
fn ok_window_07_has_shili_jia_all_day_on_every_working_day_and_nobody_else() {
    for (monday, week) in weeks() {
        let seven: Vec<_> = week.iter().filter(|s| s.window.as_str() == "07").collect();
        assert_eq!(
            seven
                .iter()
                .map(|s| s.day.since(monday))
                .collect::<Vec<_>>(),
            [0, 1, 2, 3, 4]
        );
        for shift in seven {
            assert_eq!(
                (shift.from, shift.to, &shift.state),
                (WHOLE_DAY.0, WHOLE_DAY.1, &ShiftState::Planned)
            );
            assert_eq!(
                (shift.director.zh.as_str(), shift.office.zh.as_str()),
                ("示例甲", "副局长")
            );
            assert_eq!(
                (shift.director.en.as_str(), shift.office.en.as_str()),
                ("Sample A", "Deputy Director")
            );
        }
    }
}

#[test]
fn ok_a_moved_sitting_stands_on_a_later_day_of_its_week() {
    for (monday, week) in weeks() {
        let mut moved = 0;
        for shift in &week {
            let ShiftState::Moved { to } = shift.state else {
                continue;
            };
            moved += 1;
            assert!(to > shift.day && to.since(monday) < 5, "{monday}");
            let there = Shift {
                day: to,
                state: ShiftState::Planned,
                ..shift.clone()
            };
            assert!(week.contains(&there), "{monday}");
        }
        assert!((3..=4).contains(&moved), "{monday}: {moved}");
    }
}

#[test]
fn ok_every_week_has_cancelled_and_substituted_sittings_and_every_day_something() {
    for (monday, week) in weeks() {
        let count =
            |which: fn(&ShiftState) -> bool| week.iter().filter(|s| which(&s.state)).count();
        assert_eq!(
            count(|state| matches!(state, ShiftState::Cancelled { .. })),
            3,
            "{monday}"
        );
        assert_eq!(
            count(|state| matches!(state, ShiftState::Substituted { .. })),
            3,
            "{monday}"
        );
        for shift in &week {
            match &shift.state {
                ShiftState::Cancelled { reason } => {
                    assert!(!reason.zh.is_empty() && reason.en.is_ascii())
                }
                ShiftState::Substituted { instead_of } => assert_ne!(*instead_of, shift.director),
                _ => {}
            }
        }
        for day in 0..5 {
            let day = monday.plus(day);
            assert!(
                week.iter()
                    .any(|s| s.day == day && s.state != ShiftState::Planned),
                "{day}"
            );
        }
    }
}

#[test]
fn ok_a_director_sits_at_another_units_window_once_a_week() {
    let centre = centre();
    for (monday, week) in weeks() {
        let guests = week.iter().filter(|s| owner(&centre, &s.window) != s.unit);
        assert_eq!(guests.count(), 1, "{monday}");
    }
}

#[test]
fn ok_nobody_sits_twice_at_once_and_no_window_has_two() {
    for (monday, week) in weeks() {
        let real: Vec<_> = week.iter().filter(|s| s.takes_place()).collect();
        for (index, a) in real.iter().enumerate() {
            for b in &real[index + 1..] {
                let at_once = a.day == b.day && a.from < b.to && b.from < a.to;
                assert!(
                    !at_once || (a.window != b.window && a.director != b.director),
                    "{monday} {a:?} {b:?}"
                );
            }
        }
    }
}

#[test]
fn ok_names_and_offices_are_visibly_invented() {
    for (_, week) in weeks() {
        for shift in week {
            assert!(
                shift.director.zh.starts_with("示例") && shift.director.en.starts_with("Sample ")
            );
            let known = ["局长", "主任", "经理", "理事长", "大队长"];
            assert!(
                known.contains(&shift.office.zh.trim_start_matches('副')),
                "{}",
                shift.office.zh
            );
        }
    }
}

#[test]
fn ok_a_centre_without_windows_has_no_roster() {
    let mut empty = centre();
    for unit in &mut empty.units {
        unit.windows.clear();
    }
    assert!(shifts(Day::parse("2026-11-23").unwrap(), &empty).is_empty());
}
