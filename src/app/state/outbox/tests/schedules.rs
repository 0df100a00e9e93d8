//! Two tabs without locks on one phone, an endpoint and a network that does its worst: every seed is one
//! schedule. `tests/e2e/schedules.test.mjs` plays some of the same seeds in a real browser.

use std::collections::{BTreeMap, VecDeque};

use super::*;

/// A small generator of its own (xorshift): the schedules must be the same on every machine.
struct Chance(u64);

impl Chance {
    fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1)
    }

    fn below(&mut self, limit: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0 % limit
    }
}

/// The endpoint, as far as the outbox sees it: an id is stored once, what is said later needs its
/// rating, and there is no window 99.
#[derive(Default)]
struct Endpoint {
    stored: BTreeMap<String, u32>,
    amendments: BTreeMap<String, u32>,
}

impl Endpoint {
    fn take(&mut self, sent: &Item) -> Answer {
        if sent.window == "99" {
            return heard(404, None, Some("unknown_window"));
        }
        if sent.method == "POST" {
            self.stored.entry(sent.rating.clone()).or_insert(1);
        } else if self.stored.contains_key(&sent.rating) {
            self.amendments.entry(sent.body.clone()).or_insert(1);
        } else {
            return heard(404, None, Some("unknown_rating"));
        }
        heard(200, Some(&sent.rating), None)
    }
}

/// One tab: its state machine, the request it sent, what came back, and what is still to be done about it.
#[derive(Default)]
struct Tab {
    sending: Sending,
    sent: Option<Kept>,
    answer: Option<Answer>,
    orders: VecDeque<Order>,
}

/// What outlives a tab.
#[derive(Default)]
struct Phone {
    items: BTreeMap<String, Item>,
    receipts: BTreeMap<String, String>,
}

impl Phone {
    fn kept(&self) -> Vec<Kept> {
        let kept = |(key, item): (&String, &Item)| Kept {
            key: key.clone(),
            item: item.clone(),
        };
        self.items.iter().map(kept).collect()
    }

    fn keep(&mut self, clock: i64, id: &str, item: Item) {
        let key = key(clock, id, &self.kept());
        self.items.insert(key, item);
    }

    fn obey(&mut self, order: Order) {
        match order {
            Order::KeepReceipt { id, text } => drop(self.receipts.insert(id, text)),
            Order::Forget(key) => drop(self.items.remove(&key)),
            Order::Refuse(kept) => drop(self.items.insert(kept.key, kept.item)),
        }
    }
}

struct World {
    seed: u64,
    chance: Chance,
    phone: Phone,
    endpoint: Endpoint,
    tabs: [Tab; 2],
    /// The ids given out, and whether each is a suggestion's.
    said: Vec<(String, bool)>,
    clock: i64,
}

impl World {
    fn new(seed: u64) -> Self {
        Self {
            seed,
            chance: Chance::new(seed),
            phone: Phone::default(),
            endpoint: Endpoint::default(),
            tabs: Default::default(),
            said: Vec::new(),
            clock: 1_000,
        }
    }

    /// The citizen rates (one in eight at a window that is no more) or writes a suggestion.
    fn say(&mut self) {
        let suggestion = self.chance.below(3) == 0;
        let id = format!("r{}", self.said.len());
        let mut new = item(&id, "POST");
        if suggestion {
            new.path = SUGGESTIONS.into();
        } else if self.chance.below(8) == 0 {
            new.window = "99".into();
        }
        self.phone.keep(self.clock, &id, new);
        self.said.push((id, suggestion));
    }

    /// The citizen adds something to the last rating.
    fn amend(&mut self, step: u32) {
        let Some((rating, false)) = self.said.last().cloned() else {
            return;
        };
        let mut amendment = item(&rating, "PATCH");
        amendment.body = format!("a{step}");
        let window = |item: &&Item| item.rating == rating;
        if let Some(first) = self.phone.items.values().find(window) {
            amendment.window.clone_from(&first.window);
        } else if !self.endpoint.stored.contains_key(&rating) {
            return; // it was refused and taken away
        }
        self.phone
            .keep(self.clock, &amendment.body.clone(), amendment);
    }

