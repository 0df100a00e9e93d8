//! What the second module (`src/bin/extra.rs`) does: codes, practice forms, the tablet. No Leptos in it.

use super::browser;
use crate::model::near::{Points, Position};
use crate::model::practice::judge;
use crate::model::{Moment, PracticeKind, part_mark};
use crate::text::Lang;
use crate::view::{Locating, NearFrom, NearPage, Prefs, code as qr, near_live, practice_form};

/// The QR code of a page as SVG; blank where its address is too long for one. It is opened in the language and mode
/// read here, with what is ticked in its fragment, which no server sees; a printed one is nobody's: without either.
#[must_use]
pub fn code(path: &str, lang: &str, elder: bool, ticks: &str, printed: bool) -> String {
    let mut address = format!("{}{path}?lang={lang}", browser::origin());
    if printed {
        return qr::Code::new(&address).map_or_else(|_| String::new(), svg);
    }
    if elder {
        address.push_str("&elder=1");
    }
    if !ticks.is_empty() {
        address.push_str("#t=");
        address.push_str(ticks);
    }
    qr::Code::on_screen(&address).map_or_else(|_| String::new(), svg)
}

fn svg(code: qr::Code) -> String {
    code.svg().into_string()
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

/// The parts of `/near` that change, each after its mark; what is unfolded on the page is unfolded in them. `here` is
/// what [`locate`] said, or `waiting`, or blank.
#[must_use]
pub fn near(
    points: &str,
    lang: &str,
    elder: bool,
    now: &str,
    town: &str,
    here: &str,
    within_5km: bool,
) -> String {
    let Some(points) = browser::read_json::<Points>(points) else {
        return String::new();
    };
    let lang = Lang::parse(lang).unwrap_or_default();
    let (from, locating) = from(town, here);
    let page = NearPage {
        points: &points,
        now: Moment(now.parse().unwrap_or_default()),
        from: &from,
        locating,
        within_5km,
    };
    let live = near_live(Prefs { lang, elder }, &page, browser::can_locate());
    let mut made = String::new();
    for (name, html) in live {
        if let Some(html) = html {
            made.push_str(&part_mark(name, ""));
            made.push_str(&html);
        }
    }
    for id in browser::unfolded() {
        let closed = format!("id=\"{id}\"");
        made = made.replace(&closed, &format!("{closed} open"));
    }
    made
}

/// Where distances begin: at the phone where it was found, else at the town.
fn from(town: &str, here: &str) -> (NearFrom, Locating) {
    let mut numbers = here
        .split(',')
        .map_while(|number| number.parse::<i32>().ok());
    if let (Some(lat), Some(lon), Some(within)) = (numbers.next(), numbers.next(), numbers.next()) {
        let at = Position::from_e6(lat, lon);
        let within = u32::try_from(within).unwrap_or(0);
        return (NearFrom::Here { at, within }, Locating::No);
    }
    let from = if town.is_empty() {
        NearFrom::Nowhere
    } else {
        NearFrom::Town(town.to_owned())
    };
    let locating = match here {
        "waiting" => Locating::Waiting,
        "refused" => Locating::Refused,
        "failed" => Locating::Failed,
        _ => Locating::No,
    };
    (from, locating)
}

/// Where the phone is: see [`browser::ask_position`].
pub async fn locate() -> String {
    browser::ask_position().await
}

/// Keys, swipes and the rest of the tablet.
pub fn present() {
    browser::present();
}
