//! The lists of guides: for citizens, and for staff who present one.

use maud::{Markup, html};

use super::super::Prefs;
use crate::model::{Day, Guide};

/// `/guides`: every guide, or those that fit what was typed.
#[must_use]
pub fn guides(prefs: Prefs, all: &[&Guide], typed: &str, today: Day) -> Markup {
    let (t, lang) = (prefs.lang.guide_texts(), prefs.lang);
    html! {
        h1.title #title tabindex="-1" { (t.heading) small { (t.note) } }
        form.search #search role="search" action="/guides" {
            input.find #guide-q type="search" name="q" value=(typed) placeholder=(t.example) aria-label=(t.hint)
                autocomplete="off" enterkeyhint="search";
            (prefs.fields())
            button.button.search__button { (t.find) }
        }
        @if all.is_empty() { (nothing(prefs)) }
        div data-live="nothing" hidden { (nothing(prefs)) }
        ul.rows #guides {
            @for guide in all {
                li data-words=(words(guide)) {
                    a.row.guides__row.guides__row--ended[guide.is_expired(today)] href=(prefs.address(&format!("/guides/{}", guide.id))) {
                        b { (lang.of(&guide.short)) }
                        span { (lang.of(&guide.answer)) }
                        @if guide.is_expired(today) {
                            @if let Some(day) = guide.expires { span.unverified { ((t.until)(&super::date(lang, day))) } }
                        }
                    }
                }
            }
        }
        p { a.link href=(prefs.address("/suggest?kind=help")) { (t.ask_help) } }
    }
}

fn nothing(prefs: Prefs) -> Markup {
    html! { p.empty data-say { (prefs.lang.guide_texts().nothing) } }
}

/// What a guide is found by, for the app: the words of [`crate::model::guide::words_fit`].
fn words(guide: &Guide) -> String {
    guide.words().join("|")
}

/// `/guides/present`: staff choose a guide in two taps.
#[must_use]
pub fn staff(prefs: Prefs, all: &[&Guide], today: Day) -> Markup {
    let (t, lang) = (prefs.lang.guide_texts(), prefs.lang);
    let [heading, note] = t.present;
    let [present, print] = t.present_acts;
    html! {
        h1.title #title tabindex="-1" { (heading) small { (note) } }
        ul.staff {
            @for guide in all {
                @let address = format!("/guides/{}", guide.id);
                li.staff__guide.guides__row--ended[guide.is_expired(today)] {
                    h2 { (lang.of(&guide.short)) }
                    p.note { (lang.of(&guide.who)) }
                    p.acts {
                        a.button.button--main href=(prefs.address(&format!("{address}?present=1"))) { (present) }
                        a.button href=(prefs.address(&format!("{address}/handout"))) { (print) }
                    }
                }
            }
        }
    }
}
