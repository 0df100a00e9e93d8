//! Days as people say them.

use crate::model::{Day, Moment, Month, Weekday};

use super::Lang;

const MONTHS: [&str; 12] = [
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
];

/// `周四` or `Thu`.
#[must_use]
pub fn weekday(lang: Lang, weekday: Weekday) -> &'static str {
    const ZH: [&str; 7] = ["周一", "周二", "周三", "周四", "周五", "周六", "周日"];
    const EN: [&str; 7] = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];
    let names = match lang {
        Lang::Zh => ZH,
        Lang::En => EN,
    };
    names[usize::from(weekday.number_days_from_monday())]
}

/// `11月24日` or `24 Nov`.
#[must_use]
pub fn day_short(lang: Lang, day: Day) -> String {
    let (month, date) = day.month_day();
    match lang {
        Lang::Zh => format!("{month}月{date}日"),
        Lang::En => format!("{date} {}", MONTHS[usize::from(month - 1)]),
    }
}

/// `今天`, `明天`, else weekday and date: `周四 11月26日`.
#[must_use]
pub fn day_with_weekday(lang: Lang, day: Day, today: Day) -> String {
    match (lang, day.since(today)) {
        (Lang::Zh, 0) => "今天".to_owned(),
        (Lang::Zh, 1) => "明天".to_owned(),
        (Lang::En, 0) => "today".to_owned(),
        (Lang::En, 1) => "tomorrow".to_owned(),
        _ => day_with_date(lang, day),
    }
}

/// Weekday and date, whatever day it is today: `周四 11月26日`.
#[must_use]
pub fn day_with_date(lang: Lang, day: Day) -> String {
    format!("{} {}", weekday(lang, day.weekday()), day_short(lang, day))
}

/// `2026年10月` or `Oct 2026`.
#[must_use]
pub fn month_name(lang: Lang, month: Month) -> String {
    let (year, number) = month.year_month();
    match lang {
        Lang::Zh => format!("{year}年{number}月"),
        Lang::En => format!("{} {year}", MONTHS[usize::from(number - 1)]),
    }
}

/// `11月23日 10:12` or `23 Nov 10:12`.
#[must_use]
pub fn moment_short(lang: Lang, moment: Moment) -> String {
    format!("{} {}", day_short(lang, moment.day()), moment.minute())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ok_days_are_said_as_people_say_them() {
        let today = Day::parse("2026-11-24").unwrap();
        let said = |lang, days| day_with_weekday(lang, today.plus(days), today);
        assert_eq!(said(Lang::Zh, 0), "今天");
        assert_eq!(said(Lang::Zh, 2), "周四 11月26日");
        assert_eq!(said(Lang::En, 1), "tomorrow");
        assert_eq!(said(Lang::En, 9), "Thu 3 Dec");
    }
}
