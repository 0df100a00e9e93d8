//! Finding the window one was at: by number, unit, matter, or by looking down the list.

use maud::{Markup, html};

use super::Prefs;
use crate::model::{Centre, Found, find};

/// Why the finder is shown in place of another page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FinderNotice {
    /// It was asked for.
    None,
    /// The address names a window that does not exist.
    UnknownWindow(String),
    /// The code was not printed by this centre: the window it names.
    WrongCode(String),
    /// The address does not exist.
    NotFound,
}

/// The finder's page.
#[must_use]
pub fn finder(prefs: Prefs, centre: &Centre, notice: &FinderNotice, typed: &str) -> Markup {
    let t = prefs.texts();
    let (heading, note) = match notice {
        FinderNotice::None => (t.find_heading.to_owned(), t.find_note),
        FinderNotice::UnknownWindow(number) => ((t.unknown_window)(number), t.unknown_window_note),
        FinderNotice::WrongCode(_) => (t.wrong_code.to_owned(), t.wrong_code_note),
        FinderNotice::NotFound => (t.not_found.to_owned(), t.not_found_note),
    };
    html! {
        h1.title #title tabindex="-1" { (heading) small { (note) } }
        @if let FinderNotice::WrongCode(number) = notice {
            p { a.button href=(prefs.address(&format!("/w/{number}"))) { ((t.wrong_code_go)(number)) } }
        }
        form.search #search role="search" action="/" {
            input.find #q type="search" name="q" value=(typed) placeholder=(t.find_example) aria-label=(t.find_hint)
                autocomplete="off";
            (prefs.fields())
            button.button.search__button { (t.find_button) }
        }
        div data-live="found" { (found(prefs, centre, typed)) }
    }
}

/// What fits what was typed.
#[must_use]
pub fn found(prefs: Prefs, centre: &Centre, typed: &str) -> Markup {
    let t = prefs.texts();
    let found = find(centre, typed);
    let count = if found.is_empty() {
        (t.find_nothing)(typed.trim())
    } else {
        (t.find_count)(found.len())
    };
    html! {
        p.note data-say { (count) }
        (list(prefs, &found))
    }
}

/// Every window there is.
#[must_use]
pub fn windows(prefs: Prefs, centre: &Centre) -> Markup {
    list(prefs, &find(centre, ""))
}

fn list(prefs: Prefs, found: &[Found<'_>]) -> Markup {
    let (t, lang) = (prefs.texts(), prefs.lang);
    html! {
        ul.rows {
            @for found in found {
                @let number = found.window.id.as_str();
                @let what = found.matter.map_or(&found.window.place.matters, |matter| &matter.name);
                li {
                    a.row href=(prefs.address(&format!("/w/{number}"))) {
                        b { ((t.window_title)(lang.of(&found.unit.short), number)) }
                        span { (lang.of(&found.window.place.area)) " · " (lang.of(what)) }
                    }
                }
            }
        }
    }
}
