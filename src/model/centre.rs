//! The centre, its units, their windows and matters.

use serde::{Deserialize, Serialize};

/// A name in both languages.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(not(target_arch = "wasm32"), derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct Name {
    /// 简体中文
    pub zh: String,
    /// English
    pub en: String,
}

impl Name {
    /// A name from its two spellings.
    #[must_use]
    pub fn new(zh: &str, en: &str) -> Self {
        Self {
            zh: zh.to_owned(),
            en: en.to_owned(),
        }
    }
}

/// The number on the wall, unique in the centre: one to six ASCII letters and digits, such as `07`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(not(target_arch = "wasm32"), derive(utoipa::ToSchema))]
#[cfg_attr(not(target_arch = "wasm32"), schema(value_type = String, pattern = "^[0-9A-Za-z]{1,6}$", example = "07"))]
#[serde(try_from = "String", into = "String")]
pub struct WindowId(String);

impl WindowId {
    /// # Errors
    /// `bad_window` unless `text` is one to six ASCII letters and digits.
    pub fn parse(text: &str) -> Result<Self, &'static str> {
        let fits = (1..=6).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_alphanumeric());
        if fits {
            Ok(Self(text.to_owned()))
        } else {
            Err("bad_window")
        }
    }

    /// The number as it stands on the wall.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl core::fmt::Display for WindowId {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.write_str(&self.0)
    }
}

impl TryFrom<String> for WindowId {
    type Error = &'static str;
    fn try_from(text: String) -> Result<Self, Self::Error> {
        Self::parse(&text)
    }
}

impl From<WindowId> for String {
    fn from(id: WindowId) -> Self {
        id.0
    }
}

/// A unit's short ASCII name in addresses and data, such as `tax`.
pub type UnitId = String;

/// The whole centre as the app's finder shows it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(not(target_arch = "wasm32"), derive(utoipa::ToSchema))]
pub struct Centre {
    /// The centre's name.
    pub name: Name,
    /// Whether all of this is the invented demo centre, which every page says.
    pub demo: bool,
    /// Every unit, in the order of the hall.
    pub units: Vec<Unit>,
}

impl Centre {
    /// Every window with its unit, in the order of the hall.
    pub fn windows(&self) -> impl Iterator<Item = (&Unit, &Window)> {
        self.units
            .iter()
            .flat_map(|unit| unit.windows.iter().map(move |window| (unit, window)))
    }

    /// A window with its unit, if it is there.
    #[must_use]
    pub fn window(&self, id: &WindowId) -> Option<(&Unit, &Window)> {
        self.windows().find(|(_, window)| window.id == *id)
    }
}

/// One of the centre's units (窗口单位).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(not(target_arch = "wasm32"), derive(utoipa::ToSchema))]
pub struct Unit {
    /// Short ASCII name.
    pub id: UnitId,
    /// The unit's full name.
    pub name: Name,
    /// As people call it: 税务, 人社.
    pub short: Name,
    /// Its windows, by number.
    pub windows: Vec<Window>,
    /// What people come to it for.
    pub matters: Vec<Matter>,
}

/// A numbered counter of a unit.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(not(target_arch = "wasm32"), derive(utoipa::ToSchema))]
pub struct Window {
    /// The number on the wall.
    pub id: WindowId,
    /// Where it is and what it is for.
    pub place: WindowPlace,
}

/// Where a window is and what it is for, each a few words.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(not(target_arch = "wasm32"), derive(utoipa::ToSchema))]
pub struct WindowPlace {
    /// 一楼 A 区
    pub area: Name,
    /// 发票、申报、退税
    pub matters: Name,
}

/// A thing citizens come for (事项).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(not(target_arch = "wasm32"), derive(utoipa::ToSchema))]
pub struct Matter {
    /// What it is called.
    pub name: Name,
    /// The window that does it.
    pub window: WindowId,
    /// First letters of its pinyin, so that `gsrd` finds 工伤认定.
    pub initials: String,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ok_a_window_is_called_what_stands_on_the_wall() {
        for text in ["07", "7", "A12", "101"] {
            assert_eq!(WindowId::parse(text).unwrap().as_str(), text);
        }
    }

    #[test]
    fn err_a_window_that_no_wall_would_carry() {
        for text in ["", "0000007", "7 ", "７", "../7", "7\0"] {
            assert_eq!(WindowId::parse(text), Err("bad_window"), "{text:?}");
        }
    }
}
