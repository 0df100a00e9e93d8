//! The demo's roster: made from the date alone, so that it is the same however often it is made.

use crate::model::{Centre, Day, Minute, Name, Shift, ShiftState, Unit, WindowId};

/// Surnames would look real; these cannot be taken for anybody.
const STEMS: [(&str, &str); 10] = [
    ("甲", "A"),
    ("乙", "B"),
    ("丙", "C"),
    ("丁", "D"),
    ("戊", "E"),
    ("己", "F"),
    ("庚", "G"),
    ("辛", "H"),
    ("壬", "I"),
    ("癸", "J"),
];
const OFFICES: [(&str, &str); 3] = [("局长", "Director"), ("副局长", "Deputy Director"), ("副局长", "Deputy Director")];
const REASONS: [(&str, &str); 2] = [("到省里开会", "away at a meeting"), ("下乡走访", "visiting villages")];

const HOURS: [(u16, u16); 3] = [(9 * 60, 12 * 60), (13 * 60 + 30, 17 * 60), (9 * 60, 17 * 60)];

/// The sittings of the working week that begins on `monday`.
#[must_use]
pub fn shifts(monday: Day, centre: &Centre) -> Vec<Shift> {
    let mut shifts = Vec::new();
    let week = usize::try_from(monday.since(Day::parse("2020-01-06").unwrap_or(monday)).rem_euclid(7_000) / 7).unwrap_or(0);
    for (number, unit) in centre.units.iter().enumerate() {
        if number == 0 {
            every_day(&mut shifts, monday, unit);
            continue;
        }
        let turn = number + week;
        let Some(window) = unit.windows.get(turn % unit.windows.len().max(1)) else { continue };
        let day = monday.plus(day_of_week(turn));
        let (from, to) = HOURS[turn % HOURS.len()];
        let planned = Shift {
            id: 0,
            day,
            from: Minute(from),
            to: Minute(to),
            window: window.id.clone(),
            unit: unit.id.clone(),
            director: director(turn),
            office: office(turn),
            state: ShiftState::Planned,
        };
        match turn % 9 {
            // Moved to a later day of the week, where it stands again.
            3 if day_of_week(turn) < 4 => {
                let to = monday.plus(4);
                shifts.push(Shift { state: ShiftState::Moved { to }, ..planned.clone() });
                shifts.push(Shift { day: to, ..planned });
            }
            5 => {
                let (zh, en) = REASONS[turn % REASONS.len()];
                let reason = Name::new(zh, en);
                shifts.push(Shift { state: ShiftState::Cancelled { reason }, ..planned });
            }
            7 => {
                let instead_of = director(turn + 3);
                shifts.push(Shift { state: ShiftState::Substituted { instead_of }, ..planned });
            }
            // A director at another unit's window.
            8 => {
                let host = centre.units.get(1 + (number + 4) % 30).and_then(|host| host.windows.first());
                let window = host.map_or(planned.window.clone(), |window| window.id.clone());
                shifts.push(Shift { window, ..planned });
            }
            _ => shifts.push(planned),
        }
    }
    shifts.sort_by(|a, b| (a.day, a.from, &a.window).cmp(&(b.day, b.from, &b.window)));
    shifts
}

/// The tax bureau's 示例甲 sits at window 07 on every working day: the demo always has somebody to show.
fn every_day(shifts: &mut Vec<Shift>, monday: Day, unit: &Unit) {
    let Ok(window) = WindowId::parse("07") else { return };
    for day in 0..5 {
        shifts.push(Shift {
            id: 0,
            day: monday.plus(day),
            from: Minute(9 * 60),
            to: Minute(17 * 60),
            window: window.clone(),
            unit: unit.id.clone(),
            director: director(0),
            office: office(1),
            state: ShiftState::Planned,
        });
    }
}

fn day_of_week(turn: usize) -> i64 {
    i64::try_from(turn * 3 % 5).unwrap_or(0)
}

fn director(turn: usize) -> Name {
    let (zh, en) = STEMS[turn % STEMS.len()];
    Name::new(&format!("示例{zh}"), &format!("Sample {en}"))
}

fn office(turn: usize) -> Name {
    let (zh, en) = OFFICES[turn % OFFICES.len()];
    Name::new(zh, en)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::server::demo::centre;

    fn weeks() -> impl Iterator<Item = (Day, Vec<Shift>)> {
        let centre = centre();
        let first = Day::parse("2026-11-02").unwrap();
        (0..60).map(move |week| {
            let monday = first.plus(week * 7);
            (monday, shifts(monday, &centre))
        })
    }

    #[test]
    fn ok_window_07_has_somebody_on_every_working_day() {
        for (monday, shifts) in weeks() {
            for day in 0..5 {
                let here = |s: &&Shift| s.day == monday.plus(day) && s.window.as_str() == "07" && s.takes_place();
                assert!(shifts.iter().any(|shift| here(&shift)), "{monday}");
            }
        }
    }

    #[test]
    fn ok_every_week_has_every_unit_and_every_state_within_the_week() {
        let units = centre().units;
        for (monday, shifts) in weeks() {
            let has = |wanted: fn(&ShiftState) -> bool| shifts.iter().any(|shift| wanted(&shift.state));
            assert!(has(|state| matches!(state, ShiftState::Moved { .. })), "{monday}");
            assert!(has(|state| matches!(state, ShiftState::Cancelled { .. })), "{monday}");
            assert!(has(|state| matches!(state, ShiftState::Substituted { .. })), "{monday}");
            assert!(units.iter().all(|unit| shifts.iter().any(|shift| shift.unit == unit.id)), "{monday}");
            assert!(shifts.iter().all(|shift| (0..5).contains(&shift.day.since(monday))), "{monday}");
        }
    }

    #[test]
    fn ok_a_moved_sitting_stands_again_where_it_was_moved_to() {
        for (monday, shifts) in weeks() {
            for moved in &shifts {
                let ShiftState::Moved { to } = moved.state else { continue };
                let again = |s: &Shift| s.day == to && s.unit == moved.unit && s.takes_place();
                assert!(to > moved.day && shifts.iter().any(again), "{monday}");
            }
        }
    }

    #[test]
    fn ok_names_are_visibly_invented() {
        for (_, shifts) in weeks() {
            assert!(shifts.iter().all(|shift| shift.director.zh.starts_with("示例")));
        }
    }
}
