//! Reading the roster: what a sitting is at a moment, and which sittings fit what somebody came for.

use super::{Centre, Day, Moment, Shift, ShiftState, Unit, find};

/// What a sitting is at a moment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Marker {
    /// On duty now.
    Here,
    /// Later today.
    Later,
    /// On a later day.
    Coming,
    /// It is over.
    Over,
    /// It takes place on another day.
    Moved(Day),
    /// It does not take place.
    Cancelled,
}

impl Shift {
    /// What it is at `now`.
    #[must_use]
    pub fn marker(&self, now: Moment) -> Marker {
        match self.state {
            ShiftState::Moved { to } => Marker::Moved(to),
            ShiftState::Cancelled { .. } => Marker::Cancelled,
            _ if self.covers(now) => Marker::Here,
            _ if Moment::at(self.day, self.to) <= now => Marker::Over,
            _ if self.day == now.day() => Marker::Later,
            _ => Marker::Coming,
        }
    }
}

/// The units that somebody means: all for blank text, none where nothing fits.
#[must_use]
pub fn units_meant<'a>(centre: &'a Centre, typed: &str) -> Vec<&'a Unit> {
    let found = find(centre, typed);
    let meant = |unit: &&Unit| found.iter().any(|hit| hit.unit.id == unit.id);
    centre.units.iter().filter(meant).collect()
}

/// The sittings of `days` that concern `units`: at one of their windows, or by their director elsewhere.
pub fn sittings<'a>(
    shifts: &'a [Shift],
    units: &'a [&'a Unit],
    days: (Day, Day),
) -> impl Iterator<Item = &'a Shift> {
    let at = |shift: &Shift, unit: &Unit| {
        shift.unit == unit.id || unit.windows.iter().any(|w| w.id == shift.window)
    };
    shifts.iter().filter(move |shift| {
        (days.0..=days.1).contains(&shift.day) && units.iter().any(|unit| at(shift, unit))
    })
}

/// Who is on duty at a moment, in the order of the roster.
pub fn on_duty(shifts: &[Shift], now: Moment) -> impl Iterator<Item = &Shift> {
    shifts
        .iter()
        .filter(move |shift| shift.takes_place() && shift.covers(now))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Matter, Minute, Name, Window, WindowId, WindowPlace};

    fn day(text: &str) -> Day {
        Day::parse(text).unwrap()
    }

    fn unit(id: &str, short: &str, window: &str, matter: &str) -> Unit {
        let place = WindowPlace {
            area: Name::new("一楼", "Floor 1"),
            matters: Name::new("综合", "General"),
        };
        let id_of = |text: &str| WindowId::parse(text).unwrap();
        Unit {
            id: id.into(),
            name: Name::new(&format!("{short}局"), id),
            short: Name::new(short, id),
            windows: vec![Window {
                id: id_of(window),
                place,
            }],
            matters: vec![Matter {
                name: Name::new(matter, matter),
                window: id_of(window),
                initials: "gsrd".into(),
            }],
        }
    }

    fn centre() -> Centre {
        let units = vec![
            unit("tax", "税务", "07", "退税"),
            unit("hr", "人社", "12", "工伤认定"),
        ];
        Centre {
            name: Name::new("示例", "Sample"),
            demo: true,
            units,
        }
    }

    fn shift(unit: &str, window: &str, on: &str, state: ShiftState) -> Shift {
        Shift {
            id: 1,
            day: day(on),
            from: Minute(540),
            to: Minute(720),
            window: WindowId::parse(window).unwrap(),
            unit: unit.into(),
            director: Name::new("示例甲", "Sample A"),
            office: Name::new("局长", "Director"),
            state,
        }
    }

    #[test]
    fn ok_a_sitting_is_marked_by_the_clock() {
        let planned = shift("tax", "07", "2026-11-24", ShiftState::Planned);
        let at = |on: &str, minute| planned.marker(Moment::at(day(on), Minute(minute)));
        assert_eq!(at("2026-11-23", 600), Marker::Coming);
        assert_eq!(at("2026-11-24", 539), Marker::Later);
        assert_eq!(at("2026-11-24", 540), Marker::Here);
        assert_eq!(at("2026-11-24", 719), Marker::Here);
        assert_eq!(at("2026-11-24", 720), Marker::Over);
        assert_eq!(at("2026-11-25", 0), Marker::Over);
    }

    #[test]
    fn ok_moved_and_cancelled_stay_what_they_are_at_any_time() {
        let to = day("2026-11-26");
        let moved = shift("tax", "07", "2026-11-24", ShiftState::Moved { to });
        let reason = Name::new("开会", "A meeting");
        let cancelled = shift("tax", "07", "2026-11-24", ShiftState::Cancelled { reason });
        for minute in [0, 600, 1439] {
            let now = Moment::at(day("2026-11-24"), Minute(minute));
            assert_eq!(moved.marker(now), Marker::Moved(to));
            assert_eq!(cancelled.marker(now), Marker::Cancelled);
            assert_eq!(on_duty(&[moved.clone(), cancelled.clone()], now).count(), 0);
        }
    }

    #[test]
    fn ok_a_matter_leads_to_its_units_sittings_wherever_they_are() {
        let centre = centre();
        let shifts = [
            shift("tax", "07", "2026-11-24", ShiftState::Planned),
            shift("hr", "12", "2026-11-26", ShiftState::Planned),
            // The head of the tax office sits at the window of another unit, and the other way round.
            shift("tax", "12", "2026-11-27", ShiftState::Planned),
            shift("hr", "07", "2026-11-25", ShiftState::Planned),
        ];
        let week = (day("2026-11-23"), day("2026-11-29"));
        let found = |typed: &str| {
            let units = units_meant(&centre, typed);
            let days: Vec<_> = sittings(&shifts, &units, week)
                .map(|s| s.day.to_string())
                .collect();
            days
        };
        assert_eq!(found("工伤"), ["2026-11-26", "2026-11-27", "2026-11-25"]);
        assert_eq!(found("税务局"), ["2026-11-24", "2026-11-27", "2026-11-25"]);
        assert_eq!(found("").len(), 4);
        assert!(found("火星").is_empty());
        let units = units_meant(&centre, "");
        assert_eq!(sittings(&shifts, &units, (week.0, week.0)).count(), 0);
    }
}
