//! `/duty`: who sits where and when; the address says what is asked for.

use leptos::prelude::*;
use leptos::task::spawn_local;

use super::{Page, Shows};
use crate::app::browser::{self, Act, Shared};
use crate::app::root::App;
use crate::view::{Asked, Live, Prefs, RosterPage, Tab, acts, roster, rows};

/// `/duty`
pub struct DutyPage {
    app: App,
    asked: RwSignal<Asked>,
}

impl DutyPage {
    /// Asks for the centre and the roster.
    pub fn new(app: App) -> Self {
        app.hall.want_centre();
        app.hall.want_shifts();
        let page = Self {
            app,
            asked: RwSignal::new(Asked::default()),
        };
        page.arrive();
        page
    }

    fn with_roster<T>(&self, show: impl FnOnce(RosterPage<'_>) -> T) -> Option<T> {
        let (centre, shifts) = (self.app.hall.centre.read(), self.app.hall.shifts.read());
        let (centre, shifts) = (centre.as_ref()?, shifts.as_ref()?);
        Some(show(RosterPage {
            centre: &centre.value,
            shifts: &shifts.value,
            now: self.app.session.now.get(),
            as_of: shifts.at,
        }))
    }

    /// Somebody who asks for a unit or a matter wants every day of it.
    fn ask(&self, unit: &str, matter: &str) {
        let (unit, matter) = (unit.to_owned(), matter.to_owned());
        let changes = [("day", ""), ("unit", &*unit), ("matter", matter.trim())];
        self.app.session.replace_query(&changes);
        self.asked.set(Asked {
            span: None,
            unit,
            matter,
        });
    }
}

impl Shows for DutyPage {
    fn page(&self, prefs: Prefs) -> Page {
        let hall = self.app.hall;
        // `get`, not `track`: a memo that was never asked knows of no changes.
        let _ = hall.known.get();
        let page = untrack(|| {
            let asked = self.asked.get();
            self.with_roster(|data| Page {
                title: prefs.texts().roster.heading.to_owned(),
                centre: prefs.lang.of(&data.centre.name).to_owned(),
                demo: data.centre.demo,
                tab: Some(Tab::Duty),
                here: asked.address(asked.span),
                markup: roster(prefs, data, &asked),
                complete: true,
                failed: false,
            })
        });
        page.unwrap_or_else(|| Page::opening(prefs, hall.failed.get(), Tab::Duty))
    }

    fn live(&self, prefs: Prefs) -> Live {
        let asked = self.asked.get();
        let rows = self.with_roster(|data| rows(prefs, data, &asked).into_string());
        vec![
            ("rows", Some(rows.unwrap_or_default())),
            ("acts", Some(acts(prefs, &asked, true).into_string())),
        ]
    }

    fn act(&self, act: &Act) -> bool {
        let asked = self.asked.get_untracked();
        match act {
            Act::Input(id, matter) if id == "matter" => self.ask(&asked.unit, matter),
            Act::Input(id, unit) if id == "unit" => self.ask(unit, &asked.matter),
            Act::Submit(id) if id == "asked" => {}
            Act::Tap(id) if id == "clear" => {
                browser::clear_fields("asked");
                self.ask("", "");
            }
            Act::Tap(id) if id == "share" => {
                let session = self.app.session;
                let t = session.prefs.get_untracked().texts().roster;
                spawn_local(async move {
                    let told = match browser::share().await {
                        Shared::Sheet => "",
                        Shared::Copied => t.copied,
                        Shared::Refused => t.not_copied,
                    };
                    session.told.set(told.to_owned());
                });
            }
            Act::Tap(id) if id == "retry" => {
                self.app.hall.want_centre();
                self.app.hall.want_shifts();
            }
            _ => return false,
        }
        true
    }

    fn arrive(&self) {
        let query = |name| self.app.session.query(name);
        let asked = Asked::read(query("day").as_deref(), query("unit"), query("matter"));
        if asked != self.asked.get_untracked() {
            self.asked.set(asked);
        }
    }
}
