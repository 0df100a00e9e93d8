//! `/guides`: the server's list, sifted on the phone as one types.

use leptos::prelude::*;

use super::fetched::FetchedPage;
use super::{Page, Shows};
use crate::app::browser::{self, Act};
use crate::app::root::App;
use crate::model::guide::words_fit;
use crate::view::{Live, Prefs, Tab};

/// `/guides`
pub struct GuidesPage {
    app: App,
    page: FetchedPage,
    typed: RwSignal<String>,
}

impl GuidesPage {
    /// Asks for the list.
    pub fn new(app: App) -> Self {
        Self {
            app,
            page: FetchedPage::new(app, "/guides".to_owned(), Some(Tab::Guides)),
            typed: RwSignal::new(app.session.query("q").unwrap_or_default()),
        }
    }
}

impl Shows for GuidesPage {
    fn page(&self, prefs: Prefs) -> Page {
        self.page.page(prefs)
    }

    fn live(&self, prefs: Prefs) -> Live {
        let typed = self.typed.get();
        let found = browser::sift("#guides > li", |words| words_fit(words, &typed));
        let mut live = self.page.live(prefs);
        live.push(("nothing", (found == 0).then(String::new)));
        live
    }

    fn act(&self, act: &Act) -> bool {
        match act {
            Act::Input(id, text) if id == "guide-q" => {
                self.app.session.replace_query(&[("q", text.as_str())]);
                self.typed.set(text.clone());
            }
            Act::Submit(id) if id == "search" => {}
            _ => return self.page.act(act),
        }
        true
    }
}
