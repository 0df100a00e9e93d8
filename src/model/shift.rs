//! Sittings (坐班) of directors at windows, and the rule that says who is on duty.

use serde::{Deserialize, Serialize};

use super::{Day, Minute, Moment, Name, UnitId, WindowId};

/// A shift's number in the store.
pub type ShiftId = i64;

/// One published sitting. The director's unit and the window's unit may differ.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(not(target_arch = "wasm32"), derive(utoipa::ToSchema))]
pub struct Shift {
    /// Its number in the store.
    pub id: ShiftId,
    /// The day it was published for.
    pub day: Day,
    /// When it begins.
    pub from: Minute,
    /// When it ends; the director is gone at this minute.
    pub to: Minute,
    /// The window sat at.
    pub window: WindowId,
    /// The director's own unit.
    pub unit: UnitId,
    /// The director's name.
    pub director: Name,
    /// The director's office: 局长, 副局长, 主任.
    pub office: Name,
    /// What became of it since it was published.
    pub state: ShiftState,
}

/// What became of a shift since it was published. It is never removed: who came for it must see why.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(not(target_arch = "wasm32"), derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum ShiftState {
    /// It stands as published.
    Planned,
    /// It takes place on another day, where it stands as a planned shift of its own.
    Moved {
        /// That day.
        to: Day,
    },
    /// It does not take place.
    Cancelled {
        /// The reason given in public.
        reason: Name,
    },
    /// Somebody else sits: [`Shift::director`] is who comes, this is who was published.
    Substituted {
        /// The director first published.
        instead_of: Name,
    },
}

impl Shift {
    /// Whether a director really sits, then and there.
    #[must_use]
    pub fn takes_place(&self) -> bool {
        matches!(
            self.state,
            ShiftState::Planned | ShiftState::Substituted { .. }
        )
    }

    /// Whether `moment` lies within it: from its first minute, up to but not including its end.
    #[must_use]
    pub fn covers(&self, moment: Moment) -> bool {
        let minute = moment.minute();
        self.day == moment.day() && self.from <= minute && minute < self.to
    }
}

/// What a window's page says of its director.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum DutyNow {
    /// On duty at this moment.
    Here(Shift),
    /// Nobody now; this is the next.
    Next(Shift),
    /// Nobody in what is published.
    Nobody,
}

/// Who is on duty at a moment, among the published shifts of one window.
/// Of two at once, the one that began later is meant (it was added to the first).
#[must_use]
pub fn here_at(shifts: &[Shift], moment: Moment) -> Option<&Shift> {
    shifts
        .iter()
        .filter(|shift| shift.takes_place() && shift.covers(moment))
        .max_by_key(|shift| (shift.from, shift.id))
}

/// Who is on duty at a moment, or comes next, among the published shifts of one window.
#[must_use]
pub fn duty_at(shifts: &[Shift], moment: Moment) -> DutyNow {
    if let Some(here) = here_at(shifts, moment) {
        return DutyNow::Here(here.clone());
    }
    shifts
        .iter()
        .filter(|shift| shift.takes_place())
        .filter(|shift| Moment::at(shift.day, shift.from) > moment)
        .min_by_key(|shift| (shift.day, shift.from, shift.id))
        .map_or(DutyNow::Nobody, |next| DutyNow::Next(next.clone()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shift(id: ShiftId, day: &str, from: u16, to: u16, state: ShiftState) -> Shift {
        Shift {
            id,
            day: Day::parse(day).unwrap(),
            from: Minute(from * 60),
            to: Minute(to * 60),
            window: WindowId::parse("07").unwrap(),
            unit: "tax".into(),
            director: Name::new("示例甲", "Sample A"),
            office: Name::new("局长", "Director"),
            state,
        }
    }

    fn at(day: &str, minute: u16) -> Moment {
        Moment::at(Day::parse(day).unwrap(), Minute(minute))
    }

    #[test]
    fn ok_on_duty_from_the_first_minute_to_before_the_last() {
        let shifts = [shift(1, "2026-11-24", 9, 12, ShiftState::Planned)];
        assert!(matches!(
            duty_at(&shifts, at("2026-11-24", 9 * 60 - 1)),
            DutyNow::Next(_)
        ));
        assert!(matches!(
            duty_at(&shifts, at("2026-11-24", 9 * 60)),
            DutyNow::Here(_)
        ));
        assert!(matches!(
            duty_at(&shifts, at("2026-11-24", 12 * 60 - 1)),
            DutyNow::Here(_)
        ));
        assert_eq!(duty_at(&shifts, at("2026-11-24", 12 * 60)), DutyNow::Nobody);
    }

    #[test]
    fn ok_moved_and_cancelled_shifts_bring_nobody_and_a_substitute_does() {
        let to = Day::parse("2026-11-26").unwrap();
        let reason = Name::new("开会", "A meeting");
        let shifts = [
            shift(1, "2026-11-24", 9, 12, ShiftState::Moved { to }),
            shift(2, "2026-11-25", 9, 12, ShiftState::Cancelled { reason }),
            shift(
                3,
                "2026-11-26",
                9,
                12,
                ShiftState::Substituted {
                    instead_of: Name::new("示例乙", "Sample B"),
                },
            ),
        ];
        let DutyNow::Next(next) = duty_at(&shifts, at("2026-11-24", 600)) else {
            panic!("nobody")
        };
        assert_eq!(next.id, 3);
        assert!(matches!(
            duty_at(&shifts, at("2026-11-26", 600)),
            DutyNow::Here(_)
        ));
    }

    #[test]
    fn ok_of_two_at_once_the_later_began() {
        let shifts = [
            shift(1, "2026-11-24", 9, 17, ShiftState::Planned),
            shift(2, "2026-11-24", 13, 17, ShiftState::Planned),
        ];
        let DutyNow::Here(here) = duty_at(&shifts, at("2026-11-24", 14 * 60)) else {
            panic!("nobody")
        };
        assert_eq!(here.id, 2);
    }
}
