//! Reads `centre.txt`: a line's number of fields says whether it is a unit, a window or a matter.

use crate::model::{Centre, Matter, Name, Unit, Window, WindowId, WindowPlace};

/// The centre of a table. A line that does not fit is left out; the tests see to it that none is.
pub(super) fn read(table: &str) -> Centre {
    let name = Name::new("示例市政务服务中心", "Sample City Service Centre");
    let mut centre = Centre {
        name,
        demo: true,
        units: Vec::new(),
    };
    for line in lines(table) {
        put(&mut centre.units, &line);
    }
    centre
}

/// The fields of every line that says something.
fn lines(table: &str) -> impl Iterator<Item = Vec<&str>> {
    let said = table
        .lines()
        .map(str::trim)
        .filter(|line| !line.is_empty() && !line.starts_with('#'));
    said.map(|line| line.split('|').map(str::trim).collect())
}

/// A unit begins; a window goes to the unit above it, a matter to the window above it.
fn put(units: &mut Vec<Unit>, line: &[&str]) -> Option<()> {
    match *line {
        [id, short_zh, short_en, zh, en] => units.push(Unit {
            id: id.to_owned(),
            name: Name::new(zh, en),
            short: Name::new(short_zh, short_en),
            windows: Vec::new(),
            matters: Vec::new(),
        }),
        [number, place, zh, en] => {
            let place = WindowPlace {
                area: area(place)?,
                matters: Name::new(zh, en),
            };
            let window = Window {
                id: WindowId::parse(number).ok()?,
                place,
            };
            units.last_mut()?.windows.push(window);
        }
        [zh, en, initials] => {
            let unit = units.last_mut()?;
            let window = unit.windows.last()?.id.clone();
            let matter = Matter {
                name: Name::new(zh, en),
                window,
                initials: initials.to_owned(),
            };
            unit.matters.push(matter);
        }
        _ => return None,
    }
    Some(())
}

/// `1A`: 一楼 A 区.
fn area(place: &str) -> Option<Name> {
    let (floor, letter) = place.split_at_checked(1)?;
    let floor_zh = match floor {
        "1" => "一楼",
        "2" => "二楼",
        _ => return None,
    };
    let zh = format!("{floor_zh} {letter} 区");
    Some(Name {
        zh,
        en: format!("Floor {floor}, Area {letter}"),
    })
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::server::demo::centre;

    fn windows(centre: &Centre) -> Vec<&Window> {
        centre.units.iter().flat_map(|unit| &unit.windows).collect()
    }

    #[test]
    fn ok_no_line_of_the_table_is_left_out() {
        let centre = centre();
        let said = lines(include_str!("centre.txt")).count();
        let matters: usize = centre.units.iter().map(|unit| unit.matters.len()).sum();
        assert_eq!(centre.units.len() + windows(&centre).len() + matters, said);
        assert!(centre.demo && centre.name.zh.starts_with("示例"));
    }

    #[test]
    fn ok_35_units_each_named_once_and_marked_as_samples() {
        let units = centre().units;
        assert_eq!(units.len(), 35);
        let keys: [fn(&Unit) -> &str; 4] =
            [|u| &u.id, |u| &u.name.zh, |u| &u.name.en, |u| &u.short.zh];
        for key in keys {
            assert_eq!(units.iter().map(key).collect::<BTreeSet<_>>().len(), 35);
        }
        for unit in &units {
            assert!(
                unit.id.bytes().all(|b| b.is_ascii_lowercase()),
                "{}",
                unit.id
            );
            assert!(
                unit.name.zh.starts_with("示例市") && unit.name.en.starts_with("Sample City "),
                "{}",
                unit.id
            );
        }
    }

    #[test]
    fn ok_windows_have_two_digits_and_no_number_comes_twice() {
        let centre = centre();
        let numbers: BTreeSet<_> = windows(&centre)
            .iter()
            .map(|window| window.id.to_string())
            .collect();
        let counted: BTreeSet<_> = (1..=windows(&centre).len())
            .map(|number| format!("{number:02}"))
            .collect();
        assert_eq!(numbers, counted);
        for unit in &centre.units[1..] {
            assert!((1..=3).contains(&unit.windows.len()), "{}", unit.id);
        }
    }

    #[test]
    fn ok_the_tax_hall_has_13_windows_and_07_is_what_the_look_shows() {
        let centre = centre();
        let tax = &centre.units[0];
        assert_eq!(
            (tax.id.as_str(), tax.short.zh.as_str(), tax.windows.len()),
            ("tax", "税务", 13)
        );
        let seven = &tax.windows[6];
        assert_eq!(seven.id.as_str(), "07");
        assert_eq!(seven.place.area, Name::new("一楼 A 区", "Floor 1, Area A"));
        assert_eq!(
            seven.place.matters,
            Name::new("发票、申报、退税", "Invoices, returns, refunds")
        );
    }

    #[test]
    fn ok_each_unit_has_two_to_six_matters_at_its_own_windows() {
        for unit in centre().units {
            assert!((2..=6).contains(&unit.matters.len()), "{}", unit.id);
            for matter in &unit.matters {
                assert!(
                    unit.windows.iter().any(|window| window.id == matter.window),
                    "{}",
                    matter.name.zh
                );
                let letters = matter.initials.bytes().all(|b| b.is_ascii_lowercase());
                assert!(
                    letters && matter.initials.len() == matter.name.zh.chars().count(),
                    "{}",
                    matter.name.zh
                );
            }
        }
    }

    #[test]
    fn ok_both_languages_are_given_everywhere() {
        let centre = centre();
        let of_unit = |unit: &Unit| [unit.name.clone(), unit.short.clone()];
        let of_window =
            |window: &&Window| [window.place.area.clone(), window.place.matters.clone()];
        let mut names: Vec<Name> = centre.units.iter().flat_map(of_unit).collect();
        names.extend(windows(&centre).iter().flat_map(of_window));
        names.extend(
            centre
                .units
                .iter()
                .flat_map(|unit| &unit.matters)
                .map(|matter| matter.name.clone()),
        );
        for name in names {
            assert!(!name.zh.is_empty() && !name.zh.is_ascii(), "{name:?}");
            assert!(!name.en.is_empty() && name.en.is_ascii(), "{name:?}");
        }
    }

    #[test]
    fn ok_people_find_the_windows_they_are_told_of() {
        let centre = centre();
        for (typed, unit, window) in [
            ("gsrd", "hr", "12"),
            ("工伤认定", "hr", "12"),
            ("ldts", "tax", "07"),
            ("异地就医", "medical", "15"),
            ("housing fund loan", "fund", "24"),
            ("21", "housing", "21"),
        ] {
            let found = crate::model::find(&centre, typed);
            assert_eq!(
                (found[0].unit.id.as_str(), found[0].window.id.as_str()),
                (unit, window),
                "{typed}"
            );
        }
    }
}
