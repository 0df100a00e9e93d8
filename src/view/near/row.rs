//! One point of the list: open now, how far, what for; and behind a tap where it is and the ways there.

use maud::{Markup, html};

use super::ways::ways;
use crate::model::near::{Clock, Days, Hours, Opening, PointKind, ServicePoint, opening};
use crate::model::{Day, Minute, Moment, Weekday};
use crate::text::{Lang, NearTexts, day_short, weekday};
use crate::view::Prefs;

/// A point's row.
pub(super) fn row(
    prefs: Prefs,
    now: Moment,
    number: Option<usize>,
    metres: Option<u32>,
    point: &ServicePoint,
) -> Markup {
    let (t, lang) = (prefs.lang.near_texts(), prefs.lang);
    let opening = opening(&point.hours, now);
    let (pill, class) = pill(lang, opening, now.day());
    html! {
        div.row--pill {
            b { @if let Some(number) = number { (number) " · " } (lang.of(&point.name)) }
            i.(class) { (pill) }
            span {
                @if let Some(metres) = metres { (distance(t, metres)) " · " }
                @if opening == Opening::Always { (t.day_and_night) }
                (kind(t, point.kind)) " · "
                @for (at, matter) in point.matters.iter().enumerate() {
                    @if at > 0 { (t.comma) }
                    (lang.of(matter))
                }
            }
        }
        // Known by their ids when the list is made anew: what is open stays open, and the focus stays.
        details.all #{"ways-" (point.id)} {
            summary #{"go-" (point.id)} { (t.go) }
            p.note { (lang.of(&point.address)) }
            p.note { (week(lang, &point.hours)) }
            (ways(prefs, point))
        }
    }
}

fn kind(t: &NearTexts, kind: PointKind) -> &'static str {
    match kind {
        PointKind::Staffed => t.kinds[0],
        PointKind::SelfService => t.kinds[1],
        PointKind::Both => t.kinds[2],
    }
}

/// `400 m`, `1.9 km`, `13 km`: no more exact than one walks.
pub(super) fn distance(t: &NearTexts, metres: u32) -> String {
    let [in_metres, in_kilometres] = t.units;
    if metres < 995 {
        let mut said = ((metres + 5) / 10 * 10).to_string();
        said.push_str(in_metres);
        return said;
    }
    let tenths = (metres + 50) / 100;
    let mut said = if tenths < 100 {
        tenths / 10
    } else {
        (metres + 500) / 1000
    }
    .to_string();
    if tenths < 100 {
        said.push('.');
        said.push_str(&(tenths % 10).to_string());
    }
    said.push_str(in_kilometres);
    said
}

/// Whether it is open, in a few words, and their class.
fn pill(lang: Lang, opening: Opening, today: Day) -> (String, &'static str) {
    let t = lang.near_texts();
    let around = |[before, after]: [&str; 2], time: &str| {
        let mut said = before.to_owned();
        said.push_str(time);
        said.push_str(after);
        said
    };
    match opening {
        Opening::Always => (t.open.to_owned(), "pill"),
        Opening::Until {
            minute,
            lunch: true,
            ..
        } => (around(t.lunch_at, &minute.to_string()), "pill pill--here"),
        Opening::Until { day, minute, .. } => {
            let said = match (day.since(today), minute) {
                (0, _) => around(t.until, &minute.to_string()),
                (1, Minute(0)) => around(t.until, "24:00"),
                (1, _) => around(t.until_tomorrow, &minute.to_string()),
                _ => t.open.to_owned(),
            };
            (said, "pill")
        }
        Opening::Lunch(minute) => (around(t.lunch, &minute.to_string()), "pill pill--off"),
        Opening::From(day, minute) => {
            let mut time = match day.since(today) {
                0 => String::new(),
                1 => t.tomorrow.to_owned(),
                2..7 => weekday(lang, day.weekday()).to_owned(),
                _ => day_short(lang, day),
            };
            if !time.is_empty() {
                time.push(' ');
            }
            time.push_str(&minute.to_string());
            (around(t.opens, &time), "pill pill--off")
        }
        Opening::Never => (t.never.to_owned(), "pill pill--off"),
    }
}

