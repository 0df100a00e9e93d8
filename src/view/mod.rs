//! The markup of the pages, written once and compiled twice: `ssr` gives the server's HTML, `csr` the app's.
//!
//! So the page that is there in the first second and the app that takes it over cannot differ.
//! Views get plain values and signals; what happens on a tap is handed in as a callback, which on
//! the server does nothing: there the same element is a real form or link.

mod done;
mod duty;
mod finder;
mod frame;
mod rate;

use crate::text::{Lang, Texts};

pub use done::{Done, DoneForm, Draft, MoreState, Status, Undo, over};
pub use duty::DutyCard;
pub use finder::{Finder, FinderNotice};
pub use frame::Frame;
pub use rate::{Rate, RateForm};

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
        let mut joint = if address.contains('?') { '&' } else { '?' };
        let mut text = address.to_owned();
        let mut add = |pair: &str| {
            text.push(joint);
            text.push_str(pair);
            joint = '&';
        };
        if self.lang != Lang::Zh {
            add("lang=en");
        }
        if self.elder {
            add("elder=1");
        }
        text
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ok_preferences_are_added_to_addresses() {
        let prefs = Prefs { lang: Lang::En, elder: true };
        assert_eq!(prefs.address("/"), "/?lang=en&elder=1");
        assert_eq!(prefs.address("/w/07?k=abc"), "/w/07?k=abc&lang=en&elder=1");
        assert_eq!(Prefs::default().address("/w/07"), "/w/07");
    }
}
