//! `/near`: the server's page, and on it what only the phone knows: where it is, and that without a network.

use leptos::prelude::*;
use leptos::task::spawn_local;
use send_wrapper::SendWrapper;

use super::fetched::FetchedPage;
use super::{Page, Shows};
use crate::app::browser::{self, Act, Extra};
use crate::app::known;
use crate::app::root::App;
use crate::model::part_of;
use crate::view::{Live, Prefs, Tab};

/// `/near`
#[derive(Clone, Copy)]
pub struct NearPage {
    app: App,
    page: FetchedPage,
    /// The points, as the endpoint says them.
    points: RwSignal<String>,
    extra: RwSignal<Option<SendWrapper<Extra>>>,
    town: RwSignal<String>,
    /// Where the phone is, as `extra.locate` says it: it goes nowhere but back to `extra`.
    here: RwSignal<String>,
    within_5km: RwSignal<bool>,
}

impl NearPage {
    /// Asks for the page and the points.
    pub fn new(app: App) -> Self {
        let page = Self {
            app,
            page: FetchedPage::new(app, "/near".to_owned(), Some(Tab::Guides)),
            points: RwSignal::new(String::new()),
            extra: RwSignal::new(None),
            town: RwSignal::new(String::new()),
            here: RwSignal::new(String::new()),
            within_5km: RwSignal::new(false),
        };
        page.arrive();
        spawn_local(async move {
            if let Some(points) = known::text("points", "/api/v1/points").await {
                page.points.try_set(points);
            }
            page.extra
                .try_set(browser::extra().await.map(SendWrapper::new));
        });
        page
    }

    fn choose(self, town: &str) {
        self.app.session.replace_query(&[("town", town)]);
        self.here.set(String::new());
        self.town.set(town.to_owned());
    }

    fn locate(self) {
        let Some(extra) = self.extra.get_untracked() else {
            return;
        };
        self.here.set("waiting".to_owned());
        let here = self.here;
        spawn_local(async move {
            here.try_set(browser::locate(&extra).await);
        });
    }
}

impl Shows for NearPage {
    fn page(&self, prefs: Prefs) -> Page {
        self.page.page(prefs)
    }

    fn live(&self, prefs: Prefs) -> Live {
        let mut live = self.page.live(prefs);
        let points = self.points.get();
        let (town, here, circle) = (self.town.get(), self.here.get(), self.within_5km.get());
        let now = self.app.session.now.get();
        if let Some(extra) = self.extra.get().filter(|_| !points.is_empty()) {
            let lang = prefs.lang.code();
            let now = now.0.to_string();
            let made = extra.near(&points, lang, prefs.elder, &now, &town, &here, circle);
            for name in ["locate", "place", "near"] {
                let html = part_of(&made, name).map(|(_, html)| html.to_owned());
                live.push((name, html));
            }
        }
        live
    }

    fn act(&self, act: &Act) -> bool {
        if self.extra.with_untracked(Option::is_none) {
            return self.page.act(act);
        }
        match act {
            Act::Tap(id) if id == "locate" => self.locate(),
            Act::Tap(id) if id == "circle" => {
                let circle = !self.within_5km.get_untracked();
                let value = if circle { "5" } else { "" };
                self.app.session.replace_query(&[("within", value)]);
                self.within_5km.set(circle);
            }
            Act::Input(id, town) if id == "town" => self.choose(town),
            Act::Submit(id) if id == "town-form" => {
                self.choose(&browser::field("town-form", "town"));
            }
            _ => return self.page.act(act),
        }
        true
    }

    fn arrive(&self) {
        let query = |name: &str| self.app.session.query(name).unwrap_or_default();
        self.town.set(query("town"));
        self.within_5km.set(query("within") == "5");
    }
}
