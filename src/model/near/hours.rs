//! Opening hours of an ordinary week: open until when, or closed and open again when.

use serde::{Deserialize, Serialize};

use crate::model::{Day, Json, Minute, Moment, Read, Weekday};

/// Midnight at the end of a day.
const MIDNIGHT: u16 = 24 * 60;
/// A pause that begins in these minutes of the day…
const NOON: core::ops::Range<u16> = 11 * 60..14 * 60;
/// …and is no longer is a lunch break.
const LONGEST_BREAK: u16 = 3 * 60;
/// So many days in a row without a pause are always.
const WEEK: i64 = 7;

/// Days of the week with the same hours; a lunch break makes two of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(not(target_arch = "wasm32"), derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct Hours {
    /// The days.
    pub days: Days,
    /// From when, written `8:30`.
    pub from: Clock,
    /// Until when; `24:00` is the end of the day. Over midnight goes on with the next day's `0:00`.
    pub to: Clock,
}

/// Some days of the week, written as a list: `["mon", "tue"]`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(not(target_arch = "wasm32"), derive(utoipa::ToSchema))]
#[cfg_attr(not(target_arch = "wasm32"), schema(value_type = Vec<String>, example = json!(["mon", "tue"])))]
#[serde(try_from = "Vec<String>", into = "Vec<String>")]
pub struct Days(u8);

const CODES: [&str; 7] = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];

impl Days {
    /// # Errors
    /// `bad_weekday` where one is not the first three letters of an English weekday, comes twice, or none is there.
    pub fn parse(days: &[String]) -> Result<Self, &'static str> {
        let mut set = 0;
        for day in days {
            let at = CODES.iter().position(|code| code == day);
            let bit = 1 << at.ok_or("bad_weekday")?;
            if set & bit != 0 {
                return Err("bad_weekday");
            }
            set |= bit;
        }
        if set == 0 {
            return Err("bad_weekday");
        }
        Ok(Self(set))
    }

    /// Whether a day is one of them.
    #[must_use]
    pub fn contains(self, day: Weekday) -> bool {
        self.0 & (1 << day.number_days_from_monday()) != 0
    }

    /// Whether they share a day.
    #[must_use]
    pub fn meets(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }
}

impl TryFrom<Vec<String>> for Days {
    type Error = &'static str;
    fn try_from(days: Vec<String>) -> Result<Self, Self::Error> {
        Self::parse(&days)
    }
}

impl From<Days> for Vec<String> {
    fn from(days: Days) -> Self {
        let days = (0..7).filter(|at| days.0 & (1 << at) != 0);
        days.map(|at| CODES[at].to_owned()).collect()
    }
}

/// A time of day written as people write it, `8:30` or `08:30`, up to `24:00`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(not(target_arch = "wasm32"), derive(utoipa::ToSchema))]
#[cfg_attr(not(target_arch = "wasm32"), schema(value_type = String, pattern = "^([01]?[0-9]|2[0-3]):[0-5][0-9]$|^24:00$", example = "8:30"))]
#[serde(try_from = "String", into = "String")]
pub struct Clock(pub Minute);

impl Clock {
    /// # Errors
    /// `bad_clock` for anything else.
    pub fn parse(text: &str) -> Result<Self, &'static str> {
        let number = |digits: &str| {
            let all = digits.bytes().all(|b| b.is_ascii_digit());
            digits
                .parse::<u16>()
                .ok()
                .filter(|_| all && digits.len() <= 2)
        };
        let (hour, minute) = text.split_once(':').ok_or("bad_clock")?;
        match (number(hour), number(minute)) {
            (Some(hour @ 0..=24), Some(past @ 0..60)) if minute.len() == 2 => {
                let all = hour * 60 + past;
                if all <= MIDNIGHT {
                    Ok(Self(Minute(all)))
                } else {
                    Err("bad_clock")
                }
            }
            _ => Err("bad_clock"),
        }
    }
}

