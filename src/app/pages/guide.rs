//! `/guides/{guide}/{part}`: a guide fetched whole and shown part by part; ticks, practice, the hand-over.

use leptos::prelude::*;
use leptos::task::spawn_local;
use maud::PreEscaped;

use super::fetched::FetchedPage;
use super::suggest::new_id;
use super::{Page, Shows};
use crate::app::browser::{self, Act};
use crate::app::root::App;
use crate::app::state::outbox::Item;
use crate::app::state::route::Route;
use crate::app::state::ticks::Ticks;
use crate::model::part_of;
use crate::text::Lang;
use crate::view::{Live, Prefs, Tab};

/// `/guides/{guide}` and its parts.
#[derive(Clone, Copy)]
pub struct GuidePage {
    app: App,
    guide: StoredValue<String>,
    page: FetchedPage,
    part: RwSignal<String>,
    ticks: RwSignal<Ticks>,
    /// The practice form as it stands; blank where it is not open.
    practice: RwSignal<String>,
    /// The code that opens this part elsewhere.
    code: RwSignal<String>,
    /// Another step was said to be unclear: what is kept of it has changed.
    said: RwSignal<u32>,
}

impl GuidePage {
    /// Asks for the guide; what another screen handed over is ticked.
    pub fn new(app: App, guide: &str, part: &str) -> Self {
        let page = FetchedPage::new(app, format!("/guides/{guide}"), Some(Tab::Guides));
        let kept = browser::read(&tick_key(guide)).unwrap_or_default();
        let mut ticks = Ticks::read(&kept);
        let handed = browser::take_fragment("t");
        if let Some(handed) = &handed {
            ticks.add(handed);
            app.session.replace_query(&[]);
        }
        let guide = Self {
            app,
            guide: StoredValue::new(guide.to_owned()),
            page,
            part: RwSignal::new(part.to_owned()),
            ticks: RwSignal::new(ticks),
            practice: RwSignal::new(String::new()),
            code: RwSignal::new(String::new()),
            said: RwSignal::new(0),
        };
        if handed.is_some() {
            guide.keep_ticks();
        }
        if guide.said_by_form() {
            // Where the phone refuses, the address says it still.
            let _ = browser::write(
                &unclear_key(&format!("{}/{part}", guide.guide.get_value())),
                "1",
            );
        }
        // An open practice form is read in the language chosen, with what is filled in.
        Effect::new(move |before: Option<Lang>| {
            let lang = guide.app.session.prefs.get().lang;
            if before.is_some_and(|before| before != lang)
                && !guide.practice.with_untracked(String::is_empty)
            {
                let filled = browser::filled("practice");
                guide.show_practice(browser::attribute("practice", "data-kind"), false, filled);
            }
            lang
        });
        Effect::new(move |_| guide.draw_code());
        guide
    }

    fn presents(self) -> bool {
        self.app.session.query("present").is_some()
    }

    /// The form was faster than the app: the address says so.
    fn said_by_form(self) -> bool {
        self.app.session.query("said").is_some()
    }

    fn keep_ticks(self) {
        let text = self.ticks.with_untracked(Ticks::text);
        // Where the phone refuses, the ticks stand on the page still.
        let _ = browser::write(&tick_key(&self.guide.get_value()), &text);
    }

    fn draw_code(self) {
        let part = self.part.get();
        if !self.presents() && part != "handout" {
            return;
        }
        let part = if part == "handout" { "" } else { part.as_str() };
        let joint = if part.is_empty() { "" } else { "/" };
        let path = format!("/guides/{}{joint}{part}", self.guide.get_value());
        let prefs = self.app.session.prefs.get();
        let ticks = self.ticks.with(Ticks::text);
        let (code, printed) = (self.code, !self.presents());
        browser::after_paint(move || {
            spawn_local(async move {
                if let Some(extra) = browser::extra().await {
                    let lang = prefs.lang.code();
                    code.try_set(extra.code(&path, lang, prefs.elder, &ticks, printed));
                }
            });
        });
    }

    /// The practice form, empty, or judged with what stands in it.
    fn practise(self, kind: String, checked: bool) {
        let filled = if checked {
            browser::filled("practice")
        } else {
            String::new()
        };
        self.show_practice(kind, checked, filled);
        browser::show_element("practice");
    }

    fn show_practice(self, kind: String, checked: bool, filled: String) {
        let lang = self.app.session.prefs.get_untracked().lang.code();
        let practice = self.practice;
        let told = self.app.session.told;
        told.set(browser::attribute("practise", "data-wait"));
        spawn_local(async move {
            let mut said = String::new();
            match browser::extra().await {
                Some(extra) => {
                    practice.try_set(extra.practice(&kind, lang, checked, &filled));
                }
                None => said = browser::attribute("practise", "data-failed"),
            }
            told.set(said);
        });
    }

