//! The counters are what the ratings come to, whatever happened, in whatever order, and at once.

use tokio::task::JoinSet;
use zuoban::model::{
    Amendment, AmendmentId, Day, Level, Minute, Moment, Name, RatingId, Shift, ShiftState, Source,
    Unit, VisitCode,
};
use zuoban::server::store::results::UnitTally;
use zuoban::server::store::visits::NewVisit;
use zuoban::server::store::{NewAmendment, NewRating, RatingRow, Store};

use super::{kept, window};

const MONDAY: &str = "2026-11-23";
const WINDOWS: [&str; 2] = ["07", "08"];

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

/// Codes of both windows, fewer than there are ratings.
fn visits() -> Vec<NewVisit> {
    let visit = |n: u8| NewVisit {
        code: VisitCode::from_random(&[n; 32]).unwrap(),
        window: window(WINDOWS[usize::from(n % 2)]),
        issued_at: Moment::at(monday(), Minute(0)),
        valid_until: Moment::at(monday().plus(2), Minute(720)),
    };
    (0..20).map(visit).collect()
}

/// Somebody sits at one window in the morning of the first two days.
fn shifts() -> Vec<Shift> {
    let shift = |day: i64| Shift {
        id: 0,
        day: monday().plus(day),
        from: Minute(540),
        to: Minute(720),
        window: window("07"),
        unit: "tax".into(),
        director: Name::new("示例甲", "Sample A"),
        office: Name::new("局长", "Director"),
        state: ShiftState::Planned,
    };
    (0..2).map(shift).collect()
}

/// Each window is a unit's of its own; somebody sits at one of them; visits are proved.
async fn prepare(store: &dyn Store) {
    let mut centre = (*store.centre().await.unwrap()).clone();
    let windows = std::mem::take(&mut centre.units[0].windows);
    let unit = centre.units[0].clone();
    let of = |(name, window): (&str, _)| Unit {
        id: name.into(),
        windows: vec![window],
        ..unit.clone()
    };
    centre.units = ["tax", "social"].into_iter().zip(windows).map(of).collect();
    store.put_centre(centre).await.unwrap();
    let (first, last) = (monday(), monday().plus(2));
    store
        .put_shifts_if_none(first, last, shifts())
        .await
        .unwrap();
    store.issue_visits(visits()).await.unwrap();
}

fn rating(dice: &mut Dice, visits: &[NewVisit], number: u64) -> NewRating {
    // Many of them in the hours in which somebody sits there.
    let minute = Minute(
        u16::try_from([dice.below(1440), 540 + dice.below(180)][dice.below(2) as usize]).unwrap(),
    );
    let at = Moment::at(monday().plus(dice.below(3) as i64), minute);
    // Codes are tried twice, at the wrong window, and after their time.
    let visit = visits.get(dice.below(30) as usize).map(|visit| visit.code);
    NewRating {
        id: RatingId::from_bytes(id(number, 0)),
        window: window(WINDOWS[dice.below(2) as usize]),
        satisfied: dice.below(4) > 0,
        source: [Source::Scan, Source::Open][dice.below(2) as usize],
        visit,
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
        prepare(store.as_ref()).await;
        let visits = visits();
        let mut dice = Dice(0x9e37_79b9_7f4a_7c15_u64.wrapping_mul(seed));
        let (taps, changes) = (60, 240);
        let mut sending = JoinSet::new();
        let ratings: Vec<_> = (0..taps)
            .map(|number| rating(&mut dice, &visits, number))
            .collect();
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
        assert_eq!(store.rebuild().await.unwrap(), [], "seed {seed}");
        assert_eq!(by_day(store.as_ref()).await, counted, "seed {seed}");
        // It was about all of these.
        let of = |fits: fn(&UnitTally) -> bool| counted.iter().flatten().any(fits);
        assert!(of(|row| row.unit == "tax") && of(|row| row.unit == "social"));
        assert!(of(|row| row.on_duty) && of(|row| row.compared) && of(|row| !row.compared));
        let mut proved = 0;
        let mut each = |row: RatingRow| {
            proved += usize::from(row.receipt.source == Source::Visit);
            Ok(())
        };
        store.each_rating(&mut each).unwrap();
        assert!(proved > 0, "seed {seed}");
    }
}
