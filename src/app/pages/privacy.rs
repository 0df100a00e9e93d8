//! `/privacy`: the server's page, and the button that clears the phone.

use leptos::prelude::*;

use super::fetched::FetchedPage;
use super::{Page, Shows};
use crate::app::browser::Act;
use crate::app::root::App;
use crate::view::{Live, Prefs, Tab};

/// `/privacy`
pub struct PrivacyPage {
    app: App,
    page: FetchedPage,
    wiped: RwSignal<bool>,
}

impl PrivacyPage {
    /// Asks for the page.
    pub fn new(app: App) -> Self {
        Self {
            app,
            page: FetchedPage::new(app, "/privacy".to_owned(), Tab::Rate),
            wiped: RwSignal::new(false),
        }
    }
}

impl Shows for PrivacyPage {
    fn page(&self, prefs: Prefs) -> Page {
        self.page.page(prefs)
    }

    fn live(&self, prefs: Prefs) -> Live {
        let wiped = self.wiped.get();
        let mut live = self.page.live(prefs);
        live.push(("wipe", (!wiped).then(String::new)));
        live.push(("wiped", wiped.then(String::new)));
        live
    }

    fn act(&self, act: &Act) -> bool {
        if *act == Act::Tap("wipe".to_owned()) {
            self.app.session.wipe();
            self.wiped.set(true);
            return true;
        }
        self.page.act(act)
    }
}
