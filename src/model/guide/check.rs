//! What is wrong with a guide, part by part: its form the types have seen to already.

use core::ops::RangeInclusive;

use super::{Guide, Picture, PlaceKind, svg, texts};
use crate::model::{Centre, Day, Name};

/// How many steps a guide has: fewer need none, more are two guides.
pub const STEPS: RangeInclusive<usize> = 3..=7;

/// The most a label in a picture may take: 12 Chinese characters, of which two Latin letters are one…
const LABEL_ZH: usize = 24;
/// …or 26 Latin letters.
const LABEL_EN: usize = 26;

/// After so many days somebody has to look again.
const STALE: i64 = 2 * 365;

/// What a guide is held against, as far as it is known.
#[derive(Clone, Copy, Debug, Default)]
pub struct Against<'a> {
    /// The day it is.
    pub today: Option<Day>,
    /// The centre whose windows and units it names.
    pub centre: Option<&'a Centre>,
}

/// Something wrong with a guide.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GuideProblem {
    /// The field, as `steps[0].title.en`.
    pub at: String,
    /// What is wrong with it.
    pub what: Trouble,
}

/// What can be wrong with a field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Trouble {
    /// A language is missing.
    Blank,
    /// The English is the Chinese.
    Untranslated,
    /// A label does not fit into its picture.
    LabelTooLong,
    /// A list that needs something in it is empty.
    Empty,
    /// Not [`STEPS`].
    StepCount,
    /// The same id comes twice.
    DoubleId(String),
    /// The centre has no such window.
    UnknownWindow(String),
    /// The centre has no such unit.
    UnknownUnit(String),
    /// A window is meant, and no number is named.
    NoWindows,
    /// Windows are named where none is meant.
    WindowsElsewhere,
    /// Somebody checked it before it held.
    CheckedBeforeEffective,
    /// Checked on a day that is yet to come.
    CheckedInFuture,
    /// Checked too long ago.
    CheckedLongAgo,
    /// It ends before it begins.
    ExpiresBeforeEffective,
    /// The text does not hold the word that is explained.
    TermUnused,
    /// A drawing with something in it that could do more than be looked at.
    UnsafeDrawing(String),
    /// An address that is no `https://` one.
    BadLink,
}

impl Trouble {
    /// Whether a guide with this must not be shown at all. The rest is told, and the guide shown: it does not
    /// become unusable the day its date of checking is two years past.
    #[must_use]
    pub fn keeps_out(&self) -> bool {
        matches!(
            self,
            Self::Blank | Self::Empty | Self::DoubleId(_) | Self::UnsafeDrawing(_) | Self::BadLink
        )
    }
}

/// Everything wrong with a guide; nothing where it is fine.
#[must_use]
pub fn check(guide: &Guide, against: Against<'_>) -> Vec<GuideProblem> {
    let mut found = Vec::new();
    let mut tell = |at: String, what: Trouble| found.push(GuideProblem { at, what });
    texts::each(guide, &mut |path, name| text(path, name, &mut tell));
    lists(guide, &mut tell);
    ids(guide, &mut tell);
    drawings(guide, &mut tell);
    dates(guide, against.today, &mut tell);
    terms(guide, &mut tell);
    places(guide, against.centre, &mut tell);
    found
}

type Tell<'a> = dyn FnMut(String, Trouble) + 'a;

fn text(path: &str, name: &Name, tell: &mut Tell<'_>) {
    for (lang, text) in [("zh", &name.zh), ("en", &name.en)] {
        if text.trim().is_empty() {
            tell(format!("{path}.{lang}"), Trouble::Blank);
        }
        if bad_link(text) {
            tell(format!("{path}.{lang}"), Trouble::BadLink);
        }
    }
    if !name.zh.trim().is_empty() && name.zh == name.en && !name.zh.is_ascii() {
        tell(format!("{path}.en"), Trouble::Untranslated);
    }
    let of_picture = path.contains(".picture.") && !path.ends_with(".alt");
    if of_picture && width(&name.zh) > LABEL_ZH {
        tell(format!("{path}.zh"), Trouble::LabelTooLong);
    }
    if of_picture && name.en.chars().count() > LABEL_EN {
        tell(format!("{path}.en"), Trouble::LabelTooLong);
    }
}

fn width(label: &str) -> usize {
    label
        .chars()
        .map(|c| if c.is_ascii() { 1 } else { 2 })
        .sum()
}

/// An address that would lead a citizen to an unprotected page, or is none.
fn bad_link(text: &str) -> bool {
    let text = text.to_ascii_lowercase();
    let script = text.contains("javascript:") || text.contains("data:text");
    let bare = text.match_indices("://").any(|(at, _)| {
        let (before, after) = (
            text.get(..at).unwrap_or_default(),
            text.get(at + 3..).unwrap_or_default(),
        );
        let host: String = after
            .chars()
            .take_while(|c| c.is_ascii_alphanumeric() || matches!(c, '.' | '-'))
            .collect();
        !before.ends_with("https") || !host.trim_matches('.').contains('.')
    });
    script || bare
}

