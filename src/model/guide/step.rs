//! The steps of a guide, and their pictures.

use serde::{Deserialize, Serialize};

use super::{Slug, given};
use crate::model::{Name, PracticeKind};

/// One step: one screen of the tablet, one action of the citizen.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct GuideStep {
    /// Its name in addresses.
    pub id: Slug,
    /// What is done: 填退税申请表.
    pub title: Name,
    /// How.
    pub text: Name,
    /// What to tick while doing it.
    #[serde(default)]
    pub points: Vec<Point>,
    /// What it looks like.
    #[serde(
        default,
        deserialize_with = "given",
        skip_serializing_if = "Option::is_none"
    )]
    pub picture: Option<Picture>,
    /// What helps.
    #[serde(default)]
    pub tips: Vec<Name>,
    /// What often goes wrong.
    #[serde(default)]
    pub mistakes: Vec<Name>,
    /// The form to practise on.
    #[serde(
        default,
        deserialize_with = "given",
        skip_serializing_if = "Option::is_none"
    )]
    pub practice: Option<PracticeKind>,
    /// Why the step is not certain.
    #[serde(
        default,
        deserialize_with = "given",
        skip_serializing_if = "Option::is_none"
    )]
    pub unverified: Option<Name>,
}

/// A thing to tick on a step.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Point {
    /// Under which the tick is handed over.
    pub id: Slug,
    /// The thing.
    pub text: Name,
}

/// The picture of a step; the view draws the first two itself.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
pub enum Picture {
    /// A screen or form, with the spot that is meant marked.
    Screen {
        /// What stands at its top.
        title: Name,
        /// Its lines.
        rows: Vec<Row>,
    },
    /// Stations with arrows between them.
    Path {
        /// The stations.
        nodes: Vec<Node>,
    },
    /// A centre's own drawing; [`check()`](super::check()) refuses what could do more than be looked at.
    Svg {
        /// `<svg viewBox="…">…</svg>`
        svg: String,
        /// What it shows, for those who cannot see it.
        alt: Name,
    },
}

/// A line of a screen.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Row {
    /// The field or button.
    pub label: Name,
    /// What stands in it.
    #[serde(
        default,
        deserialize_with = "given",
        skip_serializing_if = "Option::is_none"
    )]
    pub value: Option<Name>,
    /// Whether this is the spot that is meant.
    #[serde(default)]
    pub spot: bool,
}

/// A station of a path.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Node {
    /// What it is called.
    pub label: Name,
    /// Whether this is the one that is meant.
    #[serde(default)]
    pub spot: bool,
}
