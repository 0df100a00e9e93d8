//! Addresses that lead nowhere: find the window.

use leptos::prelude::*;

use super::{Page, Shows};
use crate::app::browser::Act;
use crate::app::root::App;
use crate::view::{FinderNotice, Live, Prefs, Tab, finder, found};

/// The finder, and why it is shown.
pub struct FinderPage {
    app: App,
    notice: FinderNotice,
    typed: RwSignal<String>,
}

impl FinderPage {
    /// Asks for the centre.
    pub fn new(app: App, notice: FinderNotice) -> Self {
        app.hall.want_centre();
        Self {
            app,
            notice,
            typed: RwSignal::new(String::new()),
        }
    }
}

impl Shows for FinderPage {
    fn page(&self, prefs: Prefs) -> Page {
        let hall = self.app.hall;
        hall.centre.with(|known| match known {
            Some(known) => Page {
                title: prefs.texts().find_heading.to_owned(),
                centre: prefs.lang.of(&known.value.name).to_owned(),
                demo: known.value.demo,
                tab: Some(Tab::Rate),
                here: "/".to_owned(),
                // What is typed is live: it does not make the page anew.
                markup: finder(
                    prefs,
                    &known.value,
                    &self.notice,
                    &self.typed.get_untracked(),
                ),
                complete: true,
                failed: false,
            },
            None => Page::opening(prefs, hall.failed.get(), Tab::Rate),
        })
    }

    fn live(&self, prefs: Prefs) -> Live {
        let typed = self.typed.get();
        self.app.hall.centre.with(|known| match known {
            Some(known) => vec![(
                "found",
                Some(found(prefs, &known.value, &typed).into_string()),
            )],
            None => Live::new(),
        })
    }

    fn act(&self, act: &Act) -> bool {
        match act {
            Act::Input(id, text) if id == "q" => self.typed.set(text.clone()),
            Act::Submit(id) if id == "search" => {}
            Act::Tap(id) if id == "retry" => self.app.hall.want_centre(),
            _ => return false,
        }
        true
    }
}
