//! `/`, and every address that does not exist: find the window.

use leptos::prelude::*;
use leptos::task::spawn_local;

use super::framed::Framed;
use super::loading::Loading;
use crate::app::api::{self, Failure};
use crate::app::browser;
use crate::app::session::Session;
use crate::model::Centre;
use crate::view::{Finder, FinderNotice};

/// `/`
#[component]
pub fn FinderPage() -> impl IntoView {
    view! { <Finding notice=FinderNotice::None/> }
}

/// Any other address.
#[component]
pub fn NotFoundPage() -> impl IntoView {
    view! { <Finding notice=FinderNotice::NotFound/> }
}

/// The finder with the centre's data, once it is there.
#[component]
pub fn Finding(
    /// Why it is shown.
    notice: FinderNotice,
) -> impl IntoView {
    let session = expect_context::<Session>();
    let typed = RwSignal::new(browser::take_query("q").unwrap_or_default());
    let known = RwSignal::new(None);
    let load = move || {
        known.set(None);
        spawn_local(async move {
            known.try_set(Some(api::get_centre().await));
        });
    };
    load();
    let on_type = move |text: String| {
        browser::replace_query(&[("q", (!text.is_empty()).then_some(text.as_str()))]);
        typed.set(text);
    };
    let show = {
        move |centre: Centre| {
            let prefs = session.prefs.get();
            let t = prefs.texts();
            let name = prefs.lang.of(&centre.name).to_owned();
            let notice = notice.clone();
            Effect::new(move |_| {
                session.page_is_ready(&format!("{} · {}", t.find_heading, t.app_name), || ());
            });
            view! {
                <Framed centre=name demo=centre.demo here="/">
                    <Finder prefs centre=&centre notice typed on_type/>
                </Framed>
            }
            .into_any()
        }
    };
    move || match known.get() {
        Some(Ok(centre)) => show(centre),
        Some(Err(Failure::NotFound | Failure::Unreachable)) => {
            view! { <Loading failed=true retry=move |()| load()/> }.into_any()
        }
        None => view! { <Loading failed=false retry=|()| ()/> }.into_any(),
    }
}