fn lists(guide: &Guide, tell: &mut Tell<'_>) {
    for (path, empty) in [
        ("keywords", guide.keywords.is_empty()),
        ("where", guide.places.is_empty()),
        ("basis", guide.basis.is_empty()),
        ("steps", guide.steps.is_empty()),
    ] {
        if empty {
            tell(path.to_owned(), Trouble::Empty);
        }
    }
    for (at, word) in guide.keywords.iter().enumerate() {
        if word.trim().is_empty() {
            tell(format!("keywords[{at}]"), Trouble::Blank);
        }
    }
    if !guide.steps.is_empty() && !STEPS.contains(&guide.steps.len()) {
        tell("steps".to_owned(), Trouble::StepCount);
    }
    for (at, step) in guide.steps.iter().enumerate() {
        let (field, empty) = match &step.picture {
            Some(Picture::Screen { rows, .. }) => ("rows", rows.is_empty()),
            Some(Picture::Path { nodes }) => ("nodes", nodes.is_empty()),
            _ => continue,
        };
        if empty {
            tell(format!("steps[{at}].picture.{field}"), Trouble::Empty);
        }
    }
    if let Some(flow) = &guide.flow {
        for (path, way) in [("flow.before", &flow.before), ("flow.after", &flow.after)] {
            if way.steps.is_empty() {
                tell(format!("{path}.steps"), Trouble::Empty);
            }
        }
    }
}

fn ids(guide: &Guide, tell: &mut Tell<'_>) {
    let mut unique = |path: &str, ids: Vec<&str>| {
        for (at, id) in ids.iter().enumerate() {
            if ids.iter().take(at).any(|before| before == id) {
                tell(
                    format!("{path}[{at}].id"),
                    Trouble::DoubleId((*id).to_owned()),
                );
            }
        }
    };
    unique(
        "bring",
        guide.bring.iter().map(|thing| thing.id.as_str()).collect(),
    );
    unique(
        "steps",
        guide.steps.iter().map(|step| step.id.as_str()).collect(),
    );
    for (at, step) in guide.steps.iter().enumerate() {
        let points = step.points.iter().map(|point| point.id.as_str());
        unique(&format!("steps[{at}].points"), points.collect());
    }
}

fn drawings(guide: &Guide, tell: &mut Tell<'_>) {
    for (at, step) in guide.steps.iter().enumerate() {
        if let Some(Picture::Svg { svg, .. }) = &step.picture
            && let Err(refused) = svg::check(svg)
        {
            tell(
                format!("steps[{at}].picture.svg"),
                Trouble::UnsafeDrawing(refused),
            );
        }
    }
}

fn dates(guide: &Guide, today: Option<Day>, tell: &mut Tell<'_>) {
    if guide.checked < guide.effective {
        tell("checked".to_owned(), Trouble::CheckedBeforeEffective);
    }
    if guide.expires.is_some_and(|last| last <= guide.effective) {
        tell("expires".to_owned(), Trouble::ExpiresBeforeEffective);
    }
    let Some(today) = today else { return };
    if guide.checked > today {
        tell("checked".to_owned(), Trouble::CheckedInFuture);
    }
    if today.since(guide.checked) > STALE {
        tell("checked".to_owned(), Trouble::CheckedLongAgo);
    }
}

/// A word is explained where the text holds it, in the same spelling; in English whatever the case.
fn terms(guide: &Guide, tell: &mut Tell<'_>) {
    for (at, term) in guide.terms.iter().enumerate() {
        let small = |text: &str| text.to_ascii_lowercase();
        let (mut zh, mut en) = (false, false);
        texts::each(guide, &mut |path, name| {
            if !path.starts_with("terms") {
                zh |= name.zh.contains(&term.term.zh);
                en |= small(&name.en).contains(&small(&term.term.en));
            }
        });
        for (lang, used) in [("zh", zh), ("en", en)] {
            if !used {
                tell(format!("terms[{at}].term.{lang}"), Trouble::TermUnused);
            }
        }
    }
}

fn places(guide: &Guide, centre: Option<&Centre>, tell: &mut Tell<'_>) {
    for (at, place) in guide.places.iter().enumerate() {
        let path = || format!("where[{at}].windows");
        if place.kind == PlaceKind::Window && place.windows.is_empty() {
            tell(path(), Trouble::NoWindows);
        }
        if !matches!(place.kind, PlaceKind::Window | PlaceKind::SelfService)
            && !place.windows.is_empty()
        {
            tell(path(), Trouble::WindowsElsewhere);
        }
    }
    let Some(centre) = centre else { return };
    for (at, place) in guide.places.iter().enumerate() {
        for (nth, wanted) in place.windows.iter().enumerate() {
            if centre.window(wanted).is_none() {
                let number = wanted.to_string();
                tell(
                    format!("where[{at}].windows[{nth}]"),
                    Trouble::UnknownWindow(number),
                );
            }
        }
    }
    if !centre.units.iter().any(|unit| unit.id == guide.unit) {
        tell("unit".to_owned(), Trouble::UnknownUnit(guide.unit.clone()));
    }
}
