//! What the second module (`src/bin/extra.rs`) does: codes, practice forms, the tablet. No Leptos in it.

use super::browser;
use crate::model::PracticeKind;
use crate::model::practice::judge;
use crate::text::Lang;
use crate::view::{Prefs, code as qr, practice_form};

/// A QR code as SVG; blank where the text is too long.
#[must_use]
pub fn code(text: &str) -> String {
    qr::Code::new(text).map_or_else(|_| String::new(), |code| code.svg().into_string())
}

/// A practice form with what is filled in (`field=value`, a line each), judged where it is `checked`.
#[must_use]
pub fn practice(kind: &str, lang: &str, checked: bool, filled: &str) -> String {
    let Ok(kind) = PracticeKind::try_from(kind.to_owned()) else {
        return String::new();
    };
    let lang = Lang::parse(lang).unwrap_or_default();
    let prefs = Prefs { lang, elder: false };
    let filled: Vec<(&str, &str)> = filled
        .lines()
        .filter_map(|line| line.split_once('='))
        .collect();
    let mistakes = checked.then(|| judge(kind, &filled));
    practice_form(prefs, kind, &filled, mistakes.as_deref()).into_string()
}

/// Keys, swipes and the rest of the tablet.
pub fn present() {
    browser::present();
}
