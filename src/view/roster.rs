//! Who sits where and when: a day, a week, or what concerns a unit or a matter.

use maud::{Markup, html};

use super::{Prefs, encoded, with};
use crate::model::{
    Centre, Day, Marker, Moment, Shift, ShiftState, Unit, find, sittings, units_meant,
};
use crate::text::{Lang, day_with_weekday, moment_short, weekday};

/// How many days are published: this week and the next.
const PUBLISHED: i64 = 14;

/// Data older than this says so, in milliseconds.
const OLD: i64 = 600_000;

/// Which days are asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Span {
    /// One day.
    Day(Day),
    /// The week that runs.
    ThisWeek,
    /// The week after.
    NextWeek,
}

/// What the address asks for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Asked {
    /// `day`: today, or all that is published where a unit or matter is named.
    pub span: Option<Span>,
    /// `unit`
    pub unit: String,
    /// `matter`, as it was typed.
    pub matter: String,
}

impl Asked {
    /// From the values in the address.
    #[must_use]
    pub fn read(day: Option<&str>, unit: Option<String>, matter: Option<String>) -> Self {
        let span = match day {
            Some("week") => Some(Span::ThisWeek),
            Some("next") => Some(Span::NextWeek),
            Some(day) => Day::parse(day).ok().map(Span::Day),
            None => None,
        };
        Self {
            span,
            unit: unit.unwrap_or_default(),
            matter: matter.unwrap_or_default(),
        }
    }

    /// The address with another span.
    #[must_use]
    pub fn address(&self, span: Option<Span>) -> String {
        let span = span.map(|span| match span {
            Span::Day(day) => format!("day={day}"),
            Span::ThisWeek => "day=week".to_owned(),
            Span::NextWeek => "day=next".to_owned(),
        });
        let of = |name: &str, value: &str| {
            (!value.is_empty()).then(|| format!("{name}={}", encoded(value)))
        };
        [
            span,
            of("unit", &self.unit),
            of("matter", self.matter.trim()),
        ]
        .into_iter()
        .flatten()
        .fold("/duty".to_owned(), |address, pair| with(address, &pair))
    }

    fn filters(&self) -> bool {
        !self.unit.is_empty() || !self.matter.trim().is_empty()
    }

    /// First and last day.
    fn days(&self, today: Day) -> (Day, Day) {
        let monday = today.monday();
        match self.span {
            Some(Span::Day(day)) => (day, day),
            Some(Span::ThisWeek) => (monday, monday.plus(6)),
            Some(Span::NextWeek) => (monday.plus(7), monday.plus(13)),
            None if self.filters() => (today, monday.plus(PUBLISHED - 1)),
            None => (today, today),
        }
    }

    fn units<'a>(&self, centre: &'a Centre) -> Vec<&'a Unit> {
        let mut units = units_meant(centre, &self.matter);
        units.retain(|unit| self.unit.is_empty() || unit.id == self.unit);
        units
    }
}

/// What the page is made of.
#[derive(Clone, Copy, Debug)]
pub struct RosterPage<'a> {
    /// The centre.
    pub centre: &'a Centre,
    /// The shifts of this week and the next.
    pub shifts: &'a [Shift],
    /// The centre's time.
    pub now: Moment,
    /// When the shifts were had from the endpoint.
    pub as_of: Moment,
}

/// The page of `/duty`.
#[must_use]
pub fn roster(prefs: Prefs, page: RosterPage<'_>, asked: &Asked) -> Markup {
    let (t, lang) = (prefs.texts().roster, prefs.lang);
    html! {
        h1.title #title tabindex="-1" { (t.heading) small { (t.note) } }
        form.search #asked role="search" action="/duty" {
            select.find #unit name="unit" aria-label=(t.unit) {
                option value="" { (t.all_units) }
                @for unit in &page.centre.units {
                    option value=(unit.id) selected[unit.id == asked.unit] { (lang.of(&unit.name)) }
                }
            }
            input.find #matter type="search" name="matter" value=(asked.matter) placeholder=(t.matter_example)
                aria-label=(t.matter) autocomplete="off" enterkeyhint="search";
            (prefs.fields())
            button.button.search__button { (t.find) }
        }
        div.live data-live="rows" { (rows(prefs, page, asked)) }
        div.acts data-live="acts" { (acts(prefs, asked, false)) }
        p.say data-say data-live="told" hidden {}
    }
}

/// What can be taken along: the calendar of what is asked for; sharing needs the app.
#[must_use]
pub fn acts(prefs: Prefs, asked: &Asked, by_app: bool) -> Markup {
    let t = prefs.texts().roster;
    let feed = Asked {
        span: None,
        ..asked.clone()
    };
    let feed = prefs
        .address(&feed.address(None))
        .replacen("/duty", "/api/v1/duty.ics", 1);
    html! {
        a.chip #calendar href=(feed) rel="external" { (t.calendar) }
        button.chip #share type="button" hidden[!by_app] { (t.share) }
    }
}

