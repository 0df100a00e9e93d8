//! Service points (办税点): where tax business is done, how far away, and whether it is open.
//!
//! Compiled for the phone too, where the distance is computed: a position never leaves it.

mod check;
mod gcj;
mod hours;
mod position;
#[cfg(test)]
mod tests;

use serde::{Deserialize, Serialize};

use super::guide::{Slug, given};
use super::{Json, Name, Read};

pub use check::{PointProblem, PointTrouble, check_points};
pub use gcj::to_gcj02;
pub use hours::{Clock, Days, Hours, Opening, opening};
pub use position::{Position, metres};

/// So far away is near (五公里办税圈), in metres.
pub const CIRCLE: u32 = 5_000;

/// All service points, as the file and the endpoint have them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(not(target_arch = "wasm32"), derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct Points {
    /// Whether they are invented, which the page says.
    #[serde(default)]
    pub sample: bool,
    /// The towns (乡镇、街道) to choose from where the position is not known.
    pub towns: Vec<Town>,
    /// The points, in the order they are listed where no distance is known.
    pub points: Vec<ServicePoint>,
}

/// A town one may be in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(not(target_arch = "wasm32"), derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct Town {
    /// Its name in addresses.
    pub id: Slug,
    /// What it is called.
    pub name: Name,
    /// Where most people live, in millionths of a degree north (WGS-84).
    pub lat_e6: i32,
    /// The same, east.
    pub lon_e6: i32,
}

/// A place for tax business.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(not(target_arch = "wasm32"), derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct ServicePoint {
    /// Its name among the points.
    pub id: Slug,
    /// What it is called.
    pub name: Name,
    /// The town it is in.
    pub town: Slug,
    /// Street and number, or what it is beside.
    pub address: Name,
    /// In millionths of a degree north (WGS-84, as a phone gives it; not as Chinese maps show it).
    pub lat_e6: i32,
    /// The same, east.
    pub lon_e6: i32,
    /// Who serves there.
    pub kind: PointKind,
    /// When it is open in an ordinary week.
    pub hours: Vec<Hours>,
    /// What can be done there, a few words each.
    pub matters: Vec<Name>,
    /// Its telephone, as it is dialled.
    #[serde(
        default,
        deserialize_with = "given",
        skip_serializing_if = "Option::is_none"
    )]
    pub phone: Option<String>,
}

/// Who serves at a point.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(not(target_arch = "wasm32"), derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum PointKind {
    /// People.
    Staffed,
    /// Machines.
    SelfService,
    /// Both.
    Both,
}

impl PointKind {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Staffed, Self::SelfService, Self::Both];

    /// Its name in the file.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Staffed => "staffed",
            Self::SelfService => "self_service",
            Self::Both => "both",
        }
    }
}

impl Points {
    /// The town of an id.
    #[must_use]
    pub fn town(&self, id: &str) -> Option<&Town> {
        self.towns.iter().find(|town| town.id.as_str() == id)
    }

    /// The points with their distance in metres, the nearest first.
    #[must_use]
    pub fn by_distance(&self, from: Position) -> Vec<(u32, &ServicePoint)> {
        let with_distance = |point| (metres(from, ServicePoint::position(point)), point);
        let mut points: Vec<_> = self.points.iter().map(with_distance).collect();
        points.sort_by_key(|(distance, _)| *distance);
        points
    }
}

impl Town {
    /// Where it is.
    #[must_use]
    pub fn position(&self) -> Position {
        Position::from_e6(self.lat_e6, self.lon_e6)
    }
}

impl ServicePoint {
    /// Where it is.
    #[must_use]
    pub fn position(&self) -> Position {
        Position::from_e6(self.lat_e6, self.lon_e6)
    }
}

crate::read_struct! {
    Points { sample, towns, points }
    Town { id, name, lat_e6, lon_e6 }
    ServicePoint { id, name, town, address, lat_e6, lon_e6, kind, hours, matters, phone }
}

impl Read for PointKind {
    fn read<J: Json>(json: &J) -> Option<Self> {
        let code = json.text()?;
        Self::ALL.into_iter().find(|kind| kind.code() == code)
    }
}
