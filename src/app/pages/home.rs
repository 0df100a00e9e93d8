//! `/`: find a window, see who is on duty now, go on where one left off.

use leptos::prelude::*;

use super::finder::opening;
use super::placed::{Page, Placed};
use crate::app::browser::{self, Act};
use crate::app::hall::Hall;
use crate::app::session::Session;
use crate::app::visits;
use crate::model::{Centre, Moment, Shift, WindowId};
use crate::view::{Home, Live, Prefs, Tab, found, home, mine, now};

/// Everything the page shows.
struct Shown {
    centre: Centre,
    shifts: Vec<Shift>,
    now: Moment,
    visited: Vec<WindowId>,
    followed: Vec<String>,
}

impl Shown {
    fn home(&self) -> Home<'_> {
        Home {
            centre: &self.centre,
            shifts: &self.shifts,
            now: self.now,
            visited: &self.visited,
            followed: &self.followed,
        }
    }
}

/// `/`
#[component]
pub fn HomePage() -> impl IntoView {
    let (session, hall) = (expect_context::<Session>(), expect_context::<Hall>());
    let typed = RwSignal::new(browser::take_query("q").unwrap_or_default());
    let (visited, followed) = (visits::visited(), session.followed());
    let remembered = StoredValue::new((visited, followed));
    hall.want_centre();
    hall.keep_shifts();
    let shown = move || {
        let centre = hall.centre.get()?.value;
        let shifts = hall.shifts.get();
        // Without the roster the page would say that nobody is on duty.
        let shifts = match shifts {
            Some(known) => known.value,
            None if hall.failed.get() => Vec::new(),
            None => return None,
        };
        let (visited, followed) = remembered.get_value();
        let now = session.now.get();
        Some(Shown {
            centre,
            shifts,
            now,
            visited,
            followed,
        })
    };
    let known = Memo::new(move |_| shown().is_some());
    let page = move |(prefs,): (Prefs,)| {
        // What changes in it is live, and does not make the page anew.
        let shown = if known.get() { untrack(shown) } else { None };
        let Some(shown) = shown else {
            return opening(prefs, hall.failed.get(), Some(Tab::Rate));
        };
        Page {
            title: prefs.texts().home.heading.to_owned(),
            centre: prefs.lang.of(&shown.centre.name).to_owned(),
            demo: shown.centre.demo,
            tab: Some(Tab::Rate),
            here: "/".to_owned(),
            markup: home(prefs, shown.home(), &typed.get_untracked()),
            complete: true,
        }
    };
    let live = move |(prefs,): (Prefs,)| -> Live {
        let (typed, shown) = (typed.get(), shown());
        let Some(shown) = shown else {
            return Vec::new();
        };
        let idle = typed.trim().is_empty();
        let hits = (!idle).then(|| found(prefs, &shown.centre, &typed).into_string());
        vec![
            ("found", hits),
            ("idle", idle.then(String::new)),
            ("now", Some(now(prefs, shown.home()).into_string())),
            (
                "mine",
                Some(mine(prefs, shown.home()).into_string()).filter(|html| !html.is_empty()),
            ),
        ]
    };
    let on_act = move |(act,): (Act,)| match act {
        Act::Input(id, text) if id == "q" => {
            browser::replace_query(&[("q", (!text.is_empty()).then_some(text.as_str()))]);
            typed.set(text);
            true
        }
        Act::Submit(id) => id == "search",
        Act::Tap(id) if id == "retry" => {
            hall.want_centre();
            hall.want_shifts();
            true
        }
        _ => false,
    };
    let (page, live, on_act) = (
        Callback::new(page),
        Callback::new(live),
        Callback::new(on_act),
    );
    view! { <Placed page live about=String::new() on_act on_shown=|()| ()/> }
}