    /// Once a phone and step, and through the outbox: also without a network. Answers whether it is kept;
    /// where the phone refuses, the form goes its own way.
    fn unclear(self, step: &str) -> bool {
        if !browser::write(&unclear_key(step), "1") {
            return false;
        }
        let id = new_id().to_string();
        let item = Item {
            method: "POST".to_owned(),
            path: format!("/api/v1/guides/{step}/unclear"),
            rating: id.clone(),
            window: String::new(),
            body: format!("{{\"id\":\"{id}\"}}"),
            refused: None,
        };
        self.app.session.keep(&id, item);
        self.said.update(|times| *times += 1);
        self.app.sender.wake();
        true
    }

    fn next_citizen(self) {
        self.app.session.wipe_for_next();
        self.ticks.set(Ticks::default());
        self.practice.set(String::new());
        browser::go("/guides/present");
    }
}

impl Shows for GuidePage {
    fn page(&self, prefs: Prefs) -> Page {
        let mut page = self.page.page(prefs);
        let wanted = self.part.get();
        if let Some(part) = self.page.part() {
            // A step that is no more leads to the overview.
            let shown = part_of(&part.html, &wanted).or_else(|| part_of(&part.html, ""));
            if let Some((title, html)) = shown {
                page.title = title.to_owned();
                page.markup = PreEscaped(self.ticks.with_untracked(|ticks| ticks.ticked(html)));
            }
        }
        let joint = if wanted.is_empty() { "" } else { "/" };
        let present = if self.presents() { "?present=1" } else { "" };
        page.here = format!("/guides/{}{joint}{wanted}{present}", self.guide.get_value());
        page
    }

    fn live(&self, prefs: Prefs) -> Live {
        let part = self.part.get();
        self.said.track();
        let step = format!("{}/{part}", self.guide.get_value());
        let said = self.said_by_form() || browser::read(&unclear_key(&step)).is_some();
        let (practice, code) = (self.practice.get(), self.code.get());
        let shown = |shown: bool| shown.then(String::new);
        let mut live = self.page.live(prefs);
        live.extend([
            ("ticks", shown(true)),
            ("share", shown(true)),
            ("print", shown(true)),
            ("practise", shown(practice.is_empty())),
            ("practice", Some(practice).filter(|html| !html.is_empty())),
            ("ask", shown(!said)),
            ("unclear", shown(said)),
            ("read-step", shown(browser::can_speak())),
            ("hand", shown(!code.is_empty())),
            ("code", Some(code)),
            ("fullscreen", shown(browser::can_fill_screen())),
            ("insecure", shown(!browser::is_secure())),
        ]);
        live
    }

    fn act(&self, act: &Act) -> bool {
        match act {
            Act::Input(id, _) if id.starts_with("tick-") => {
                let ticked = browser::is_checked(id);
                let id = id.trim_start_matches("tick-");
                self.ticks.update(|ticks| ticks.set(id, ticked));
                self.keep_ticks();
            }
            Act::Tap(id) if id == "practise" => {
                self.practise(browser::attribute("practise", "value"), false);
            }
            Act::Submit(id) if id == "practice" => {
                self.practise(browser::attribute("practice", "data-kind"), true);
            }
            Act::Tap(id) if id == "practice-again" => {
                self.practise(browser::attribute("practice", "data-kind"), false);
            }
            Act::Tap(id) if id == "practice-close" => self.practice.set(String::new()),
            Act::Submit(id) if id == "unclear" => {
                return self.unclear(&browser::attribute("unclear", "data-step"));
            }
            Act::Tap(id) if id == "print" => browser::print(),
            Act::Tap(id) if id == "another" || id == "wipe-guide" => self.next_citizen(),
            _ => return self.page.act(act),
        }
        true
    }

    /// On the tablet: keys, swipes, the screen kept awake, and wiped when nobody is there. Again with every part:
    /// its type is made to fit.
    fn drawn(&self) {
        if self.presents() {
            spawn_local(async {
                if let Some(extra) = browser::extra().await {
                    extra.present();
                }
            });
        }
    }

    fn arrive(&self) {
        self.page.arrive();
        if let Route::Guide(_, part) = Route::at(&self.app.session.path())
            && part != self.part.get_untracked()
        {
            self.practice.set(String::new());
            self.part.set(part);
        }
    }
}

fn tick_key(guide: &str) -> String {
    format!("zb.tick.{guide}")
}

fn unclear_key(step: &str) -> String {
    format!("zb.unclear.{step}")
}
