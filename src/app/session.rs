//! What the whole app shares: how it is read, the time, what waits to be sent.

mod kept;

use leptos::prelude::*;
use leptos::web_sys::HtmlElement;
use send_wrapper::SendWrapper;

use super::state::draft::Draft;
use super::state::json::Write;
use super::state::outbox::{self, Kept};
use super::{browser, known, visits};
use crate::model::{Moment, Shell};
use crate::text::Lang;
use crate::view::{Prefs, Remind};

const LANG: &str = "zb.lang";
const ELDER: &str = "zb.elder";
const DRAFT: &str = "zb.draft.";

/// One for the app; every signal in it lives as long as the app.
#[derive(Clone, Copy)]
pub struct Session {
    /// How it is read: remembered on the phone.
    pub prefs: RwSignal<Prefs>,
    /// The centre's time, by the server's clock, every twenty seconds.
    pub now: RwSignal<Moment>,
    /// What waits to be sent or was refused, as it stands on the phone.
    pub kept: RwSignal<Vec<Kept>>,
    /// The last sending failed, or takes long.
    pub trouble: RwSignal<bool>,
    /// What was just done for whoever tapped: copied, shared. Blank where nothing was.
    pub told: RwSignal<String>,
    /// The tracking code as a picture: its address. Blank where none was asked for.
    pub picture: RwSignal<String>,
    /// What is to be rated later.
    pub put_off: RwSignal<Vec<Remind>>,
    /// The last answer to a suggestion and its id: the phone may refuse to keep it.
    last_receipt: RwSignal<Option<(String, String)>>,
    /// What `localStorage` refused to keep.
    in_memory: RwSignal<Vec<Kept>>,
    /// The keys of those that the browser's database keeps; the others are lost when the page is closed,
    /// which is said.
    in_spare: RwSignal<Vec<String>>,
    /// The server's clock minus the phone's, in milliseconds.
    skew: i64,
    /// The address' path, and its query; the router's own lags behind what is changed without a navigation.
    path: StoredValue<String>,
    search: StoredValue<String>,
    root: StoredValue<Option<SendWrapper<HtmlElement>>>,
    /// The page that the app replaces is the server's, and says something.
    served: bool,
    /// Where the page that was last complete is; blank before there was one.
    ready: StoredValue<String>,
}

impl Session {
    /// Starts from what the server wrote into its page and the phone remembers.
    #[must_use]
    pub fn new(shell: Option<&Shell>, root: HtmlElement) -> Self {
        let search = browser::search();
        let asked = browser::value(&search, "lang").or_else(|| browser::read(LANG));
        let page = document()
            .document_element()
            .and_then(|html| html.get_attribute("lang"));
        let lang = asked
            .or(page)
            .and_then(|tag| Lang::parse(&tag))
            .unwrap_or_default();
        let elder = browser::value(&search, "elder").or_else(|| browser::read(ELDER));
        let skew = shell.map_or(0, |shell| shell.now.0 - browser::now_ms());
        let session = Self {
            prefs: RwSignal::new(Prefs {
                lang,
                elder: elder.as_deref() == Some("1"),
            }),
            now: RwSignal::new(Moment(browser::now_ms() + skew)),
            kept: RwSignal::new(Vec::new()),
            trouble: RwSignal::new(false),
            told: RwSignal::new(String::new()),
            picture: RwSignal::new(String::new()),
            put_off: RwSignal::new(Vec::new()),
            last_receipt: RwSignal::new(None),
            in_memory: RwSignal::new(Vec::new()),
            in_spare: RwSignal::new(Vec::new()),
            skew,
            path: StoredValue::new(browser::path()),
            search: StoredValue::new(search),
            root: StoredValue::new(Some(SendWrapper::new(root))),
            served: shell.is_some(),
            ready: StoredValue::new(String::new()),
        };
        session.reload();
        session.remember();
        session
    }

    /// Reads again what is to be rated later.
    fn remember(self) {
        self.put_off.set(visits::put_off_until(self.moment().day()));
    }

    /// Keeps a visit to be rated later; `false` where the phone refuses.
    #[must_use]
    pub fn put_off(self, one: &Remind) -> bool {
        let kept = visits::put_off(one);
        self.remember();
        kept
    }

