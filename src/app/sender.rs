//! Sends what is kept: oldest first, one sender at a time in all tabs, again until it is stored or refused.

use leptos::prelude::*;
use leptos::task::spawn_local;

use super::session::Session;
use super::state::outbox::{self, Kept, Order, Sending, Then};
use super::{api, browser};

/// After so long without an answer the citizen is told that it waits.
const SLOW: u32 = 4_000;

/// The one sender of this tab.
#[derive(Clone, Copy)]
pub struct Sender {
    session: Session,
    sending: StoredValue<Sending>,
}

impl Sender {
    /// Begins sending, now and whenever the network or the citizen comes back.
    #[must_use]
    pub fn start(session: Session) -> Self {
        let sender = Self {
            session,
            sending: StoredValue::new(Sending::default()),
        };
        browser::on_return(move || sender.wake());
        browser::on_storage(move || session.reload());
        sender.wake();
        // What only the browser's database kept comes a moment later.
        spawn_local(async move {
            session.load_spare().await;
            sender.wake();
        });
        sender
    }

    /// Sends what there is, unless that is being done.
    pub fn wake(self) {
        self.session.reload();
        if !self.decide(Sending::begin) {
            return;
        }
        browser::after(SLOW, move || {
            if self.sending.get_value().is_in_turn() {
                self.session.trouble.set(true);
            }
        });
        spawn_local(async move {
            browser::locked(async move { self.send_all().await }).await;
            if self.decide(Sending::end) {
                self.wake();
            }
        });
    }

    /// Asks the state machine about what is kept now.
    fn decide(self, what: fn(&mut Sending, &[Kept]) -> bool) -> bool {
        let kept = self.session.kept.get_untracked();
        self.sending
            .try_update_value(|sending| what(sending, &kept))
            .unwrap_or(false)
    }

    async fn send_all(self) {
        loop {
            // Not what was there when the lock was asked for: another tab may have sent it since.
            self.session.reload();
            if self.session.uses_spare() {
                self.session.load_spare().await;
            }
            let Some(kept) = outbox::next(&self.session.kept.get_untracked()).cloned() else {
                return;
            };
            let (answer, text) = api::send(&kept.item).await;
            let heard = self
                .sending
                .try_update_value(|sending| sending.heard(&kept, &answer, text));
            let Some((orders, then)) = heard else { return };
            for order in orders {
                self.obey(order);
            }
            match then {
                Then::Next => self.session.trouble.set(false),
                Then::Wait(ms) => {
                    self.session.trouble.set(true);
                    return browser::after(ms, move || self.wake());
                }
            }
        }
    }

    fn obey(self, order: Order) {
        match order {
            Order::KeepReceipt { id, text } => self.session.keep_receipt(&id, text),
            Order::Forget(key) => self.session.forget(&key),
            // That a step was unclear is nothing anybody waits for.
            Order::Refuse(kept) if kept.item.is_about_guide() => self.session.forget(&kept.key),
            Order::Refuse(kept) => {
                self.session.put(kept);
                self.session.reload();
            }
        }
    }
}
