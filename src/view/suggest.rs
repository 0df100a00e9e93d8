//! Writing a suggestion, and what is said once it is sent: nothing typed is ever lost.

use maud::{Markup, html};

use super::{Live, Prefs};
use crate::model::{
    Kind, SuggestionId, SuggestionReceipt, SuggestionText, TrackingCode, masked, private_numbers,
};
use crate::text::{day_with_date, problem};

/// What the form begins with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SuggestForm {
    /// The id it is sent under.
    pub id: SuggestionId,
    /// The kind chosen.
    pub kind: Kind,
    /// The text written.
    pub text: String,
    /// The contact written.
    pub contact: String,
    /// The window it is about.
    pub window: String,
}

/// The form, and the field for a tracking code.
#[must_use]
pub fn suggest(prefs: Prefs, form: &SuggestForm, by_app: bool) -> Markup {
    let t = prefs.texts().suggest;
    html! {
        h1.title #title tabindex="-1" { (t.heading) small { (t.note) } }
        form.more #suggest method="post" action=(prefs.address("/api/v1/suggestions")) novalidate[by_app] {
            input type="hidden" name="id" value=(form.id.to_string());
            fieldset.picks {
                legend.hidden { (t.kind_label) }
                @for kind in Kind::ALL {
                    label.pick.pick--round {
                        input type="radio" name="kind" value=(kind.code()) #{"kind-" (kind.code())} checked[form.kind == kind];
                        span { ((t.kind)(kind)) }
                    }
                }
            }
            label.field {
                (t.text)
                textarea.find #text name="text" rows="6" required maxlength="2000" { (form.text) }
            }
            p.note.count data-live="count" { ((t.count)(form.text.chars().count())) }
            div.say data-live="private" hidden[by_app] {
                p data-live="numbers" { (t.masks) }
                label.check { input type="checkbox" name="keep" value="1" #keep; span { (t.keep) } }
            }
            label.field {
                (t.contact)
                input.find #contact name="contact" value=(form.contact) maxlength="100" autocomplete="off";
            }
            p.note { (t.contact_note) }
            label.field {
                (t.window)
                input.find #window name="window" value=(form.window) maxlength="6" autocomplete="off";
            }
            p.problem data-say data-live="problem" hidden {}
            button.button.button--main { (t.send) }
        }
        (lookup(prefs, ""))
    }
}

/// The field for a tracking code.
#[must_use]
pub fn lookup(prefs: Prefs, typed: &str) -> Markup {
    let t = prefs.texts().suggest;
    html! {
        form.search.search--code #follow action="/s" {
            h2.ask { (t.follow) }
            input.find #code name="code" value=(typed) placeholder="K7M4-9TQX-R" aria-label=(t.code) autocomplete="off"
                autocapitalize="characters" spellcheck="false";
            (prefs.fields())
            button.button.search__button { (t.look) }
        }
    }
}

/// The way to the code as a picture: drawn on the phone; by the server where there is no app.
#[must_use]
pub fn as_picture(prefs: Prefs, code: &TrackingCode, above: &str, below: &str) -> Markup {
    let lang = prefs.lang.code();
    html! {
        a.button #picture href=(format!("/s/{code}/card.svg?lang={lang}")) download=(format!("{code}.svg"))
            rel="external" data-lines=(format!("{above}|{code}|{below}")) { (prefs.texts().suggest.picture) }
    }
}

/// Where the picture comes to stand.
#[must_use]
pub fn picture_place() -> Markup {
    html! { figure.picture data-say data-live="picture" hidden {} }
}

/// The picture, and how to keep it.
#[must_use]
pub fn picture(prefs: Prefs, address: &str) -> String {
    let t = prefs.texts().suggest;
    let markup = html! {
        img src=(address) alt=(t.picture_alt) width="1280" height="640";
        figcaption { (t.picture_note) " " a.link href=(address) download="zuoban.png" rel="external" { (t.picture_save) } }
    };
    markup.into_string()
}

/// What keeps it from being sent: the problem's code, or none.
#[must_use]
pub fn suggest_problem(text: &str) -> Option<&'static str> {
    SuggestionText::parse(text).err()
}

/// What changes while one writes.
#[must_use]
pub fn suggest_live(prefs: Prefs, text: &str, wrong: Option<&str>) -> Live {
    let t = prefs.texts().suggest;
    let plain = |text: &str| html! { (text) }.into_string();
    let numbers = private_numbers(text);
    let shown: Vec<_> = numbers
        .iter()
        .filter_map(|number| text.get(number.clone()).map(masked))
        .collect();
    let found = !shown.is_empty();
    vec![
        (
            "count",
            Some(plain(&(t.count)(text.trim().chars().count()))),
        ),
        ("private", found.then(String::new)),
        ("numbers", Some(plain(&(t.found)(&shown.join(" · "))))),
        (
            "problem",
            wrong.map(|code| plain(problem(prefs.texts(), code))),
        ),
    ]
}

/// Where a suggestion is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Sent {
    /// On its way.
    Sending,
    /// On the phone, waiting for a network.
    Kept,
    /// In the page alone.
    KeptInMemory,
    /// On the centre's disk.
    Stored(SuggestionReceipt),
}

/// The page once it is sent.
#[must_use]
pub fn sent(prefs: Prefs, sent: &Sent) -> Markup {
    let t = prefs.texts().suggest;
    let (heading, note) = match sent {
        Sent::Sending => (t.sending, ""),
        Sent::Kept => (t.kept, t.kept_note),
        Sent::KeptInMemory => (t.kept, t.kept_in_memory_note),
        Sent::Stored(_) => (t.received, t.received_note),
    };
    html! {
        h1.title #title tabindex="-1" {
            span data-say { (heading) } @if let Sent::Stored(_) = sent { small { (note) } }
        }
        @if let Sent::Stored(receipt) = sent {
            p.code data-say { (receipt.code) }
            p data-say { ((t.until)(&day_with_date(prefs.lang, receipt.deadline))) }
            p.acts {
                a.button.button--main href=(prefs.address(&format!("/s/{}", receipt.code))) { (t.progress) }
                button.button #copy type="button" value=(receipt.code) { (t.copy) }
                (as_picture(prefs, &receipt.code, t.received, &(t.until)(&day_with_date(prefs.lang, receipt.deadline))))
            }
            (picture_place())
            p.say data-say data-live="told" hidden {}
        } @else if !note.is_empty() {
            p.wait data-say { (note) }
        }
        p { a.link #another href=(prefs.address("/suggest")) { (t.another) } }
    }
}
