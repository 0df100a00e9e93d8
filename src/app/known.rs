//! What the endpoint said last, kept on the phone: shown before, and without, the network.
//!
//! This is the app's "stale while revalidate". It is not the service worker's, because the phones that
//! need it most (WeChat on iOS, plain http) have none.

use super::{api, browser};
use crate::model::{self, Moment};

/// What is kept stands under keys that begin with this.
pub const KEPT: &str = "zb.data.";
/// Of what is about one page or window this many are kept, the latest.
const MOST: usize = 24;

/// Data younger than this is not asked for again, in milliseconds.
pub const FRESH: i64 = 60_000;

/// A value and when it was had from the endpoint.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Dated<T> {
    /// The value.
    pub value: T,
    /// When the endpoint said so.
    pub at: Moment,
}

impl<T: model::Read> Dated<T> {
    fn read(at: Moment, text: &str) -> Option<Self> {
        let value = browser::read_json(text)?;
        Some(Self { value, at })
    }
}

/// What the endpoint said last, as far as the phone remembers.
#[must_use]
pub fn kept<T: model::Read>(name: &str) -> Option<Dated<T>> {
    let text = browser::read(&format!("{KEPT}{name}"))?;
    let (at, text) = text.split_once('|')?;
    Dated::read(Moment(at.parse().ok()?), text)
}

/// Keeps what the endpoint said. Where the phone refuses, it is asked for again the next time.
fn keep(name: &str, at: Moment, text: &str) {
    let _ = browser::write(&format!("{KEPT}{name}"), &format!("{}|{text}", at.0));
    // The centre and its roster always stay; of the rest the oldest goes.
    let mut others: Vec<(i64, String)> = browser::keys(KEPT)
        .into_iter()
        .filter(|key| key.contains('/'))
        .map(|key| {
            let at = browser::read(&key).unwrap_or_default();
            let at = at.split('|').next().and_then(|at| at.parse().ok());
            (at.unwrap_or_default(), key)
        })
        .collect();
    if others.len() > MOST {
        others.sort_unstable();
        for (_, key) in others.iter().take(others.len() - MOST) {
            browser::remove(key);
        }
    }
}

/// Asks the endpoint for `path`, and keeps what it says under `name`. `part`: a page without its frame.
///
/// # Errors
/// [`api::Failure`].
pub async fn ask<T: model::Read>(
    name: &str,
    path: &str,
    part: bool,
) -> Result<Dated<T>, api::Failure> {
    let now = browser::now_ms();
    let mut had = api::get(path, part, false).await;
    // A memory on the way may answer with what it had before: then ask past it.
    if had.as_ref().is_ok_and(|had| now - had.at.0 > FRESH) {
        had = api::get(path, part, true).await.or(had);
    }
    let had = had?;
    let dated = Dated::read(had.at, &had.text).ok_or(api::Failure::Unreachable)?;
    if had.ok {
        keep(name, had.at, &had.text);
    }
    Ok(dated)
}

/// The text that the endpoint has at `path`, else what it said last.
pub async fn text(name: &str, path: &str) -> Option<String> {
    match api::get(path, false, false).await {
        Ok(had) if had.ok => {
            keep(name, had.at, &had.text);
            Some(had.text)
        }
        _ => {
            let kept = browser::read(&format!("{KEPT}{name}"))?;
            kept.split_once('|').map(|(_, text)| text.to_owned())
        }
    }
}
