//! What the phone remembers of visits: the windows seen last, and those to be rated later.

use super::browser;
use crate::model::{Day, Moment, SuggestionReceipt, WindowId};
use crate::view::{Proof, Remind};

const VISITED: &str = "zb.visited";
const LATER: &str = "zb.later.";
/// What the endpoint answered to suggestions.
const RECEIPT: &str = "zb.sug.";
/// How many windows and suggestions are remembered.
const MOST: usize = 4;

/// The windows seen last, the latest first.
#[must_use]
pub fn visited() -> Vec<WindowId> {
    let text = browser::read(VISITED).unwrap_or_default();
    let windows = text.split(',').filter_map(|id| WindowId::parse(id).ok());
    windows.take(MOST).collect()
}

/// A window is seen.
pub fn visit(window: &WindowId) {
    let mut windows = visited();
    windows.retain(|old| old != window);
    windows.insert(0, window.clone());
    windows.truncate(MOST);
    let ids: Vec<_> = windows.iter().map(WindowId::as_str).collect();
    // A convenience: where the phone refuses, nothing is lost.
    let _ = browser::write(VISITED, &ids.join(","));
}

/// Keeps a window to be rated later; `false` where the phone refuses.
#[must_use]
pub fn put_off(one: &Remind) -> bool {
    let [k, visit] =
        [&one.proof.k, &one.proof.visit].map(|text| text.as_deref().unwrap_or_default());
    let text = format!("{}|{}|{k}|{visit}", one.at.0, one.until);
    browser::write(&format!("{LATER}{}", one.window), &text)
}

/// A window was rated, or will not be.
pub fn forget(window: &str) {
    browser::remove(&format!("{LATER}{window}"));
}

/// What is to be rated later; what is past its last day is forgotten.
#[must_use]
pub fn put_off_until(today: Day) -> Vec<Remind> {
    let mut all = Vec::new();
    for key in browser::keys(LATER) {
        let kept = browser::read(&key).and_then(|text| read(&key, &text));
        match kept {
            Some(one) if one.until >= today => all.push(one),
            _ => browser::remove(&key),
        }
    }
    all.sort_by_key(|one| one.at);
    all
}

fn read(key: &str, text: &str) -> Option<Remind> {
    let mut parts = text.split('|');
    let at = Moment(parts.next()?.parse().ok()?);
    let until = Day::parse(parts.next()?).ok()?;
    let mut some = || {
        parts
            .next()
            .filter(|text| !text.is_empty())
            .map(str::to_owned)
    };
    let proof = Proof {
        k: some(),
        visit: some(),
    };
    let window = key.strip_prefix(LATER)?.to_owned();
    Some(Remind {
        window,
        proof,
        at,
        until,
    })
}

/// Keeps the endpoint's answer to a suggestion, before what waits is forgotten.
pub fn keep_receipt(id: &str, answer: &str) {
    // Where the phone refuses, the page still shows it.
    let _ = browser::write(&format!("{RECEIPT}{id}"), answer);
}

/// The endpoint's answer to a suggestion made on this phone.
#[must_use]
pub fn receipt(id: &str) -> Option<SuggestionReceipt> {
    browser::read_json(&browser::read(&format!("{RECEIPT}{id}"))?)
}

/// The tracking codes of the suggestions made on this phone, the latest first.
#[must_use]
pub fn followed() -> Vec<String> {
    let mut all: Vec<(i64, String)> = Vec::new();
    for key in browser::keys(RECEIPT) {
        if let Some(receipt) = key.strip_prefix(RECEIPT).and_then(receipt) {
            all.push((-receipt.received_at.0, receipt.code.to_string()));
        }
    }
    all.sort_unstable();
    all.into_iter().take(MOST).map(|(_, code)| code).collect()
}
