//! `/s/{code}`: the server's page, and what is said to it through the outbox.

use leptos::prelude::*;
use maud::html;

use super::fetched::FetchedPage;
use super::suggest::new_id;
use super::{Page, Shows};
use crate::app::browser::{self, Act};
use crate::app::root::App;
use crate::app::state::json::Write;
use crate::app::state::outbox::{Item, Kept};
use crate::model::{RateAnswer, ReopenSuggestion, SuggestionText};
use crate::view::{Live, Prefs, Tab};

/// `/s/{code}`
pub struct FollowPage {
    app: App,
    code: String,
    page: FetchedPage,
    /// What was said to it from here and may wait still.
    sent: RwSignal<String>,
}

impl FollowPage {
    /// Asks for the page.
    pub fn new(app: App, code: &str) -> Self {
        let page = FetchedPage::new(app, format!("/s/{code}"), Tab::Suggest);
        let sent = RwSignal::new(String::new());
        // Once what was said is stored, the page says more.
        Effect::new(move |_| {
            let id = sent.get();
            let waits = |kept: &Vec<Kept>| kept.iter().any(|kept| kept.item.rating == id);
            if !id.is_empty() && !app.session.kept.with(waits) {
                sent.set(String::new());
                page.reload();
            }
        });
        Self {
            app,
            code: code.to_owned(),
            page,
            sent,
        }
    }

    fn draft(&self) -> String {
        format!("zb.draft.r.{}", self.code)
    }

    fn send(&self, what: &str, id: String, body: String) {
        let item = Item {
            method: "POST".to_owned(),
            path: format!("/api/v1/suggestions/{}/{what}", self.code),
            rating: id.clone(),
            window: String::new(),
            body,
            refused: None,
        };
        self.app.session.keep(&id, item);
        self.sent.set(id);
        self.app.sender.wake();
    }
}

impl Shows for FollowPage {
    fn page(&self, prefs: Prefs) -> Page {
        self.page.page(prefs)
    }

    fn live(&self, prefs: Prefs) -> Live {
        let t = prefs.texts().suggest;
        let waits = !self.sent.get().is_empty() && self.app.session.trouble.get();
        let draft = browser::read(&self.draft()).unwrap_or_default();
        let mut live = self.page.live(prefs);
        live.extend([
            ("copy", Some(t.copy.to_owned())),
            // Text in a field is HTML as any other.
            ("missing", Some(html! { (draft) }.into_string())),
            ("kept", waits.then(String::new)),
        ]);
        live
    }

    fn act(&self, act: &Act) -> bool {
        let id = new_id();
        match act {
            Act::Tap(button) if button == "rate-good" || button == "rate-bad" => {
                let satisfied = button == "rate-good";
                let body = RateAnswer { id, satisfied }.json();
                self.send("rate", id.to_string(), body);
            }
            Act::Submit(form) if form == "reopen" => {
                let Ok(text) = SuggestionText::parse(&browser::field("reopen", "text")) else {
                    return true;
                };
                let body = ReopenSuggestion { id, text }.json();
                self.send("reopen", id.to_string(), body);
                browser::remove(&self.draft());
            }
            Act::Input(field, text) if field == "missing" => {
                // Where the phone refuses, the words still stand in the form.
                let _ = browser::write(&self.draft(), text);
            }
            _ => return self.page.act(act),
        }
        true
    }

    fn about(&self) -> String {
        self.sent.get()
    }

    fn arrive(&self) {
        self.page.arrive();
    }
}
