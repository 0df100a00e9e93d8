//! Reading the endpoint's JSON without serde's readers, which cost the app 25 KB on the wire.
//!
//! The browser parses; [`Read`] takes the values out. The server writes with serde; a test holds
//! both against each other for every type that travels.

use super::{
    AmendmentId, Aspect, Centre, Day, Level, Matter, Minute, Moment, Name, RatingId, Shell, Shift,
    ShiftState, Unit, Window, WindowId, WindowPage, WindowPlace,
};

/// A JSON value, as the platform holds it.
pub trait Json: Sized {
    /// A field of an object; `None` where it is missing or null.
    fn field(&self, name: &str) -> Option<Self>;
    /// A string.
    fn text(&self) -> Option<String>;
    /// A whole number below 2⁵³.
    fn whole(&self) -> Option<i64>;
    /// `true` or `false`.
    fn truth(&self) -> Option<bool>;
    /// An array.
    fn items(&self) -> Option<Vec<Self>>;
}

/// What can be read from JSON. `None` where it is not that.
pub trait Read: Sized {
    /// Reads a value that must be there.
    fn read<J: Json>(json: &J) -> Option<Self>;

    /// Reads a field of an object.
    fn read_field<J: Json>(object: &J, name: &str) -> Option<Self> {
        Self::read(&object.field(name)?)
    }
}

impl<T: Read> Read for Option<T> {
    fn read<J: Json>(json: &J) -> Option<Self> {
        T::read(json).map(Some)
    }

    fn read_field<J: Json>(object: &J, name: &str) -> Option<Self> {
        match object.field(name) {
            Some(value) => Self::read(&value),
            None => Some(None),
        }
    }
}

impl<T: Read> Read for Vec<T> {
    fn read<J: Json>(json: &J) -> Option<Self> {
        json.items()?.iter().map(T::read).collect()
    }
}

impl Read for String {
    fn read<J: Json>(json: &J) -> Option<Self> {
        json.text()
    }
}

impl Read for bool {
    fn read<J: Json>(json: &J) -> Option<Self> {
        json.truth()
    }
}

impl Read for i64 {
    fn read<J: Json>(json: &J) -> Option<Self> {
        json.whole()
    }
}

impl Read for Minute {
    fn read<J: Json>(json: &J) -> Option<Self> {
        u16::try_from(json.whole()?).ok().map(Self)
    }
}

impl Read for Moment {
    fn read<J: Json>(json: &J) -> Option<Self> {
        json.whole().map(Self)
    }
}

/// Types written as a string that is parsed.
macro_rules! parsed {
    ($($name:ident),*) => {$(
        impl Read for $name {
            fn read<J: Json>(json: &J) -> Option<Self> {
                Self::parse(&json.text()?).ok()
            }
        }
    )*};
}
parsed!(Day, WindowId, RatingId, AmendmentId);

/// Choices written as their code.
macro_rules! coded {
    ($($name:ident),*) => {$(
        impl Read for $name {
            fn read<J: Json>(json: &J) -> Option<Self> {
                let code = json.text()?;
                Self::ALL.into_iter().find(|choice| choice.code() == code)
            }
        }
    )*};
}
coded!(Level, Aspect);

/// Reads a struct field by field, under the fields' own names.
#[macro_export]
macro_rules! read_struct {
    ($($name:ident { $($field:ident),* $(,)? })*) => {$(
        impl $crate::model::Read for $name {
            fn read<J: $crate::model::Json>(json: &J) -> Option<Self> {
                Some(Self { $($field: $crate::model::Read::read_field(json, stringify!($field))?),* })
            }
        }
    )*};
}
read_struct! {
    Name { zh, en }
    WindowPlace { area, matters }
    Window { id, place }
    Matter { name, window, initials }
    Unit { id, name, short, windows, matters }
    Centre { name, demo, units }
    Shift { id, day, from, to, window, unit, director, office, state }
    WindowPage { centre, demo, unit, window, shifts, later_until }
    Shell { page, now, id, rated_at }
}

