//! Two months of invented ratings, so that the demo's results have something to show. Made from the
//! date alone: however often it is put in, it is the same.

use sha2::{Digest, Sha256};

use crate::model::{Centre, Day, Minute, Moment, Month, RatingId, Shift, Source, Unit};
use crate::server::store::NewRating;
use crate::server::store::results::LedgerEntry;

/// How many whole months it reaches back.
const MONTHS: usize = 2;

/// The first day that is told of.
#[must_use]
pub fn first_day(today: Day) -> Day {
    let running = Month::of(today);
    let back = std::iter::successors(Some(running), |month| Some(month.previous()));
    back.take(MONTHS + 1).last().unwrap_or(running).first()
}

/// Ratings from [`first_day`] to yesterday, every third unit with too few of them to be ranked.
#[must_use]
pub fn ratings(today: Day, centre: &Centre) -> Vec<NewRating> {
    let first = first_day(today);
    let days = (0..today.since(first)).map(|n| first.plus(n));
    let working: Vec<_> = days.filter(|day| day.since(day.monday()) < 5).collect();
    let mut ratings = Vec::new();
    for (place, unit) in centre.units.iter().enumerate() {
        for day in &working {
            let chance = Chance::of(&format!("{}{day}", unit.id));
            let many = if place % 3 == 2 {
                u64::from(chance.below(0, 3) == 0)
            } else {
                1 + chance.below(0, 6)
            };
            for turn in 0..many {
                ratings.extend(rating(unit, *day, place, turn));
            }
        }
    }
    // In the order of days, as they would have come: each day's head stands behind the day before.
    ratings.sort_by_key(|rating| rating.received_at);
    ratings
}

fn rating(unit: &Unit, day: Day, place: usize, turn: u64) -> Option<NewRating> {
    let chance = Chance::of(&format!("{}{day}{turn}", unit.id));
    let windows = u64::try_from(unit.windows.len())
        .ok()
        .filter(|count| *count > 0)?;
    let window = unit
        .windows
        .get(usize::try_from(chance.below(0, windows)).ok()?)?;
    let minute = u16::try_from(9 * 60 + chance.below(1, 8 * 60)).unwrap_or(9 * 60);
    let at = Moment::at(day, Minute(minute));
    // Between 84 and 98 of a hundred, never all.
    let share = 84 + u64::try_from(place * 5 % 15).unwrap_or(0);
    let open = chance.below(3, 20) == 0;
    Some(NewRating {
        id: RatingId::at(at, chance.id()),
        window: window.id.clone(),
        satisfied: chance.below(2, 100) < share,
        source: if open { Source::Open } else { Source::Scan },
        visit: None,
        from_page: true,
        rated_at: at,
        received_at: at,
    })
}

/// How many days lie before the last two months in [`bulk`].
const YEARS_BACK: i64 = 3 * 365;

/// How many ratings [`bulk`] puts into the days since [`first_day`].
const RECENT: u64 = 8000;

/// The first day of [`bulk`].
#[must_use]
pub fn bulk_first_day(today: Day) -> Day {
    first_day(today).plus(-YEARS_BACK)
}

/// So many ratings in the order of their days, for measurements: whatever their number, the last two months are
/// the same, and the others lie in three years before.
pub fn bulk(today: Day, centre: &Centre, count: u64) -> impl Iterator<Item = NewRating> {
    let windows = centre.windows().map(|(_, window)| window.id.clone());
    let windows: Vec<_> = windows.collect();
    let first = first_day(today);
    let recent = RECENT.min(count);
    let days = u64::try_from(today.since(first)).unwrap_or(1).max(1);
    let back = u64::try_from(YEARS_BACK).unwrap_or(1);
    (0..count).filter_map(move |turn| {
        let chance = Chance::of(&format!("bulk{turn}"));
        let window = chance.below(0, u64::try_from(windows.len()).unwrap_or(1));
        // Evenly, one day after the other: `turn` of `many` lies in day `turn * days / many`.
        let day = |turn: u64, days: u64, many: u64| {
            let day = u128::from(turn) * u128::from(days) / u128::from(many.max(1));
            i64::try_from(day).unwrap_or(0)
        };
        let day = match turn.checked_sub(count - recent) {
            Some(turn) => first.plus(day(turn, days, recent)),
            None => first.plus(-YEARS_BACK + day(turn, back, count - recent)),
        };
        let minute = u16::try_from(9 * 60 + chance.below(1, 8 * 60)).unwrap_or(9 * 60);
        let at = Moment::at(day, Minute(minute));
        Some(NewRating {
            id: RatingId::at(at, chance.id()),
            window: windows.get(usize::try_from(window).ok()?)?.clone(),
            satisfied: chance.below(2, 100) < 94,
            source: if chance.below(3, 20) == 0 {
                Source::Open
            } else {
                Source::Scan
            },
            visit: None,
            from_page: true,
            rated_at: at,
            received_at: at,
        })
    })
}

