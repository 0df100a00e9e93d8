//! A page that the server makes whole: fetched in the language read, shown as it is.

use leptos::prelude::*;
use leptos::task::spawn_local;
use maud::PreEscaped;

use super::{Page, Shows};
use crate::app::api;
use crate::app::browser::Act;
use crate::app::root::App;
use crate::model::Part;
use crate::text::Lang;
use crate::view::{Prefs, Tab};

/// A page of the server's.
#[derive(Clone, Copy)]
pub struct FetchedPage {
    app: App,
    path: StoredValue<String>,
    /// The query it was last asked for with.
    query: StoredValue<String>,
    tab: Tab,
    part: RwSignal<Option<Part>>,
    failed: RwSignal<bool>,
}

impl FetchedPage {
    /// Asks for the page at `path`, and again where it is read in the other language.
    pub fn new(app: App, path: String, tab: Tab) -> Self {
        let page = Self {
            app,
            path: StoredValue::new(path),
            query: StoredValue::new(String::new()),
            tab,
            part: RwSignal::new(None),
            failed: RwSignal::new(false),
        };
        Effect::new(move |_| page.load(app.session.prefs.get().lang));
        page
    }

    /// Asks again: what it shows has changed.
    pub fn reload(&self) {
        self.load(self.app.session.prefs.get_untracked().lang);
    }

    fn load(&self, lang: Lang) {
        self.failed.set(false);
        let query = self.app.session.search_without_prefs();
        let joint = if query.is_empty() { '?' } else { '&' };
        let path = self.path.get_value();
        let address = format!("{path}{query}{joint}lang={}", lang.code());
        self.query.set_value(query);
        let (part, failed) = (self.part, self.failed);
        spawn_local(async move {
            match api::get_part(&address).await {
                Ok(had) => drop(part.try_set(Some(had))),
                Err(_) => drop(failed.try_set(true)),
            }
        });
    }
}

impl Shows for FetchedPage {
    fn page(&self, prefs: Prefs) -> Page {
        match self.part.get() {
            Some(part) => Page {
                title: part.title,
                centre: part.centre,
                demo: part.demo,
                tab: Some(self.tab),
                here: part.here,
                markup: PreEscaped(part.html),
                complete: true,
            },
            None => Page::opening(prefs, self.failed.get(), self.tab),
        }
    }

    fn act(&self, act: &Act) -> bool {
        let again = *act == Act::Tap("retry".to_owned());
        if again {
            self.reload();
        }
        again
    }

    fn arrive(&self) {
        // Its address' query says what it shows.
        if self.query.get_value() != self.app.session.search_without_prefs() {
            self.reload();
        }
    }
}
