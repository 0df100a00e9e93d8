//! `/suggest`: every word is on the phone as it is typed, and sent once.

use leptos::prelude::*;

use super::{Page, Shows};
use crate::app::browser::{self, Act};
use crate::app::root::App;
use crate::app::state::json::Write;
use crate::app::state::outbox::Item;
use crate::model::{
    Contact, CreateSuggestion, Kind, SuggestionId, SuggestionText, WindowId, masked,
};
use crate::view::{
    Live, Prefs, Sent, SuggestForm, Tab, sent, suggest, suggest_live, suggest_problem,
};

/// What is written and not sent stands under these keys.
const DRAFT: &str = "zb.draft.s.";

/// `/suggest`
pub struct SuggestPage {
    app: App,
    text: RwSignal<String>,
    /// The problem's code; blank where there is none.
    wrong: RwSignal<String>,
    /// The id of the suggestion that was sent from here; blank before.
    sent: RwSignal<String>,
    /// The form's own id: one for the page, so that it is not made anew under whoever writes.
    form: SuggestionId,
}

impl SuggestPage {
    /// Begins with what was written before.
    pub fn new(app: App) -> Self {
        app.hall.want_centre();
        let page = Self {
            app,
            text: RwSignal::new(draft("text")),
            wrong: RwSignal::new(String::new()),
            sent: RwSignal::new(String::new()),
            form: new_id(),
        };
        page.arrive();
        page
    }

    /// The form as it was left; the address may name a window and a kind.
    fn form(&self) -> SuggestForm {
        let query = |name: &str| {
            self.app
                .session
                .query(name)
                .filter(|value| !value.is_empty())
        };
        let kind = query("kind").unwrap_or_else(|| draft("kind"));
        SuggestForm {
            id: self.form,
            kind: Kind::try_from(kind).unwrap_or_default(),
            text: self.text.get_untracked(),
            contact: draft("contact"),
            window: query("window").unwrap_or_else(|| draft("window")),
        }
    }

    /// Where the suggestion is that was sent; a refused one is none: its words are in the form again.
    fn shown(&self) -> Option<Sent> {
        let text = self.sent.get();
        if text.is_empty() {
            // Whatever else is sent meanwhile: the form is not made anew under whoever writes in it.
            return None;
        }
        if let Some(receipt) = self.app.session.receipt(&text) {
            return Some(Sent::Stored(receipt));
        }
        let session = self.app.session;
        let kept = session.kept.get();
        let kept = kept.iter().find(|kept| kept.item.rating == text)?;
        match (&kept.item.refused, session.trouble.get()) {
            (Some(_), _) => None,
            (None, false) => Some(Sent::Sending),
            (None, true) if session.only_in_memory(&kept.key) => Some(Sent::KeptInMemory),
            (None, true) => Some(Sent::Kept),
        }
    }

    fn send(&self) {
        let field = |name: &str| browser::field("suggest", name);
        let typed = field("text");
        if let Some(why) = suggest_problem(&typed) {
            return self.wrong.set(why.to_owned());
        }
        let text = if field("keep").is_empty() {
            masked(&typed)
        } else {
            typed
        };
        let window = field("window");
        let window = window.trim();
        let known = |id: &WindowId| {
            self.app.hall.centre.with_untracked(|centre| {
                let units = centre.iter().flat_map(|centre| &centre.value.units);
                centre.is_none() || units.flat_map(|unit| &unit.windows).any(|w| w.id == *id)
            })
        };
        let about = WindowId::parse(window).ok().filter(known);
        if !window.is_empty() && about.is_none() {
            return self.wrong.set("unknown_window".to_owned());
        }
        let Ok(text) = SuggestionText::parse(&text) else {
            return;
        };
        let id = new_id();
        let body = CreateSuggestion {
            id,
            kind: Kind::try_from(field("kind")).unwrap_or_default(),
            text,
            contact: Contact::parse(&field("contact")).ok(),
            window: about,
            written_at: Some(browser::iso(self.app.session.moment().0)),
        };
        let body = body.json();
        let session = self.app.session;
        self.forget_refused();
        let item = Item {
            method: "POST".to_owned(),
            path: "/api/v1/suggestions".to_owned(),
            rating: id.to_string(),
            window: window.to_owned(),
            body,
            refused: None,
        };
        session.keep(&id.to_string(), item);
        self.wrong.set(String::new());
        session.replace_query(&[("sent", &id.to_string()), ("kind", "")]);
        self.sent.set(id.to_string());
        self.app.sender.wake();
    }

