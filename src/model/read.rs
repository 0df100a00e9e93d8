//! Reading the endpoint's JSON without serde's readers, which cost the app 25 KB on the wire.
//!
//! The browser parses; [`Read`] takes the values out. The server writes with serde; a test holds
//! both against each other for every type that travels.

use super::{
    AmendmentId, Aspect, Centre, ChainHead, Change, Day, FollowUp, Level, Matter, Minute, Moment,
    Month, Name, OnDuty, Part, RatingId, Results, Shell, Shift, ShiftState, SuggestionId,
    SuggestionReceipt, TrackingCode, Unit, UnitResult, Window, WindowId, WindowPage, WindowPlace,
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

/// Smaller whole numbers.
macro_rules! whole {
    ($($name:ident),*) => {$(
        impl Read for $name {
            fn read<J: Json>(json: &J) -> Option<Self> {
                Self::try_from(json.whole()?).ok()
            }
        }
    )*};
}
whole!(u32, i32, u64);

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
parsed!(Day, Month, WindowId, RatingId, AmendmentId, SuggestionId);

impl Read for TrackingCode {
    fn read<J: Json>(json: &J) -> Option<Self> {
        Self::parse(&json.text()?).ok()
    }
}

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
    Part { title, centre, demo, here, html }
    SuggestionReceipt { id, code, received_at, deadline }
    FollowUp { on_time, total }
    Change { day, unit, text }
    OnDuty { with, with_count, without, without_count, low, high }
    UnitResult { unit, name, count, satisfied, share, low, high, small, follow_up }
    Results {
        centre, demo, month, running, months, sittings, served, settled, open_count, held_count,
        on_duty, changes, rows, head,
    }
    ChainHead { day, rows, hash }
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
mod tests;
