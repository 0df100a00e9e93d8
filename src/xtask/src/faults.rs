//! `faults`: the server is killed, and its power cut, as often as somebody has patience for.

use crate::check::{Tally, rust};
use crate::error::{Context, Result};
use crate::place::Place;
use crate::setup::{self, Need};
use crate::shared::{Kind, SharedTarget};

/// How often it is killed by itself.
const KILLS: &str = "500";
/// At how many moments its power is cut.
const CUTS: &str = "10000";
/// What the tests cannot do without.
pub const NEEDS: [Need; 2] = [Need::Native, Need::Tracer];

/// Runs the tests of `tests/faults` in the release build; `false` where one failed.
pub fn command(place: &Place, numbers: &[String]) -> Result<bool> {
    for number in numbers {
        let count = number.parse::<u32>();
        count.context(|| format!("`{number}` is no number: cargo xtask faults [KILLS [CUTS]]"))?;
    }
    setup::ensure(place, &NEEDS)?;
    let target = SharedTarget::enter(place, Kind::Host)?;
    let number = |at: usize, usual| numbers.get(at).map_or(usual, String::as_str);
    let mut cargo = place.cargo();
    cargo.args(["test", "--release", "--test", "faults"]);
    cargo.env("ZUOBAN_FAULTS_KILLS", number(0, KILLS));
    cargo.env("ZUOBAN_FAULTS_CUTS", number(1, CUTS));
    target.apply(&mut cargo);
    Ok(rust::suite(&mut cargo)?.failed == 0)
}

/// The same as one check among many: a few of each.
pub fn check(place: &Place) -> Result<Tally> {
    let target = SharedTarget::enter(place, Kind::Host)?;
    let mut cargo = place.cargo();
    cargo.args(["test", "--test", "faults"]);
    target.apply(&mut cargo);
    rust::suite(&mut cargo)
}
