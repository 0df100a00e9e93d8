//! `/w/{window}`: the scan's landing. One tap, then everything more that one may say.

use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos_router::hooks::use_params_map;

mod after;
mod stage;

use super::finder::Finding;
use super::framed::Framed;
use super::loading::Loading;
use crate::app::api::{self, Failure};
use crate::app::root::FirstShell;
use crate::app::session::Session;
use crate::model;
use crate::view::{FinderNotice, Rate, RateForm};
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
    // The first page's data came with the server's page. A `LocalResource` would wait a tick.
    let first = expect_context::<FirstShell>().0;
    let known = RwSignal::new(Known::Loading);
    let staging = Staging::new(session, first.as_ref());
    let load = move |window: String| {
        spawn_local(async move {
            let answer = api::get_window(&window).await;
            known.try_set(answer.map_or_else(Known::Failed, Known::Page));
        });
    };
    Effect::new(move |before: Option<String>| {
        let window = window.get();
        match &first {
            Some(model::Shell { page: Some(page), .. }) if page.window.id.as_str() == window => {
                known.set(Known::Page(page.clone()));
            }
            _ => {
                known.set(Known::Loading);
                load(window.clone());
            }
        }
        if before.is_some() {
            staging.read_address();
        }
        window
    });
    let retry = move |()| {
        known.set(Known::Loading);
        load(window.get_untracked());
    };
    move || match known.get() {
        Known::Page(page) => view! { <Served page staging/> }.into_any(),
        Known::Failed(Failure::NotFound) => {
            view! { <Finding notice=FinderNotice::UnknownWindow(window.get())/> }.into_any()
        }
        Known::Failed(Failure::Unreachable) => view! { <Loading failed=true retry/> }.into_any(),
        Known::Loading => view! { <Loading failed=false retry=|()| ()/> }.into_any(),
    }
}

/// The window, before or after the tap.
#[component]
fn Served(
    /// The window and its shifts.
    page: model::WindowPage,
    /// Before or after.
    staging: Staging,
) -> impl IntoView {
    let session = expect_context::<Session>();
    let unit = page.unit.clone();
    let number = page.window.id.to_string();
    Effect::new(move |_| {
        staging.stage.track();
        let prefs = session.prefs.get();
        let t = prefs.texts();
        let title = (t.window_title)(prefs.lang.of(&unit), &number);
        session.page_is_ready(&format!("{title} · {}", t.app_name), move || staging.read_address());
    });
    move || {
        let prefs = session.prefs.get();
        let stage = staging.stage.get();
        let centre = prefs.lang.of(&page.centre).to_owned();
        let here = staging.address(page.window.id.as_str());
        let page = page.clone();
        let about = stage.rating().map(|id| id.to_string()).unwrap_or_default();
        let demo = page.demo;
        view! {
            <Framed centre demo here about>
                {match stage {
                    Stage::Ask { id, undone } => {
                        let form = RateForm { id, k: staging.k() };
                        let window = page.window.id.clone();
                        let on_rate = move |satisfied| staging.rate(id, &window, satisfied);
                        view! { <Rate prefs page=&page now=session.now form undone on_rate/> }.into_any()
                    }
                    Stage::Done { id, rated_at } => view! { <After page id rated_at staging/> }.into_any(),
                }}
            </Framed>
        }
    }
}