    /// A visit that was put off is rated, or will not be.
    pub fn rated_or_not(self, window: &str) {
        visits::forget(window);
        self.remember();
    }

    /// The centre's time, by the server's clock.
    #[must_use]
    pub fn moment(self) -> Moment {
        Moment(browser::now_ms() + self.skew)
    }

    /// Changes how it is read, and remembers it.
    pub fn toggle(self, change: fn(&mut Prefs)) {
        let mut prefs = self.prefs.get_untracked();
        change(&mut prefs);
        // Where the phone refuses, it holds until the page is closed.
        let _ = browser::write(LANG, prefs.lang.code());
        let _ = browser::write(ELDER, if prefs.elder { "1" } else { "0" });
        self.replace_query(&[("lang", ""), ("elder", "")]);
        self.prefs.set(prefs);
    }

    /// The router shows another address.
    pub fn arrive(self, path: String, search: String) {
        self.path.set_value(path);
        self.search.set_value(search);
    }

    /// The address' path. (The browser's own follows only when the page is there.)
    #[must_use]
    pub fn path(self) -> String {
        self.path.get_value()
    }

    /// A value in the address' query.
    #[must_use]
    pub fn query(self, name: &str) -> Option<String> {
        self.search
            .with_value(|search| browser::value(search, name))
    }

    /// The address' query without how it is read.
    #[must_use]
    pub fn search_without_prefs(self) -> String {
        self.search
            .with_value(|search| browser::with_values(search, &[("lang", ""), ("elder", "")]))
            .unwrap_or_default()
    }

    /// Forgets what the phone keeps, but what waits to be sent.
    pub fn wipe(self) {
        for key in browser::keys("zb.") {
            if !key.starts_with(outbox::PREFIX) {
                browser::remove(&key);
            }
        }
        self.remember();
    }

    /// Another citizen comes to the tablet: nothing of the one before is left but what waits to be sent.
    /// What the endpoint publishes stays, for a tablet without a network.
    pub fn wipe_for_next(self) {
        for key in browser::keys("zb.") {
            if !key.starts_with(outbox::PREFIX) && !key.starts_with(known::KEPT) {
                browser::remove(&key);
            }
        }
        self.prefs.set(Prefs::default());
        self.remember();
    }

    /// Sets values in the address' query without a navigation; blank ones are removed.
    pub fn replace_query(self, changes: &[(&str, &str)]) {
        let changed = self
            .search
            .with_value(|search| browser::with_values(search, changes));
        if let Some(search) = changed {
            browser::show_query(&self.path.get_value(), &search);
            self.search.set_value(search);
        }
    }

    /// What was chosen and written for a rating and not sent.
    #[must_use]
    pub fn draft(self, rating: &str) -> Draft {
        let kept = browser::read(&format!("{DRAFT}{rating}"));
        kept.and_then(|text| browser::read_json(&text))
            .unwrap_or_default()
    }

    /// Keeps what is chosen and written; `None` forgets it.
    pub fn keep_draft(self, rating: &str, draft: Option<&Draft>) {
        let key = format!("{DRAFT}{rating}");
        match draft.map(Write::json) {
            // Where the phone refuses, the words still stand in the form.
            Some(text) => drop(browser::write(&key, &text)),
            None => browser::remove(&key),
        }
    }

    /// Whether a page of the server's is shown still, which says more than that nothing came.
    #[must_use]
    pub fn replaces_a_page(self) -> bool {
        self.served && self.root.with_value(Option::is_some)
    }

    /// A page is complete: the first replaces the server's (`before` is called right before), one at another
    /// address begins at its heading, and one that only says more than before leaves everybody where they are,
    /// whoever writes most of all. The document is named.
    pub fn page_is_ready(self, title: &str, here: &str, before: impl FnOnce() + 'static) {
        browser::set_title(title);
        for said in [self.told, self.picture] {
            if !said.with_untracked(String::is_empty) {
                said.set(String::new());
            }
        }
        if let Some(root) = self.root.try_update_value(Option::take).flatten() {
            browser::take_over(&root, before);
        } else if self.ready.with_value(|ready| ready != here) {
            browser::scroll_to_top();
            browser::focus_title();
        }
        self.ready.set_value(here.to_owned());
    }
}
