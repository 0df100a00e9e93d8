//! A page that the server makes whole: fetched in the language read, shown as it is; before it comes, as it
//! was on a visit before.

use leptos::prelude::*;
use leptos::task::spawn_local;
use maud::PreEscaped;

use super::{Page, Shows};
use crate::app::browser::{self, Act};
use crate::app::known::{self, Dated};
use crate::app::root::App;
use crate::model::Part;
use crate::text::{Lang, moment_short};
use crate::view::{Live, Prefs, Tab};

/// So long the page of a visit before may stand without a word about it, in milliseconds.
const LATE: u32 = 2_000;

/// A page of the server's.
#[derive(Clone, Copy)]
pub struct FetchedPage {
    app: App,
    path: StoredValue<String>,
    /// The query it was last asked for with.
    query: StoredValue<String>,
    tab: Option<Tab>,
    part: RwSignal<Option<Dated<Part>>>,
    failed: RwSignal<bool>,
    /// What is shown is of a visit before, and nothing newer came so far.
    old: RwSignal<bool>,
    answered: StoredValue<bool>,
}

impl FetchedPage {
    /// Asks for the page at `path`, and again where it is read in the other language.
    pub fn new(app: App, path: String, tab: Option<Tab>) -> Self {
        let page = Self {
            app,
            path: StoredValue::new(path),
            query: StoredValue::new(String::new()),
            tab,
            part: RwSignal::new(None),
            failed: RwSignal::new(false),
            old: RwSignal::new(false),
            answered: StoredValue::new(true),
        };
        Effect::new(move |before: Option<Lang>| {
            let lang = app.session.prefs.get().lang;
            // Elder mode is no reason to ask, and what is typed meanwhile stands in the address.
            if before != Some(lang) {
                page.load(lang);
            }
            lang
        });
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
        // The other language's page is better than none.
        let same = self.query.get_value() == query && self.part.with_untracked(Option::is_some);
        self.query.set_value(query);
        let Self {
            part,
            failed,
            old,
            answered,
            ..
        } = *self;
        let kept = known::kept(&address);
        let is_kept = kept.is_some();
        answered.set_value(false);
        if is_kept {
            part.set(kept);
            browser::after(LATE, move || {
                if answered.try_get_value() == Some(false) {
                    old.try_set(true);
                }
            });
        }
        spawn_local(async move {
            let had = known::ask(&address, &address, true).await;
            answered.try_set_value(true);
            failed.try_set(had.is_err());
            old.try_set(had.is_err() && (is_kept || same));
            if had.is_ok() || !(is_kept || same) {
                part.try_set(had.ok());
            }
        });
    }

    /// The part, once there is one.
    pub fn part(&self) -> Option<Part> {
        self.part
            .with(|part| part.as_ref().map(|part| part.value.clone()))
    }

    /// That it is of a visit before.
    fn age(&self, prefs: Prefs) -> Option<String> {
        let at = self.part.with(|part| part.as_ref().map(|part| part.at))?;
        let told = (prefs.texts().as_of)(&moment_short(prefs.lang, at));
        self.old.get().then_some(told)
    }
}

impl Shows for FetchedPage {
    fn page(&self, prefs: Prefs) -> Page {
        match self.part.get() {
            Some(Dated { value: part, .. }) => Page {
                title: part.title,
                centre: part.centre,
                demo: part.demo,
                tab: self.tab,
                here: part.here,
                markup: PreEscaped(part.html),
                complete: true,
                failed: false,
            },
            None => Page::opening(prefs, self.failed.get(), self.tab),
        }
    }

    fn live(&self, prefs: Prefs) -> Live {
        vec![("age", self.age(prefs))]
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
