//! Before or after the tap: in the address (`?r=`), so that a reload does not ask again.

use leptos::prelude::*;

use crate::app::browser;
use crate::app::root::App;
use crate::app::sender::Sender;
use crate::app::session::Session;
use crate::app::state::json::Write;
use crate::app::state::outbox::{self, Item};
use crate::model::{AmendRating, CreateRating, Moment, RatingId, Shell, WindowId, WindowPage};
use crate::view::{Proof, Remind};

/// Before or after the tap.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stage {
    /// The question.
    Ask {
        /// The id that a tap gives its rating.
        id: RatingId,
        /// A rating was just taken back.
        undone: bool,
    },
    /// Put off.
    Later {
        /// When the visit was.
        at: Moment,
        /// Whether the phone keeps it.
        kept: bool,
    },
    /// The thanks.
    Done {
        /// The rating.
        id: RatingId,
        /// When it was tapped.
        rated_at: Moment,
    },
}

impl Stage {
    /// The rating, after the tap.
    #[must_use]
    pub fn rating(self) -> Option<RatingId> {
        match self {
            Self::Ask { .. } | Self::Later { .. } => None,
            Self::Done { id, .. } => Some(id),
        }
    }
}

/// The stage and what changes it.
#[derive(Clone, Copy)]
pub struct Staging {
    /// Where we are.
    pub stage: RwSignal<Stage>,
    session: Session,
    sender: Sender,
    /// The rating that the server says is stored, and when it was tapped.
    stored: Option<(RatingId, Moment)>,
    /// The id in the server's form: a tap there and here are one rating.
    form: RatingId,
}

impl Staging {
    /// From the address and what the server and the phone know.
    #[must_use]
    pub fn new(app: App, shell: Option<&Shell>) -> Self {
        let App {
            session, sender, ..
        } = app;
        let form = shell.map_or_else(new_id, |shell| shell.id);
        let stored = shell.and_then(|shell| Some((shell.id, shell.rated_at?)));
        let undone = session.query("undone").is_some();
        let stage = RwSignal::new(Stage::Ask { id: form, undone });
        let staging = Self {
            stage,
            session,
            sender,
            stored,
            form,
        };
        staging.read_address();
        staging
    }

    /// What the address proves.
    #[must_use]
    pub fn proof(self) -> Proof {
        Proof::of(|name| self.session.query(name))
    }

    /// When the visit was, where the address says that it is rated later.
    #[must_use]
    pub fn at(self) -> Option<Moment> {
        let at = Moment(self.session.query("at")?.parse().ok()?);
        (at <= self.session.moment()).then_some(at)
    }

    /// The address names a rating: one that waits on the phone or is stored is after the tap.
    pub fn read_address(self) {
        // The boot script may be sending a tap of its own: waiting for its turn, the sender sees how that ends.
        self.sender.wake();
        let named = self
            .session
            .query("r")
            .and_then(|text| RatingId::parse(&text).ok());
        let stage = match named {
            Some(id) => self
                .tapped_at(id)
                .map(|rated_at| Stage::Done { id, rated_at }),
            None => None,
        };
        let later = self.session.query("later").and(self.at());
        let later = later.map(|at| Stage::Later { at, kept: true });
        let stage = stage
            .or(later)
            .unwrap_or_else(|| match self.stage.get_untracked() {
                ask @ Stage::Ask { .. } => ask,
                Stage::Done { .. } | Stage::Later { .. } => Stage::Ask {
                    id: new_id(),
                    undone: false,
                },
            });
        if stage != self.stage.get_untracked() {
            self.stage.set(stage);
        }
    }

    fn tapped_at(self, id: RatingId) -> Option<Moment> {
        if let Some((stored, at)) = self.stored
            && stored == id
        {
            return Some(at);
        }
        let text = id.to_string();
        let kept = self.session.kept.get_untracked();
        let waiting = kept.iter().find(|kept| kept.item.rating == text);
        // The boot script's tap may be stored by now: it had the form's id.
        let tapped_here = (id == self.form).then(|| self.session.moment());
        waiting
            .and_then(|kept| outbox::made_at(&kept.key))
            .map(Moment)
            .or(tapped_here)
    }

    /// The tap.
    pub fn rate(self, id: RatingId, window: &WindowId, satisfied: bool) {
        let visited_at = self.at().unwrap_or_else(|| self.session.moment());
        let rated_at = Some(browser::iso(visited_at.0));
        let proof = self.proof();
        let body = CreateRating {
            id,
            window: window.clone(),
            satisfied,
            k: proof.k,
            visit: proof.visit,
            rated_at,
        };
        self.keep(
            "POST",
            "/api/v1/ratings".to_owned(),
            id,
            window,
            &id.to_string(),
            &body,
        );
        self.session.rated_or_not(window.as_str());
        let text = id.to_string();
        let changes = [("r", &*text), ("undone", ""), ("at", "")];
        self.session.replace_query(&changes);
        self.stage.set(Stage::Done {
            id,
            rated_at: self.session.moment(),
        });
    }

    /// An amendment; `withdrawn` asks anew.
    pub fn amend(self, rating: RatingId, window: &WindowId, change: &AmendRating) {
        let path = format!("/api/v1/ratings/{rating}");
        self.keep(
            "PATCH",
            path,
            rating,
            window,
            &change.id.to_string(),
            change,
        );
        if change.withdrawn == Some(true) {
            self.session.keep_draft(&rating.to_string(), None);
            self.ask_again(true);
        }
    }

    /// Puts the rating of this visit off.
    pub fn put_off(self, page: &WindowPage) {
        let at = self.session.moment();
        let kept = self.session.put_off(&Remind {
            window: page.window.id.to_string(),
            proof: self.proof(),
            at,
            until: page.later_until,
        });
        self.session
            .replace_query(&[("later", "1"), ("at", &at.0.to_string())]);
        self.stage.set(Stage::Later { at, kept });
    }

    /// The visit that was put off is rated after all.
    pub fn rate_now(self) {
        self.session.replace_query(&[("later", "")]);
        self.stage.set(Stage::Ask {
            id: new_id(),
            undone: false,
        });
    }

    /// Back to the question, for another rating.
    pub fn ask_again(self, undone: bool) {
        let gone = ["r", "done", "undone", "at", "later"];
        self.session.replace_query(&gone.map(|name| (name, "")));
        self.stage.set(Stage::Ask {
            id: new_id(),
            undone,
        });
    }

    fn keep(
        self,
        method: &str,
        path: String,
        rating: RatingId,
        window: &WindowId,
        id: &str,
        body: &dyn Write,
    ) {
        let body = body.json();
        let (rating, window) = (rating.to_string(), window.to_string());
        self.session.keep(
            id,
            Item {
                method: method.to_owned(),
                path,
                rating,
                window,
                body,
                refused: None,
            },
        );
        self.sender.wake();
    }
}

fn new_id() -> RatingId {
    RatingId::from_random(browser::random_bytes())
}