/// The days to choose from, and the sittings of what is chosen: brought up to date as time goes by.
#[must_use]
pub fn rows(prefs: Prefs, page: RosterPage<'_>, asked: &Asked) -> Markup {
    let (t, lang) = (prefs.texts().roster, prefs.lang);
    let today = page.now.day();
    let (first, last) = asked.days(today);
    let units = asked.units(page.centre);
    let chosen: Vec<_> = sittings(page.shifts, &units, (first, last)).collect();
    let days = (0..=last.since(first)).map(|n| first.plus(n));
    let days: Vec<_> = days
        .filter(|day| chosen.iter().any(|shift| shift.day == *day))
        .collect();
    html! {
        (strip(prefs, page, asked))
        @if page.now.0 - page.as_of.0 > OLD {
            p.wait { ((t.as_of)(&moment_short(lang, page.as_of))) }
        }
        @if asked.filters() {
            p.note data-say {
                @if units.is_empty() { ((t.nothing_fits)(asked.matter.trim())) }
                @else { (where_done(page.centre, asked, lang)) }
                " " a.link #clear href=(prefs.address("/duty")) { (t.clear) }
            }
        }
        @for day in &days {
            @if days.len() > 1 || asked.filters() { h2.ask { (day_with_weekday(lang, *day, today)) } }
            ul.rows {
                @for shift in chosen.iter().filter(|shift| shift.day == *day) {
                    li { (row(prefs, page, shift)) }
                }
            }
        }
        @if days.is_empty() && !units.is_empty() {
            p.empty { (if first == last { t.none_that_day } else { t.none_published }) }
        }
    }
}

/// A matter that was typed, and where it is done.
fn where_done(centre: &Centre, asked: &Asked, lang: Lang) -> String {
    let found = find(centre, &asked.matter);
    let matter = found.first().and_then(|hit| Some((hit, hit.matter?)));
    matter.map_or_else(String::new, |(hit, matter)| {
        let (matter, unit) = (lang.of(&matter.name), lang.of(&hit.unit.short));
        (lang.texts().roster.done_at)(matter, unit, hit.window.id.as_str())
    })
}

/// The working days of the week shown, days off only where somebody sits on them.
fn strip(prefs: Prefs, page: RosterPage<'_>, asked: &Asked) -> Markup {
    let (t, lang) = (prefs.texts().roster, prefs.lang);
    let today = page.now.day();
    let (first, last) = asked.days(today);
    let monday = first.monday();
    let days = (0..7).map(|n| monday.plus(n));
    let days =
        days.filter(|day| day.since(monday) < 5 || page.shifts.iter().any(|s| s.day == *day));
    let this_week = monday == today.monday();
    let (other, to) = if this_week {
        (t.next_week, Span::NextWeek)
    } else {
        (t.this_week, Span::ThisWeek)
    };
    let whole = if this_week {
        Span::ThisWeek
    } else {
        Span::NextWeek
    };
    html! {
        nav.week aria-label=(t.days) {
            @for day in days {
                @let name = if day == today { day_with_weekday(lang, day, today) } else { weekday(lang, day.weekday()).to_owned() };
                a.week__day #{"d" (day)} href=(prefs.address(&asked.address(Some(Span::Day(day)))))
                    aria-current=[(first == last && first == day).then_some("date")] {
                    (name) " " b { (day.month_day().1) }
                }
            }
        }
        p.acts {
            a.link #whole href=(prefs.address(&asked.address(Some(whole)))) { (t.whole_week) }
            a.link #otherweek href=(prefs.address(&asked.address(Some(to)))) { (other) }
        }
    }
}

/// One sitting.
fn row(prefs: Prefs, page: RosterPage<'_>, shift: &Shift) -> Markup {
    let (t, lang) = (prefs.texts().roster, prefs.lang);
    let today = page.now.day();
    let marker = shift.marker(page.now);
    let (class, pill) = match marker {
        Marker::Here => ("pill pill--here", t.here.to_owned()),
        Marker::Later => ("pill", (t.later)(shift.from)),
        Marker::Coming => ("pill", t.coming.to_owned()),
        Marker::Over => ("pill pill--off", t.over.to_owned()),
        Marker::Moved(to) => ("pill", (t.moved)(&day_with_weekday(lang, to, today))),
        Marker::Cancelled => ("pill pill--off", t.cancelled.to_owned()),
    };
    let own = page.centre.units.iter().find(|unit| unit.id == shift.unit);
    let holds = |unit: &&Unit| unit.windows.iter().any(|w| w.id == shift.window);
    let host = page
        .centre
        .units
        .iter()
        .find(holds)
        .filter(|unit| unit.id != shift.unit);
    let changed = matches!(marker, Marker::Moved(_) | Marker::Cancelled);
    let place = if changed { t.was_to_be } else { t.where_when };
    let (name, office) = (lang.of(&shift.director), lang.of(&shift.office));
    html! {
        a.row.row--pill href=(prefs.address(&format!("/w/{}", shift.window))) {
            b {
                @if let Some(own) = own { (lang.of(&own.short)) " · " }
                ((prefs.texts().person)(name, office))
            }
            i.(class) { (pill) }
            span {
                (place(shift.window.as_str(), shift.from, shift.to))
                @if let Some(host) = host { br; ((t.at_window_of)(lang.of(&host.short))) }
                @match &shift.state {
                    ShiftState::Cancelled { reason } => { br; (lang.of(reason)) }
                    ShiftState::Substituted { instead_of } => { br; ((t.instead_of)(lang.of(instead_of))) }
                    ShiftState::Planned | ShiftState::Moved { .. } => {}
                }
            }
        }
    }
}
