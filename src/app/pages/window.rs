//! `/w/{window}`: the scan's landing. One tap, then everything more that one may say.

mod after;
mod stage;

use leptos::prelude::*;
use leptos::task::spawn_local;

use super::finder::FinderPage;
use super::{Page, Shows};
use crate::app::api::Failure;
use crate::app::browser::Act;
use crate::app::root::App;
use crate::app::visits;
use crate::app::{hall, known};
use crate::model::{self, Centre, Day, Shift, WindowId};
use crate::view::{FinderNotice, Later, Live, Prefs, RateForm, Tab, done, later, rate, rate_live};
use after::After;
use stage::{Stage, Staging};

/// What is known of the window.
#[derive(Clone, PartialEq)]
enum Known {
    Loading,
    Page(model::WindowPage),
    Failed(Failure),
}

/// `/w/{window}`
pub struct WindowPage {
    app: App,
    window: String,
    known: RwSignal<Known>,
    staging: Staging,
    after: After,
    /// Shown in its place where there is no such window.
    finder: FinderPage,
}

impl WindowPage {
    /// The first page's data came with the server's page; other windows are asked for.
    pub fn new(app: App, window: &str) -> Self {
        let shell = app.shell.get_value();
        let staging = Staging::new(app, shell.as_ref());
        let given = shell.and_then(|shell| shell.page);
        let given = given.filter(|page| page.window.id.as_str() == window);
        let page = Self {
            app,
            window: window.to_owned(),
            known: RwSignal::new(Known::Loading),
            staging,
            after: After::new(app.session, staging),
            finder: FinderPage::new(app, FinderNotice::UnknownWindow(window.to_owned())),
        };
        match given {
            Some(given) => {
                visits::visit(&given.window.id);
                page.known.set(Known::Page(given));
            }
            None => page.load(),
        }
        page
    }

    fn load(&self) {
        self.known.set(Known::Loading);
        let (window, known) = (self.window.clone(), self.known);
        let today = self.app.session.moment().day();
        spawn_local(async move {
            let encoded = String::from(js_sys::encode_uri_component(&window));
            let path = format!("/api/v1/windows/{encoded}");
            let answer = known::ask(&path, &path, false).await;
            let page = match answer {
                Ok(had) => Ok(had.value),
                Err(Failure::Unreachable) => from_hall(&window, today).ok_or(Failure::Unreachable),
                Err(failure) => Err(failure),
            };
            if let Ok(page) = &page {
                visits::visit(&page.window.id);
            }
            known.try_set(page.map_or_else(Known::Failed, Known::Page));
        });
    }
}

/// The window by what the phone knows of the whole hall: without a network, whether it was ever seen or not.
fn from_hall(window: &str, today: Day) -> Option<model::WindowPage> {
    let id = WindowId::parse(window).ok()?;
    let centre = known::kept::<Centre>(hall::CENTRE)?.value;
    let (unit, window) = centre.window(&id)?;
    let shifts = known::kept::<Vec<Shift>>(hall::DUTY).map(|kept| kept.value);
    let mut shifts = shifts.unwrap_or_default();
    shifts.retain(|shift| shift.window == id && shift.day >= today);
    Some(model::WindowPage {
        unit: unit.short.clone(),
        window: window.clone(),
        shifts,
        // Five working days on, as far as a phone without a network can tell.
        later_until: today.plus(7),
        centre: centre.name,
        demo: centre.demo,
    })
}

impl Shows for WindowPage {
    fn page(&self, prefs: Prefs) -> Page {
        let staging = self.staging;
        let page = match self.known.get() {
            Known::Page(page) => page,
            Known::Failed(Failure::NotFound) => return self.finder.page(prefs),
            Known::Failed(Failure::Unreachable) => return Page::opening(prefs, true, Tab::Rate),
            Known::Loading => return Page::opening(prefs, false, Tab::Rate),
        };
        let markup = match staging.stage.get() {
            Stage::Ask { id, undone } => {
                let (proof, at) = (staging.proof(), staging.at());
                let form = RateForm { id, proof, at };
                rate(
                    prefs,
                    &page,
                    self.app.session.now.get_untracked(),
                    &form,
                    undone,
                )
            }
            Stage::Later { at, kept } => later(prefs, &page, &staging.proof(), Later { at, kept }),
            Stage::Done { id, .. } => {
                let form = self.after.form(id);
                done(prefs, &page, &form, self.after.state_now(prefs))
            }
        };
        let number = page.window.id.as_str();
        Page {
            title: (prefs.texts().window_title)(prefs.lang.of(&page.unit), number),
            centre: prefs.lang.of(&page.centre).to_owned(),
            demo: page.demo,
            tab: Some(Tab::Rate),
            here: format!("/w/{number}{}", self.app.session.search_without_prefs()),
            markup,
            complete: true,
            failed: false,
        }
    }

    fn live(&self, prefs: Prefs) -> Live {
        let page = match self.known.get() {
            Known::Page(page) => page,
            Known::Failed(Failure::NotFound) => return self.finder.live(prefs),
            _ => return Live::new(),
        };
        match self.staging.stage.get() {
            Stage::Ask { .. } => rate_live(&page, self.app.session.now.get(), prefs),
            Stage::Later { .. } => Live::new(),
            Stage::Done { .. } => self.after.state(prefs).live(prefs, &page),
        }
    }

    fn act(&self, act: &Act) -> bool {
        let page = match self.known.get_untracked() {
            Known::Page(page) => page,
            Known::Failed(Failure::NotFound) => return self.finder.act(act),
            _ => {
                let again = *act == Act::Tap("retry".to_owned());
                if again {
                    self.load();
                }
                return again;
            }
        };
        let window = &page.window.id;
        match (self.staging.stage.get_untracked(), act) {
            (Stage::Ask { id, .. }, Act::Tap(button)) if button == "good" || button == "bad" => {
                self.after.begin();
                self.staging.rate(id, window, button == "good");
            }
            (Stage::Ask { .. }, Act::Tap(link)) if link == "later" => self.staging.put_off(&page),
            (Stage::Later { .. }, Act::Tap(link)) if link == "now" => self.staging.rate_now(),
            (Stage::Done { id, .. }, _) => return self.after.act(id, window, act),
            _ => return false,
        }
        true
    }

    fn about(&self) -> String {
        let rating = self.staging.stage.get().rating();
        rating.map(|id| id.to_string()).unwrap_or_default()
    }

    fn arrive(&self) {
        self.staging.read_address();
    }
}
