//! The question and its two buttons: a real form, one tap, done.

use leptos::prelude::*;

use super::{DutyCard, Prefs};
use crate::model::{Moment, RatingId, WindowPage};

/// What the form sends besides the button.
#[derive(Clone, Debug)]
pub struct RateForm {
    /// The id of the rating that a tap makes.
    pub id: RatingId,
    /// The signature from the address.
    pub k: Option<String>,
}

/// The page of a window, before the tap.
#[component]
pub fn Rate<'a>(
    /// How it is read.
    prefs: Prefs,
    /// The window and its shifts.
    page: &'a WindowPage,
    /// Now, in the centre.
    #[prop(into)]
    now: Signal<Moment>,
    /// What the form sends.
    form: RateForm,
    /// A rating was taken back a moment ago.
    undone: bool,
    /// Called with the button instead of sending the form.
    #[prop(into, optional)]
    on_rate: Option<Callback<bool>>,
) -> impl IntoView + use<> {
    let t = prefs.texts();
    let lang = prefs.lang;
    let number = page.window.id.to_string();
    let title = (t.window_title)(lang.of(&page.unit), &number);
    let place = format!("{} · {}", lang.of(&page.window.place.area), lang.of(&page.window.place.matters));
    let tap = move |satisfied: bool| {
        move |event: leptos::ev::MouseEvent| {
            if let Some(on_rate) = on_rate {
                event.prevent_default();
                on_rate.run(satisfied);
            }
        }
    };
    let page = page.clone();
    // What the boot script says when the tap comes before the app.
    let said = [t.sending, t.sending_note, t.kept, t.kept_note, t.received, t.received_note].join("|");
    view! {
        <h1 class="title" id="title" tabindex="-1">{title}<small>{place}</small></h1>
        {undone.then(|| view! { <p class="say" role="status">{t.withdrawn_note}</p> })}
        {move || view! { <DutyCard page=&page now=now.get() lang/> }}
        <form class="rate" method="post" action=prefs.address("/api/v1/ratings") data-said=said>
            <h2 class="ask">{t.ask}</h2>
            <input type="hidden" name="id" value=form.id.to_string()/>
            <input type="hidden" name="window" value=number/>
            {form.k.map(|k| view! { <input type="hidden" name="k" value=k/> })}
            <button class="rate__button rate__button--good" id="good" name="satisfied" value="true" on:click=tap(true)>
                <svg class="rate__face" viewBox="0 0 64 64" aria-hidden="true">
                    <circle cx="32" cy="32" r="27"></circle>
                    <path d="M20 38c3 7 8 9 12 9s9-2 12-9M23 24v3M41 24v3"></path>
                </svg>
                {t.satisfied}
            </button>
            <button class="rate__button rate__button--bad" id="bad" name="satisfied" value="false" on:click=tap(false)>
                <svg class="rate__face" viewBox="0 0 64 64" aria-hidden="true">
                    <circle cx="32" cy="32" r="27"></circle>
                    <path d="M20 46c3-7 8-9 12-9s9 2 12 9M23 24v3M41 24v3"></path>
                </svg>
                {t.dissatisfied}
            </button>
        </form>
        <p class="note">{t.anonymous_note}</p>
        <p class="note"><a class="link" href=prefs.address("/")>{t.other_window}</a></p>
    }
}
