//! The markup of the pages: plain functions from values to HTML, the same for the server and the app.
//!
//! So the page that is there in the first second and the app that takes it over cannot differ. What
//! changes while a page is open stands in elements named by `data-live`; [`Live`] says what is in them,
//! by the same rule on both sides. Everything put in is escaped (`maud`).
//!
//! Not Leptos views: measured, these two pages as Leptos components cost 30 KB on the wire more.

mod banner;
mod done;
mod duty;
mod finder;
mod frame;
mod message;
mod rate;

pub use banner::{Waiting, banner};
pub use done::{Done, DoneForm, MoreState, Status, UNDO_MS, Undo, done, over};
pub use finder::{FinderNotice, finder, found};
pub use frame::{Around, frame};
pub use message::{loading, problem};
pub use rate::{RateForm, live as rate_live, rate};

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
}

/// An address with one more pair in its query.
fn with(address: String, pair: &str) -> String {
    let joint = if address.contains('?') { '&' } else { '?' };
    format!("{address}{joint}{pair}")
}

#[cfg(test)]
mod tests;
