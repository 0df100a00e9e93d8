//! What all pages know of the centre: its windows and its roster, from the phone first, then from the endpoint.

use leptos::prelude::*;
use leptos::task::spawn_local;

use super::session::Session;
use super::{api, browser};
use crate::model::{self, Centre, Moment, Shift};

/// Data younger than this is not asked for again, in milliseconds.
const FRESH: i64 = 60_000;
/// What is kept of it on the phone, so that typing finds something before, and without, the network.
const KEPT: &str = "zb.data.";

const CENTRE: &str = "centre";
const DUTY: &str = "duty";

/// A value and when it was had from the endpoint.
#[derive(Clone, PartialEq)]
pub struct Dated<T> {
    /// The value.
    pub value: T,
    /// When the endpoint said so.
    pub at: Moment,
}

/// One for the app.
#[derive(Clone, Copy)]
pub struct Hall {
    session: Session,
    /// The centre.
    pub centre: RwSignal<Option<Dated<Centre>>>,
    /// The roster of this week and the next.
    pub shifts: RwSignal<Option<Dated<Vec<Shift>>>>,
    /// The last asking brought nothing.
    pub failed: RwSignal<bool>,
    /// Whether there is a centre, a roster, nothing: changes seldom, as pages are made of it.
    pub known: Memo<(bool, bool, bool)>,
    wants_shifts: RwSignal<bool>,
}

impl Hall {
    /// Knows nothing yet. The roster is asked for again when another day begins.
    #[must_use]
    pub fn new(session: Session) -> Self {
        let centre: RwSignal<Option<Dated<Centre>>> = RwSignal::new(None);
        let shifts: RwSignal<Option<Dated<Vec<Shift>>>> = RwSignal::new(None);
        let failed = RwSignal::new(false);
        let known = move |_: Option<&_>| {
            let (centre, shifts) = (centre.read().is_some(), shifts.read().is_some());
            (centre, shifts, failed.get())
        };
        let hall = Self {
            session,
            centre,
            shifts,
            failed,
            known: Memo::new(known),
            wants_shifts: RwSignal::new(false),
        };
        let today = Memo::new(move |_| session.now.get().day());
        Effect::new(move |_| {
            let _ = today.get();
            if hall.wants_shifts.get() {
                hall.want(DUTY, hall.shifts);
            }
        });
        hall
    }

    /// A page needs the centre.
    pub fn want_centre(self) {
        self.want(CENTRE, self.centre);
    }

    /// A page needs the roster.
    pub fn want_shifts(self) {
        self.wants_shifts.set(true);
    }

    fn want<T: model::Read + Clone + Send + Sync + 'static>(
        self,
        name: &'static str,
        signal: RwSignal<Option<Dated<T>>>,
    ) {
        if signal.with_untracked(Option::is_none)
            && let Some(kept) = kept(name)
        {
            signal.set(Some(kept));
        }
        let now = self.session.moment().0;
        if signal
            .with_untracked(|known| known.as_ref().is_some_and(|known| now - known.at.0 < FRESH))
        {
            return;
        }
        self.failed.set(false);
        spawn_local(async move {
            match get(name, now).await.and_then(|text| read(&text)) {
                Some(had) => drop(signal.try_set(Some(had))),
                None => self.failed.set(true),
            }
        });
    }
}

/// Asks the endpoint, and keeps what it says: the moment, `|`, its JSON.
async fn get(name: &'static str, now: i64) -> Option<String> {
    let path = format!("/api/v1/{name}");
    let mut had = api::get_dated(&path, false).await;
    // The service worker answers from its own memory first: then ask past it.
    if had.as_ref().is_ok_and(|(_, at)| now - at.0 > FRESH) {
        had = api::get_dated(&path, true).await.or(had);
    }
    let (text, at) = had.ok()?;
    let text = format!("{}|{text}", at.0);
    // Where the phone refuses, it is asked for again the next time.
    let _ = browser::write(&format!("{KEPT}{name}"), &text);
    Some(text)
}

fn kept<T: model::Read>(name: &str) -> Option<Dated<T>> {
    read(&browser::read(&format!("{KEPT}{name}"))?)
}

fn read<T: model::Read>(text: &str) -> Option<Dated<T>> {
    let (at, text) = text.split_once('|')?;
    Some(Dated {
        value: browser::read_json(text)?,
        at: Moment(at.parse().ok()?),
    })
}
