//! What waits to be sent, and what could not be taken, on every page.

use leptos::prelude::*;

use crate::app::session::Session;
use crate::app::state::outbox::Kept;
use crate::text::problem;

/// Empty most of the time.
#[component]
pub fn Banner(
    /// The rating the page is about tells its own story.
    about: String,
) -> impl IntoView {
    let session = expect_context::<Session>();
    let t = session.prefs.get_untracked().texts();
    let others = Memo::new(move |_| -> Vec<Kept> {
        session.kept.get().into_iter().filter(|kept| kept.item.rating != about).collect()
    });
    let waiting = move || {
        let count = others.get().iter().filter(|kept| kept.item.refused.is_none()).count();
        (count > 0).then(|| view! { <p class="wait" role="status" data-waiting=count>{(t.waiting)(count)}</p> })
    };
    let refused = move || {
        let refused = |kept: Kept| {
            let code = kept.item.refused?;
            let sentence = format!("{}: {}", (t.window_number)(&kept.item.window), problem(t, &code));
            Some(view! {
                <div class="wait" role="alert">
                    <p>{sentence}</p>
                    <button class="button" on:click=move |_| session.forget(&kept.key)>{t.dismiss}</button>
                </div>
            })
        };
        others.get().into_iter().filter_map(refused).collect_view()
    };
    (waiting, refused)
}
