//! What waits to be sent, and what could not be taken, on every page.

use maud::html;

use super::Prefs;
use crate::text::problem;

/// Something on the phone that is not about the page shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Waiting {
    /// The key it is kept under.
    pub key: String,
    /// The window it is about; blank where it is about none.
    pub window: String,
    /// It is no rating but a suggestion, or said to one.
    pub suggestion: bool,
    /// Why the endpoint refused it: the problem's code.
    pub refused: Option<String>,
}

/// The banner, or `None` where nothing waits.
#[must_use]
pub fn banner(prefs: Prefs, all: &[Waiting]) -> Option<String> {
    let t = prefs.texts();
    let waiting = |suggestion: bool| {
        let waits = |one: &&Waiting| one.refused.is_none() && one.suggestion == suggestion;
        all.iter().filter(waits).count()
    };
    let (ratings, suggestions) = (waiting(false), waiting(true));
    let markup = html! {
        @if ratings > 0 { p.wait data-say { ((t.waiting)(ratings)) } }
        @if suggestions > 0 { p.wait data-say { ((t.suggest.waiting)(suggestions)) } }
        @for one in all {
            @if let Some(code) = &one.refused {
                div.wait data-say {
                    p {
                        @if one.suggestion { (t.suggest.name) } @else { ((t.window_number)(&one.window)) }
                        ": " (problem(t, code))
                    }
                    button.button data-dismiss=(one.key) { (t.dismiss) }
                }
            }
        }
    };
    (!all.is_empty()).then_some(markup.into_string())
}
