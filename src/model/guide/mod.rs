//! Guides (办税指南): what a guide file holds, as types. What is right or wrong with one stands in [`check()`].
//!
//! The files are `public/guides/*.json`; `public/guides/guide.schema.json` describes them for people who write
//! them. A test holds the schema and these types against each other.

mod check;
mod find;
mod place;
mod read;
mod slug;
mod step;
mod svg;
#[cfg(test)]
mod tests;
mod texts;

use serde::{Deserialize, Deserializer, Serialize};

use super::{Day, Name, UnitId};

pub use check::{Against, GuideProblem, STEPS, Trouble, check};
pub use find::{find_guides, words_fit};
pub use place::{Basis, Place, PlaceKind};
pub use slug::Slug;
pub use step::{GuideStep, Node, Picture, Point, Row};

/// A guide: one thing people come for, told step by step.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Guide {
    /// Its name in addresses, which is also the file's name.
    pub id: Slug,
    /// The question it answers: 留抵退税怎么申请.
    pub title: Name,
    /// Its name in lists: 留抵退税.
    pub short: Name,
    /// The answer in one or two sentences.
    pub answer: Name,
    /// Whom it is for.
    pub who: Name,
    /// What people say when they look for it: Chinese, pinyin initials, English.
    pub keywords: Vec<String>,
    /// The whole guide is a sample that the centre must check, and is shown as one.
    #[serde(default)]
    pub sample: bool,
    /// Chips above the steps: 现在 3 环节.
    #[serde(default)]
    pub facts: Vec<Name>,
    /// What must be true for it.
    #[serde(default)]
    pub conditions: Vec<Said>,
    /// What to bring or have ready, to tick.
    #[serde(default)]
    pub bring: Vec<Bring>,
    /// The steps, in order.
    pub steps: Vec<GuideStep>,
    /// Where it is done.
    #[serde(rename = "where")]
    pub places: Vec<Place>,
    /// How long it takes.
    pub time: Said,
    /// What it costs.
    pub fee: Said,
    /// The rules it follows.
    pub basis: Vec<Basis>,
    /// The day from which this holds.
    pub effective: Day,
    /// Why that day is not certain.
    #[serde(
        default,
        deserialize_with = "given",
        skip_serializing_if = "Option::is_none"
    )]
    pub effective_unverified: Option<Name>,
    /// The day somebody last compared it with its basis.
    pub checked: Day,
    /// The last day on which it holds, where it ends.
    #[serde(
        default,
        deserialize_with = "given",
        skip_serializing_if = "Option::is_none"
    )]
    pub expires: Option<Day>,
    /// The way before and after it was shortened.
    #[serde(
        default,
        deserialize_with = "given",
        skip_serializing_if = "Option::is_none"
    )]
    pub flow: Option<Flow>,
    /// Words of the text that need explaining.
    #[serde(default)]
    pub terms: Vec<Term>,
    /// The unit whose directors are shown at the end.
    pub unit: UnitId,
    /// Whether it ends at asking the centre for help.
    #[serde(default)]
    pub help: bool,
}

/// A sentence, and why it is not certain where it is not.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Said {
    /// The sentence.
    pub text: Name,
    /// Why it is not certain: shown right there.
    #[serde(
        default,
        deserialize_with = "given",
        skip_serializing_if = "Option::is_none"
    )]
    pub unverified: Option<Name>,
}

/// A thing to bring or to have ready.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Bring {
    /// Under which the tick is kept on the phone.
    pub id: Slug,
    /// The thing.
    pub text: Name,
    /// A word more about it.
    #[serde(
        default,
        deserialize_with = "given",
        skip_serializing_if = "Option::is_none"
    )]
    pub note: Option<Name>,
    /// Why it is not certain.
    #[serde(
        default,
        deserialize_with = "given",
        skip_serializing_if = "Option::is_none"
    )]
    pub unverified: Option<Name>,
}

/// A way that was shortened.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Flow {
    /// As it was.
    pub before: Way,
    /// As it is.
    pub after: Way,
    /// A word more about it.
    #[serde(
        default,
        deserialize_with = "given",
        skip_serializing_if = "Option::is_none"
    )]
    pub note: Option<Name>,
    /// Why it is not certain.
    #[serde(
        default,
        deserialize_with = "given",
        skip_serializing_if = "Option::is_none"
    )]
    pub unverified: Option<Name>,
}

/// The stations of a way, and how long it takes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Way {
    /// What it is called: 原来 7 个环节.
    pub label: Name,
    /// Its stations.
    pub steps: Vec<Name>,
    /// How long it takes.
    pub time: Name,
}

/// A word that needs explaining, in the spelling of the text.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Term {
    /// The word.
    pub term: Name,
    /// What it means, in a sentence.
    pub meaning: Name,
}

impl Guide {
    /// Whether its last day is past.
    #[must_use]
    pub fn is_expired(&self, day: Day) -> bool {
        self.expires.is_some_and(|last| day > last)
    }

    /// A step and its place among the steps, from 0.
    #[must_use]
    pub fn step(&self, id: &str) -> Option<(usize, &GuideStep)> {
        let mut steps = self.steps.iter().enumerate();
        steps.find(|(_, step)| step.id.as_str() == id)
    }

    /// Whether any part says that it is not certain.
    #[must_use]
    pub fn has_unverified(&self) -> bool {
        let mut found = false;
        texts::each(self, &mut |path, _| found |= path.ends_with("unverified"));
        self.sample || found
    }
}

/// A field that may be left out; but where it stands it says something (`null` is refused).
pub(in crate::model) fn given<'de, T: Deserialize<'de>, D: Deserializer<'de>>(
    from: D,
) -> Result<Option<T>, D::Error> {
    T::deserialize(from).map(Some)
}
