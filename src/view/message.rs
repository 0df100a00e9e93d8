//! Pages that say something went wrong, or is on its way.

use maud::{Markup, html};

use super::Prefs;
use crate::text::problem as sentence;

/// A problem told to whoever sent a form.
#[must_use]
pub fn problem(prefs: Prefs, code: &str) -> Markup {
    let t = prefs.texts();
    html! {
        h1.title #title tabindex="-1" { (t.problem_heading) }
        p.wait role="alert" { (sentence(t, code)) }
        p { a.button href=(prefs.address("/")) { (t.problem_back) } }
    }
}

/// A page whose data is on its way, or did not come.
#[must_use]
pub fn loading(prefs: Prefs, failed: bool) -> Markup {
    let t = prefs.texts();
    html! {
        @if failed {
            h1.title #title tabindex="-1" { (t.load_failed) small { (t.load_failed_note) } }
            button.button.button--main #retry { (t.try_again) }
        } @else {
            h1.title #title tabindex="-1" { (t.loading) }
        }
    }
}
