//! The plan: rings at 2.5 and 5 km around where distances begin, the points in their true direction and distance.
//!
//! For the eye alone: the list under it says the same. Two hundred and eighty wide, as the smallest phone has;
//! a pixel is a pixel, so that its numbers are no smaller than other text.

use maud::{Markup, html};

use crate::model::near::{CIRCLE, Position, ServicePoint};
use crate::view::Prefs;

/// The middle, from the left and from the top.
const MIDDLE: (i32, i32) = (140, 106);
/// The ring of five kilometres.
const RING: i32 = 88;

/// The plan of points that are sorted by distance.
pub(super) fn plan(prefs: Prefs, from: Position, sorted: &[(u32, &ServicePoint)]) -> Markup {
    let t = prefs.lang.near_texts();
    let size = if prefs.elder { 17 } else { 13 };
    let spots = sorted.iter().enumerate().filter_map(|(at, (_, point))| {
        let (x, y) = spot(from, point.position());
        let shown =
            (size..=2 * MIDDLE.0 - size).contains(&x) && (size..=2 * MIDDLE.1 - size).contains(&y);
        shown.then_some((at + 1, x, y))
    });
    // The nearest comes last, and so lies on top.
    let mut spots: Vec<_> = spots.collect();
    spots.reverse();
    html! {
        svg.plan viewBox="0 0 280 212" aria-hidden="true" {
            @for ring in [RING, RING / 2] {
                circle.plan__ring cx=(MIDDLE.0) cy=(MIDDLE.1) r=(ring) {}
            }
            text.plan__label x="206" y="184" { "5" (t.units[1]) }
            text.plan__label x="172" y="151" { "2.5" }
            circle.plan__me cx=(MIDDLE.0) cy=(MIDDLE.1) r="8" {}
            // A point as near as this lies on the dot; the ring stays.
            circle.plan__here cx=(MIDDLE.0) cy=(MIDDLE.1) r=(size + 8) {}
            @for (number, x, y) in spots {
                circle.plan__point cx=(x) cy=(y) r=(size) {}
                text.plan__number x=(x) y=(y) dy=".35em" { (number) }
            }
        }
    }
}

/// Where a place is on the plan.
fn spot(from: Position, place: Position) -> (i32, i32) {
    let (east, north) = from.plan(place);
    let circle = i64::from(CIRCLE);
    let scaled = |metres: i32| {
        let twice = i64::from(metres) * i64::from(RING) * 2;
        i32::try_from((twice + circle).div_euclid(2 * circle)).unwrap_or(i32::MAX / 2)
    };
    (MIDDLE.0 + scaled(east), MIDDLE.1 - scaled(north))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ok_directions_and_distances_are_true() {
        let here = Position {
            lat: 36.685,
            lon: 118.48,
        };
        let at = |lat, lon| spot(here, Position { lat, lon });
        assert_eq!(at(36.685, 118.48), MIDDLE);
        // 5,004 m to the north, 4,459 m to the east: on the ring, and nine tenths of the way to it.
        assert_eq!(at(36.73, 118.48), (140, 18));
        assert_eq!(at(36.64, 118.48), (140, 194));
        assert_eq!(at(36.685, 118.53), (218, 106));
        assert_eq!(at(36.685, 118.43), (62, 106));
        // The other side of the earth is not on it, nor does it overflow.
        let (x, y) = at(-36.685, -61.52);
        assert!(!(0..=280).contains(&x) || !(0..=212).contains(&y));
    }
}
