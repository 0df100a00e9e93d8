//! Addresses that lead nowhere: find the window.

use leptos::prelude::*;

use super::placed::{Page, Placed};
use crate::app::browser::{self, Act};
use crate::app::hall::Hall;
use crate::view::{FinderNotice, Live, Prefs, Tab, finder, found, loading};

/// Any address that does not exist.
#[component]
pub fn NotFoundPage() -> impl IntoView {
    finding(FinderNotice::NotFound)
}

/// The finder with the centre's data, once it is there.
pub(super) fn finding(notice: FinderNotice) -> impl IntoView {
    let hall = expect_context::<Hall>();
    let typed = RwSignal::new(browser::take_query("q").unwrap_or_default());
    hall.want_centre();
    let page = move |(prefs,): (Prefs,)| {
        let known = hall.centre.get();
        let Some(centre) = known.map(|known| known.value) else {
            return opening(prefs, hall.failed.get(), Some(Tab::Rate));
        };
        Page {
            title: prefs.texts().find_heading.to_owned(),
            centre: prefs.lang.of(&centre.name).to_owned(),
            demo: centre.demo,
            tab: Some(Tab::Rate),
            here: "/".to_owned(),
            // What is typed is live: it does not make the page anew.
            markup: finder(prefs, &centre, &notice, &typed.get_untracked()),
            complete: true,
        }
    };
    let live = move |(prefs,): (Prefs,)| -> Live {
        let typed = typed.get();
        hall.centre.with(|known| match known {
            Some(known) => vec![(
                "found",
                Some(found(prefs, &known.value, &typed).into_string()),
            )],
            None => Vec::new(),
        })
    };
    let on_act = move |(act,): (Act,)| match act {
        Act::Input(id, text) if id == "q" => {
            typed.set(text);
            true
        }
        Act::Submit(id) => id == "search",
        Act::Tap(id) if id == "retry" => {
            hall.want_centre();
            true
        }
        _ => false,
    };
    let (page, live, on_act) = (
        Callback::new(page),
        Callback::new(live),
        Callback::new(on_act),
    );
    view! { <Placed page live about=String::new() on_act on_shown=|()| ()/> }
}

/// A page whose data is on its way, or did not come.
pub(super) fn opening(prefs: Prefs, failed: bool, tab: Option<Tab>) -> Page {
    Page {
        title: prefs.texts().app_name.to_owned(),
        centre: String::new(),
        demo: false,
        tab,
        here: browser::path(),
        markup: loading(prefs, failed),
        complete: false,
    }
}
