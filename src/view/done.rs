//! After the tap: neutral, so that the counter sees nothing, with everything more optional.

use maud::{Markup, html};

use super::{Live, Prefs};
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

/// How long a wrong tap can be taken back, in milliseconds.
pub const UNDO_MS: i64 = 10_000;

/// The undo of a wrong tap.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Undo {
    /// For so many seconds more.
    Seconds(i64),
    /// As long as the page is open: elder mode knows no time limits.
    Open,
    /// No more.
    Gone,
}

impl Undo {
    /// So many milliseconds after the tap.
    #[must_use]
    pub fn after(elapsed_ms: i64, prefs: Prefs) -> Self {
        let left = UNDO_MS - elapsed_ms;
        match left {
            _ if prefs.elder => Self::Open,
            1.. => Self::Seconds((left + 999).min(UNDO_MS) / 1000),
            _ => Self::Gone,
        }
    }
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
    /// The level chosen before and not sent.
    pub level: Option<Level>,
    /// The aspects chosen before and not sent.
    pub aspects: Vec<Aspect>,
    /// The text written before and not sent.
    pub comment: String,
}

/// What changes while the page is open.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Done {
    /// Where the rating is.
    pub status: Status,
    /// Whether it can still be taken back.
    pub undo: Undo,
    /// Where the optional part is.
    pub more: MoreState,
}

impl Done {
    /// What stands in the page's live elements.
    #[must_use]
    pub fn live(self, prefs: Prefs, page: &WindowPage) -> Live {
        let t = prefs.texts();
        let title = (t.window_title)(prefs.lang.of(&page.unit), page.window.id.as_str());
        let (heading, note) = match self.status {
            Status::Sending => (t.sending, t.sending_note.to_owned()),
            Status::Kept | Status::KeptInMemory => (t.kept, title),
            Status::Received => (t.received, format!("{title} · {}", t.received_note)),
            Status::Refused(_) => (t.refused, title),
        };
        let waits = match self.status {
            Status::Kept => Some(t.kept_note),
            Status::KeptInMemory => Some(t.kept_in_memory_note),
            Status::Refused(why) => Some(why),
            Status::Sending | Status::Received => None,
        };
        let refused = matches!(self.status, Status::Refused(_));
        let undo = match self.undo {
            Undo::Seconds(seconds) => Some((t.undo)(Some(seconds))),
            Undo::Open => Some((t.undo)(None)),
            Undo::Gone => None,
        };
        let said = match self.more {
            MoreState::Sending => Some(t.more_sending),
            MoreState::Kept => Some(t.more_kept),
            MoreState::Received => Some(t.more_received),
            MoreState::Open(_) | MoreState::TooLong(_) => None,
        };
        let problem = match self.more {
            MoreState::Open(why) => why.to_owned(),
            MoreState::TooLong(over) => (t.comment_over)(over),
            _ => String::new(),
        };
        let undo = undo.filter(|_| !refused);
        let text = |text: &str| html! { (text) }.into_string();
        // The form itself is never rewritten: only shown or hidden.
        let asks = said.is_none() && !refused;
        vec![
            ("heading", Some(text(heading))),
            ("note", Some(text(&note))),
            ("waits", waits.map(text)),
            ("undoable", undo.as_ref().map(|_| String::new())),
            ("undo", undo.as_deref().map(text)),
            ("asks", asks.then(String::new)),
            (
                "problem",
                Some(problem)
                    .filter(|problem| !problem.is_empty())
                    .as_deref()
                    .map(text),
            ),
            ("said", said.map(text)),
            ("finds", refused.then(|| find(prefs))),
            (
                "close",
                (self.status == Status::Received).then(|| text(t.may_close)),
            ),
        ]
    }
}

/// The page after the tap.
#[must_use]
pub fn done(prefs: Prefs, page: &WindowPage, form: &DoneForm, state: Done) -> Markup {
    let t = prefs.texts();
    let number = page.window.id.as_str();
    let k = form
        .k
        .as_ref()
        .map(|k| format!("?k={k}"))
        .unwrap_or_default();
    let again = prefs.address(&format!("/w/{number}{k}"));
    let action = prefs.address(&format!("/api/v1/ratings/{}{k}", form.rating));
    let live = state.live(prefs, page);
    let of = |name: &str| {
        live.iter()
            .find(|(known, _)| *known == name)
            .and_then(|(_, html)| html.clone())
    };
    let text = |name: &str| maud::PreEscaped(of(name).unwrap_or_default());
    let hidden = |name: &str| of(name).is_none();
    let [undo_id, more_id] = form.amendments.map(|id| id.to_string());
    html! {
        h1.title #title tabindex="-1" {
            span data-live="heading" data-say { (text("heading")) }
            small data-live="note" data-say { (text("note")) }
        }
        p.wait data-live="waits" data-say hidden[hidden("waits")] { (text("waits")) }
        form.undo #undo method="post" action=(action) data-live="undoable" hidden[hidden("undoable")] {
            span { (t.wrong_tap) }
            input type="hidden" name="id" value=(undo_id);
            input type="hidden" name="window" value=(number);
            button.chip name="withdrawn" value="true" aria-label=((t.undo)(None)) {
                span data-live="undo" { (text("undo")) }
            }
        }
        form.more #more method="post" action=(action) novalidate data-live="asks" hidden[hidden("asks")] {
            h2.ask { (t.more) " " span.ask__optional { (t.optional) } }
            input type="hidden" name="id" value=(more_id);
            input type="hidden" name="window" value=(number);
            fieldset.picks.picks--levels {
                legend.hidden { (t.level_label) }
                @for level in Level::ALL {
                    label.pick {
                        input type="radio" name="level" value=(level.code()) checked[form.level == Some(level)];
                        span { ((t.level)(level)) }
                    }
                }
            }
            fieldset.picks {
                legend.note { (t.aspects_label) }
                @for aspect in Aspect::ALL {
                    label.pick.pick--round {
                        input type="checkbox" name="aspects" value=(aspect.code()) checked[form.aspects.contains(&aspect)];
                        span { ((t.aspect)(aspect)) }
                    }
                }
            }
            textarea.find #comment name="comment" rows="3" aria-label=(t.comment) placeholder=(t.comment) {
                (form.comment)
            }
            p.problem data-say data-live="problem" hidden[hidden("problem")] { (text("problem")) }
            button.button.button--main { (t.send_more) }
        }
        p.say data-say data-live="said" hidden[hidden("said")] { (text("said")) }
        p.note data-live="close" hidden[hidden("close")] { (text("close")) }
        p.note data-live="finds" hidden[hidden("finds")] { (text("finds")) }
        p.note { a.link #again href=(again) { (t.rate_again) } }
    }
}

/// The way on, where the window was not the right one.
fn find(prefs: Prefs) -> String {
    html! { a.link href=(prefs.address("/")) { (prefs.texts().find_button) } }.into_string()
}

/// How many characters a comment has too many.
#[must_use]
pub fn over(comment: &str) -> usize {
    comment.trim().chars().count().saturating_sub(Comment::MAX)
}
