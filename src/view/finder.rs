//! Finding the window one was at: by number, unit, matter, or by looking down the list.

use leptos::prelude::*;

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
#[component]
pub fn Finder<'a>(
    /// How it is read.
    prefs: Prefs,
    /// The whole centre.
    centre: &'a Centre,
    /// Why it is shown.
    notice: FinderNotice,
    /// What was typed.
    #[prop(into)]
    typed: Signal<String>,
    /// Called at every change of the field; the search button is not needed then.
    #[prop(into, optional)]
    on_type: Option<Callback<String>>,
) -> impl IntoView + use<> {
    let t = prefs.texts();
    let centre = centre.clone();
    let (heading, note) = match &notice {
        FinderNotice::None => (t.find_heading.to_owned(), t.find_note),
        FinderNotice::UnknownWindow(number) => ((t.unknown_window)(number), t.unknown_window_note),
        FinderNotice::WrongCode(_) => (t.wrong_code.to_owned(), t.wrong_code_note),
        FinderNotice::NotFound => (t.not_found.to_owned(), t.not_found_note),
    };
    let go = match notice {
        FinderNotice::WrongCode(number) => Some(number),
        _ => None,
    };
    let first = typed.get_untracked();
    view! {
        <h1 class="title" id="title" tabindex="-1">{heading}<small>{note}</small></h1>
        {go.map(|number| {
            let href = prefs.address(&format!("/w/{number}"));
            view! { <p><a class="button" href=href>{(t.wrong_code_go)(&number)}</a></p> }
        })}
        <form class="search" role="search" action="/" on:submit=move |event| {
            if on_type.is_some() {
                event.prevent_default();
            }
        }>
            <input
                class="find"
                id="q"
                type="search"
                name="q"
                value=first
                placeholder=t.find_hint
                aria-label=t.find_hint
                autocomplete="off"
                on:input:target=move |event| {
                    if let Some(on_type) = on_type {
                        on_type.run(event.target().value());
                    }
                }
            />
            {hidden_prefs(prefs)}
            <button class="button search__button">{t.find_button}</button>
        </form>
        {move || {
            let typed = typed.get();
            let found = find(&centre, &typed);
            let count = if found.is_empty() { (t.find_nothing)(typed.trim()) } else { (t.find_count)(found.len()) };
            let rows: Vec<_> = found.into_iter().map(|found| row(prefs, found)).collect();
            view! {
                <p class="note" role="status">{count}</p>
                <ul class="rows">{rows}</ul>
            }
        }}
    }
}

fn row(prefs: Prefs, found: Found<'_>) -> impl IntoView + use<> {
    let (t, lang) = (prefs.texts(), prefs.lang);
    let number = found.window.id.as_str();
    let title = (t.window_title)(lang.of(&found.unit.short), number);
    let what = found.matter.map_or(&found.window.place.matters, |matter| &matter.name);
    let detail = format!("{} · {}", lang.of(&found.window.place.area), lang.of(what));
    let href = prefs.address(&format!("/w/{number}"));
    view! { <li><a class="row" href=href><b>{title}</b><span>{detail}</span></a></li> }
}

/// The preferences as fields, so that a search without scripts keeps them.
fn hidden_prefs(prefs: Prefs) -> impl IntoView {
    let english = prefs.lang == crate::text::Lang::En;
    (
        english.then(|| view! { <input type="hidden" name="lang" value="en"/> }),
        prefs.elder.then(|| view! { <input type="hidden" name="elder" value="1"/> }),
    )
}