impl TryFrom<String> for Clock {
    type Error = &'static str;
    fn try_from(text: String) -> Result<Self, Self::Error> {
        Self::parse(&text)
    }
}

impl From<Clock> for String {
    fn from(clock: Clock) -> Self {
        clock.0.to_string()
    }
}

crate::read_struct! {
    Hours { days, from, to }
}

impl Read for Days {
    fn read<J: Json>(json: &J) -> Option<Self> {
        Self::parse(&Vec::read(json)?).ok()
    }
}

impl Read for Clock {
    fn read<J: Json>(json: &J) -> Option<Self> {
        Self::parse(&json.text()?).ok()
    }
}

/// Whether a point is open at a moment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Opening {
    /// Day and night.
    Always,
    /// Open until then. `lunch`: only a lunch break begins then.
    Until {
        /// The day it closes: today, or a later one where it is open over midnight.
        day: Day,
        /// The time it closes; midnight is `0:00` of the next day.
        minute: Minute,
        /// Whether it opens again after lunch.
        lunch: bool,
    },
    /// A lunch break now, open again at this time.
    Lunch(Minute),
    /// Closed, open again then.
    From(Day, Minute),
    /// Never open by its hours.
    Never,
}

/// Whether a point with these hours is open at a moment. Public holidays are not known here.
#[must_use]
pub fn opening(hours: &[Hours], now: Moment) -> Opening {
    let (today, minute) = (now.day(), now.minute().0);
    match closes(hours, today, minute) {
        Some((day, _)) if day.since(today) >= WEEK => Opening::Always,
        Some((day, close)) => Opening::Until {
            day,
            minute: Minute(close),
            lunch: pause(hours, day, close).is_some(),
        },
        None => closed(hours, today, minute),
    }
}

/// The spans of a day.
fn spans(hours: &[Hours], day: Day) -> impl Iterator<Item = (u16, u16)> {
    let of_day = hours
        .iter()
        .filter(move |hours| hours.days.contains(day.weekday()));
    of_day.map(|hours| (hours.from.0.0, hours.to.0.0))
}

/// When it closes, where it is open then: spans that touch are one, over midnight too.
fn closes(hours: &[Hours], from: Day, minute: u16) -> Option<(Day, u16)> {
    let (mut day, mut at) = (from, minute);
    let around = |day, at: u16| {
        let holds = spans(hours, day).filter(move |(from, to)| (*from..*to).contains(&at));
        holds.map(|(_, to)| to).max()
    };
    let mut open = false;
    while let Some(to) = around(day, at) {
        open = true;
        (day, at) = if to >= MIDNIGHT {
            (day.plus(1), 0)
        } else {
            (day, to)
        };
        if day.since(from) >= WEEK {
            break;
        }
    }
    open.then_some((day, at))
}

/// When it opens again, where only a lunch break begins at this minute.
fn pause(hours: &[Hours], day: Day, close: u16) -> Option<u16> {
    let next = next_from(hours, day, close)?;
    (NOON.contains(&close) && next - close <= LONGEST_BREAK).then_some(next)
}

/// The first opening of a day at this minute or later.
fn next_from(hours: &[Hours], day: Day, minute: u16) -> Option<u16> {
    let starts = spans(hours, day).map(|(from, _)| from);
    starts.filter(|from| *from >= minute).min()
}

fn closed(hours: &[Hours], today: Day, minute: u16) -> Opening {
    let ended = spans(hours, today).map(|(_, to)| to);
    let last = ended.filter(|to| *to <= minute).max();
    if let Some(next) = last.and_then(|close| pause(hours, today, close)) {
        return Opening::Lunch(Minute(next));
    }
    if let Some(next) = next_from(hours, today, minute) {
        return Opening::From(today, Minute(next));
    }
    let later = (1..=WEEK).map(|days| today.plus(days));
    let mut openings = later.filter_map(|day| Some((day, next_from(hours, day, 0)?)));
    match openings.next() {
        Some((day, minute)) => Opening::From(day, Minute(minute)),
        None => Opening::Never,
    }
}
