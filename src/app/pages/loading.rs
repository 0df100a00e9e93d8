//! A page whose data is on its way, or did not come.

use leptos::prelude::*;

use super::framed::Framed;
use crate::app::session::Session;

/// The page while it waits; `failed` offers another try.
#[component]
pub fn Loading(
    /// Whether it was tried in vain.
    failed: bool,
    /// Tries again.
    #[prop(into)]
    retry: Callback<()>,
) -> impl IntoView {
    let t = expect_context::<Session>().prefs.get().texts();
    view! {
        <Framed centre="" demo=false here="/">
            {if failed {
                view! {
                    <h1 class="title" id="title" tabindex="-1">{t.load_failed}<small>{t.load_failed_note}</small></h1>
                    <button class="button button--main" on:click=move |_| retry.run(())>{t.try_again}</button>
                    <p><a class="link" href="/">{t.find_button}</a></p>
                }
                .into_any()
            } else {
                view! { <h1 class="title" id="title" tabindex="-1">{t.loading}</h1> }.into_any()
            }}
        </Framed>
    }
}
