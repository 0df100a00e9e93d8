//! Which sittings concern a matter: whoever comes for 工伤认定 wants to meet those who answer for it.

use super::find::plain;
use super::{Centre, Matter, Shift, UnitId, WindowId};

/// The units and windows that do a matter.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Doing {
    units: Vec<UnitId>,
    windows: Vec<WindowId>,
}

impl Doing {
    /// Those that do what was typed: a matter's name or part of it, or the first letters of its pinyin.
    #[must_use]
    pub fn of(centre: &Centre, typed: &str) -> Self {
        let wanted = plain(typed);
        let mut doing = Self::default();
        for unit in &centre.units {
            for matter in unit.matters.iter().filter(|matter| fits(matter, &wanted)) {
                doing.units.push(unit.id.clone());
                doing.windows.push(matter.window.clone());
            }
        }
        doing
    }

    /// Whether a sitting is one of their directors', or at one of their windows.
    #[must_use]
    pub fn takes(&self, shift: &Shift) -> bool {
        self.units.contains(&shift.unit) || self.windows.contains(&shift.window)
    }
}

/// Whether a matter is meant by what was typed; [`plain`] text.
pub(super) fn fits(matter: &Matter, wanted: &str) -> bool {
    !wanted.is_empty()
        && (plain(&matter.name.zh).contains(wanted)
            || plain(&matter.name.en).contains(wanted)
            || matter.initials.starts_with(wanted))
}
