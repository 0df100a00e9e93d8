//! When a window gets more ratings in an hour than it can be expected to: what is over is put aside for review.
//!
//! Only the number of ratings speaks, never what they say: a rule that knew the answers could be used to put
//! dissatisfied ones aside.

/// What is usual at a window in an hour: what came at this hour of this weekday, in the weeks before.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Usual {
    /// How many came then and were counted, in all those weeks together.
    pub past: u32,
    /// How many weeks were looked at: [`Usual::WEEKS`], or as many as the window has been rated for.
    pub weeks: u32,
}

impl Usual {
    /// How many weeks are looked at.
    pub const WEEKS: u32 = 4;

    /// What a window that was rated for less than a week may get in an hour: one a minute, all the time. It
    /// serves one person at a time, so an opening day stays below.
    pub const OPENING: u32 = 60;

    /// Of how many standard deviations chance is thought capable: beyond four it is in one hour of 30,000, a few
    /// in a year of a hall. More than the usual 95 %, because a hall is busier and quieter than dice would be.
    const REACH: f64 = 4.0;

    /// How many ratings are taken in the hour; more are a burst. `rush` is how many times busier than usual the
    /// rest of the hall is: see [`rush`].
    ///
    /// Ratings that come by chance are a Poisson process, and √(n + 3/8) of its counts lies around
    /// √(mean + 3/8) with a standard deviation of 1/2, whatever the mean: F. J. Anscombe, "The transformation of
    /// Poisson, binomial and negative-binomial data", Biometrika 35 (1948). The mean of the weeks before is
    /// itself uncertain by 1/(2 √weeks). So the hour is within reach while
    /// √(n + 3/8) ≤ √(mean + 3/8) + REACH / 2 · √(1 + 1/weeks).
    #[must_use]
    pub fn bound(self, rush: f64) -> u32 {
        if self.weeks == 0 {
            return Self::OPENING;
        }
        let reach = Self::REACH / 2.0 * (1.0 + 1.0 / f64::from(self.weeks)).sqrt();
        let root = (self.mean() * rush + 0.375).sqrt() + reach;
        // Positive, and far below what a number holds.
        (root * root - 0.375).floor() as u32
    }

    fn mean(self) -> f64 {
        f64::from(self.past) / f64::from(self.weeks.max(1))
    }
}

/// A rush is told by so many other windows at least: fewer may be somebody's doing.
pub const WITNESSES: usize = 8;

/// No window tells of more than this, and so no rush is more.
const MOST: f64 = 8.0;

/// How many times busier than usual the other windows of the hall are in an hour, by what each of them has taken:
/// the mean of their ratios, from 1 to 8. A rush that the whole hall has is no window's burst.
#[must_use]
pub fn rush(others: impl Iterator<Item = (Usual, u32)>) -> f64 {
    // A window that hardly ever has a rating is not ten times busier with one.
    let ratio = |(usual, taken): (Usual, u32)| (f64::from(taken) / usual.mean().max(1.0)).min(MOST);
    let known = others.filter(|(usual, _)| usual.weeks > 0).map(ratio);
    let (sum, windows) = known.fold((0.0, 0), |(sum, windows), one| (sum + one, windows + 1));
    if windows < WITNESSES {
        return 1.0;
    }
    // A few dozen: exact.
    (sum / windows as f64).max(1.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn usual(past: u32, weeks: u32) -> Usual {
        Usual { past, weeks }
    }

    /// By hand, with four weeks: reach 2 · √1.25 = 2.23607.
    /// Mean 0: √0.375 = 0.61237; 2.84844² = 8.1136; − 0.375 = 7.74.
    /// Mean 1: √1.375 = 1.17260; 3.40867² = 11.6190; 11.24.
    /// Mean 9: √9.375 = 3.06186; 5.29793² = 28.0681; 27.69.
    /// Mean 12: √12.375 = 3.51781; 5.75388² = 33.1071; 32.73.
    #[test]
    fn ok_the_bound_by_hand() {
        for (past, bound) in [(0, 7), (4, 11), (36, 27), (48, 32)] {
            assert_eq!(usual(past, 4).bound(1.0), bound, "{past}");
        }
    }

    /// By hand, with one week: reach 2 · √2 = 2.82843. Mean 9: 5.89029² = 34.6955; 34.32.
    #[test]
    fn ok_what_is_known_for_fewer_weeks_reaches_further() {
        assert_eq!(usual(9, 1).bound(1.0), 34);
        assert!(usual(9, 1).bound(1.0) > usual(36, 4).bound(1.0));
    }

    #[test]
    fn ok_a_window_without_a_past_has_an_opening_day() {
        assert_eq!(usual(0, 0).bound(1.0), 60);
        assert_eq!(usual(0, 0).bound(8.0), 60);
    }

    /// By hand: mean 9 in a rush of 4 is 36; √36.375 = 6.03117; 8.26724² = 68.3472; 67.97.
    #[test]
    fn ok_in_a_rush_more_is_usual() {
        assert_eq!(usual(36, 4).bound(4.0), 67);
    }

    #[test]
    fn ok_a_rush_is_told_by_many_windows_and_no_one_of_them() {
        let others = |taken: &[u32]| {
            let taken: Vec<_> = taken.iter().map(|taken| (usual(8, 4), *taken)).collect();
            rush(taken.into_iter())
        };
        // Usual is 2 each.
        assert_eq!(others(&[8; 7]), 1.0);
        assert_eq!(others(&[8; 8]), 4.0);
        assert_eq!(others(&[1; 8]), 1.0);
        assert_eq!(others(&[1_000; 20]), 8.0);
        // One that is stuffed says no more than 8: (7 · 1 + 8) / 8.
        assert_eq!(others(&[2, 2, 2, 2, 2, 2, 2, 1_000_000]), 1.875);
        let new = [(usual(0, 0), 500); 20];
        assert_eq!(rush(new.into_iter()), 1.0);
        // Once where there is hardly ever anybody is no rush.
        assert_eq!(rush([(usual(0, 4), 1); 20].into_iter()), 1.0);
    }
}
