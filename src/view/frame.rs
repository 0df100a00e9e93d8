//! What stands around every page: the centre's name, the two switches, the demo's mark.

use leptos::prelude::*;

use super::Prefs;
use crate::text::Lang;

/// The frame of a page.
#[component]
pub fn Frame(
    /// How it is read.
    prefs: Prefs,
    /// The centre's name in the language read; empty while unknown.
    #[prop(into)]
    centre: String,
    /// Whether the centre is the invented demo.
    demo: bool,
    /// Path and query of this page without preferences.
    #[prop(into)]
    here: String,
    /// Called instead of following the switch of elder mode.
    #[prop(into, optional)]
    on_elder: Option<Callback<()>>,
    /// Called instead of following the switch of language.
    #[prop(into, optional)]
    on_language: Option<Callback<()>>,
    /// What lies between the bar and the page: what waits to be sent.
    #[prop(into, optional)]
    banner: Option<AnyView>,
    /// The page.
    children: Children,
) -> impl IntoView {
    let t = prefs.texts();
    let elder = Prefs { elder: !prefs.elder, ..prefs };
    let language = Prefs { lang: prefs.lang.other(), ..prefs };
    let switch = |callback: Option<Callback<()>>| {
        move |event: leptos::ev::MouseEvent| {
            if let Some(callback) = callback {
                event.prevent_default();
                callback.run(());
            }
        }
    };
    // Chinese is the default and needs no mark in an address, unless the phone prefers English.
    let language_address = match language.lang {
        Lang::Zh => with_zh(&language.address(&here)),
        Lang::En => language.address(&here),
    };
    view! {
        <a class="skip" href="#title" rel="external">{t.to_main}</a>
        <header class="bar">
            <span class="bar__centre">{centre}</span>
            <a
                class="chip"
                class:chip--on=prefs.elder
                id="elder"
                href=elder.address(&here)
                aria-current=prefs.elder.then_some("true")
                on:click=switch(on_elder)
            >
                {t.elder_mode}
            </a>
            <a
                class="chip"
                id="language"
                href=language_address
                lang=language.lang.tag()
                hreflang=language.lang.tag()
                on:click=switch(on_language)
            >
                {t.other_language}
            </a>
        </header>
        {banner}
        <main class="page">{children()}</main>
        {demo.then(|| view! { <footer class="foot"><p>{t.demo_note}</p></footer> })}
    }
}

fn with_zh(address: &str) -> String {
    let joint = if address.contains('?') { '&' } else { '?' };
    format!("{address}{joint}lang=zh")
}