/// What the sittings before today did.
#[must_use]
pub fn ledger(today: Day, shifts: &[Shift]) -> Vec<LedgerEntry> {
    let held = shifts
        .iter()
        .filter(|shift| shift.takes_place() && shift.day < today);
    let entry = |shift: &Shift| {
        let chance = Chance::of(&format!("shift{}", shift.id));
        let served = u32::try_from(8 + chance.below(0, 14)).unwrap_or(8);
        LedgerEntry {
            shift: shift.id,
            served,
            solved: served * 2 / 3,
            accepted: u32::from(chance.below(1, 3) == 0),
        }
    };
    held.map(entry).collect()
}

/// Numbers that look like chance and are always the same.
struct Chance([u8; 32]);

impl Chance {
    fn of(name: &str) -> Self {
        Self(Sha256::digest(name.as_bytes()).into())
    }

    /// One of `0..limit`; `draw` 0 to 3.
    fn below(&self, draw: usize, limit: u64) -> u64 {
        let bytes = self.0.iter().skip(draw * 4).take(4);
        let number = bytes.fold(0, |number, byte| number << 8 | u64::from(*byte));
        number % limit.max(1)
    }

    fn id(&self) -> [u8; 16] {
        let mut id = [0; 16];
        for (byte, chance) in id.iter_mut().zip(self.0.iter().skip(16)) {
            *byte = *chance;
        }
        id
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Day {
        Day::parse(text).unwrap()
    }

    #[test]
    fn ok_the_history_is_the_same_each_time_and_ends_yesterday() {
        let (today, centre) = (day("2026-11-24"), super::super::centre());
        let ratings = ratings(today, &centre);
        let ids: std::collections::HashSet<_> = ratings.iter().map(|rating| rating.id).collect();
        assert_eq!(ids.len(), ratings.len());
        assert!(
            ratings
                .iter()
                .all(|r| r.rated_at.day() >= day("2026-09-01"))
        );
        assert!(ratings.iter().all(|r| r.rated_at.day() < today));
        let again = super::ratings(today, &centre);
        assert_eq!(ratings.len(), again.len());
        assert!(
            ratings
                .iter()
                .zip(&again)
                .all(|(a, b)| (a.id, a.satisfied) == (b.id, b.satisfied))
        );
    }

    #[test]
    fn ok_whatever_the_number_the_last_two_months_are_as_busy() {
        let (today, centre) = (day("2026-11-24"), super::super::centre());
        for count in [10_000, 30_000] {
            let all: Vec<_> = bulk(today, &centre, count).collect();
            assert_eq!(all.len() as u64, count);
            assert!(all.is_sorted_by_key(|rating| rating.received_at.day()));
            let recent = |rating: &&NewRating| rating.received_at.day() >= first_day(today);
            assert_eq!(all.iter().filter(recent).count() as u64, RECENT);
            assert_eq!(all[0].received_at.day(), bulk_first_day(today));
            assert!(all.iter().all(|rating| rating.received_at.day() < today));
        }
    }

    #[test]
    fn ok_some_units_have_too_few_and_none_only_praise() {
        let (today, centre) = (day("2026-11-24"), super::super::centre());
        let october: Vec<_> = ratings(today, &centre)
            .into_iter()
            .filter(|rating| Month::of(rating.rated_at.day()) == Month::parse("2026-10").unwrap())
            .collect();
        let of = |unit: &Unit| {
            let at = |rating: &&NewRating| unit.windows.iter().any(|w| w.id == rating.window);
            let all: Vec<_> = october.iter().filter(at).collect();
            (
                all.len(),
                all.iter().filter(|rating| rating.satisfied).count(),
            )
        };
        let counts: Vec<_> = centre.units.iter().map(of).collect();
        assert!(counts.iter().any(|(all, _)| *all < 30));
        assert!(counts.iter().any(|(all, _)| *all > 60));
        assert!(
            counts
                .iter()
                .filter(|(all, _)| *all >= 30)
                .all(|(all, good)| good < all)
        );
    }
}
