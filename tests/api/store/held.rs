//! What a window gets beyond its usual is put aside, by every store alike, and the counters follow.

use std::sync::Arc;

use tokio::task::JoinSet;
use zuoban::model::burst::Usual;
use zuoban::model::{Amendment, AmendmentId, Day, Level, Moment, RatingId, Source};
use zuoban::server::store::audit::Audit;
use zuoban::server::store::held::{Burst, Meant, NewReview};
use zuoban::server::store::{NewAmendment, NewRating, Store, StoreError};

use super::{Kept, kept, tap, window};

const HOUR: i64 = 3_600_000;
const WEEK: i64 = 7 * 24 * HOUR;

fn id(n: u32) -> RatingId {
    let mut id = [9; 16];
    id[..4].copy_from_slice(&n.to_be_bytes());
    RatingId::from_bytes(id)
}

/// A tap so many milliseconds later than on that Tuesday at ten.
fn later(n: u32, by: i64, from_page: bool) -> NewRating {
    let first = tap(1, "07");
    let at = Moment(first.received_at.0 + by);
    NewRating {
        id: id(n),
        from_page,
        rated_at: at,
        received_at: at,
        ..first
    }
}

async fn held(store: &dyn Store, n: u32) -> bool {
    store.rating(id(n)).await.unwrap().unwrap().held
}

fn burst(window: &str, from: Moment, released: bool) -> NewReview {
    let before = Moment(from.0 + HOUR);
    let window = super::window(window);
    NewReview {
        meant: Meant::Burst {
            window,
            from,
            before,
        },
        released,
        reason: "核实过".to_owned(),
        at: Moment(from.0 + WEEK),
    }
}

fn sound(kept: &Kept) {
    let mut audit = Audit::default();
    kept.store.show(&mut audit).unwrap();
    audit.end().unwrap();
}

#[tokio::test]
async fn ok_each_stream_is_held_against_its_own_past() {
    let kept = kept().await;
    let store = kept.store.as_ref();
    // Three weeks of nine in that hour, from pages.
    let mut n = 0;
    for week in 0..3 {
        for turn in 0..9 {
            let rating = later(n, (week - 3) * WEEK + turn * 60_000, true);
            store.create_rating(rating).await.unwrap();
            n += 1;
        }
    }
    let usual = Usual { past: 27, weeks: 3 }.bound(1.0);
    for turn in 0..usual + 2 {
        store
            .create_rating(later(1_000 + turn, 0, true))
            .await
            .unwrap();
        assert_eq!(held(store, 1_000 + turn).await, turn >= usual, "{turn}");
    }
    let rare = Usual { past: 0, weeks: 3 }.bound(1.0);
    for turn in 0..rare + 3 {
        store
            .create_rating(later(2_000 + turn, 0, false))
            .await
            .unwrap();
        assert_eq!(held(store, 2_000 + turn).await, turn >= rare, "{turn}");
    }
    let begun = later(0, 0, true).received_at;
    let of = |from_page, bound, count| Burst {
        window: "07".to_owned(),
        hour: begun,
        from_page,
        bound,
        count,
        satisfied: count,
    };
    assert_eq!(
        store.bursts().await.unwrap(),
        [of(false, rare, 3), of(true, usual, 2)]
    );
    // The hour after is another, and so is the window beside it.
    store
        .create_rating(later(3_000, HOUR, false))
        .await
        .unwrap();
    assert!(!held(store, 3_000).await);
    let beside = NewRating {
        window: window("08"),
        ..later(3_001, 0, true)
    };
    store.create_rating(beside).await.unwrap();
    assert!(!held(store, 3_001).await);
    // What is put aside does not become usual; what is released does.
    let next = |past: u32| Usual { past, weeks: 4 }.bound(1.0);
    assert_eq!(store.review(burst("07", begun, true)).await.unwrap(), 5);
    let bound = next(27 + usual + 2);
    for turn in 0..=bound {
        store
            .create_rating(later(4_000 + turn, WEEK, true))
            .await
            .unwrap();
        assert_eq!(held(store, 4_000 + turn).await, turn >= bound, "{turn}");
    }
    sound(&kept);
}

/// What the whole hall has is nobody's burst; made-up ids have no such excuse.
#[tokio::test]
async fn ok_in_a_rush_of_the_whole_hall_nobodys_burst_is_seen() {
    let kept = kept().await;
    let store = kept.store.as_ref();
    let mut centre = (*store.centre().await.unwrap()).clone();
    let windows: Vec<_> = (10..20).map(|number| window(&number.to_string())).collect();
    let place = centre.units[0].windows[0].place.clone();
    let more = windows.iter().map(|id| zuoban::model::Window {
        id: id.clone(),
        place: place.clone(),
    });
    centre.units[0].windows.extend(more);
    store.put_centre(centre).await.unwrap();
    let mut n = 0;
    let mut rate = async |of: &zuoban::model::WindowId, by: i64, from_page: bool| {
        n += 1;
        let rating = NewRating {
            window: of.clone(),
            ..later(n, by, from_page)
        };
        store.create_rating(rating).await.unwrap();
    };
    for week in 1..=4 {
        for of in &windows {
            rate(of, -week * WEEK, true).await;
        }
    }
    for _ in 0..25 {
        for of in &windows {
            rate(of, 0, true).await;
        }
    }
    assert_eq!(store.waiting_for_review().await.unwrap(), 0);
    for _ in 0..25 {
        rate(&windows[0], 0, false).await;
    }
    let rare = Usual { past: 0, weeks: 4 }.bound(1.0);
    assert_eq!(
        store.waiting_for_review().await.unwrap(),
        u64::from(25 - rare)
    );
    sound(&kept);
}

