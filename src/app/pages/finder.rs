//! `/`, and every address that does not exist: find the window.

use leptos::prelude::*;
use leptos::task::spawn_local;

use super::placed::{Page, Placed};
use crate::app::api;
use crate::app::browser::{self, Act};
use crate::model::Centre;
use crate::view::{FinderNotice, Live, Prefs, finder, found, loading};

/// `/`
#[component]
pub fn FinderPage() -> impl IntoView {
    finding(FinderNotice::None)
}

/// Any other address.
#[component]
pub fn NotFoundPage() -> impl IntoView {
    finding(FinderNotice::NotFound)
}

/// The finder with the centre's data, once it is there.
pub(super) fn finding(notice: FinderNotice) -> impl IntoView {
    let typed = RwSignal::new(browser::take_query("q").unwrap_or_default());
    let known: RwSignal<Option<Result<Centre, api::Failure>>> = RwSignal::new(None);
    let load = move || {
        known.set(None);
        spawn_local(async move {
            known.try_set(Some(api::get_centre().await));
        });
    };
    load();
    let page = move |prefs: Prefs| {
        let (lang, t) = (prefs.lang, prefs.texts());
        let bare = |markup, complete| Page {
            title: t.find_heading.to_owned(),
            centre: String::new(),
            demo: false,
            here: "/".to_owned(),
            markup,
            complete,
        };
        known.with(|known| match known {
            // What is typed is live: it does not make the page anew.
            Some(Ok(centre)) => Page {
                centre: lang.of(&centre.name).to_owned(),
                demo: centre.demo,
                ..bare(finder(prefs, centre, &notice, &typed.get_untracked()), true)
            },
            Some(Err(_)) => bare(loading(prefs, true), false),
            None => bare(loading(prefs, false), false),
        })
    };
    let live = move |prefs: Prefs| -> Live {
        let typed = typed.get();
        known.with(|known| match known {
            Some(Ok(centre)) => vec![("found", Some(found(prefs, centre, &typed).into_string()))],
            _ => Vec::new(),
        })
    };
    let on_act = move |act: Act| match act {
        Act::Input(id, text) if id == "q" => {
            browser::replace_query(&[("q", (!text.is_empty()).then_some(text.as_str()))]);
            typed.set(text);
            true
        }
        Act::Submit(id) => id == "search",
        Act::Tap(id) if id == "retry" => {
            load();
            true
        }
        _ => false,
    };
    let page = Callback::new(move |(prefs,)| page(prefs));
    let live = Callback::new(move |(prefs,)| live(prefs));
    let on_act = Callback::new(move |(act,)| on_act(act));
    view! { <Placed page live about=String::new() on_act on_shown=|()| ()/> }
}
