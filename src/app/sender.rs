//! Sends what is kept: oldest first, one sender at a time in all tabs, again until it is stored or refused.

use leptos::prelude::*;
use leptos::task::spawn_local;

use super::session::Session;
use super::state::outbox::{self, Kept, Verdict};
use super::{api, browser};

/// After so long without an answer the citizen is told that it waits.
const SLOW: u32 = 4_000;

/// The one sender of this tab.
#[derive(Clone, Copy)]
pub struct Sender {
    session: Session,
    busy: RwSignal<bool>,
    failures: RwSignal<u32>,
}

impl Sender {
    /// Begins sending, now and whenever the network or the citizen comes back.
    #[must_use]
    pub fn start(session: Session) -> Self {
        let sender = Self {
            session,
            busy: RwSignal::new(false),
            failures: RwSignal::new(0),
        };
        browser::on_return(move || sender.wake());
        browser::on_storage(move || session.reload());
        sender.wake();
        sender
    }

    /// Sends what there is, unless that is being done.
    pub fn wake(self) {
        self.session.reload();
        if self.busy.get_untracked() || outbox::next(&self.session.kept.get_untracked()).is_none() {
            return;
        }
        self.busy.set(true);
        browser::after(SLOW, move || {
            if self.busy.get_untracked() {
                self.session.trouble.set(true);
            }
        });
        spawn_local(async move {
            browser::locked(async move { self.send_all().await }).await;
            self.busy.set(false);
            let left = outbox::next(&self.session.kept.get_untracked()).is_some();
            if left && self.failures.get_untracked() == 0 {
                self.wake(); // kept while the last one was being stored
            }
        });
    }

    async fn send_all(self) {
        loop {
            // Not what was there when the lock was asked for: another tab may have sent it since.
            self.session.reload();
            let Some(kept) = outbox::next(&self.session.kept.get_untracked()).cloned() else {
                return;
            };
            let (answer, text) = api::send(&kept.item).await;
            match outbox::judge(&kept.item, &answer) {
                Verdict::Stored => {
                    // The tracking code first: a tab killed in between must not lose it.
                    if kept.item.makes_suggestion() {
                        self.session.keep_receipt(&kept.item.rating, text);
                    }
                    self.session.forget(&kept.key);
                }
                Verdict::Refused(code) => self.refuse(kept, code),
                Verdict::Later => return self.try_later(),
            }
            self.failures.set(0);
            self.session.trouble.set(false);
        }
    }

    fn refuse(self, mut kept: Kept, code: String) {
        kept.item.refused = Some(code);
        self.session.put(kept);
        self.session.reload();
    }

    fn try_later(self) {
        let failures = self.failures.get_untracked() + 1;
        self.failures.set(failures);
        self.session.trouble.set(true);
        browser::after(outbox::delay(failures), move || self.wake());
    }
}
