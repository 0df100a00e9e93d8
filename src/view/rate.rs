//! The question and its two buttons: a real form, one tap, done.

use maud::{Markup, html};

use super::duty::duty;
use super::{Live, Prefs, Proof};
use crate::model::{Moment, RatingId, WindowPage};
use crate::text::moment_short;

/// What the form sends besides the button.
#[derive(Clone, Debug)]
pub struct RateForm {
    /// The id of the rating that a tap makes.
    pub id: RatingId,
    /// What the address proves.
    pub proof: Proof,
    /// When the visit was, where it is rated later.
    pub at: Option<Moment>,
}

/// The page of a window, before the tap.
#[must_use]
pub fn rate(prefs: Prefs, page: &WindowPage, now: Moment, form: &RateForm, undone: bool) -> Markup {
    let (t, lang) = (prefs.texts(), prefs.lang);
    let number = page.window.id.as_str();
    // What the boot script says when the tap comes before the app.
    let said = [
        t.sending,
        t.sending_note,
        t.kept,
        t.kept_note,
        t.received,
        t.received_note,
    ]
    .join("|");
    let later = format!("/w/{number}?{}later=1", form.proof);
    html! {
        // Live, as the boot script says in it what became of a tap that came before the app.
        h1.title #title tabindex="-1" aria-live="polite" {
            ((t.window_title)(lang.of(&page.unit), number))
            small { (lang.of(&page.window.place.area)) " · " (lang.of(&page.window.place.matters)) }
        }
        @if undone {
            p.say data-say { (t.withdrawn_note) }
        }
        @if let Some(at) = form.at {
            p.say { ((t.home.visit_of)(&moment_short(lang, at))) }
        }
        div.duties data-live="duty" { (duty(page, now, lang)) }
        form.rate method="post" action=(prefs.address("/api/v1/ratings")) data-said=(said) {
            h2.ask { (t.ask) }
            input type="hidden" name="id" value=(form.id.to_string());
            input type="hidden" name="window" value=(number);
            @if let Some(k) = &form.proof.k {
                input type="hidden" name="k" value=(k);
            }
            @if let Some(visit) = &form.proof.visit {
                input type="hidden" name="visit" value=(visit);
            }
            @if let Some(at) = form.at {
                input type="hidden" name="rated_at" value=(at.rfc3339());
            }
            button.rate__button.rate__button--good #good name="satisfied" value="true" {
                (face("M20 38c3 7 8 9 12 9s9-2 12-9M23 24v3M41 24v3"))
                (t.satisfied)
            }
            button.rate__button.rate__button--bad #bad name="satisfied" value="false" {
                (face("M20 46c3-7 8-9 12-9s9 2 12 9M23 24v3M41 24v3"))
                (t.dissatisfied)
            }
        }
        p.note.aside {
            span { (t.anonymous_note) " " @if form.at.is_none() { (t.home.not_now) } }
            @if form.at.is_none() {
                a.link #later href=(prefs.address(&later)) { (t.home.rate_later) }
            }
        }
        p.note.aside {
            a.link href=(prefs.address(&format!("/suggest?window={number}"))) { (t.suggest.heading) }
            a.link href=(prefs.address("/")) { (t.other_window) }
        }
    }
}

/// What changes while the page is open: who is on duty.
#[must_use]
pub fn live(page: &WindowPage, now: Moment, prefs: Prefs) -> Live {
    vec![("duty", Some(duty(page, now, prefs.lang).into_string()))]
}

fn face(path: &str) -> Markup {
    html! {
        svg.rate__face viewBox="0 0 64 64" aria-hidden="true" {
            circle cx="32" cy="32" r="27" {}
            path d=(path) {}
        }
    }
}
