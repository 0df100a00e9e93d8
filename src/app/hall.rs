//! What all pages know of the centre: its windows and its roster, from the phone first, then from the endpoint.

use leptos::prelude::*;
use leptos::task::spawn_local;

use super::session::Session;
use super::{api, browser};
use crate::model::{Centre, Moment, Read, Shift};

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
}

impl Hall {
    /// Knows nothing yet.
    #[must_use]
    pub fn new(session: Session) -> Self {
        Self {
            session,
            centre: RwSignal::new(None),
            shifts: RwSignal::new(None),
            failed: RwSignal::new(false),
        }
    }

    /// A page needs the centre.
    pub fn want_centre(self) {
        self.want(CENTRE, self.centre);
    }

    /// A page needs the roster.
    pub fn want_shifts(self) {
        self.want(DUTY, self.shifts);
    }

    /// A page shows the roster for as long as it is open: another day has another one.
    pub fn keep_shifts(self) {
        let today = Memo::new(move |_| self.session.now.get().day());
        Effect::new(move |_| {
            today.track();
            self.want_shifts();
        });
    }

    fn want<T: Read + Clone + Send + Sync + 'static>(
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
            let mut had = api::get_dated(&format!("/api/v1/{name}"), false).await;
            // The service worker answers from its own memory first: then ask past it.
            if had.as_ref().is_ok_and(|(_, at)| now - at.0 > FRESH) {
                had = api::get_dated(&format!("/api/v1/{name}"), true)
                    .await
                    .or(had);
            }
            let read = had.ok().and_then(|(text, at)| {
                let value = browser::read_json(&text)?;
                // Where the phone refuses, it is asked for again the next time.
                let _ = browser::write(&format!("{KEPT}{name}"), &format!("{}|{text}", at.0));
                Some(Dated { value, at })
            });
            match read {
                Some(had) => drop(signal.try_set(Some(had))),
                None => self.failed.set(true),
            }
        });
    }
}

fn kept<T: Read>(name: &str) -> Option<Dated<T>> {
    let text = browser::read(&format!("{KEPT}{name}"))?;
    let (at, text) = text.split_once('|')?;
    Some(Dated {
        value: browser::read_json(text)?,
        at: Moment(at.parse().ok()?),
    })
}
