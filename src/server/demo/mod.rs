//! The demo centre: complete, around today's date, and visibly invented (示例).
//!
//! Thirty-five units as a county-level city has them; numbers, names and sittings are made up here.

mod roster;
mod units;

use crate::model::{Centre, Matter, Name, Unit, Window, WindowId, WindowPlace};

pub use roster::shifts;

/// The demo centre.
#[must_use]
pub fn centre() -> Centre {
    let name = Name::new("示例市政务服务中心", "Sample City Service Centre");
    Centre { name, demo: true, units: units::UNITS.iter().map(unit).collect() }
}

fn unit(row: &units::Row) -> Unit {
    let windows = row.windows.iter().filter_map(|(number, zh, en)| {
        let id = WindowId::parse(number).ok()?;
        let area = Name::new(row.area.0, row.area.1);
        Some(Window { id, place: WindowPlace { area, matters: Name::new(zh, en) } })
    });
    let matters = row.matters.iter().filter_map(|(zh, en, initials, number)| {
        let window = WindowId::parse(number).ok()?;
        Some(Matter { name: Name::new(zh, en), window, initials: (*initials).to_owned() })
    });
    Unit {
        id: row.id.to_owned(),
        name: Name::new(row.name.0, row.name.1),
        short: Name::new(row.short.0, row.short.1),
        windows: windows.collect(),
        matters: matters.collect(),
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn ok_35_units_with_windows_numbered_once_and_13_of_the_tax_hall() {
        let centre = centre();
        assert_eq!(centre.units.len(), 35);
        let numbers: Vec<_> = centre.units.iter().flat_map(|unit| &unit.windows).map(|window| &window.id).collect();
        assert_eq!(numbers.iter().collect::<BTreeSet<_>>().len(), numbers.len());
        assert_eq!(centre.units[0].windows.len(), 13);
        assert!(centre.units[0].windows.iter().any(|window| window.id.as_str() == "07"));
        assert_eq!(centre.units.iter().map(|unit| &unit.id).collect::<BTreeSet<_>>().len(), 35);
    }

    #[test]
    fn ok_every_unit_has_windows_and_matters_and_every_matter_its_window() {
        for unit in centre().units {
            assert!(!unit.windows.is_empty() && unit.matters.len() >= 2, "{}", unit.id);
            for matter in &unit.matters {
                assert!(unit.windows.iter().any(|window| window.id == matter.window), "{}", matter.name.zh);
                let letters = matter.initials.bytes().all(|b| b.is_ascii_lowercase());
                assert!(letters && matter.initials.len() == matter.name.zh.chars().count(), "{}", matter.name.zh);
                assert!(matter.name.en.is_ascii(), "{}", matter.name.en);
            }
        }
    }

    #[test]
    fn ok_work_injury_is_the_human_resources_units_window_12() {
        let centre = centre();
        let found = crate::model::find(&centre, "gsrd");
        assert_eq!((found[0].unit.id.as_str(), found[0].window.id.as_str()), ("hr", "12"));
    }
}