impl Read for ShiftState {
    fn read<J: Json>(json: &J) -> Option<Self> {
        if json.text().is_some_and(|text| text == "planned") {
            return Some(Self::Planned);
        }
        if let Some(moved) = json.field("moved") {
            return Some(Self::Moved {
                to: Read::read_field(&moved, "to")?,
            });
        }
        if let Some(cancelled) = json.field("cancelled") {
            return Some(Self::Cancelled {
                reason: Read::read_field(&cancelled, "reason")?,
            });
        }
        let substituted = json.field("substituted")?;
        Some(Self::Substituted {
            instead_of: Read::read_field(&substituted, "instead_of")?,
        })
    }
}

/// The test's JSON: serde's own value.
#[cfg(not(target_arch = "wasm32"))]
impl Json for serde_json::Value {
    fn field(&self, name: &str) -> Option<Self> {
        self.get(name).filter(|value| !value.is_null()).cloned()
    }
    fn text(&self) -> Option<String> {
        self.as_str().map(str::to_owned)
    }
    fn whole(&self) -> Option<i64> {
        self.as_i64()
    }
    fn truth(&self) -> Option<bool> {
        self.as_bool()
    }
    fn items(&self) -> Option<Vec<Self>> {
        self.as_array().cloned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn there_and_back<T: Read + serde::Serialize + PartialEq + core::fmt::Debug>(value: &T) {
        let json = serde_json::to_value(value).unwrap();
        assert_eq!(T::read(&json).as_ref(), Some(value), "{json}");
    }

    fn shift(state: ShiftState) -> Shift {
        Shift {
            id: 7,
            day: Day::parse("2026-11-24").unwrap(),
            from: Minute(540),
            to: Minute(720),
            window: WindowId::parse("07").unwrap(),
            unit: "tax".into(),
            director: Name::new("示例甲", "Sample A"),
            office: Name::new("局长", "Director"),
            state,
        }
    }

    fn window() -> Window {
        let place = WindowPlace {
            area: Name::new("一楼", "Floor 1"),
            matters: Name::new("退税", "Refunds"),
        };
        Window {
            id: WindowId::parse("07").unwrap(),
            place,
        }
    }

    #[test]
    fn ok_the_app_reads_what_the_server_writes() {
        let name = || Name::new("名", "Name");
        let shifts = vec![
            shift(ShiftState::Planned),
            shift(ShiftState::Moved {
                to: Day::parse("2026-11-26").unwrap(),
            }),
            shift(ShiftState::Cancelled { reason: name() }),
            shift(ShiftState::Substituted { instead_of: name() }),
        ];
        let page = WindowPage {
            centre: name(),
            demo: true,
            unit: name(),
            window: window(),
            shifts,
            later_until: Day::parse("2026-12-01").unwrap(),
        };
        let id = RatingId::from_random([9; 16]);
        for rated_at in [None, Some(Moment(1_795_000_000_000))] {
            there_and_back(&Shell {
                page: Some(page.clone()),
                now: Moment(1),
                id,
                rated_at,
            });
        }
        there_and_back(&Shell {
            page: None,
            now: Moment(1),
            id,
            rated_at: None,
        });
        let matters = vec![Matter {
            name: name(),
            window: window().id,
            initials: "gsrd".into(),
        }];
        let unit = Unit {
            id: "tax".into(),
            name: name(),
            short: name(),
            windows: vec![window()],
            matters,
        };
        there_and_back(&Centre {
            name: name(),
            demo: false,
            units: vec![unit],
        });
        Level::ALL.iter().for_each(there_and_back);
        Aspect::ALL.iter().for_each(there_and_back);
        there_and_back(&AmendmentId::from_random([3; 16]));
    }

    #[test]
    fn err_another_shape_is_not_read() {
        for json in [
            "null",
            "[]",
            "{}",
            "{\"zh\":1,\"en\":\"x\"}",
            "{\"zh\":\"x\"}",
            "\"x\"",
        ] {
            let json: serde_json::Value = serde_json::from_str(json).unwrap();
            assert_eq!(Name::read(&json), None, "{json}");
        }
    }
}
