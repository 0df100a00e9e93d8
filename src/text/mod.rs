//! Every sentence a citizen reads, in both languages: a missing one does not compile.
//!
//! The server's pages and the app read from the same tables. Data (names of units, directors) is
//! not here: it comes in both languages from the centre.

#[cfg(not(target_arch = "wasm32"))]
mod calendar;
mod dates;
mod en;
#[cfg(not(target_arch = "wasm32"))]
mod follow;
#[cfg(not(target_arch = "wasm32"))]
mod guide;
mod home;
mod near;
mod practice;
#[cfg(not(target_arch = "wasm32"))]
mod privacy;
#[cfg(not(target_arch = "wasm32"))]
mod results;
mod roster;
mod suggest;
mod zh;

use crate::model::{Aspect, Code, Level, Minute, Name};

#[cfg(not(target_arch = "wasm32"))]
pub use calendar::CalendarTexts;
pub use dates::{day_short, day_with_date, day_with_weekday, moment_short, month_name, weekday};
#[cfg(not(target_arch = "wasm32"))]
pub use follow::FollowTexts;
#[cfg(not(target_arch = "wasm32"))]
pub use guide::GuideTexts;
pub use home::HomeTexts;
pub use near::NearTexts;
pub use practice::PracticeTexts;
#[cfg(not(target_arch = "wasm32"))]
pub use privacy::PrivacyTexts;
#[cfg(not(target_arch = "wasm32"))]
pub use results::ResultsTexts;
pub use roster::RosterTexts;
pub use suggest::SuggestTexts;

/// The languages there are.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Lang {
    /// 简体中文, the default.
    #[default]
    Zh,
    /// English
    En,
}

impl Lang {
    /// Both.
    pub const ALL: [Self; 2] = [Self::Zh, Self::En];

    /// The language tag of `<html lang>`.
    #[must_use]
    pub fn tag(self) -> &'static str {
        match self {
            Self::Zh => "zh-CN",
            Self::En => "en",
        }
    }

    /// The short form in addresses and in the phone's memory.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Zh => "zh",
            Self::En => "en",
        }
    }

    /// Reads the short form or a language tag that begins with it.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let known = |lang: &Self| {
            text.get(..2)
                .is_some_and(|t| t.eq_ignore_ascii_case(lang.code()))
        };
        Self::ALL.into_iter().find(known)
    }

    /// The other one.
    #[must_use]
    pub fn other(self) -> Self {
        match self {
            Self::Zh => Self::En,
            Self::En => Self::Zh,
        }
    }

    /// Its sentences.
    #[must_use]
    pub fn texts(self) -> &'static Texts {
        match self {
            Self::Zh => &zh::TEXTS,
            Self::En => &en::TEXTS,
        }
    }

    /// A name of the centre's data in this language.
    #[must_use]
    pub fn of(self, name: &Name) -> &str {
        match self {
            Self::Zh => &name.zh,
            Self::En => &name.en,
        }
    }
}

/// All sentences of one language. Functions where something is put in.
pub struct Texts {
    /// Its language.
    pub lang: Lang,
    /// `/`, the bar at the foot, rating later.
    pub home: &'static HomeTexts,
    /// `/duty`
    pub roster: &'static RosterTexts,
    /// `/suggest`
    pub suggest: &'static SuggestTexts,

    /// The switch of elder mode.
    pub elder_mode: &'static str,
    /// The switch to the other language, in that language.
    pub other_language: &'static str,
    /// Skip link.
    pub to_main: &'static str,
    /// Said on every page of the demo centre.
    pub demo_note: &'static str,
    /// The app's name in titles.
    pub app_name: &'static str,

