//! The demo's roster: made from the date alone, so that it is the same however often it is made.
//!
//! Every unit sits once a week, two in three of them twice; some of those sittings are then moved,
//! cancelled, taken by the other director or held at another unit's window, as in a real week.

use super::directors::{self, Director};
use crate::model::{Centre, Day, Minute, Moment, Name, Shift, ShiftState, WindowId};

const MORNING: (Minute, Minute) = (Minute(9 * 60), Minute(12 * 60));
const AFTERNOON: (Minute, Minute) = (Minute(13 * 60 + 30), Minute(17 * 60));
const WHOLE_DAY: (Minute, Minute) = (Minute(9 * 60), Minute(17 * 60));
const HOURS: [(Minute, Minute); 4] = [MORNING, AFTERNOON, MORNING, WHOLE_DAY];

/// Monday to Friday.
const DAYS: usize = 5;

/// What happens to one of a day's sittings.
#[derive(Clone, Copy)]
enum Turn {
    Moved,
    Cancelled,
    Substituted,
    /// At the window of another unit.
    Guest,
}

/// What each day brings, so that whoever opens the demo on any of them sees some of it.
const TURNS: [&[Turn]; DAYS] = [
    &[Turn::Moved, Turn::Substituted],
    &[Turn::Moved, Turn::Cancelled],
    &[Turn::Moved, Turn::Substituted, Turn::Guest],
    &[Turn::Moved, Turn::Cancelled],
    &[Turn::Cancelled, Turn::Substituted],
];

const REASONS: [(&str, &str); 4] = [
    ("到外地开会", "Away at a meeting"),
    ("下乡走访", "Visiting villages"),
    ("现场处置突发情况", "Dealing with an emergency on site"),
    ("参加培训", "At a training course"),
];

/// The sittings of the working week that begins on `monday`; their `id` is 0.
#[must_use]
pub fn shifts(monday: Day, centre: &Centre) -> Vec<Shift> {
    let monday = monday.monday();
    let week = monday.since(Moment(0).day().monday()) / 7;
    let mut roster = Week {
        monday,
        week: index(week),
        sittings: sittings(index(week), centre),
        centre,
    };
    let mut shifts = every_day(monday, centre);
    for (day, turns) in TURNS.iter().enumerate() {
        for turn in *turns {
            shifts.extend(roster.turn(day, *turn));
        }
    }
    let rest = roster
        .sittings
        .iter()
        .map(|sitting| roster.planned(sitting));
    shifts.extend(rest.collect::<Vec<_>>());
    shifts.sort_by(|a, b| {
        (a.day, a.from, &a.window, &a.unit).cmp(&(b.day, b.from, &b.window, &b.unit))
    });
    shifts
}

/// One sitting before anything happens to it.
struct Sitting {
    unit: usize,
    day: usize,
    window: WindowId,
    hours: (Minute, Minute),
    director: Director,
    other: Director,
    /// Whether the unit sits on another day too, so that this one may fall out.
    spare: bool,
}

/// Every unit but the first once or twice, evenly over the days.
fn sittings(week: usize, centre: &Centre) -> Vec<Sitting> {
    let mut sittings = Vec::new();
    for (place, unit) in centre.units.iter().enumerate().skip(1) {
        let [first, second] = directors::of(unit, place, centre.units.len());
        let (first, second) = if week.is_multiple_of(2) {
            (first, second)
        } else {
            (second, first)
        };
        let spare = !sits_once(place, week);
        let day = (place * 2 + week) % DAYS;
        let mut sit = |day: usize, turn: usize, director: &Director, other: &Director| {
            let Some(window) = unit.windows.get(turn % unit.windows.len().max(1)) else {
                return;
            };
            let (director, other) = (director.clone(), other.clone());
            let hours = HOURS[(place + week + turn) % HOURS.len()];
            sittings.push(Sitting {
                unit: place,
                day,
                window: window.id.clone(),
                hours,
                director,
                other,
                spare,
            });
        };
        sit(day, 0, &first, &second);
        if spare {
            sit((day + 2 + place % 2) % DAYS, 1 + week, &second, &first);
        }
    }
    sittings
}

/// Every third unit, others each week; the rest sit twice.
fn sits_once(place: usize, week: usize) -> bool {
    (place + week).is_multiple_of(3)
}

struct Week<'a> {
    monday: Day,
    week: usize,
    /// Those to which nothing has happened yet.
    sittings: Vec<Sitting>,
    centre: &'a Centre,
}