    /// What was refused is in the form again, and goes out anew.
    fn forget_refused(&self) {
        let id = self.sent.get_untracked();
        let session = self.app.session;
        let kept = session.kept.get_untracked();
        for kept in kept.iter().filter(|kept| kept.item.rating == id) {
            session.forget(&kept.key);
        }
    }
}

impl Shows for SuggestPage {
    fn page(&self, prefs: Prefs) -> Page {
        let hall = self.app.hall;
        let centre = hall.centre.get_untracked().map(|known| known.value);
        if centre.is_none() {
            let _ = hall.known.get();
        }
        // The server's form until then: what is made anew loses where one writes in it.
        let complete = centre.is_some() || hall.failed.get_untracked();
        let markup = match self.shown() {
            Some(at) => {
                if let Sent::Stored(_) = at {
                    // Only now: before, the words were in the form alone, should it be refused.
                    for name in ["text", "contact", "kind", "window"] {
                        browser::remove(&format!("{DRAFT}{name}"));
                    }
                }
                sent(prefs, &at)
            }
            None => suggest(prefs, &self.form(), true),
        };
        Page {
            title: prefs.texts().suggest.heading.to_owned(),
            centre: centre
                .as_ref()
                .map_or_else(String::new, |c| prefs.lang.of(&c.name).to_owned()),
            demo: centre.is_some_and(|centre| centre.demo),
            tab: Some(Tab::Suggest),
            here: format!("/suggest{}", self.app.session.search_without_prefs()),
            markup,
            complete,
            failed: false,
        }
    }

    fn live(&self, prefs: Prefs) -> Live {
        if self.shown().is_some() {
            return Live::new();
        }
        let text = self.text.get();
        let refused = self.app.session.refused(&self.sent.get());
        let wrong = Some(self.wrong.get()).filter(|wrong| !wrong.is_empty());
        suggest_live(prefs, &text, wrong.or(refused).as_deref())
    }

    fn act(&self, act: &Act) -> bool {
        match act {
            Act::Input(id, text) if id == "text" => {
                self.text.set(text.clone());
                keep("text", text);
            }
            Act::Input(id, text) if id == "contact" || id == "window" => keep(id, text),
            Act::Input(id, _) if id.starts_with("kind-") => {
                keep("kind", id.trim_start_matches("kind-"))
            }
            Act::Submit(id) if id == "suggest" => self.send(),
            Act::Tap(id) if id == "another" => {
                self.app
                    .session
                    .replace_query(&[("sent", ""), ("window", "")]);
                self.text.set(String::new());
                self.sent.set(String::new());
            }
            _ => return false,
        }
        true
    }

    fn about(&self) -> String {
        self.sent.get()
    }

    fn arrive(&self) {
        let sent = self.app.session.query("sent").unwrap_or_default();
        if sent != self.sent.get_untracked() {
            self.sent.set(sent);
        }
    }
}

fn draft(name: &str) -> String {
    browser::read(&format!("{DRAFT}{name}")).unwrap_or_default()
}

fn keep(name: &str, text: &str) {
    // Where the phone refuses, the words still stand in the form.
    let _ = browser::write(&format!("{DRAFT}{name}"), text);
}

pub(super) fn new_id() -> SuggestionId {
    SuggestionId::from_random(browser::random_bytes())
}
