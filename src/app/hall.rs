//! What all pages know of the centre: its windows and its roster, from the phone first, then from the endpoint.

use leptos::prelude::*;
use leptos::task::spawn_local;

use super::known::{self, Dated, FRESH};
use super::session::Session;
use crate::model::{self, Centre, Shift};

/// Under which the centre is kept on the phone.
pub const CENTRE: &str = "centre";
/// Under which its roster is.
pub const DUTY: &str = "duty";

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
    /// Whether there is a centre, a roster, and no hope of what is missing: changes seldom, as pages are made of it.
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
            (centre, shifts, failed.get() && !(centre && shifts))
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
            && let Some(kept) = known::kept(name)
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
            match known::ask(name, &format!("/api/v1/{name}"), false).await {
                Ok(had) => drop(signal.try_set(Some(had))),
                Err(_) => self.failed.set(true),
            }
        });
    }
}
