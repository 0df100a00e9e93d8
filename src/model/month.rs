//! Months of the centre's calendar: what results are published by.

use serde::{Deserialize, Serialize};

use super::Day;

/// A civil month, written `2026-10`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Month {
    first: Day,
}

/// By hand: a structure with a named field cannot be told as text.
#[cfg(not(target_arch = "wasm32"))]
impl utoipa::PartialSchema for Month {
    fn schema() -> utoipa::openapi::RefOr<utoipa::openapi::Schema> {
        utoipa::openapi::ObjectBuilder::new()
            .schema_type(utoipa::openapi::Type::String)
            .pattern(Some("^[0-9]{4}-(0[1-9]|1[0-2])$"))
            .examples(["2026-10"])
            .description(Some("A civil month."))
            .into()
    }
}

#[cfg(not(target_arch = "wasm32"))]
impl utoipa::ToSchema for Month {}

impl Month {
    /// # Errors
    /// `bad_month` for anything but `YYYY-MM`.
    pub fn parse(text: &str) -> Result<Self, &'static str> {
        let first = Day::parse(&format!("{text}-01")).map_err(|_| "bad_month")?;
        Ok(Self { first })
    }

    /// The month a day lies in.
    #[must_use]
    pub fn of(day: Day) -> Self {
        let (_, date) = day.month_day();
        Self {
            first: day.plus(1 - i64::from(date)),
        }
    }

    /// Its first day.
    #[must_use]
    pub fn first(self) -> Day {
        self.first
    }

    /// Its last day.
    #[must_use]
    pub fn last(self) -> Day {
        self.next().first.plus(-1)
    }

    /// The month after it.
    #[must_use]
    pub fn next(self) -> Self {
        Self::of(self.first.plus(31))
    }

    /// The month before it.
    #[must_use]
    pub fn previous(self) -> Self {
        Self::of(self.first.plus(-1))
    }

    /// Year, and month of the year (1 to 12).
    #[must_use]
    pub fn year_month(self) -> (i32, u8) {
        (self.first.year(), self.first.month_day().0)
    }
}

impl core::fmt::Display for Month {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        let (year, month) = self.year_month();
        write!(f, "{year:04}-{month:02}")
    }
}

impl TryFrom<String> for Month {
    type Error = &'static str;
    fn try_from(text: String) -> Result<Self, Self::Error> {
        Self::parse(&text)
    }
}

impl From<Month> for String {
    fn from(month: Month) -> Self {
        month.to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ok_a_month_knows_its_days_and_neighbours() {
        let cases = [
            ("2026-10", "2026-10-31", "2026-09", "2026-11"),
            ("2028-02", "2028-02-29", "2028-01", "2028-03"),
            ("2026-12", "2026-12-31", "2026-11", "2027-01"),
            ("2027-01", "2027-01-31", "2026-12", "2027-02"),
        ];
        for (text, last, previous, next) in cases {
            let month = Month::parse(text).unwrap();
            assert_eq!(month.to_string(), text);
            assert_eq!(month.last().to_string(), last);
            assert_eq!(month.previous().to_string(), previous);
            assert_eq!(month.next().to_string(), next);
            assert_eq!(Month::of(month.last()), month);
        }
    }

    #[test]
    fn err_a_month_that_does_not_exist() {
        for text in ["", "2026", "2026-13", "2026-1", "2026-10-01", "十月"] {
            assert_eq!(Month::parse(text), Err("bad_month"), "{text}");
        }
    }
}
