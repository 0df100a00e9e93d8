//! Where a thing is done, and the rules it follows.

use serde::{Deserialize, Serialize};

use super::given;
use crate::model::{Name, WindowId};

/// Where a thing is done.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Place {
    /// What kind of place.
    pub kind: PlaceKind,
    /// What it is called.
    pub name: Name,
    /// The windows, where it is some.
    #[serde(default)]
    pub windows: Vec<WindowId>,
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

/// The kinds of places.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", try_from = "String")]
pub enum PlaceKind {
    /// A window of the centre.
    Window,
    /// A machine.
    SelfService,
    /// A program on the phone.
    App,
    /// A site, such as the electronic tax bureau.
    Web,
}

impl PlaceKind {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Window, Self::SelfService, Self::App, Self::Web];

    /// Its name in guide files.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Window => "window",
            Self::SelfService => "self_service",
            Self::App => "app",
            Self::Web => "web",
        }
    }
}

impl TryFrom<String> for PlaceKind {
    type Error = &'static str;
    fn try_from(code: String) -> Result<Self, Self::Error> {
        let known = Self::ALL.into_iter().find(|kind| kind.code() == code);
        known.ok_or("bad_value")
    }
}

/// A rule the guide follows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Basis {
    /// What it is called.
    pub title: Name,
    /// Its number: 财政部 税务总局公告2025年第7号.
    #[serde(
        default,
        deserialize_with = "given",
        skip_serializing_if = "Option::is_none"
    )]
    pub number: Option<Name>,
    /// Why it is not certain.
    #[serde(
        default,
        deserialize_with = "given",
        skip_serializing_if = "Option::is_none"
    )]
    pub unverified: Option<Name>,
}
