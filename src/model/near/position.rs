//! Places on the earth and how far they are apart.

use core::f64::consts::{FRAC_PI_2, PI};

/// The earth's mean radius in metres (IUGG, R₁).
const RADIUS: f64 = 6_371_008.8;

/// A place in degrees (WGS-84, what phones give).
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Position {
    /// North of the equator.
    pub lat: f64,
    /// East of Greenwich.
    pub lon: f64,
}

impl Position {
    /// From millionths of a degree.
    #[must_use]
    pub fn from_e6(lat: i32, lon: i32) -> Self {
        Self {
            lat: f64::from(lat) / 1e6,
            lon: f64::from(lon) / 1e6,
        }
    }

    /// To millionths of a degree: 11 cm.
    #[must_use]
    pub fn e6(self) -> (i32, i32) {
        (whole(self.lat * 1e6), whole(self.lon * 1e6))
    }

    /// How far east and north of here another place is, in metres, as on a plan: its direction and its
    /// distance ([`metres`]) are true.
    #[must_use]
    pub fn plan(self, other: Self) -> (i32, i32) {
        let lon = turn(other.lon - self.lon);
        let (east, north) = (
            lon * cos((self.lat + other.lat) / 2.0),
            other.lat - self.lat,
        );
        let length = (east * east + north * north).sqrt();
        if length == 0.0 {
            return (0, 0);
        }
        let scale = f64::from(metres(self, other)) / length;
        (whole(east * scale), whole(north * scale))
    }
}

/// The great-circle distance in metres (haversine, R. W. Sinnott, 1984): off by 0.5 % at most, as the earth is no ball.
#[must_use]
pub fn metres(a: Position, b: Position) -> u32 {
    let half = |degrees: f64| {
        let sine = sin(degrees / 2.0);
        sine * sine
    };
    let square = half(b.lat - a.lat) + cos(a.lat) * cos(b.lat) * half(b.lon - a.lon);
    let distance = 2.0 * RADIUS * square.clamp(0.0, 1.0).sqrt().asin();
    u32::try_from(whole(distance)).unwrap_or(0)
}

/// Degrees between -180 and 180.
fn turn(degrees: f64) -> f64 {
    degrees - ((degrees + 180.0) / 360.0).floor() * 360.0
}

#[expect(
    clippy::cast_possible_truncation,
    reason = "halfway round the earth is 20 million metres; anything beyond stops at the end"
)]
pub(super) fn whole(number: f64) -> i32 {
    (number + 0.5).floor() as i32
}

/// The sine of an angle in degrees.
pub(super) fn sin(degrees: f64) -> f64 {
    sine(degrees / 180.0 * PI)
}

/// The cosine of an angle in degrees.
pub(super) fn cos(degrees: f64) -> f64 {
    sine(degrees / 180.0 * PI + FRAC_PI_2)
}

/// The sine of an angle in radians, to 12 digits for a few hundred turns. The standard library's is exact for
/// any angle, and 2.4 KB more on the wire.
fn sine(angle: f64) -> f64 {
    let half_turns = (angle / PI + 0.5).floor();
    let angle = angle - half_turns * PI;
    let (mut term, mut sum, mut power) = (angle, angle, 1.0);
    while power < 21.0 {
        term *= -angle * angle / ((power + 1.0) * (power + 2.0));
        sum += term;
        power += 2.0;
    }
    let even = (half_turns / 2.0).floor() * 2.0 == half_turns;
    if even { sum } else { -sum }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(lat: f64, lon: f64) -> Position {
        Position { lat, lon }
    }

    #[test]
    fn ok_the_sine_is_the_standard_librarys() {
        for step in -4_000..4_000 {
            let angle = f64::from(step) * 0.173;
            assert!((sine(angle) - angle.sin()).abs() < 1e-12, "{angle}");
        }
        assert!((cos(60.0) - 0.5).abs() < 1e-12 && (sin(30.0) - 0.5).abs() < 1e-12);
    }

    #[test]
    fn ok_distances_computed_by_hand() {
        // A degree of a great circle: 2πR/360 = 111,195.08 m.
        assert_eq!(metres(at(36.0, 118.0), at(37.0, 118.0)), 111_195);
        assert_eq!(metres(at(0.0, 0.0), at(0.0, 1.0)), 111_195);
        // On the 60th parallel nearly half of it: 2R·asin(½·sin ½°).
        assert_eq!(metres(at(60.0, 10.0), at(60.0, 11.0)), 55_597);
        // A quarter of the way round, and the two poles: πR/2 = 10,007,557.2 and πR = 20,015,114.4.
        assert_eq!(metres(at(0.0, 0.0), at(90.0, 77.0)), 10_007_557);
        assert_eq!(metres(at(90.0, 0.0), at(-90.0, 0.0)), 20_015_114);
        // As far as can be: Qingzhou and the sea beside Argentina.
        assert_eq!(metres(at(36.685, 118.48), at(-36.685, -61.52)), 20_015_114);
        // Nearly: one degree short of it.
        assert_eq!(
            metres(at(36.685, 118.48), at(-35.685, -61.52)),
            20_015_114 - 111_195
        );
        // Across the date line two degrees, not 358.
        assert_eq!(metres(at(0.0, 179.0), at(0.0, -179.0)), 222_390);
        assert_eq!(metres(at(36.685, 118.48), at(36.685, 118.48)), 0);
    }

    #[test]
    fn ok_known_distances() {
        // Beijing to Shanghai (Tian'anmen, People's Square), computed with Python's math.
        let (beijing, shanghai) = (at(39.9055, 116.3976), at(31.2304, 121.4737));
        assert_eq!(metres(beijing, shanghai), metres(shanghai, beijing));
        assert_eq!(metres(beijing, shanghai), 1_067_819);
    }

    #[test]
    fn ok_a_plan_keeps_direction_and_distance() {
        let here = at(36.685, 118.48);
        // The bearings are of the great circle, by Python's math: they differ by less than 0.03° within 5 km.
        assert_eq!(here.plan(at(36.73, 118.48)), (0, 5_004));
        assert_eq!(here.plan(at(36.64, 118.48)), (0, -5_004));
        let (east, north) = here.plan(at(36.685, 118.53));
        assert_eq!((east, north), (4_459, 0));
        let (east, north) = here.plan(at(36.70, 118.46));
        assert!(east < 0 && north > 0);
        let distance = f64::from(metres(here, at(36.70, 118.46)));
        assert!((f64::from(east).hypot(f64::from(north)) - distance).abs() < 1.0);
        assert_eq!(here.plan(here), (0, 0));
        // Over the date line the short way.
        assert!(at(0.0, 179.99).plan(at(0.0, -179.99)).0 > 0);
    }

    #[test]
    fn ok_millionths_of_a_degree_there_and_back() {
        for (lat, lon) in [(36_685_123, 118_480_001), (-1, -179_999_999), (0, 0)] {
            assert_eq!(Position::from_e6(lat, lon).e6(), (lat, lon));
        }
    }
}
