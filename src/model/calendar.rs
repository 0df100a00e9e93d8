//! Days, times of day and moments, all in the centre's own time (+08:00, no summer time since 1991).

use serde::{Deserialize, Serialize};
pub use time::Weekday;
use time::{Date, Duration, Month};

const EAST_8_MS: i64 = 8 * 3_600_000;
const DAY_MS: i64 = 86_400_000;

/// A civil day in the centre's time, written `2026-11-24`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(not(target_arch = "wasm32"), derive(utoipa::ToSchema))]
#[cfg_attr(not(target_arch = "wasm32"), schema(value_type = String, format = Date))]
#[serde(try_from = "String", into = "String")]
pub struct Day(Date);

impl Day {
    /// # Errors
    /// `bad_day` for anything but an existing `YYYY-MM-DD`.
    pub fn parse(text: &str) -> Result<Self, &'static str> {
        let mut parts = text.split('-');
        let (Some(year), Some(month), Some(day), None) =
            (parts.next(), parts.next(), parts.next(), parts.next())
        else {
            return Err("bad_day");
        };
        if (year.len(), month.len(), day.len()) != (4, 2, 2) {
            return Err("bad_day");
        }
        let number = |digits: &str| digits.parse::<u16>().map_err(|_| "bad_day");
        let month = u8::try_from(number(month)?).map_err(|_| "bad_day")?;
        let month = Month::try_from(month).map_err(|_| "bad_day")?;
        let day = u8::try_from(number(day)?).map_err(|_| "bad_day")?;
        Date::from_calendar_date(i32::from(number(year)?), month, day)
            .map(Self)
            .map_err(|_| "bad_day")
    }

    /// The day of the week.
    #[must_use]
    pub fn weekday(self) -> Weekday {
        self.0.weekday()
    }

    /// The year.
    #[must_use]
    pub fn year(self) -> i32 {
        self.0.year()
    }

    /// Month (1 to 12) and day of the month.
    #[must_use]
    pub fn month_day(self) -> (u8, u8) {
        (u8::from(self.0.month()), self.0.day())
    }

    /// The day `days` later, or earlier where negative.
    #[must_use]
    pub fn plus(self, days: i64) -> Self {
        Self(self.0.saturating_add(Duration::days(days)))
    }

    /// How many days `self` lies after `earlier`.
    #[must_use]
    pub fn since(self, earlier: Self) -> i64 {
        (self.0 - earlier.0).whole_days()
    }

    /// The Monday of this day's week.
    #[must_use]
    pub fn monday(self) -> Self {
        self.plus(-i64::from(self.0.weekday().number_days_from_monday()))
    }
}

impl core::fmt::Display for Day {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        let (month, day) = self.month_day();
        write!(f, "{:04}-{month:02}-{day:02}", self.0.year())
    }
}

impl TryFrom<String> for Day {
    type Error = &'static str;
    fn try_from(text: String) -> Result<Self, Self::Error> {
        Self::parse(&text)
    }
}

impl From<Day> for String {
    fn from(day: Day) -> Self {
        day.to_string()
    }
}

/// A time of day in minutes since midnight, written `9:00`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(not(target_arch = "wasm32"), derive(utoipa::ToSchema))]
#[serde(transparent)]
pub struct Minute(pub u16);

impl core::fmt::Display for Minute {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        write!(f, "{}:{:02}", self.0 / 60, self.0 % 60)
    }
}

/// A point in time: milliseconds since 1970-01-01T00:00Z.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(not(target_arch = "wasm32"), derive(utoipa::ToSchema))]
#[serde(transparent)]
pub struct Moment(pub i64);

impl Moment {
    /// The day it is in the centre.
    #[must_use]
    pub fn day(self) -> Day {
        let days = (self.0 + EAST_8_MS).div_euclid(DAY_MS);
        Day(Date::MIN.max(Date::from_calendar_date(1970, Month::January, 1).unwrap_or(Date::MIN)))
            .plus(days)
    }

    /// The time of day it is in the centre.
    #[must_use]
    pub fn minute(self) -> Minute {
        let minutes = (self.0 + EAST_8_MS).rem_euclid(DAY_MS) / 60_000;
        Minute(u16::try_from(minutes).unwrap_or(0))
    }

    /// The moment it is `minute` o'clock on `day` in the centre.
    #[must_use]
    pub fn at(day: Day, minute: Minute) -> Self {
        let epoch = Moment(0).day();
        Self(day.since(epoch) * DAY_MS + i64::from(minute.0) * 60_000 - EAST_8_MS)
    }

    /// `YYYY-MM-DDTHH:MM:SS.mmm+08:00` (RFC 3339), the form of the endpoint and of every export.
    #[must_use]
    pub fn rfc3339(self) -> String {
        let in_day = (self.0 + EAST_8_MS).rem_euclid(DAY_MS);
        let (day, seconds, millis) = (self.day(), in_day / 1000, in_day % 1000);
        let (hour, minute, second) = (seconds / 3600, seconds / 60 % 60, seconds % 60);
        format!("{day}T{hour:02}:{minute:02}:{second:02}.{millis:03}+08:00")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ok_a_day_is_read_as_it_is_written() {
        let day = Day::parse("2026-11-24").unwrap();
        assert_eq!(day.to_string(), "2026-11-24");
        assert_eq!(day.weekday(), Weekday::Tuesday);
        assert_eq!(day.monday().to_string(), "2026-11-23");
        assert_eq!(day.plus(7).since(day), 7);
    }

    #[test]
    fn err_a_day_that_does_not_exist() {
        for text in [
            "",
            "2026-02-29",
            "2026-13-01",
            "26-01-01",
            "2026-1-1",
            "2026-01-01-01",
            "+026-01-01x",
        ] {
            assert_eq!(Day::parse(text), Err("bad_day"), "{text}");
        }
    }

    #[test]
    fn ok_the_centres_midnight_is_four_in_the_afternoon_in_greenwich() {
        let last_minute = Moment(1_795_535_999_999); // 2026-11-24T15:59:59.999Z
        assert_eq!(last_minute.day().to_string(), "2026-11-24");
        assert_eq!(last_minute.minute(), Minute(23 * 60 + 59));
        assert_eq!(last_minute.rfc3339(), "2026-11-24T23:59:59.999+08:00");
        let midnight = Moment(last_minute.0 + 1);
        assert_eq!(midnight.day().to_string(), "2026-11-25");
        assert_eq!(midnight, Moment::at(midnight.day(), Minute(0)));
    }
}