    /// A tab does its next step: an order that is left, or begins a turn, or hears an answer.
    fn go_on(&mut self, tab: usize) {
        let kept = self.phone.kept();
        let tab = &mut self.tabs[tab];
        if let Some(order) = tab.orders.pop_front() {
            self.phone.obey(order);
        } else if let (Some(sent), Some(answer)) = (tab.sent.take(), tab.answer.take()) {
            let text = format!("code of {}", sent.item.rating);
            let (orders, then) = tab.sending.heard(&sent, &answer, text);
            tab.orders = orders.into();
            if then != Then::Next {
                let _ = tab.sending.end(&kept);
            }
        } else if tab.sent.is_none() {
            let _ = tab.sending.begin(&kept);
            if tab.sending.is_in_turn() {
                tab.sent = next(&kept).cloned();
            }
            if tab.sent.is_none() {
                let _ = tab.sending.end(&kept);
            }
        }
    }

    /// Something happens to the request that a tab has sent.
    fn network(&mut self, tab: usize, what: u64) {
        let Some(sent) = self.tabs[tab].sent.clone() else {
            return;
        };
        let answer = match what {
            0 => Some(self.endpoint.take(&sent.item)),
            // It arrives, again after that, and its answer is on the way for ever.
            1 => {
                let _ = self.endpoint.take(&sent.item);
                let _ = self.endpoint.take(&sent.item);
                None
            }
            2 => {
                let _ = self.endpoint.take(&sent.item);
                Some(Answer::Lost)
            }
            3 => Some(Answer::Lost),
            4 => Some(heard(503, None, Some("busy"))),
            _ => Some(heard(200, None, None)), // the hall's Wi-Fi says: sign in
        };
        if answer.is_some() {
            self.tabs[tab].answer = answer;
        }
    }

    /// Told "sent" (it left the phone unrefused) means stored, with its code kept; all else is still there.
    fn check(&self) {
        for (id, suggestion) in &self.said {
            let of_it = |item: &&Item| item.rating == *id && item.method == "POST";
            let waits = self.phone.items.values().any(|item| of_it(&item));
            let stored = self.endpoint.stored.get(id) == Some(&1);
            let code = !suggestion || self.phone.receipts.contains_key(id);
            assert!(
                waits || (stored && code),
                "seed {}: {id} is lost",
                self.seed
            );
        }
    }

    fn run(mut self) {
        for step in 0..160 {
            self.clock += i64::try_from(self.chance.below(3)).unwrap() - 1;
            let tab = usize::try_from(self.chance.below(2)).unwrap();
            match self.chance.below(12) {
                0..=4 => self.go_on(tab),
                5 if self.said.len() < 8 => self.say(),
                6 => self.amend(step),
                7 => self.tabs[tab] = Tab::default(), // killed
                8 | 9 => self.network(tab, 0),
                _ => {
                    let what = self.chance.below(6);
                    self.network(tab, what);
                }
            }
            self.check();
        }
        self.calm();
    }

    /// The network is back, for good: everything goes out, what cannot be taken is shown.
    fn calm(mut self) {
        self.tabs = Default::default();
        for _ in 0..400 {
            for tab in [0, 1] {
                self.go_on(tab);
                self.network(tab, 0);
            }
            if next(&self.phone.kept()).is_none() {
                break;
            }
        }
        self.check();
        let waits = next(&self.phone.kept()).cloned();
        assert_eq!(waits, None, "seed {}: something never goes out", self.seed);
        for item in self.phone.items.values() {
            assert_eq!(item.window, "99", "seed {}: refused for nothing", self.seed);
        }
        let refused = self.phone.items.values().filter(|i| i.method == "POST");
        assert_eq!(
            self.endpoint.stored.len() + refused.count(),
            self.said.len(),
            "seed {}",
            self.seed
        );
        let all = self.endpoint.stored.values();
        let mut all = all.chain(self.endpoint.amendments.values());
        assert!(all.all(|times| *times == 1), "seed {}: doubled", self.seed);
    }
}

#[test]
fn ok_ten_thousand_schedules_lose_nothing_and_double_nothing() {
    (1..=10_000).for_each(|seed| World::new(seed).run());
}