#[tokio::test]
async fn err_what_was_never_put_aside_is_not_reviewed() {
    let kept = kept().await;
    let store = kept.store.as_ref();
    store.create_rating(tap(1, "07")).await.unwrap();
    let one = |rating| NewReview {
        meant: Meant::Rating(rating),
        ..burst("07", Moment(0), true)
    };
    for unknown in [tap(1, "07").id, id(1)] {
        let refused = store.review(one(unknown)).await;
        assert!(matches!(refused, Err(StoreError::UnknownRating)));
    }
    let none = burst("07", tap(1, "07").received_at, true);
    assert_eq!(store.review(none).await.unwrap(), 0);
}

async fn tallies(store: &dyn Store) -> Vec<zuoban::server::store::results::UnitTally> {
    let day = Day::parse("2026-11-24").unwrap();
    let mut tallies = store.tallies(day, day).await.unwrap();
    tallies.retain(|of| of.tally.counted != 0);
    tallies
}

/// Bursts, what is said to them, what is taken back, and reviews, in any order and at once.
#[tokio::test(flavor = "multi_thread")]
async fn ok_the_counters_are_right_whatever_is_put_aside_and_released() {
    let kept = kept().await;
    let mut sending = JoinSet::new();
    for n in 0..600_u32 {
        let store = Arc::clone(&kept.store);
        sending.spawn(async move {
            if n < 200 {
                let rating = NewRating {
                    satisfied: n % 4 > 0,
                    window: window(["07", "08"][n as usize % 2]),
                    source: [Source::Scan, Source::Open][n as usize / 2 % 2],
                    ..later(n, i64::from(n % 7), n % 5 == 0)
                };
                // Twice: it is one.
                store.create_rating(rating.clone()).await.unwrap();
                store.create_rating(rating).await.unwrap();
                return;
            }
            let rating = id(n * 7 % 200);
            if n % 8 == 0 {
                let review = NewReview {
                    meant: Meant::Rating(rating),
                    ..burst("07", Moment(0), n % 16 == 0)
                };
                // One that is not put aside cannot be reviewed.
                drop(store.review(review).await);
                return;
            }
            let change = Amendment {
                level: Level::ALL.get(n as usize % 9).copied(),
                withdrawn: [None, Some(true), Some(false)][n as usize % 3],
                ..Amendment::default()
            };
            let amendment = NewAmendment {
                id: AmendmentId::from_bytes(id(10_000 + n).bytes()),
                rating,
                change,
                amended_at: Moment(1),
                received_at: Moment(1),
            };
            // One that is not there yet has none.
            drop(store.amend_rating(amendment).await);
        });
    }
    sending.join_all().await;
    let store = kept.store.as_ref();
    assert!(tallies(store).await.iter().any(|of| of.held));
    assert_eq!(store.rebuild().await.unwrap(), []);
    let at = later(0, 0, true).received_at;
    let waiting = store.waiting_for_review().await.unwrap();
    let mut reviewed = 0;
    for (window, released) in [("07", true), ("08", false)] {
        reviewed += store.review(burst(window, at, released)).await.unwrap();
    }
    assert_eq!(u64::from(reviewed), waiting);
    let counted = tallies(store).await;
    assert_eq!(store.rebuild().await.unwrap(), []);
    assert_eq!(tallies(store).await, counted);
    assert_eq!(store.waiting_for_review().await.unwrap(), 0);
    sound(&kept);
}

/// Data of the version before: it goes on, its chain holds, and what was usual is known at once.
#[tokio::test]
async fn ok_data_from_before_goes_on() {
    let kept = kept().await;
    for n in 0..30 {
        kept.store.create_rating(later(n, 0, false)).await.unwrap();
    }
    let day = Day::parse("2026-11-24").unwrap();
    let head = kept.store.head(day).await.unwrap().unwrap();
    let Kept {
        store,
        database,
        folder,
    } = kept;
    drop(store);
    let back = ["drop table review", "drop table hold", "drop table pace"];
    for statement in back {
        database.sql(statement).unwrap();
    }
    let (file, schema) = (
        "pragma user_version = 7",
        "drop trigger centre_takes_turn on centre; drop trigger shift_takes_turn on shift;
         drop function takes_turn; alter table store_version drop column turn;
         update store_version set version = 2;
         alter table rating alter column seq add generated always as identity",
    );
    database.sql_of(file, schema).unwrap();
    let kept = super::opened(super::data(folder.path()), folder);
    assert_eq!(kept.store.head(day).await.unwrap(), Some(head));
    sound(&kept);
    let bound = Usual { past: 30, weeks: 1 }.bound(1.0);
    let store = kept.store.as_ref();
    for turn in 0..=bound {
        store
            .create_rating(later(1_000 + turn, WEEK, true))
            .await
            .unwrap();
        assert_eq!(held(store, 1_000 + turn).await, turn >= bound, "{turn}");
    }
    assert_eq!(store.rebuild().await.unwrap(), []);
    sound(&kept);
}