/// The hours of a week: 周一至周五 9:00–12:00、13:30–17:00.
fn week(lang: Lang, hours: &[Hours]) -> Markup {
    let t = lang.near_texts();
    let known = |at: usize| {
        hours
            .iter()
            .take(at)
            .any(|earlier| earlier.days == hours[at].days)
    };
    let firsts = hours.iter().enumerate().filter(|(at, _)| !known(*at));
    html! {
        @for (at, (_, first)) in firsts.enumerate() {
            @if at > 0 { br; }
            (days(lang, first.days)) " "
            @for (at, span) in hours.iter().filter(|span| span.days == first.days).enumerate() {
                @if at > 0 { (t.comma) }
                @let (Clock(from), Clock(to)) = (span.from, span.to);
                (from.to_string()) "–" (to.to_string())
            }
        }
    }
}

/// Days in a row are named by their first and last.
fn days(lang: Lang, days: Days) -> String {
    const WEEK: [Weekday; 7] = [
        Weekday::Monday,
        Weekday::Tuesday,
        Weekday::Wednesday,
        Weekday::Thursday,
        Weekday::Friday,
        Weekday::Saturday,
        Weekday::Sunday,
    ];
    let t = lang.near_texts();
    let mut said = String::new();
    let runs = WEEK.chunk_by(|a, b| days.contains(*a) == days.contains(*b));
    for run in runs {
        let [first, .., last] = run else {
            if days.contains(run[0]) {
                push(&mut said, t.comma, weekday(lang, run[0]));
            }
            continue;
        };
        if !days.contains(*first) {
            continue;
        }
        push(&mut said, t.comma, weekday(lang, *first));
        said.push_str(if run.len() == 2 { t.comma } else { t.to_day });
        said.push_str(weekday(lang, *last));
    }
    said
}

fn push(said: &mut String, comma: &str, word: &str) {
    if !said.is_empty() {
        said.push_str(comma);
    }
    said.push_str(word);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ok_distances_as_people_say_them() {
        let t = Lang::En.near_texts();
        for (metres, said) in [
            (0, "0 m"),
            (4, "0 m"),
            (5, "10 m"),
            (994, "990 m"),
            (995, "1.0 km"),
            (1_949, "1.9 km"),
            (1_950, "2.0 km"),
            (9_949, "9.9 km"),
            (9_950, "10 km"),
            (13_499, "13 km"),
            (20_015_114, "20015 km"),
        ] {
            assert_eq!(distance(t, metres), said, "{metres}");
        }
    }

    #[test]
    fn ok_days_in_a_row_are_put_together() {
        let said = |lang, codes: &[&str]| {
            let codes: Vec<_> = codes.iter().map(|code| (*code).to_owned()).collect();
            days(lang, Days::parse(&codes).unwrap())
        };
        assert_eq!(
            said(Lang::Zh, &["mon", "tue", "wed", "thu", "fri"]),
            "周一至周五"
        );
        assert_eq!(said(Lang::Zh, &["sat", "sun"]), "周六、周日");
        assert_eq!(
            said(Lang::En, &["mon", "wed", "fri", "sat", "sun"]),
            "Mon, Wed, Fri–Sun"
        );
        assert_eq!(said(Lang::En, &["sun"]), "Sun");
    }

    #[test]
    fn ok_what_is_said_of_the_hours() {
        let today = Day::parse("2026-11-24").unwrap();
        let said = |lang, opening| pill(lang, opening, today).0;
        let nine = Minute(540);
        let until = |days, minute, lunch| Opening::Until {
            day: today.plus(days),
            minute: Minute(minute),
            lunch,
        };
        for (opening, zh, en) in [
            (Opening::Always, "营业中", "Open"),
            (until(0, 1020, false), "到 17:00", "until 17:00"),
            (until(0, 720, true), "12:00 午休", "lunch at 12:00"),
            (until(1, 0, false), "到 24:00", "until 24:00"),
            (until(1, 90, false), "到明天 1:30", "until 1:30 tomorrow"),
            (until(3, 90, false), "营业中", "Open"),
            (
                Opening::Lunch(Minute(810)),
                "午休，13:30 开",
                "lunch, opens 13:30",
            ),
            (Opening::From(today, nine), "9:00 开", "opens 9:00"),
            (
                Opening::From(today.plus(1), nine),
                "明天 9:00 开",
                "opens tomorrow 9:00",
            ),
            (
                Opening::From(today.plus(6), nine),
                "周一 9:00 开",
                "opens Mon 9:00",
            ),
            (
                Opening::From(today.plus(7), nine),
                "12月1日 9:00 开",
                "opens 1 Dec 9:00",
            ),
        ] {
            assert_eq!(said(Lang::Zh, opening), zh);
            assert_eq!(said(Lang::En, opening), en);
        }
    }
}
