//! After the tap: neutral, so that the counter sees nothing, with everything more optional.

use leptos::prelude::*;

use super::Prefs;
use crate::model::{AmendmentId, Aspect, Comment, Level, RatingId, WindowPage};

/// Where the rating is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Status {
    /// On its way.
    Sending,
    /// On the phone, waiting for a network.
    Kept,
    /// In the page alone: the phone lets nothing be kept.
    KeptInMemory,
    /// On the centre's disk.
    Received,
    /// Cannot be taken; the sentence says why and what to do.
    Refused(&'static str),
}

/// The undo of a wrong tap.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Undo {
    /// For so many seconds more.
    Seconds(u32),
    /// As long as the page is open: elder mode and pages without scripts know no time limits.
    Open,
    /// No more.
    Gone,
}

/// Where the optional part is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MoreState {
    /// Not sent yet; the sentence says what keeps it from being sent, or is empty.
    Open(&'static str),
    /// So many characters too many.
    TooLong(usize),
    /// On its way.
    Sending,
    /// Waits on the phone.
    Kept,
    /// Stored.
    Received,
}

/// What the two forms send.
#[derive(Clone, Debug)]
pub struct DoneForm {
    /// The rating they amend.
    pub rating: RatingId,
    /// The signature from the address, for the next rating.
    pub k: Option<String>,
    /// Ids for the two amendments, made with the page.
    pub amendments: [AmendmentId; 2],
    /// What was chosen and written before and not sent: levels, aspects, comment.
    pub draft: Draft,
}

/// What was chosen and written and not sent.
pub type Draft = (Option<Level>, Vec<Aspect>, String);

/// The page after the tap.
#[component]
pub fn Done<'a>(
    /// How it is read.
    prefs: Prefs,
    /// The window rated.
    page: &'a WindowPage,
    /// What the forms send.
    form: DoneForm,
    /// Where the rating is.
    #[prop(into)]
    status: Signal<Status>,
    /// Whether it can still be taken back.
    #[prop(into)]
    undo: Signal<Undo>,
    /// Where the optional part is.
    #[prop(into)]
    more: Signal<MoreState>,
    /// Called instead of sending the undo form.
    #[prop(into, optional)]
    on_undo: Option<Callback<()>>,
    /// Called instead of sending the optional part.
    #[prop(into, optional)]
    on_more: Option<Callback<()>>,
    /// Called at every change of the optional part, to keep it on the phone.
    #[prop(into, optional)]
    on_draft: Option<Callback<()>>,
) -> impl IntoView + use<> {
    let t = prefs.texts();
    let lang = prefs.lang;
    let number = page.window.id.to_string();
    let title = (t.window_title)(lang.of(&page.unit), &number);
    let k = form.k.map(|k| format!("?k={k}")).unwrap_or_default();
    let again = prefs.address(&format!("/w/{number}{k}"));
    let action = prefs.address(&format!("/api/v1/ratings/{}{k}", form.rating));
    let prevent = |callback: Option<Callback<()>>| {
        move |event: leptos::ev::SubmitEvent| {
            if let Some(callback) = callback {
                event.prevent_default();
                callback.run(());
            }
        }
    };
    let heading = move || match status.get() {
        Status::Sending => t.sending,
        Status::Kept | Status::KeptInMemory => t.kept,
        Status::Received => t.received,
        Status::Refused(_) => t.refused,
    };
    let note = move || match status.get() {
        Status::Sending => t.sending_note.to_owned(),
        Status::Kept => t.kept_note.to_owned(),
        Status::KeptInMemory => t.kept_in_memory_note.to_owned(),
        Status::Received => format!("{title} · {}", t.received_note),
        Status::Refused(why) => why.to_owned(),
    };
    let undoable = move || undo.get() != Undo::Gone && !matches!(status.get(), Status::Refused(_));
    let undo_label = move || match undo.get() {
        Undo::Seconds(seconds) => (t.undo)(Some(seconds)),
        Undo::Open | Undo::Gone => (t.undo)(None),
    };
    let taken = move || !matches!(status.get(), Status::Refused(_));
    let waits = move || matches!(status.get(), Status::Kept | Status::KeptInMemory);
    let [undo_id, more_id] = form.amendments.map(|id| id.to_string());
    let (window, undo_action) = (number.clone(), action.clone());
    view! {
        <div role="status" aria-live="polite" class:wait=waits>
            <h1 class="title" id="title" tabindex="-1">{heading}<small>{note}</small></h1>
        </div>
        <Show when=undoable fallback=|| ()>
            <form class="undo" method="post" action=undo_action.clone() on:submit=prevent(on_undo)>
                <span>{t.wrong_tap}</span>
                <input type="hidden" name="id" value=undo_id.clone()/>
                <input type="hidden" name="window" value=window.clone()/>
                <button class="chip" id="undo" name="withdrawn" value="true" aria-label=(t.undo)(None)>
                    {undo_label}
                </button>
            </form>
        </Show>
        <form
            class="more"
            id="more"
            method="post"
            action=action
            hidden=move || !taken() || more_is_sent(more.get())
            novalidate=""
            on:submit=prevent(on_more)
            on:input=move |_| {
                if let Some(on_draft) = on_draft {
                    on_draft.run(());
                }
            }
        >
            <h2 class="ask">{t.more}" "<span class="ask__optional">{t.optional}</span></h2>
            <input type="hidden" name="id" value=more_id/>
            <input type="hidden" name="window" value=number/>
            <fieldset class="picks picks--levels">
                <legend class="hidden">{t.level_label}</legend>
                {Level::ALL
                    .map(|level| {
                        let checked = form.draft.0 == Some(level);
                        view! {
                            <label class="pick">
                                <input type="radio" name="level" value=level.code() checked=checked/>
                                <span>{(t.level)(level)}</span>
                            </label>
                        }
                    })
                    .collect_view()}
            </fieldset>
            <fieldset class="picks">
                <legend class="note">{t.aspects_label}</legend>
                {Aspect::ALL
                    .map(|aspect| {
                        let checked = form.draft.1.contains(&aspect);
                        view! {
                            <label class="pick pick--round">
                                <input type="checkbox" name="aspects" value=aspect.code() checked=checked/>
                                <span>{(t.aspect)(aspect)}</span>
                            </label>
                        }
                    })
                    .collect_view()}
            </fieldset>
            <textarea class="find" id="comment" name="comment" rows="3" aria-label=t.comment placeholder=t.comment>
                {form.draft.2}
            </textarea>
            <p class="problem" role="alert">{move || match more.get() {
                MoreState::Open(why) => why.to_owned(),
                MoreState::TooLong(over) => (t.comment_over)(over),
                MoreState::Sending | MoreState::Kept | MoreState::Received => String::new(),
            }}</p>
            <button class="button button--main" id="send-more">{t.send_more}</button>
        </form>
        <p class="say" role="status" hidden=move || !more_is_sent(more.get())>{move || match more.get() {
            MoreState::Sending => t.more_sending,
            MoreState::Kept => t.more_kept,
            MoreState::Received => t.more_received,
            MoreState::Open(_) | MoreState::TooLong(_) => "",
        }}</p>
        <p class="note" hidden=move || status.get() != Status::Received>{t.may_close}</p>
        <p class="note"><a class="link" href=again>{t.rate_again}</a></p>
    }
}

fn more_is_sent(more: MoreState) -> bool {
    matches!(more, MoreState::Sending | MoreState::Kept | MoreState::Received)
}

/// How many characters a comment has too many.
#[must_use]
pub fn over(comment: &str) -> usize {
    comment.trim().chars().count().saturating_sub(Comment::MAX)
}
