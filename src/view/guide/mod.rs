//! Guides: the list, the overview, the steps, the tablet's screens and the handout. The server alone makes
//! them; the app fetches a guide whole, with every step, and shows one part of it after the other.

mod list;
mod overview;
mod picture;
mod step;

use maud::{Markup, PreEscaped, html};

use super::{Prefs, with};
use crate::model::guide::Term;
use crate::model::{Day, Guide, Name, UnclearId};
use crate::text::Lang;

pub use list::{guides, staff};

/// How the pages of a guide are made.
#[derive(Clone, Copy, Debug)]
pub struct GuidePage<'a> {
    /// How it is read.
    pub prefs: Prefs,
    /// The guide.
    pub guide: &'a Guide,
    /// Today.
    pub today: Day,
    /// On the tablet, for somebody else to look at.
    pub present: bool,
    /// One a step, for its form.
    pub ids: &'a [UnclearId],
    /// The step was just said to be unclear.
    pub said: bool,
}

/// A part of a guide that is shown by itself.
pub struct Section {
    /// What follows the guide in its address; blank for the overview.
    pub id: String,
    /// What the document is called.
    pub title: String,
    /// What is in it.
    pub markup: Markup,
}

/// Every part of a guide: the overview, the steps, the handout.
#[must_use]
pub fn sections(page: GuidePage<'_>) -> Vec<Section> {
    let lang = page.prefs.lang;
    let steps = page.guide.steps.iter().enumerate().map(|(at, step)| {
        let title = (lang.guide_texts().step)(at + 1, lang.of(&step.title));
        Section {
            id: step.id.to_string(),
            title: format!("{title} · {}", lang.of(&page.guide.short)),
            markup: step::step(page, at, step),
        }
    });
    let whole = |id: &str, markup| Section {
        id: id.to_owned(),
        title: lang.of(&page.guide.title).to_owned(),
        markup,
    };
    let mut all = vec![whole("", overview::overview(page))];
    all.extend(steps);
    all.push(whole(HANDOUT, overview::handout(page)));
    all
}

/// The name of the printed page among a guide's parts.
pub const HANDOUT: &str = "handout";

/// All parts in one text; the app finds them by the marks between them.
#[must_use]
pub fn joined(sections: &[Section]) -> Markup {
    html! {
        @for section in sections {
            (PreEscaped(crate::model::part_mark(&section.id, &section.title)))
            (section.markup)
        }
    }
}

impl<'a> GuidePage<'a> {
    /// The address of one of its parts.
    fn address(self, part: &str) -> String {
        let joint = if part.is_empty() { "" } else { "/" };
        let address = format!("/guides/{}{joint}{part}", self.guide.id);
        let address = if self.present {
            with(address, "present=1")
        } else {
            address
        };
        self.prefs.address(&address)
    }

    fn of(self, name: &Name) -> &str {
        self.prefs.lang.of(name)
    }

    /// What is wrong with the guide as a whole: it ended, or it is a sample.
    fn warnings(self) -> Markup {
        let t = self.prefs.lang.guide_texts();
        let ended = self.guide.expires.filter(|_| self.is_expired());
        html! {
            @if let Some(day) = ended { p.wait.guide__ended role="note" { ((t.expired)(&date(self.prefs.lang, day))) } }
            @if self.guide.sample { p.wait role="note" { (t.sample) } }
        }
    }

    fn is_expired(self) -> bool {
        self.guide.is_expired(self.today)
    }

    /// The words of a text that are explained.
    fn terms_in(self, texts: &[&str]) -> Vec<&'a Term> {
        let used = |term: &&Term| texts.iter().any(|text| text.contains(self.of(&term.term)));
        self.guide.terms.iter().filter(used).collect()
    }

    /// The place of the code that opens this part on another phone; the app draws it.
    fn code(self, words: &str) -> Markup {
        html! {
            div.hand data-live="hand" hidden {
                @if self.present {
                    button.hand__code #code type="button" aria-label=(self.prefs.lang.guide_texts().enlarge) data-live="code" {}
                } @else {
                    div.hand__code #code data-live="code" {}
                }
                p { (words) }
            }
        }
    }
}

/// A thing to tick: the app keeps it on the phone.
fn tick(id: &str, text: &str) -> Markup {
    html! {
        label.check { input type="checkbox" name="tick" value=(id) #{"tick-" (id)}; span { (text) } }
    }
}

/// Why a part is not certain, right there.
fn unverified(lang: Lang, why: Option<&Name>) -> Markup {
    html! {
        @if let Some(why) = why {
            span.unverified { b { (lang.guide_texts().unverified) } " " (lang.of(why)) }
        }
    }
}

/// The explanations of words, one tap away.
fn terms(lang: Lang, terms: &[&Term]) -> Markup {
    html! {
        @for term in terms {
            details.term {
                summary { (lang.of(&term.term)) }
                p { (lang.of(&term.meaning)) }
            }
        }
    }
}

/// A date with its year: `2026年6月30日`.
fn date(lang: Lang, day: Day) -> String {
    match lang {
        Lang::Zh => format!("{}年{}", day.year(), crate::text::day_short(lang, day)),
        Lang::En => format!("{} {}", crate::text::day_short(lang, day), day.year()),
    }
}

#[cfg(test)]
mod tests;
