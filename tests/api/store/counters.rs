//! The counters are what the ratings come to, whatever happened, in whatever order, and at once.

use tokio::task::JoinSet;
use zuoban::model::{Amendment, AmendmentId, Day, Level, Minute, Moment, RatingId, Source};
use zuoban::server::store::results::UnitTally;
use zuoban::server::store::{NewAmendment, NewRating, Store};

use super::{kept, window};

const MONDAY: &str = "2026-11-23";

/// A small generator of its own (xorshift64), so that a failing seed can be run again.
struct Dice(u64);

impl Dice {
    fn below(&mut self, sides: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0 % sides
    }
}

fn id(of: u64, kind: u8) -> [u8; 16] {
    let mut id = [kind; 16];
    id[..8].copy_from_slice(&of.to_be_bytes());
    id
}

fn monday() -> Day {
    Day::parse(MONDAY).unwrap()
}

fn rating(dice: &mut Dice, number: u64) -> NewRating {
    let minute = Minute(u16::try_from(dice.below(1440)).unwrap());
    let at = Moment::at(monday().plus(dice.below(3) as i64), minute);
    NewRating {
        id: RatingId::from_bytes(id(number, 0)),
        window: window(["07", "08"][dice.below(2) as usize]),
        satisfied: dice.below(4) > 0,
        source: [Source::Scan, Source::Open][dice.below(2) as usize],
        visit: None,
        from_page: false,
        rated_at: at,
        received_at: at,
    }
}

/// A refinement, an undo, an undo taken back, of any of so many ratings.
fn amendment(dice: &mut Dice, number: u64, ratings: u64) -> NewAmendment {
    let change = Amendment {
        level: Level::ALL.get(dice.below(9) as usize).copied(),
        withdrawn: [None, None, Some(true), Some(true), Some(false)][dice.below(5) as usize],
        ..Amendment::default()
    };
    NewAmendment {
        id: AmendmentId::from_bytes(id(number, 1)),
        rating: RatingId::from_bytes(id(dice.below(ratings), 0)),
        change,
        amended_at: Moment(1),
        received_at: Moment(1),
    }
}

async fn by_day(store: &dyn Store) -> Vec<Vec<UnitTally>> {
    let mut days = Vec::new();
    for day in 0..3 {
        let day = monday().plus(day);
        let mut tallies = store.tallies(day, day).await.unwrap();
        // What is taken back altogether leaves a row of nothing.
        tallies.retain(|of| of.tally.counted != 0);
        days.push(tallies);
    }
    days
}

#[tokio::test(flavor = "multi_thread")]
async fn ok_the_counters_are_what_the_ratings_come_to_whatever_happens_at_once() {
    for seed in 1..=3 {
        let kept = kept().await;
        let store = &kept.store;
        let mut dice = Dice(0x9e37_79b9_7f4a_7c15_u64.wrapping_mul(seed));
        let (taps, changes) = (60, 240);
        let mut sending = JoinSet::new();
        let ratings: Vec<_> = (0..taps).map(|number| rating(&mut dice, number)).collect();
        for number in 0..taps + changes {
            let store = std::sync::Arc::clone(store);
            // Every rating is sent twice.
            let tapped = ratings[(number % taps) as usize].clone();
            let change = amendment(&mut dice, number % changes, taps);
            sending.spawn(async move {
                if number < taps * 2 {
                    store.create_rating(tapped).await.unwrap();
                }
                // A rating that is not there yet has none, or an id may come with another change: neither counts.
                drop(store.amend_rating(change).await);
            });
        }
        sending.join_all().await;
        let counted = by_day(store.as_ref()).await;
        assert!(counted.iter().all(|day| !day.is_empty()));
        store.rebuild().await.unwrap();
        assert_eq!(by_day(store.as_ref()).await, counted, "seed {seed}");
    }
}
