//! After the tap: where the rating is, undo, and everything more that one may say.

use std::time::Duration;

use leptos::prelude::*;

use super::stage::{Stage, Staging};
use crate::app::browser::{self, Act};
use crate::app::session::Session;
use crate::model::{AmendRating, AmendmentId, Comment, RatingId, WindowId};
use crate::text::problem;
use crate::view::{Done, DoneForm, MoreState, Prefs, Status, Undo, over};

/// What became of the optional part.
#[derive(Clone, PartialEq)]
enum Sent {
    Nothing,
    Wrong(MoreState),
    /// The amendment that carries it.
    Amendment(String),
    /// By a form, before the app came.
    Before,
}

/// What the page after the tap knows and does.
#[derive(Clone, Copy)]
pub struct After {
    session: Session,
    staging: Staging,
    sent: RwSignal<Sent>,
    undo: RwSignal<Undo>,
}

impl After {
    /// Counts down while it may be undone.
    #[must_use]
    pub fn new(session: Session, staging: Staging) -> Self {
        let sent = if session.query("done").is_some() {
            Sent::Before
        } else {
            Sent::Nothing
        };
        let after = Self {
            session,
            staging,
            sent: RwSignal::new(sent),
            undo: RwSignal::new(Undo::Gone),
        };
        after.tick();
        let ticking = set_interval_with_handle(move || after.tick(), Duration::from_millis(500));
        on_cleanup(move || {
            if let Ok(ticking) = ticking {
                ticking.clear();
            }
        });
        after
    }

    /// A new rating begins: nothing was said after it yet.
    pub fn begin(self) {
        self.sent.set(Sent::Nothing);
        self.undo
            .set(Undo::after(0, self.session.prefs.get_untracked()));
    }

    fn tick(self) {
        let Stage::Done { rated_at, .. } = self.staging.stage.get_untracked() else {
            return;
        };
        let elapsed = self.session.moment().0 - rated_at.0;
        let left = Undo::after(elapsed, self.session.prefs.get_untracked());
        if left != self.undo.get_untracked() {
            self.undo.set(left);
        }
    }

    /// What the forms begin with.
    #[must_use]
    pub fn form(self, rating: RatingId) -> DoneForm {
        let draft = self.session.draft(&rating.to_string());
        DoneForm {
            rating,
            k: self.staging.proof().k,
            amendments: [new_id(), new_id()],
            level: draft.level,
            aspects: draft.aspects,
            comment: draft.comment,
        }
    }

    /// What the page shows now, without being told of changes.
    #[must_use]
    pub fn state_now(self, prefs: Prefs) -> Done {
        untrack(move || self.state(prefs))
    }

    /// What the page shows.
    #[must_use]
    pub fn state(self, prefs: Prefs) -> Done {
        Done {
            status: self.status(prefs),
            undo: self.undo.get(),
            more: self.more(prefs),
        }
    }

    fn status(self, prefs: Prefs) -> Status {
        let rating = self.staging.stage.get().rating().map(|id| id.to_string());
        let kept = self.session.kept.get();
        let kept = kept
            .iter()
            .find(|kept| Some(&kept.item.rating) == rating.as_ref() && kept.item.method == "POST");
        let trouble = self.session.trouble.get();
        let Some(kept) = kept else {
            return Status::Received;
        };
        match &kept.item.refused {
            Some(code) => Status::Refused(problem(prefs.texts(), code)),
            None if !trouble => Status::Sending,
            None if self.session.only_in_memory(&kept.key) => Status::KeptInMemory,
            None => Status::Kept,
        }
    }

    fn more(self, prefs: Prefs) -> MoreState {
        let amendment = match self.sent.get() {
            Sent::Nothing => return MoreState::Open(""),
            Sent::Wrong(why) => return why,
            Sent::Before => return MoreState::Received,
            Sent::Amendment(amendment) => amendment,
        };
        let (kept, trouble) = (self.session.kept.get(), self.session.trouble.get());
        match kept
            .iter()
            .find(|kept| kept.key.ends_with(&amendment))
            .map(|kept| &kept.item.refused)
        {
            None => MoreState::Received,
            Some(Some(code)) => MoreState::Open(problem(prefs.texts(), code)),
            Some(None) if trouble => MoreState::Kept,
            Some(None) => MoreState::Sending,
        }
    }

    /// What a citizen did on the page; `true` where it was for us.
    #[must_use]
    pub fn act(self, rating: RatingId, window: &WindowId, act: &Act) -> bool {
        match act {
            Act::Submit(form) if form == "undo" => {
                let change = AmendRating {
                    withdrawn: Some(true),
                    ..self.amendment()
                };
                self.staging.amend(rating, window, &change);
            }
            Act::Submit(form) if form == "more" => self.send_more(rating, window),
            Act::Tap(link) if link == "again" => self.staging.ask_again(false),
            Act::Input(..) => {
                // Not a word is lost: every change is on the phone at once.
                self.session
                    .keep_draft(&rating.to_string(), browser::draft().as_ref());
            }
            _ => return false,
        }
        true
    }

    fn send_more(self, rating: RatingId, window: &WindowId) {
        let Some(draft) = browser::draft() else {
            return;
        };
        let t = self.session.prefs.get_untracked().texts();
        let wrong = |why| self.sent.set(Sent::Wrong(why));
        let too_many = over(&draft.comment);
        if draft.is_empty() {
            return wrong(MoreState::Open(t.nothing_chosen));
        }
        if too_many > 0 {
            return wrong(MoreState::TooLong(too_many));
        }
        let Ok(comment) = Comment::parse(&draft.comment) else {
            return wrong(MoreState::Open(problem(t, "bad_characters")));
        };
        let aspects = (!draft.aspects.is_empty()).then_some(draft.aspects);
        let change = AmendRating {
            level: draft.level,
            aspects,
            comment,
            ..self.amendment()
        };
        self.staging.amend(rating, window, &change);
        self.session.keep_draft(&rating.to_string(), None);
        self.sent.set(Sent::Amendment(change.id.to_string()));
    }

    fn amendment(self) -> AmendRating {
        AmendRating {
            id: new_id(),
            level: None,
            aspects: None,
            comment: None,
            withdrawn: None,
            amended_at: Some(browser::iso(self.session.moment().0)),
        }
    }
}

fn new_id() -> AmendmentId {
    AmendmentId::from_random(browser::random_bytes())
}
