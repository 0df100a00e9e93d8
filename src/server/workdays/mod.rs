//! Working days: the weekdays, less the public holidays, and the weekends that are worked in their stead.
//!
//! The State Council names both for one year at a time. Of a year that is not named yet only the
//! weekends are known, which is said wherever it matters.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use crate::model::{Day, Weekday};

const PUBLISHED: &str = include_str!("calendar.json");

/// A file that names holidays.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CalendarFile {
    /// Where it is from.
    pub source: String,
    /// By year, such as `2026`.
    pub years: BTreeMap<String, Year>,
}

/// One year's days that are not as the weekday says.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Year {
    /// Weekdays that are holidays.
    pub off: BTreeSet<Day>,
    /// Saturdays and Sundays that are worked.
    pub work: BTreeSet<Day>,
}

/// The days that are worked.
#[derive(Clone, Debug, Default)]
pub struct WorkCalendar {
    years: BTreeMap<i32, Year>,
}

impl WorkCalendar {
    /// What was published when this program was built.
    ///
    /// # Errors
    /// Never: a test reads it.
    pub fn published() -> Result<Self, String> {
        let mut calendar = Self::default();
        calendar.learn(PUBLISHED)?;
        Ok(calendar)
    }

    /// Takes the years of a file in place of those known; answers them.
    ///
    /// # Errors
    /// What is wrong with the file, and where.
    pub fn learn(&mut self, text: &str) -> Result<Vec<i32>, String> {
        let file: CalendarFile = serde_json::from_str(text).map_err(|error| error.to_string())?;
        let mut learnt = Vec::new();
        for (name, year) in file.years {
            let number: i32 = name
                .parse()
                .map_err(|_| format!("years: `{name}` is no year"))?;
            check(number, &year)?;
            self.years.insert(number, year);
            learnt.push(number);
        }
        Ok(learnt)
    }

    /// The years whose holidays are known.
    pub fn years(&self) -> impl Iterator<Item = (i32, &Year)> {
        self.years.iter().map(|(number, year)| (*number, year))
    }

    /// Whether the holidays of a day's year are known.
    #[must_use]
    pub fn knows(&self, day: Day) -> bool {
        self.years.contains_key(&day.year())
    }

    /// Whether a day is worked.
    #[must_use]
    pub fn is_worked(&self, day: Day) -> bool {
        let weekend = is_weekend(day);
        match self.years.get(&day.year()) {
            Some(year) if weekend => year.work.contains(&day),
            Some(year) => !year.off.contains(&day),
            None => !weekend,
        }
    }

    /// The `count`-th working day after a day, which itself does not count.
    #[must_use]
    pub fn add(&self, day: Day, count: u32) -> Day {
        let mut day = day;
        for _ in 0..count {
            day = day.plus(1);
            while !self.is_worked(day) {
                day = day.plus(1);
            }
        }
        day
    }

    /// How many working days are left from `today`, which does not count, to the end of `deadline`;
    /// negative when it is past.
    #[must_use]
    pub fn left(&self, today: Day, deadline: Day) -> i64 {
        let (from, to, sign) = if deadline >= today {
            (today, deadline, 1)
        } else {
            (deadline, today, -1)
        };
        let days = (1..=to.since(from)).map(|n| from.plus(n));
        let worked = days.filter(|day| self.is_worked(*day)).count();
        // Past a deadline by a weekend alone is past it all the same.
        let worked = i64::try_from(worked).unwrap_or(0);
        if sign < 0 { -worked.max(1) } else { worked }
    }
}

fn is_weekend(day: Day) -> bool {
    matches!(day.weekday(), Weekday::Saturday | Weekday::Sunday)
}

/// A day in the wrong list would shift every deadline.
fn check(number: i32, year: &Year) -> Result<(), String> {
    for (list, days, weekend) in [("off", &year.off, false), ("work", &year.work, true)] {
        for day in days {
            if day.year() != number {
                return Err(format!("years.{number}.{list}: {day} is in another year"));
            }
            if is_weekend(*day) != weekend {
                let is = if weekend {
                    "a weekday, worked anyway"
                } else {
                    "a weekend, off anyway"
                };
                return Err(format!("years.{number}.{list}: {day} is {is}: take it out"));
            }
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Day {
        Day::parse(text).unwrap()
    }

    #[test]
    fn ok_spring_festival_2026_is_skipped_and_its_saturdays_are_worked() {
        let calendar = WorkCalendar::published().unwrap();
        // Off 15 to 23 February; Saturday 14 and Saturday 28 February are worked.
        assert!(calendar.is_worked(day("2026-02-14")));
        assert!(!calendar.is_worked(day("2026-02-16")));
        assert!(calendar.is_worked(day("2026-02-24")));
        // Friday 13: 14 (worked Saturday), 24, 25, 26, 27.
        assert_eq!(calendar.add(day("2026-02-13"), 5), day("2026-02-27"));
        assert_eq!(calendar.left(day("2026-02-13"), day("2026-02-27")), 5);
        assert_eq!(calendar.left(day("2026-02-27"), day("2026-02-13")), -5);
    }

    #[test]
    fn ok_national_day_2026_and_an_ordinary_week() {
        let calendar = WorkCalendar::published().unwrap();
        // Off 1 to 7 October; Saturday 10 October is worked.
        assert_eq!(calendar.add(day("2026-09-30"), 3), day("2026-10-10"));
        assert_eq!(calendar.add(day("2026-11-24"), 5), day("2026-12-01"));
        assert_eq!(calendar.left(day("2026-11-24"), day("2026-11-24")), 0);
        assert_eq!(calendar.left(day("2026-11-29"), day("2026-11-27")), -1);
    }

    #[test]
    fn ok_a_year_nobody_published_counts_weekends_alone_until_it_is_learnt() {
        let mut calendar = WorkCalendar::published().unwrap();
        assert!(!calendar.knows(day("2027-01-01")));
        assert!(calendar.is_worked(day("2027-01-01")));
        let text =
            r#"{"source":"test","years":{"2027":{"off":["2027-01-01"],"work":["2027-01-03"]}}}"#;
        assert_eq!(calendar.learn(text), Ok(vec![2027]));
        assert!(calendar.knows(day("2027-01-01")));
        assert!(!calendar.is_worked(day("2027-01-01")));
        assert!(calendar.is_worked(day("2027-01-03")));
    }

    #[test]
    fn err_a_file_that_would_shift_deadlines() {
        for (years, said) in [
            (
                r#"{"2027":{"off":["2026-01-01"],"work":[]}}"#,
                "another year",
            ),
            (r#"{"2027":{"off":["2027-01-02"],"work":[]}}"#, "off anyway"),
            (
                r#"{"2027":{"off":[],"work":["2027-01-04"]}}"#,
                "worked anyway",
            ),
            (r#"{"next":{"off":[],"work":[]}}"#, "no year"),
            (r#"{"2027":{"off":["1 May"],"work":[]}}"#, "bad_day"),
        ] {
            let text = format!(r#"{{"source":"test","years":{years}}}"#);
            let error = WorkCalendar::default().learn(&text).unwrap_err();
            assert!(error.contains(said), "{error}");
        }
    }
}
