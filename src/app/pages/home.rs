//! `/`: find a window, see who is on duty now, go on where one left off.

use leptos::prelude::*;

use super::{Page, Shows};
use crate::app::browser::Act;
use crate::app::root::App;
use crate::app::visits;
use crate::model::{Centre, Shift, WindowId};
use crate::view::{Home, Live, Prefs, Tab, found, home, mine, now};

/// `/`
pub struct HomePage {
    app: App,
    typed: RwSignal<String>,
    visited: Vec<WindowId>,
    followed: Vec<String>,
}

impl HomePage {
    /// Asks for the centre and today's roster.
    pub fn new(app: App) -> Self {
        app.hall.want_centre();
        app.hall.want_shifts();
        Self {
            app,
            typed: RwSignal::new(app.session.query("q").unwrap_or_default()),
            visited: visits::visited(),
            followed: visits::followed(),
        }
    }

    /// Everything there is to show, once it is there.
    fn with_home<T>(&self, show: impl FnOnce(Home<'_>) -> T) -> Option<T> {
        let hall = self.app.hall;
        let read = |centre: &Centre, shifts: &[Shift]| {
            show(Home {
                centre,
                shifts,
                now: self.app.session.now.get(),
                visited: &self.visited,
                followed: &self.followed,
            })
        };
        let centre = hall.centre.read();
        let shifts = hall.shifts.read();
        match (&*centre, &*shifts) {
            (Some(centre), Some(shifts)) => Some(read(&centre.value, &shifts.value)),
            // Before it failed, the page would say that nobody is on duty.
            (Some(centre), None) if hall.failed.get() => Some(read(&centre.value, &[])),
            _ => None,
        }
    }
}

impl Shows for HomePage {
    fn page(&self, prefs: Prefs) -> Page {
        let hall = self.app.hall;
        // What changes in it is live: it does not make the page anew.
        // `get`, not `track`: a memo that was never asked knows of no changes.
        let _ = hall.known.get();
        let page = untrack(|| {
            self.with_home(|data| Page {
                title: prefs.texts().home.heading.to_owned(),
                centre: prefs.lang.of(&data.centre.name).to_owned(),
                demo: data.centre.demo,
                tab: Some(Tab::Rate),
                here: "/".to_owned(),
                markup: home(prefs, data, &self.typed.get()),
                complete: true,
                failed: false,
            })
        });
        page.unwrap_or_else(|| Page::opening(prefs, hall.failed.get(), Tab::Rate))
    }

    fn live(&self, prefs: Prefs) -> Live {
        let typed = self.typed.get();
        let idle = typed.trim().is_empty();
        let live = self.with_home(|data| {
            let hits = (!idle).then(|| found(prefs, data.centre, &typed).into_string());
            let mine = mine(prefs, data).into_string();
            vec![
                ("found", hits),
                ("idle", idle.then(String::new)),
                ("now", Some(now(prefs, data).into_string())),
                ("mine", Some(mine).filter(|html| !html.is_empty())),
            ]
        });
        live.unwrap_or_default()
    }

    fn act(&self, act: &Act) -> bool {
        match act {
            Act::Input(id, text) if id == "q" => {
                self.app.session.replace_query(&[("q", text.as_str())]);
                self.typed.set(text.clone());
            }
            Act::Submit(id) if id == "search" => {}
            Act::Tap(id) if id == "retry" => {
                self.app.hall.want_centre();
                self.app.hall.want_shifts();
            }
            _ => return false,
        }
        true
    }
}
