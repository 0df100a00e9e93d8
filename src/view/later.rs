//! Rating later: what is said when it is put off, and the reminder when one is back.

use maud::{Markup, html};

use super::{Prefs, Proof};
use crate::model::{Day, Moment, WindowPage};
use crate::text::{day_with_weekday, moment_short};

/// What became of the wish to rate later.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Later {
    /// When the visit was.
    pub at: Moment,
    /// Whether the phone keeps it; without scripts it cannot.
    pub kept: bool,
}

/// The page after "rate later".
#[must_use]
pub fn later(prefs: Prefs, page: &WindowPage, proof: &Proof, later: Later) -> Markup {
    let (t, lang) = (prefs.texts(), prefs.lang);
    let until = day_with_weekday(lang, page.later_until, later.at.day());
    let said = if later.kept {
        t.home.later_kept
    } else {
        t.home.later_not_kept
    };
    let number = page.window.id.as_str();
    html! {
        h1.title #title tabindex="-1" {
            (t.home.later_heading)
            small { ((t.window_title)(lang.of(&page.unit), number)) " · " (moment_short(lang, later.at)) }
        }
        p.say data-say { (said(&until)) }
        p { a.button #now href=(prefs.address(&visit(number, proof, later.at))) { (t.home.rate_now) } }
    }
}

/// The address that rates a visit that was then.
#[must_use]
pub fn visit(window: &str, proof: &Proof, at: Moment) -> String {
    format!("/w/{window}?{proof}at={}", at.0)
}

/// A visit that was put off.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Remind {
    /// The window.
    pub window: String,
    /// What the address said of it.
    pub proof: Proof,
    /// When the visit was.
    pub at: Moment,
    /// The last day it may be rated.
    pub until: Day,
}

/// The reminder, or `None` where there is nothing to be reminded of.
#[must_use]
pub fn remind(prefs: Prefs, all: &[Remind]) -> Option<String> {
    let t = prefs.texts();
    let markup = html! {
        @for one in all {
            section.wait aria-label=(t.home.rate_later) {
                p { ((t.home.remind)(&(t.window_number)(&one.window), &moment_short(prefs.lang, one.at))) }
                p.acts {
                    a.button href=(prefs.address(&visit(&one.window, &one.proof, one.at))) { (t.home.remind_answers[0]) }
                    button.button data-dismiss={ "later." (one.window) } { (t.home.remind_answers[1]) }
                }
            }
        }
    };
    (!all.is_empty()).then(|| markup.into_string())
}