    /// Unit and window number: the page's heading.
    pub window_title: fn(unit: &str, number: &str) -> String,
    /// Window number alone.
    pub window_number: fn(number: &str) -> String,
    /// A director with the office.
    pub person: fn(name: &str, office: &str) -> String,
    /// The two lines of the seal of somebody on duty.
    pub seal_here: [&'static str; 2],
    /// The two lines of the seal of who comes next.
    pub seal_next: [&'static str; 2],
    /// On duty today, from, to, at this window.
    pub duty_here: fn(from: Minute, to: Minute, number: &str) -> String,
    /// Comes next: day, from, to.
    pub duty_next: fn(day: &str, from: Minute, to: Minute) -> String,
    /// Nobody in two weeks.
    pub duty_nobody: &'static str,
    /// Sits in somebody's stead.
    pub duty_instead_of: fn(name: &str) -> String,
    /// Today's sitting was moved to another day.
    pub duty_moved: fn(name: &str, day: &str) -> String,
    /// Today's sitting is cancelled.
    pub duty_cancelled: fn(name: &str, reason: &str) -> String,

    /// The question.
    pub ask: &'static str,
    /// The first button.
    pub satisfied: &'static str,
    /// The second button.
    pub dissatisfied: &'static str,
    /// Under the buttons.
    pub anonymous_note: &'static str,
    /// The way to another window.
    pub other_window: &'static str,

    /// Heading while the tap is on its way.
    pub sending: &'static str,
    /// Heading once it is stored.
    pub received: &'static str,
    /// Heading while it waits on the phone.
    pub kept: &'static str,
    /// Heading when it cannot be taken.
    pub refused: &'static str,
    /// Under the heading: sending.
    pub sending_note: &'static str,
    /// Under the heading: stored.
    pub received_note: &'static str,
    /// Under the heading: waits on the phone.
    pub kept_note: &'static str,
    /// Under the heading: waits, but only as long as the page is open.
    pub kept_in_memory_note: &'static str,
    /// Said when a withdrawn rating leaves the choice open again.
    pub withdrawn_note: &'static str,

    /// Before the undo button.
    pub wrong_tap: &'static str,
    /// The undo button with the seconds left, or without.
    pub undo: fn(seconds: Option<i64>) -> String,
    /// Heading of the optional part.
    pub more: &'static str,
    /// Behind it.
    pub optional: &'static str,
    /// Name of the five-level choice.
    pub level_label: &'static str,
    /// One of the five levels.
    pub level: fn(Level) -> &'static str,
    /// Name of the choice of aspects.
    pub aspects_label: &'static str,
    /// One of the aspects.
    pub aspect: fn(Aspect) -> &'static str,
    /// Label and placeholder of the comment.
    pub comment: &'static str,
    /// How many characters are over.
    pub comment_over: fn(over: usize) -> String,
    /// The button that sends the optional part.
    pub send_more: &'static str,
    /// Said when the optional part is empty.
    pub nothing_chosen: &'static str,
    /// The optional part is on its way or kept.
    pub more_sending: &'static str,
    /// The optional part waits on the phone.
    pub more_kept: &'static str,
    /// The optional part is stored.
    pub more_received: &'static str,
    /// The last line.
    pub may_close: &'static str,
    /// Rate again (a new visit).
    pub rate_again: &'static str,

    /// Heading of the finder.
    pub find_heading: &'static str,
    /// Under it.
    pub find_note: &'static str,
    /// Label of the search field.
    pub find_hint: &'static str,
    /// What may be typed into it.
    pub find_example: &'static str,
    /// Its button.
    pub find_button: &'static str,
    /// Nothing fits.
    pub find_nothing: fn(typed: &str) -> String,
    /// How many windows fit.
    pub find_count: fn(count: usize) -> String,

    /// Heading for a window that does not exist.
    pub unknown_window: fn(number: &str) -> String,
    /// Under it.
    pub unknown_window_note: &'static str,
    /// Heading for a code that this centre did not print.
    pub wrong_code: &'static str,
    /// Under it.
    pub wrong_code_note: &'static str,
    /// The way to rate all the same.
    pub wrong_code_go: fn(number: &str) -> String,
    /// Heading for an address that does not exist.
    pub not_found: &'static str,
    /// Under it.
    pub not_found_note: &'static str,

    /// Loading, after a moment.
    pub loading: &'static str,
    /// Loading failed.
    pub load_failed: &'static str,
    /// Under it.
    pub load_failed_note: &'static str,
    /// What is shown is of a visit before.
    pub as_of: fn(moment: &str) -> String,
    /// The button that tries again.
    pub try_again: &'static str,
    /// So many things wait to be sent.
    pub waiting: fn(count: usize) -> String,
    /// Takes a notice away.
    pub dismiss: &'static str,
    /// The app stopped; the page must be opened anew.
    pub crashed: &'static str,
    /// What a problem means for the citizen, and what to do.
    pub problem: fn(Code) -> &'static str,
    /// Heading of a page that tells a problem.
    pub problem_heading: &'static str,
    /// The way back from it.
    pub problem_back: &'static str,
}

/// The sentence for a code from the wire; unknown codes get the general one.
#[must_use]
pub fn problem(texts: &Texts, code: &str) -> &'static str {
    let known = Code::ALL.iter().find(|known| known.as_str() == code);
    (texts.problem)(known.copied().unwrap_or(Code::Internal))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ok_a_language_is_read_from_tags() {
        assert_eq!(Lang::parse("zh-CN"), Some(Lang::Zh));
        assert_eq!(Lang::parse("EN-gb"), Some(Lang::En));
        assert_eq!(Lang::parse("fr"), None);
        assert_eq!(Lang::parse("中文"), None);
    }

    #[test]
    fn ok_every_code_has_a_sentence_in_both_languages() {
        for lang in Lang::ALL {
            for code in Code::ALL {
                assert!(problem(lang.texts(), code.as_str()).len() > 10, "{code:?}");
            }
        }
    }

    #[test]
    fn ok_the_english_table_holds_no_chinese_but_the_name_of_the_other_language() {
        let texts = Lang::En.texts();
        let said = [
            texts.ask,
            texts.kept_note,
            texts.find_note,
            texts.elder_mode,
            texts.demo_note,
        ];
        assert!(
            said.iter()
                .all(|sentence| sentence.is_ascii() || sentence.contains('’'))
        );
        assert_eq!(texts.other_language, "中文");
    }
}