impl Week<'_> {
    /// Lets something happen to one of the day's sittings, another one every week.
    fn turn(&mut self, day: usize, turn: Turn) -> Vec<Shift> {
        let fits = |index: &usize| {
            let sitting = &self.sittings[*index];
            sitting.day == day
                && sitting.spare
                && (!matches!(turn, Turn::Moved) || self.later(sitting).is_some())
        };
        let candidates: Vec<_> = (0..self.sittings.len()).filter(fits).collect();
        let Some(chosen) = candidates.get(self.week * 7 % candidates.len().max(1)) else {
            return Vec::new();
        };
        let later = self.later(&self.sittings[*chosen]);
        let host = self.host(day);
        let sitting = self.sittings.remove(*chosen);
        // What is left of the unit must take place.
        for other in self
            .sittings
            .iter_mut()
            .filter(|other| other.unit == sitting.unit)
        {
            other.spare = false;
        }
        let planned = self.planned(&sitting);
        match turn {
            Turn::Moved => {
                let to = later.map_or(planned.day, |later| self.day(later));
                vec![
                    Shift {
                        state: ShiftState::Moved { to },
                        ..planned.clone()
                    },
                    Shift { day: to, ..planned },
                ]
            }
            Turn::Cancelled => {
                let (zh, en) = REASONS[(self.week + day) % REASONS.len()];
                let reason = Name::new(zh, en);
                vec![Shift {
                    state: ShiftState::Cancelled { reason },
                    ..planned
                }]
            }
            Turn::Substituted => {
                let Director { name, office } = sitting.other;
                let instead_of = planned.director;
                vec![Shift {
                    director: name,
                    office,
                    state: ShiftState::Substituted { instead_of },
                    ..planned
                }]
            }
            Turn::Guest => vec![Shift {
                window: host.unwrap_or(sitting.window),
                ..planned
            }],
        }
    }

    /// The next day on which the sitting's unit has none.
    fn later(&self, sitting: &Sitting) -> Option<usize> {
        let taken = |day: &usize| {
            self.sittings
                .iter()
                .any(|other| other.unit == sitting.unit && other.day == *day)
        };
        (sitting.day + 1..DAYS).find(|day| !taken(day))
    }

    /// A window of a unit that sits only once this week, to whose sitting nothing happens, and on another day.
    fn host(&self, day: usize) -> Option<WindowId> {
        let free = |sitting: &&Sitting| sits_once(sitting.unit, self.week) && sitting.day != day;
        let free: Vec<_> = self.sittings.iter().filter(free).collect();
        let host = free.get(self.week % free.len().max(1))?;
        Some(host.window.clone())
    }

    fn planned(&self, sitting: &Sitting) -> Shift {
        Shift {
            id: 0,
            day: self.day(sitting.day),
            from: sitting.hours.0,
            to: sitting.hours.1,
            window: sitting.window.clone(),
            unit: self
                .centre
                .units
                .get(sitting.unit)
                .map(|unit| unit.id.clone())
                .unwrap_or_default(),
            director: sitting.director.name.clone(),
            office: sitting.director.office.clone(),
            state: ShiftState::Planned,
        }
    }

    fn day(&self, day: usize) -> Day {
        self.monday.plus(i64::try_from(day).unwrap_or(0))
    }
}

/// The first unit's (the tax bureau's) 示例甲 sits at window 07 all day long on every working day:
/// whoever tries the demo during hours meets somebody there.
fn every_day(monday: Day, centre: &Centre) -> Vec<Shift> {
    let seven = |unit: &crate::model::Unit| {
        unit.windows
            .iter()
            .find(|window| window.id.as_str() == "07")
            .cloned()
    };
    let Some((unit, window)) = centre
        .units
        .first()
        .and_then(|unit| Some((unit, seven(unit)?)))
    else {
        return Vec::new();
    };
    let [director, _] = directors::of(unit, 0, centre.units.len());
    let shift = |day| Shift {
        id: 0,
        day: monday.plus(day),
        from: WHOLE_DAY.0,
        to: WHOLE_DAY.1,
        window: window.id.clone(),
        unit: unit.id.clone(),
        director: director.name.clone(),
        office: director.office.clone(),
        state: ShiftState::Planned,
    };
    (0..).take(DAYS).map(shift).collect()
}

fn index(number: i64) -> usize {
    usize::try_from(number.rem_euclid(1 << 20)).unwrap_or(0)
}

#[cfg(test)]
mod tests;
