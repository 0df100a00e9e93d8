//! What waits on the phone to be sent, and the rules of sending it: in order, once, never dropped.
//!
//! Each request is kept under a key of its own, so that two tabs never overwrite each other. It is
//! taken out only after the endpoint's own answer with the right id: a captive portal that says
//! "200 OK" to everything is not the endpoint. A request that was stored but whose answer was lost
//! is sent again; its id makes the endpoint answer with the first result.
//!
//! [`Sending`] decides and touches nothing: `sender` does what it says, and the tests do the same
//! with an endpoint that loses, repeats and refuses.

use crate::read_struct;

/// Every key of the outbox begins with this (`src/app/boot.js` writes the same).
pub const PREFIX: &str = "zb.out.";

/// Where suggestions are sent.
const SUGGESTIONS: &str = "/api/v1/suggestions";

/// A request that waits.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Item {
    /// `POST` or `PATCH`.
    pub method: String,
    /// The path on this site.
    pub path: String,
    /// The id that the answer must name: of the rating it makes or amends, of the suggestion it makes,
    /// of what it says to one. (The key is as old as the first phones' outboxes.)
    pub rating: String,
    /// The window, for what the citizen is told.
    pub window: String,
    /// The JSON body.
    pub body: String,
    /// The code of the problem with which the endpoint refused it: it is shown, not sent again.
    pub refused: Option<String>,
}

read_struct! {
    Item { method, path, rating, window, body, refused }
}

impl Item {
    /// Whether it makes a suggestion, whose answer holds the tracking code.
    #[must_use]
    pub fn makes_suggestion(&self) -> bool {
        self.path == SUGGESTIONS
    }

    /// Whether it says that a guide's step was unclear.
    #[must_use]
    pub fn is_about_guide(&self) -> bool {
        self.path.starts_with("/api/v1/guides/")
    }

    /// Whether it makes a suggestion or says something to one.
    #[must_use]
    pub fn is_about_suggestion(&self) -> bool {
        self.path.starts_with(SUGGESTIONS)
    }
}

/// A request and the key it is kept under. Keys sort by time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Kept {
    /// `zb.out.`, milliseconds since 1970 in 15 digits, `.`, an id.
    pub key: String,
    /// The request.
    pub item: Item,
}

/// What came back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Answer {
    /// The endpoint's answer: its status, the `id` and the `code` in its body, where it is its JSON.
    Heard {
        /// The HTTP status.
        status: u16,
        /// `id` of a result.
        id: Option<String>,
        /// `code` of a problem.
        code: Option<String>,
    },
    /// No network, no answer in time.
    Lost,
}

/// What an answer means for the request.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Verdict {
    /// It is on the centre's disk: forget it.
    Stored,
    /// It can never succeed: keep it to show it, with the problem's code.
    Refused(String),
    /// Try again later, and nothing behind it before.
    Later,
}

/// The key of a request made now: after every key there is, even if the phone's clock went back.
#[must_use]
pub fn key(now_ms: i64, id: &str, kept: &[Kept]) -> String {
    let last = kept.iter().filter_map(|kept| made_at(&kept.key)).max();
    let at = last.map_or(now_ms, |last| now_ms.max(last + 1));
    format!("{PREFIX}{at:015}.{id}")
}

/// When a key was made, in milliseconds since 1970.
#[must_use]
pub fn made_at(key: &str) -> Option<i64> {
    key.strip_prefix(PREFIX)?.split('.').next()?.parse().ok()
}

/// The request to send next: the oldest that was not refused.
#[must_use]
pub fn next(kept: &[Kept]) -> Option<&Kept> {
    kept.iter()
        .filter(|kept| kept.item.refused.is_none())
        .min_by(|a, b| a.key.cmp(&b.key))
}

/// What an answer means for a request.
fn judge(item: &Item, answer: &Answer) -> Verdict {
    let Answer::Heard { status, id, code } = answer else {
        return Verdict::Later;
    };
    match (status, code) {
        (200..=299, _) if id.as_deref() == Some(&item.rating) => Verdict::Stored,
        (408 | 425 | 429, _) => Verdict::Later,
        (400..=499, Some(code)) => Verdict::Refused(code.clone()),
        _ => Verdict::Later,
    }
}

/// What is done with what is kept, one after the other: a tab may be killed between any two.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Order {
    /// Keep what the endpoint answered to a suggestion: the tracking code is in it.
    KeepReceipt {
        /// The suggestion's id.
        id: String,
        /// The answer.
        text: String,
    },
    /// The request under this key is stored: it leaves the phone.
    Forget(String),
    /// The endpoint refuses the request: it is kept with the reason, to be shown.
    Refuse(Kept),
}

/// What comes after an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Then {
    /// The next request that waits.
    Next,
    /// Nothing for so many milliseconds.
    Wait(u32),
}

/// The sending of one tab: idle or in its turn, and how often in a row it failed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Sending {
    in_turn: bool,
    failures: u32,
}

impl Sending {
    /// Whether a turn begins: something waits, and none is under way in this tab.
    pub fn begin(&mut self, kept: &[Kept]) -> bool {
        let begins = !self.in_turn && next(kept).is_some();
        self.in_turn |= begins;
        begins
    }

    /// Whether a turn is under way.
    #[must_use]
    pub fn is_in_turn(self) -> bool {
        self.in_turn
    }

    /// What an answer (and its text) leads to.
    pub fn heard(&mut self, kept: &Kept, answer: &Answer, text: String) -> (Vec<Order>, Then) {
        let orders = match judge(&kept.item, answer) {
            Verdict::Later => {
                self.failures += 1;
                return (Vec::new(), Then::Wait(delay(self.failures)));
            }
            Verdict::Stored => {
                let id = kept.item.rating.clone();
                let receipt = Order::KeepReceipt { id, text };
                // The tracking code first: a tab killed in between must not lose it.
                let receipt = kept.item.makes_suggestion().then_some(receipt);
                let forget = Order::Forget(kept.key.clone());
                receipt.into_iter().chain([forget]).collect()
            }
            Verdict::Refused(code) => {
                let mut refused = kept.clone();
                refused.item.refused = Some(code);
                vec![Order::Refuse(refused)]
            }
        };
        self.failures = 0;
        (orders, Then::Next)
    }

    /// The turn ends; whether another begins at once, for what was kept in the meantime.
    pub fn end(&mut self, kept: &[Kept]) -> bool {
        self.in_turn = false;
        self.failures == 0 && next(kept).is_some()
    }
}

/// How long to wait after so many failures in a row, in milliseconds: 2 s, 4 s … a minute.
fn delay(failures: u32) -> u32 {
    (1_000u32 << failures.clamp(1, 6)).min(60_000)
}

#[cfg(test)]
mod tests;
