//! The first page: find a window, see who is on duty now, go on where one left off.

use maud::{Markup, html};

use super::finder::found;
use super::{Prefs, windows};
use crate::model::{Centre, Moment, Shift, WindowId, on_duty};

/// How many of those on duty are listed before the link to all.
const LISTED: usize = 4;

/// What the page is made of.
#[derive(Clone, Copy, Debug)]
pub struct Home<'a> {
    /// The centre.
    pub centre: &'a Centre,
    /// Today's shifts, at least.
    pub shifts: &'a [Shift],
    /// The centre's time.
    pub now: Moment,
    /// Windows visited on this phone, the last one first.
    pub visited: &'a [WindowId],
    /// Tracking codes of suggestions made on this phone, the last one first.
    pub followed: &'a [String],
}

/// The page of `/`.
#[must_use]
pub fn home(prefs: Prefs, home: Home<'_>, typed: &str) -> Markup {
    let (texts, t) = (prefs.texts(), prefs.texts().home);
    let tiles = [
        ("/guides", t.tile_guides),
        ("/near", t.tile_near),
        ("/suggest#follow", t.tile_follow),
        ("/results", t.tile_results),
    ];
    let idle = typed.trim().is_empty();
    html! {
        h1.title #title tabindex="-1" { (t.heading) }
        form.search #search role="search" action="/" {
            input.find #q type="search" name="q" value=(typed) placeholder=(t.example) aria-label=(texts.find_hint)
                autocomplete="off" enterkeyhint="search";
            (prefs.fields())
            button.button.search__button { (texts.find_button) }
        }
        div.live data-live="found" hidden[idle] { @if !idle { (found(prefs, home.centre, typed)) } }
        div.live data-live="idle" hidden[!idle] {
            div.live data-live="now" { (now(prefs, home)) }
            div.live data-live="mine" hidden[home.visited.is_empty() && home.followed.is_empty()] { (mine(prefs, home)) }
            div.tiles {
                @for (address, [name, line]) in tiles {
                    a.tile href=(prefs.address(address)) { (name) span { (line) } }
                }
            }
            details.all {
                summary { ((t.all_windows)(home.centre.units.iter().map(|unit| unit.windows.len()).sum())) }
                (windows(prefs, home.centre))
            }
            p.note { a.link href=(prefs.address("/privacy")) { (t.privacy) } }
        }
    }
}

/// Who is on duty at this moment.
#[must_use]
pub fn now(prefs: Prefs, home: Home<'_>) -> Markup {
    let (texts, t, lang) = (prefs.texts(), prefs.texts().home, prefs.lang);
    let here: Vec<_> = on_duty(home.shifts, home.now).collect();
    html! {
        h2.ask { (t.now) " " span.ask__optional { (if here.is_empty() { String::new() } else { (t.now_count)(here.len()) }) } }
        @if here.is_empty() {
            p.empty { (t.nobody_now) }
        }
        ul.rows {
            @for shift in here.iter().take(LISTED) {
                @let unit = home.centre.units.iter().find(|unit| unit.id == shift.unit);
                li {
                    a.row.row--pill href=(prefs.address(&format!("/w/{}", shift.window))) {
                        b {
                            @if let Some(unit) = unit { (lang.of(&unit.short)) " · " }
                            ((texts.person)(lang.of(&shift.director), lang.of(&shift.office)))
                        }
                        i.pill.pill--here { (texts.roster.here) }
                        span { ((t.until)(shift.window.as_str(), shift.to)) }
                    }
                }
            }
        }
        p { a.link href=(prefs.address("/duty")) { (t.all_on_duty) } }
    }
}

/// What this phone remembers: where one was, what one follows.
#[must_use]
pub fn mine(prefs: Prefs, home: Home<'_>) -> Markup {
    let (texts, t, lang) = (prefs.texts(), prefs.texts().home, prefs.lang);
    let units = &home.centre.units;
    let visited = home.visited.iter().filter_map(|id| {
        let mut of = units
            .iter()
            .filter(|unit| unit.windows.iter().any(|w| w.id == *id));
        of.next().map(|unit| (id, unit))
    });
    html! {
        @if !home.followed.is_empty() {
            h2.ask { (t.followed) }
            p.acts {
                @for code in home.followed { a.chip href=(prefs.address(&format!("/s/{code}"))) { (code) } }
            }
        }
        @if !home.visited.is_empty() {
            h2.ask { (t.visited) }
            p.acts {
                @for (id, unit) in visited {
                    a.chip href=(prefs.address(&format!("/w/{id}"))) { ((texts.window_title)(lang.of(&unit.short), id.as_str())) }
                }
            }
        }
    }
}
