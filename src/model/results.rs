//! What the centre publishes of a month: how satisfied people were, unit by unit, and what came of it.
//!
//! Quality is compared, never use: no count is a rank. Shares are in thousandths.

use serde::{Deserialize, Serialize};

use super::interval::{Sample, newcombe, per_mille};
use super::{Day, Month, Name, UnitId};

/// `GET /api/v1/results?month=2026-10`
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(not(target_arch = "wasm32"), derive(utoipa::ToSchema))]
pub struct Results {
    /// The centre's name.
    pub centre: Name,
    /// Whether the centre is the invented demo.
    pub demo: bool,
    /// The month told of.
    pub month: Month,
    /// Whether it is not over yet.
    pub running: bool,
    /// Every month there is something to tell of, newest first.
    pub months: Vec<Month>,
    /// Sittings held.
    pub sittings: u32,
    /// People served at them, where it was written down.
    pub served: u32,
    /// Suggestions answered.
    pub settled: u32,
    /// Ratings that came without a window's code: told, never compared.
    pub open_count: u32,
    /// Ratings that are over their window's usual: put aside until they are reviewed, and counted nowhere else.
    pub held_count: u32,
    /// Whether people are more satisfied while a director sits at the window; none where a sample is small.
    pub on_duty: Option<OnDuty>,
    /// What was changed because of a suggestion, newest first.
    pub changes: Vec<Change>,
    /// Every unit: those that can be ranked first, best first, then the others in the order of the hall.
    pub rows: Vec<UnitResult>,
    /// What everything written down until then hashes to, so that nobody can change it later unnoticed; of the
    /// month's last day that is over.
    pub head: Option<ChainHead>,
}

/// Where the chain of hashes ended with a day: whoever keeps it can have it compared (`zuoban verify --head`).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(not(target_arch = "wasm32"), derive(utoipa::ToSchema))]
pub struct ChainHead {
    /// The day.
    pub day: Day,
    /// How many rows there were.
    pub rows: u64,
    /// SHA-256 in 64 hexadecimal digits.
    pub hash: String,
}

impl ChainHead {
    /// So many digits are enough to tell it from every other.
    const SHORT: usize = 16;

    /// The first digits, which are enough to find it again.
    #[must_use]
    pub fn short(&self) -> &str {
        self.hash.get(..Self::SHORT).unwrap_or(&self.hash)
    }
}

/// One unit's month.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(not(target_arch = "wasm32"), derive(utoipa::ToSchema))]
pub struct UnitResult {
    /// The unit.
    pub unit: UnitId,
    /// As people call it.
    pub name: Name,
    /// How many ratings count.
    pub count: u32,
    /// How many of them are satisfied.
    pub satisfied: u32,
    /// The share of them, in thousandths.
    pub share: u32,
    /// Where the share's 95 % interval begins (Wilson), in thousandths.
    pub low: u32,
    /// Where it ends.
    pub high: u32,
    /// Too few to be ranked: under [`UnitResult::ENOUGH`].
    pub small: bool,
    /// How punctually suggestions and complaints were answered, where any were due.
    pub follow_up: Option<FollowUp>,
}

/// Answers that were due in the month.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(not(target_arch = "wasm32"), derive(utoipa::ToSchema))]
pub struct FollowUp {
    /// Given by their deadline.
    pub on_time: u32,
    /// Due.
    pub total: u32,
}

/// Something that was changed because somebody said so.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(not(target_arch = "wasm32"), derive(utoipa::ToSchema))]
pub struct Change {
    /// When it was answered.
    pub day: Day,
    /// The unit that changed it.
    pub unit: Name,
    /// What was changed, in the unit's words, as published.
    pub text: String,
}

/// Satisfied shares with and without a director at the window, in thousandths.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(not(target_arch = "wasm32"), derive(utoipa::ToSchema))]
pub struct OnDuty {
    /// The share while one sat there.
    pub with: u32,
    /// Of how many ratings.
    pub with_count: u32,
    /// The share at all other times.
    pub without: u32,
    /// Of how many ratings.
    pub without_count: u32,
    /// Where the 95 % interval of the difference begins (Newcombe); negative where it was lower.
    pub low: i32,
    /// Where it ends.
    pub high: i32,
}

impl UnitResult {
    /// Under so many ratings a share says too little to be ranked.
    pub const ENOUGH: u32 = 30;

    /// A unit's month from what was counted.
    #[must_use]
    pub fn new(unit: UnitId, name: Name, sample: Sample, follow_up: Option<FollowUp>) -> Self {
        let (low, high) = sample.wilson();
        Self {
            unit,
            name,
            count: sample.count,
            satisfied: sample.hits,
            share: thousandths(sample.share()),
            low: thousandths(low),
            high: thousandths(high),
            small: sample.count < Self::ENOUGH,
            follow_up,
        }
    }
}

impl OnDuty {
    /// The comparison, unless one of the samples is too small for it.
    #[must_use]
    pub fn compare(with: Sample, without: Sample) -> Option<Self> {
        let (low, high) = newcombe(with, without);
        let enough = with.count.min(without.count) >= UnitResult::ENOUGH;
        enough.then(|| Self {
            with: thousandths(with.share()),
            with_count: with.count,
            without: thousandths(without.share()),
            without_count: without.count,
            low: per_mille(low),
            high: per_mille(high),
        })
    }
}

/// Ranks by where the interval begins, so that luck with few ratings is no advantage; the number of
/// ratings itself is never a rank. Equals, and those with too few, stay in the order they came in.
pub fn rank(rows: &mut [UnitResult]) {
    rows.sort_by_key(|row| {
        let (low, share) = if row.small {
            (0, 0)
        } else {
            (row.low, row.share)
        };
        (row.small, core::cmp::Reverse((low, share)))
    });
}

fn thousandths(share: f64) -> u32 {
    u32::try_from(per_mille(share)).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(unit: &str, hits: u32, count: u32) -> UnitResult {
        let sample = Sample { count, hits };
        UnitResult::new(unit.into(), Name::new(unit, unit), sample, None)
    }

    #[test]
    fn ok_ranked_by_the_lower_bound_and_small_samples_last_in_the_order_of_the_hall() {
        let mut rows = [
            row("few", 29, 29),
            row("good", 288, 300),
            row("none", 0, 0),
            row("lucky", 30, 30),
            row("bad", 170, 200),
        ];
        rank(&mut rows);
        let units: Vec<_> = rows.iter().map(|row| row.unit.as_str()).collect();
        assert_eq!(units, ["good", "lucky", "bad", "few", "none"]);
        assert_eq!(rows.iter().filter(|row| row.small).count(), 2);
    }

    #[test]
    fn ok_twice_the_ratings_of_the_same_share_are_no_advantage_but_certainty() {
        let (few, many) = (row("few", 95, 100), row("many", 190, 200));
        assert_eq!((few.share, many.share), (950, 950));
        assert!(few.low < many.low && many.high < few.high);
    }

    #[test]
    fn ok_directors_are_compared_only_where_both_samples_are_enough() {
        let of = |hits, count| Sample { count, hits };
        assert_eq!(OnDuty::compare(of(29, 29), of(900, 1000)), None);
        assert_eq!(OnDuty::compare(of(900, 1000), of(0, 0)), None);
        // Newcombe 1998, table II, contrast a.
        let told = OnDuty::compare(of(56, 70), of(48, 80)).unwrap();
        assert_eq!((told.with, told.without), (800, 600));
        assert_eq!((told.low, told.high), (52, 334));
    }
}
