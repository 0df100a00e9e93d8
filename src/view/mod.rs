//! The markup of the pages: plain functions from values to HTML, the same for the server and the app.
//!
//! So the page that is there in the first second and the app that takes it over cannot differ. What
//! changes while a page is open stands in elements named by `data-live`; [`Live`] says what is in them,
//! by the same rule on both sides. Everything put in is escaped (`maud`). What is marked `data-say` the
//! app also says in a live region of its own, which was there before: screen readers pass over others.
//!
//! Pages that only show what the endpoint knows (results, privacy, following a suggestion) are made by
//! the server alone, and fetched by the app as [`crate::model::Part`]: no phone carries them.
//!
//! Not Leptos views: measured, these two pages as Leptos components cost 30 KB on the wire more.

mod banner;
pub mod code;
mod dock;
mod done;
mod duty;
mod finder;
#[cfg(not(target_arch = "wasm32"))]
mod follow;
mod frame;
#[cfg(not(target_arch = "wasm32"))]
mod guide;
mod home;
mod later;
mod message;
mod near;
mod practice;
#[cfg(not(target_arch = "wasm32"))]
mod privacy;
mod proof;
mod rate;
#[cfg(not(target_arch = "wasm32"))]
mod results;
mod roster;
mod suggest;

pub use banner::{Waiting, banner};
pub use dock::Tab;
pub use done::{Done, DoneForm, MoreState, Status, UNDO_MS, Undo, done, over};
pub use finder::{FinderNotice, finder, found, windows};
#[cfg(not(target_arch = "wasm32"))]
pub use follow::{card, follow, wrong_code};
pub use frame::{Around, frame};
#[cfg(not(target_arch = "wasm32"))]
pub use guide::{GuidePage, HANDOUT, Section, guides, joined, sections, staff};
pub use home::{Home, home, mine, now};
pub use later::{Later, Remind, later, remind};
pub use message::{loading, problem};
pub use near::{Locating, NearFrom, NearPage, near, near_live};
pub use practice::practice_form;
#[cfg(not(target_arch = "wasm32"))]
pub use privacy::privacy;
pub use proof::Proof;
pub use rate::{RateForm, live as rate_live, rate};
#[cfg(not(target_arch = "wasm32"))]
pub use results::results;
pub use roster::{Asked, RosterPage, Span, acts, roster, rows};

pub use suggest::{Sent, SuggestForm, picture, sent, suggest, suggest_live, suggest_problem};

use maud::{Markup, html};

use crate::text::{Lang, Texts};

/// What stands in the elements named by `data-live`: HTML, or `None` where the element is hidden.
pub type Live = Vec<(&'static str, Option<String>)>;

/// How somebody wants to read: carried in addresses where scripts are off, remembered by the app.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Prefs {
    /// The language.
    pub lang: Lang,
    /// Elder mode (长辈版): larger text and targets, stronger contrast, no time limits.
    pub elder: bool,
}

impl Prefs {
    /// The sentences of the language.
    #[must_use]
    pub fn texts(self) -> &'static Texts {
        self.lang.texts()
    }

    /// `address` (a path with or without a query) with these preferences added, for pages without scripts.
    #[must_use]
    pub fn address(self, address: &str) -> String {
        let lang = (self.lang != Lang::Zh).then_some("lang=en");
        let elder = self.elder.then_some("elder=1");
        [lang, elder]
            .into_iter()
            .flatten()
            .fold(address.to_owned(), with)
    }

    /// The same as fields of a form that asks for a page.
    #[must_use]
    pub fn fields(self) -> Markup {
        html! {
            @if self.lang == Lang::En {
                input type="hidden" name="lang" value="en";
            }
            @if self.elder {
                input type="hidden" name="elder" value="1";
            }
        }
    }
}

/// A value as it may stand in a query.
#[must_use]
pub fn encoded(value: &str) -> String {
    let mut safe = String::with_capacity(value.len() * 3);
    for byte in value.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            safe.push(char::from(byte));
        } else {
            safe.push('%');
            for half in [byte >> 4, byte & 15] {
                safe.push(char::from(b"0123456789ABCDEF"[usize::from(half)]));
            }
        }
    }
    safe
}

/// An address with one more pair in its query, before its fragment.
fn with(address: String, pair: &str) -> String {
    let (address, fragment) = match address.split_once('#') {
        Some((address, fragment)) => (address, format!("#{fragment}")),
        None => (address.as_str(), String::new()),
    };
    let joint = if address.contains('?') { '&' } else { '?' };
    format!("{address}{joint}{pair}{fragment}")
}

#[cfg(test)]
mod tests;
