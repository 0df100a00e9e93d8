//! `/s/{code}`: the server's page, and what is said to it through the outbox.

use leptos::prelude::*;

use super::fetched::FetchedPage;
use super::suggest::{copy, new_id};
use super::{Page, Shows};
use crate::app::browser::{self, Act};
use crate::app::root::App;
use crate::app::state::outbox::Item;
use crate::model::{RateAnswer, ReopenSuggestion, SuggestionText};
use crate::view::{Live, Prefs, Tab};

/// `/s/{code}`
pub struct FollowPage {
    app: App,
    code: String,
    page: FetchedPage,
    said: RwSignal<Option<bool>>,
    /// What was said to it from here and may wait still.
    sent: RwSignal<Option<String>>,
}

impl FollowPage {
    /// Asks for the page.
    pub fn new(app: App, code: &str) -> Self {
        let page = FetchedPage::new(app, format!("/s/{code}"), Tab::Suggest);
        let sent: RwSignal<Option<String>> = RwSignal::new(None);
        // Once what was said is stored, the page says more.
        Effect::new(move |_| {
            let gone = sent.get().is_some_and(|id| {
                app.session
                    .kept
                    .with(|kept| kept.iter().all(|kept| kept.item.rating != id))
            });
            if gone {
                sent.set(None);
                page.reload();
            }
        });
        Self {
            app,
            code: code.to_owned(),
            page,
            said: RwSignal::new(None),
            sent,
        }
    }

    fn draft(&self) -> String {
        format!("zb.draft.r.{}", self.code)
    }

    fn send(&self, what: &str, id: String, body: Option<String>) {
        let Some(body) = body else { return };
        let item = Item {
            method: "POST".to_owned(),
            path: format!("/api/v1/suggestions/{}/{what}", self.code),
            rating: id.clone(),
            window: String::new(),
            body,
            refused: None,
        };
        self.app.session.keep(&id, item);
        self.sent.set(Some(id));
        self.app.sender.wake();
    }
}

impl Shows for FollowPage {
    fn page(&self, prefs: Prefs) -> Page {
        self.page.page(prefs)
    }

    fn live(&self, prefs: Prefs) -> Live {
        let t = prefs.texts().suggest;
        let said = self
            .said
            .get()
            .map(|copied| if copied { t.copied } else { t.not_copied });
        let waits = self.sent.get().is_some() && self.app.session.trouble.get();
        let draft = browser::read(&self.draft()).unwrap_or_default();
        browser::fill("missing", &draft);
        vec![
            ("copy", Some(t.copy.to_owned())),
            ("said", said.map(str::to_owned)),
            ("kept", waits.then(String::new)),
        ]
    }

    fn act(&self, act: &Act) -> bool {
        let id = new_id();
        match act {
            Act::Tap(button) if button == "rate-good" || button == "rate-bad" => {
                let satisfied = button == "rate-good";
                let body = serde_json::to_string(&RateAnswer { id, satisfied });
                self.send("rate", id.to_string(), body.ok());
            }
            Act::Submit(form) if form == "reopen" => {
                let Ok(text) = SuggestionText::parse(&browser::field("reopen", "text")) else {
                    return true;
                };
                let body = serde_json::to_string(&ReopenSuggestion { id, text });
                self.send("reopen", id.to_string(), body.ok());
                browser::remove(&self.draft());
            }
            Act::Input(field, text) if field == "missing" => {
                // Where the phone refuses, the words still stand in the form.
                let _ = browser::write(&self.draft(), text);
            }
            Act::Tap(button) if button == "copy" => copy(self.said),
            _ => return self.page.act(act),
        }
        true
    }

    fn about(&self) -> String {
        self.sent.get().unwrap_or_default()
    }

    fn arrive(&self) {
        self.page.arrive();
    }
}
