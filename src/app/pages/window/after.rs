//! After the tap: where the rating is, undo, and everything more that one may say.

use std::time::Duration;

use leptos::prelude::*;

use super::stage::Staging;
use crate::app::browser;
use crate::app::session::Session;
use crate::model::{AmendRating, AmendmentId, Comment, Moment, RatingId, WindowPage};
use crate::text::problem;
use crate::view::{Done, DoneForm, MoreState, Status, Undo, over};

/// How long a wrong tap can be taken back, in milliseconds. Elder mode knows no limit.
const UNDO_MS: i64 = 10_000;

/// What was sent of the optional part.
#[derive(Clone, PartialEq)]
enum Sent {
    Nothing,
    Wrong(MoreState),
    /// The key-making id of the amendment on its way.
    Amendment(String),
    Before,
}

/// The page after the tap.
#[component]
pub fn After(
    /// The window rated.
    page: WindowPage,
    /// The rating.
    id: RatingId,
    /// When it was tapped.
    rated_at: Moment,
    /// What changes the stage.
    staging: Staging,
) -> impl IntoView {
    let session = expect_context::<Session>();
    let prefs = session.prefs.get_untracked();
    let t = prefs.texts();
    let rating = id.to_string();

    let status = Memo::new({
        let rating = rating.clone();
        move |_| {
            let kept = session.kept.get();
            let Some(kept) = kept.iter().find(|kept| kept.item.rating == rating && kept.item.method == "POST") else {
                return Status::Received;
            };
            match &kept.item.refused {
                Some(code) => Status::Refused(problem(t, code)),
                None if !session.trouble.get() => Status::Sending,
                None if session.only_in_memory(&kept.key) => Status::KeptInMemory,
                None => Status::Kept,
            }
        }
    });

    let undo = RwSignal::new(undo_left(session, rated_at));
    if !prefs.elder {
        let tick = set_interval_with_handle(move || undo.set(undo_left(session, rated_at)), Duration::from_millis(500));
        on_cleanup(move || {
            if let Ok(tick) = tick {
                tick.clear();
            }
        });
    }

    let sent = RwSignal::new(if browser::take_query("done").is_some() { Sent::Before } else { Sent::Nothing });
    let more = Memo::new(move |_| match sent.get() {
        Sent::Nothing => MoreState::Open(""),
        Sent::Wrong(why) => why,
        Sent::Before => MoreState::Received,
        Sent::Amendment(amendment) => {
            let kept = session.kept.get();
            match kept.iter().find(|kept| kept.key.ends_with(&amendment)) {
                None => MoreState::Received,
                Some(kept) => match &kept.item.refused {
                    Some(code) => MoreState::Open(problem(t, code)),
                    None if session.trouble.get() => MoreState::Kept,
                    None => MoreState::Sending,
                },
            }
        }
    });

    let window = page.window.id.clone();
    let amend = move |change: AmendRating| staging.amend(id, &window, &change);
    let on_undo = {
        let amend = amend.clone();
        move |()| amend(AmendRating { withdrawn: Some(true), ..amendment(session) })
    };
    let on_more = {
        let rating = rating.clone();
        move |()| {
            let Some(draft) = browser::draft() else { return };
            let too_many = over(&draft.comment);
            if draft.is_empty() {
                return sent.set(Sent::Wrong(MoreState::Open(t.nothing_chosen)));
            }
            if too_many > 0 {
                return sent.set(Sent::Wrong(MoreState::TooLong(too_many)));
            }
            let Ok(comment) = Comment::parse(&draft.comment) else {
                return sent.set(Sent::Wrong(MoreState::Open(problem(t, "bad_characters"))));
            };
            let aspects = (!draft.aspects.is_empty()).then_some(draft.aspects);
            let change = AmendRating { level: draft.level, aspects, comment, ..amendment(session) };
            let amendment = change.id.to_string();
            amend(change);
            session.keep_draft(&rating, None);
            sent.set(Sent::Amendment(amendment));
        }
    };
    let on_draft = {
        let rating = rating.clone();
        move |()| session.keep_draft(&rating, browser::draft().as_ref())
    };
    let draft = session.draft(&rating);
    let form = DoneForm {
        rating: id,
        k: staging.k(),
        amendments: [new_amendment(), new_amendment()],
        draft: (draft.level, draft.aspects, draft.comment),
    };
    view! { <Done prefs page=&page form status undo more on_undo on_more on_draft/> }
}

fn undo_left(session: Session, rated_at: Moment) -> Undo {
    if session.prefs.get_untracked().elder {
        return Undo::Open;
    }
    let left = UNDO_MS - (session.moment().0 - rated_at.0);
    match u32::try_from((left + 999) / 1000) {
        Ok(seconds) if left > 0 => Undo::Seconds(seconds.min(10)),
        _ => Undo::Gone,
    }
}

fn new_amendment() -> AmendmentId {
    AmendmentId::from_random(browser::random_bytes())
}

fn amendment(session: Session) -> AmendRating {
    AmendRating {
        id: new_amendment(),
        level: None,
        aspects: None,
        comment: None,
        withdrawn: None,
        amended_at: Some(browser::iso(session.moment().0)),
    }
}
