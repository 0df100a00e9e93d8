//! From WGS-84, what phones give, to GCJ-02, what maps in mainland China show: some 500 m apart.

use super::position::{Position, cos, sin};

/// The Krasovsky ellipsoid: its greater half axis in metres, and its eccentricity squared.
const AXIS: f64 = 6_378_245.0;
const ECCENTRICITY: f64 = 0.006_693_421_622_965_823;

/// A position as a map in mainland China shows it. Beyond a box around the country nothing is moved, as those
/// maps do; the box holds a part of its neighbours, where no point of ours is.
///
/// The formula was never published; it is the one of `eviltransform` and `gcoord`, which maps agree with to
/// about a metre. A table in the tests holds it against `gcoord`.
#[must_use]
pub fn to_gcj02(at: Position) -> Position {
    let Position { lat, lon } = at;
    let in_box = (72.004..=137.8347).contains(&lon) && (0.8293..=55.8271).contains(&lat);
    if !in_box {
        return at;
    }
    let (x, y) = (lon - 105.0, lat - 35.0);
    let root = (if x < 0.0 { -x } else { x }).sqrt();
    // Its waves are in half turns.
    let wave = |times: f64| sin(times * 180.0);
    let both = 20.0 * wave(6.0 * x) + 20.0 * wave(2.0 * x);
    let north = -100.0
        + 2.0 * x
        + 3.0 * y
        + 0.2 * y * y
        + 0.1 * x * y
        + 0.2 * root
        + (both
            + 20.0 * wave(y)
            + 40.0 * wave(y / 3.0)
            + 160.0 * wave(y / 12.0)
            + 320.0 * wave(y / 30.0))
            * 2.0
            / 3.0;
    let east = 300.0
        + x
        + 2.0 * y
        + 0.1 * x * x
        + 0.1 * x * y
        + 0.1 * root
        + (both
            + 20.0 * wave(x)
            + 40.0 * wave(x / 3.0)
            + 150.0 * wave(x / 12.0)
            + 300.0 * wave(x / 30.0))
            * 2.0
            / 3.0;
    // Metres to degrees, by how the ellipsoid is curved here.
    let sine = sin(lat);
    let magic = 1.0 - ECCENTRICITY * sine * sine;
    let root = magic.sqrt();
    let degrees = 180.0 / core::f64::consts::PI;
    Position {
        lat: lat + north * degrees * magic * root / (AXIS * (1.0 - ECCENTRICITY)),
        lon: lon + east * degrees * root / (AXIS * cos(lat)),
    }
}
