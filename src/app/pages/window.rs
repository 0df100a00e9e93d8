//! `/w/{window}`: the scan's landing. One tap, then everything more that one may say.

mod after;
mod stage;

use leptos::either::EitherOf3;
use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos_router::hooks::{use_params_map, use_query_map};

use super::finder::{finding, opening};
use super::placed::{Page, Placed};
use crate::app::api::{self, Failure};
use crate::app::browser::Act;
use crate::app::root::FirstShell;
use crate::app::session::Session;
use crate::app::visits;
use crate::model;
use crate::view::{FinderNotice, Later, Live, Prefs, RateForm, Tab, done, later, rate, rate_live};
use after::After;
use stage::{Stage, Staging};

/// What is known of the window.
#[derive(Clone, PartialEq)]
enum Known {
    Loading,
    Page(model::WindowPage),
    Failed(Failure),
}

/// `/w/{window}`
#[component]
pub fn WindowPage() -> impl IntoView {
    let session = expect_context::<Session>();
    let params = use_params_map();
    let window = Memo::new(move |_| params.read().get("window").unwrap_or_default());
    // The first page's data came with the server's page.
    let first = expect_context::<FirstShell>().0;
    let staging = Staging::new(session, first.as_ref());
    let first = first.and_then(|shell| shell.page);
    let given = first
        .clone()
        .filter(|page| page.window.id.as_str() == window.get_untracked());
    let known = RwSignal::new(given.map_or(Known::Loading, Known::Page));
    let load = move || {
        let window = window.get_untracked();
        known.set(Known::Loading);
        spawn_local(async move {
            let answer = api::get_window(&window).await;
            known.try_set(answer.map_or_else(Known::Failed, Known::Page));
        });
    };
    let query = use_query_map();
    Effect::new(move |before: Option<()>| {
        let window = window.get();
        // A link to another visit of the same window.
        query.track();
        if before.is_some() {
            staging.read_address();
        }
        match &first {
            Some(page) if page.window.id.as_str() == window => known.set(Known::Page(page.clone())),
            _ => load(),
        }
    });
    let kind = Memo::new(move |_| {
        known.with(|known| match known {
            Known::Page(_) => 0,
            Known::Failed(Failure::NotFound) => 1,
            Known::Failed(Failure::Unreachable) | Known::Loading => 2,
        })
    });
    move || match kind.get() {
        0 => EitherOf3::A(served(session, staging, known)),
        1 => EitherOf3::B(finding(FinderNotice::UnknownWindow(window.get()))),
        _ => EitherOf3::C(waiting(known, Callback::new(move |()| load()))),
    }
}

/// The window, before or after the tap.
fn served(session: Session, staging: Staging, known: RwSignal<Known>) -> impl IntoView {
    let after = After::new(session, staging);
    Effect::new(move |_| {
        known.with(|known| {
            if let Known::Page(page) = known {
                visits::visit(&page.window.id);
            }
        });
    });
    let with_page = move |prefs: Prefs| {
        let known = known.get();
        let Known::Page(page) = known else {
            return None;
        };
        Some((prefs, page))
    };
    let page = move |(prefs,): (Prefs,)| {
        let Some((prefs, page)) = with_page(prefs) else {
            return opening(prefs, false, Some(Tab::Rate));
        };
        let markup = match staging.stage.get() {
            Stage::Ask { id, undone } => {
                let (k, at) = (staging.k(), staging.at());
                let form = RateForm { id, k, at };
                rate(prefs, &page, session.now.get_untracked(), &form, undone)
            }
            Stage::Later { at, kept } => {
                later(prefs, &page, staging.k().as_deref(), Later { at, kept })
            }
            Stage::Done { id, .. } => done(prefs, &page, &after.form(id), after.state_now(prefs)),
        };
        Page {
            title: (prefs.texts().window_title)(prefs.lang.of(&page.unit), page.window.id.as_str()),
            centre: prefs.lang.of(&page.centre).to_owned(),
            demo: page.demo,
            tab: Some(Tab::Rate),
            here: staging.address(page.window.id.as_str()),
            markup,
            complete: true,
        }
    };
    let live = move |(prefs,): (Prefs,)| -> Live {
        let Some((prefs, page)) = with_page(prefs) else {
            return Vec::new();
        };
        match staging.stage.get() {
            Stage::Ask { .. } => rate_live(&page, session.now.get(), prefs),
            Stage::Later { .. } => Vec::new(),
            Stage::Done { .. } => after.state(prefs).live(prefs, &page),
        }
    };
    let on_act = move |(act,): (Act,)| {
        let Known::Page(page) = known.get_untracked() else {
            return false;
        };
        let window = page.window.id.clone();
        match staging.stage.get_untracked() {
            Stage::Ask { id, .. } => match act {
                Act::Tap(button) if button == "good" || button == "bad" => {
                    after.begin();
                    staging.rate(id, &window, button == "good");
                    true
                }
                Act::Tap(link) if link == "later" => {
                    staging.put_off(&page);
                    true
                }
                _ => false,
            },
            Stage::Later { .. } => {
                let now = act == Act::Tap("now".to_owned());
                if now {
                    staging.rate_now();
                }
                now
            }
            Stage::Done { id, .. } => after.act(id, &window, &act),
        }
    };
    let about = Signal::derive(move || {
        staging
            .stage
            .get()
            .rating()
            .map(|id| id.to_string())
            .unwrap_or_default()
    });
    let (page, live, on_act) = (
        Callback::new(page),
        Callback::new(live),
        Callback::new(on_act),
    );
    view! { <Placed page live about on_act on_shown=move |()| staging.read_address()/> }
}

/// The window's data is on its way, or did not come.
fn waiting(known: RwSignal<Known>, retry: Callback<()>) -> impl IntoView {
    let page = Callback::new(move |(prefs,)| {
        let failed = known.with(|known| *known != Known::Loading);
        opening(prefs, failed, Some(Tab::Rate))
    });
    let live = Callback::new(|_: (Prefs,)| Vec::new());
    let on_act = Callback::new(move |(act,)| {
        let again = act == Act::Tap("retry".to_owned());
        if again {
            retry.run(());
        }
        again
    });
    view! { <Placed page live about=String::new() on_act on_shown=|()| ()/> }
}
