//! What waits to be sent, where the phone keeps it: `localStorage` (synchronous: a tap is kept before
//! anything else happens), else the browser's database, else the page alone.

use leptos::prelude::*;
use leptos::task::spawn_local;

use super::Session;
use crate::app::state::json::Write;
use crate::app::state::outbox::{self, Item, Kept};
use crate::app::{browser, visits};
use crate::model::SuggestionReceipt;

impl Session {
    /// Reads again what is kept: another tab may have sent it.
    pub fn reload(self) {
        let mut kept: Vec<Kept> = browser::keys(outbox::PREFIX)
            .into_iter()
            .filter_map(|key| {
                let item = browser::read_json(&browser::read(&key)?)?;
                Some(Kept { key, item })
            })
            .collect();
        kept.extend(self.in_memory.get_untracked());
        if kept != self.kept.get_untracked() {
            self.kept.set(kept);
        }
    }

    /// Keeps a request on the phone, or in the page where the phone refuses.
    pub fn keep(self, id: &str, item: Item) {
        let key = outbox::key(browser::now_ms(), id, &self.kept.get_untracked());
        self.put(Kept { key, item });
        self.reload();
    }

    /// Keeps a request under its key again.
    pub fn put(self, kept: Kept) {
        let text = kept.item.json();
        let on_phone = browser::write(&kept.key, &text);
        let key = kept.key.clone();
        self.in_memory.update(|all| {
            all.retain(|old| old.key != kept.key);
            if !on_phone {
                all.push(kept);
            }
        });
        if !on_phone {
            spawn_local(async move {
                if browser::spare_set(&key, Some(&text)).await {
                    self.in_spare.update(|keys| keys.push(key));
                }
            });
        }
    }

    /// Reads what only the browser's database keeps: of a visit before, or of another tab.
    pub async fn load_spare(self) {
        let there = browser::spare().await;
        let known = self.in_spare.get_untracked();
        self.in_memory.update(|all| {
            // Another tab has sent it.
            all.retain(|kept| {
                !known.contains(&kept.key) || there.iter().any(|(key, _)| *key == kept.key)
            });
            for (key, text) in &there {
                let item = browser::read_json(text);
                if let Some(item) = item.filter(|_| all.iter().all(|kept| kept.key != *key)) {
                    let key = key.clone();
                    all.push(Kept { key, item });
                }
            }
        });
        let keys = there.into_iter().map(|(key, _)| key).collect();
        self.in_spare.set(keys);
        self.reload();
    }

    /// Whether `localStorage` refuses, and the browser's database has to do.
    #[must_use]
    pub fn uses_spare(self) -> bool {
        !self.in_spare.with_untracked(Vec::is_empty)
    }

    /// Forgets a request.
    pub fn forget(self, key: &str) {
        browser::remove(key);
        self.in_memory
            .update(|all| all.retain(|old| old.key != key));
        if self
            .in_spare
            .with_untracked(|keys| keys.iter().any(|known| known == key))
        {
            self.in_spare
                .update(|keys| keys.retain(|known| known != key));
            let key = key.to_owned();
            spawn_local(async move {
                // Where it stays, it is sent again, and the endpoint knows it.
                let _ = browser::spare_set(&key, None).await;
            });
        }
        self.reload();
    }

    /// Keeps the endpoint's answer to a suggestion.
    pub fn keep_receipt(self, id: &str, answer: String) {
        visits::keep_receipt(id, &answer);
        self.last_receipt.set(Some((id.to_owned(), answer)));
    }

    /// The endpoint's answer to a suggestion.
    #[must_use]
    pub fn receipt(self, id: &str) -> Option<SuggestionReceipt> {
        let last = self.last_receipt.get().filter(|(of, _)| of == id);
        visits::receipt(id).or_else(|| browser::read_json(&last?.1))
    }

    /// Why a request was refused, if it was: the problem's code.
    #[must_use]
    pub fn refused(self, id: &str) -> Option<String> {
        let kept = self.kept.get();
        let kept = kept.into_iter().find(|kept| kept.item.rating == id)?;
        kept.item.refused
    }

    /// Whether a request is in the page alone.
    #[must_use]
    pub fn only_in_memory(self, key: &str) -> bool {
        let lost = self
            .in_memory
            .with(|all| all.iter().any(|kept| kept.key == key));
        lost && self
            .in_spare
            .with(|keys| keys.iter().all(|known| known != key))
    }
}
