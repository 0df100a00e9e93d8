//! Finding a window by what people say: its number, the unit, the matter, or a matter's pinyin initials.

use super::matter::fits;
use super::{Centre, Matter, Unit, Window};

/// A window that fits, and the matter by which it was found, if one was.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Found<'a> {
    /// The window's unit.
    pub unit: &'a Unit,
    /// The window.
    pub window: &'a Window,
    /// The matter that fitted.
    pub matter: Option<&'a Matter>,
}

/// Every window that fits what was typed, best first: the number itself, then matters, then units.
/// Each window once. Everything for blank text.
#[must_use]
pub fn find<'a>(centre: &'a Centre, typed: &str) -> Vec<Found<'a>> {
    let wanted = plain(typed);
    // 人社局 is the unit that is called 人社 for short.
    let called = Some(wanted.trim_end_matches('局')).filter(|called| !called.is_empty());
    let called = called.unwrap_or(&wanted);
    let mut found = Vec::new();
    let mut add = |hit: Found<'a>| {
        if !found
            .iter()
            .any(|old: &Found<'_>| old.window.id == hit.window.id)
        {
            found.push(hit);
        }
    };
    for (unit, window) in centre.windows() {
        if same_number(window.id.as_str(), &wanted) {
            add(Found {
                unit,
                window,
                matter: None,
            });
        }
    }
    for unit in &centre.units {
        for matter in &unit.matters {
            if fits(matter, &wanted)
                && let Some((unit, window)) = centre.window(&matter.window)
            {
                add(Found {
                    unit,
                    window,
                    matter: Some(matter),
                });
            }
        }
    }
    for (unit, window) in centre.windows() {
        let words = [
            &unit.name,
            &unit.short,
            &window.place.area,
            &window.place.matters,
        ];
        if words
            .iter()
            .any(|name| plain(&name.zh).contains(called) || plain(&name.en).contains(called))
        {
            add(Found {
                unit,
                window,
                matter: None,
            });
        }
    }
    found
}

/// `7`, `07` and `07号窗口` are the same window.
fn same_number(id: &str, wanted: &str) -> bool {
    let wanted = wanted.trim_end_matches("窗口").trim_end_matches('号');
    let bare = |text: &str| text.trim_start_matches('0').to_owned();
    !wanted.is_empty() && bare(&plain(id)) == bare(wanted)
}

/// ASCII letters small, full-width letters and digits as ASCII, blanks gone.
/// (No `to_lowercase`: its tables cost the app 14 KB, and Chinese has no case.)
pub(super) fn plain(text: &str) -> String {
    text.chars()
        .filter(|c| !c.is_ascii_whitespace() && *c != '\u{3000}')
        .map(|c| match c {
            '！'..='～' => char::from_u32(u32::from(c) - 0xfee0).unwrap_or(c),
            _ => c,
        })
        .map(|c| c.to_ascii_lowercase())
        .collect()
}

#[cfg(test)]
mod tests {
    use super::super::{Name, WindowId, WindowPlace};
    use super::*;

    fn window(id: &str, matters: &str) -> Window {
        Window {
            id: WindowId::parse(id).unwrap(),
            place: WindowPlace {
                area: Name::new("一楼 A 区", "Floor 1, A"),
                matters: Name::new(matters, ""),
            },
        }
    }

    fn matter(zh: &str, window: &str, initials: &str) -> Matter {
        let name = Name::new(zh, "Work injury");
        Matter {
            name,
            window: WindowId::parse(window).unwrap(),
            initials: initials.into(),
        }
    }

    fn centre() -> Centre {
        let unit = |id: &str, zh: &str, windows, matters| Unit {
            id: id.into(),
            name: Name::new(zh, "Bureau"),
            short: Name::new(zh, "Bureau"),
            windows,
            matters,
        };
        Centre {
            name: Name::new("示例", "Sample"),
            demo: true,
            units: vec![
                unit(
                    "tax",
                    "税务局",
                    vec![window("07", "发票、退税"), window("70", "车购税")],
                    vec![],
                ),
                unit(
                    "hr",
                    "人社",
                    vec![window("12", "社保")],
                    vec![matter("工伤认定", "12", "gsrd")],
                ),
            ],
        }
    }

    fn numbers(typed: &str) -> Vec<String> {
        find(&centre(), typed)
            .iter()
            .map(|found| found.window.id.to_string())
            .collect()
    }

    #[test]
    fn ok_a_window_is_found_by_number_unit_matter_or_initials() {
        for typed in ["7", "07", " ０７ ", "7号窗口", "退税"] {
            assert_eq!(numbers(typed), ["07"], "{typed}");
        }
        for typed in ["gsrd", "GSRD", "工伤", "人社", "人社局", "work inj"] {
            assert_eq!(numbers(typed), ["12"], "{typed}");
        }
        assert_eq!(
            find(&centre(), "gsrd")[0].matter.unwrap().name.zh,
            "工伤认定"
        );
    }

    #[test]
    fn ok_nothing_typed_finds_everything_and_nonsense_nothing() {
        assert_eq!(numbers("  "), ["07", "70", "12"]);
        assert!(numbers("火星").is_empty());
    }
}
