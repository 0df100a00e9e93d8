//! Ratings and amendments: stored once, added to, never changed.

use std::sync::Arc;

use zuoban::model::{
    Amendment, AmendmentId, Day, Level, Minute, Moment, Name, RatingId, Shift, ShiftState,
};
use zuoban::server::store::{NewAmendment, NewRating, Store, StoreError, Written};

use super::{count, kept, tap, window};

fn amendment(id: u8, rating: u8, change: Amendment) -> NewAmendment {
    NewAmendment {
        id: AmendmentId::from_bytes([id; 16]),
        rating: RatingId::from_bytes([rating; 16]),
        change,
        amended_at: Moment(1),
        received_at: Moment(1),
    }
}

#[tokio::test]
async fn ok_a_repetition_answers_the_first_result_whatever_has_changed() {
    let kept = kept().await;
    let store = &kept.store;
    let Written::First(first) = store.create_rating(tap(1, "07")).await.unwrap() else {
        panic!("not first")
    };
    assert_eq!(first.shift, None);
    let day = Day::parse("2026-11-24").unwrap();
    let shift = Shift {
        id: 0,
        day,
        from: Minute(540),
        to: Minute(720),
        window: window("07"),
        unit: "tax".into(),
        director: Name::new("示例甲", "Sample A"),
        office: Name::new("局长", "Director"),
        state: ShiftState::Planned,
    };
    store
        .put_shifts_if_none(day, day, vec![shift])
        .await
        .unwrap();
    let late = NewRating {
        rated_at: Moment(5),
        received_at: Moment(6),
        ..tap(1, "07")
    };
    assert_eq!(
        store.create_rating(late).await.unwrap(),
        Written::Again(first)
    );
    let Written::First(second) = store.create_rating(tap(2, "07")).await.unwrap() else {
        panic!("not first")
    };
    assert_eq!(second.shift.unwrap().director.zh, "示例甲");
    assert_eq!(count(store.as_ref()), 2);
}

#[tokio::test]
async fn err_an_id_used_for_something_else() {
    let kept = kept().await;
    let store = &kept.store;
    store.create_rating(tap(1, "07")).await.unwrap();
    let other = NewRating {
        satisfied: false,
        ..tap(1, "07")
    };
    assert!(matches!(
        store.create_rating(other).await,
        Err(StoreError::IdReused)
    ));
    assert!(matches!(
        store.create_rating(tap(1, "08")).await,
        Err(StoreError::IdReused)
    ));
    assert!(matches!(
        store.create_rating(tap(2, "99")).await,
        Err(StoreError::UnknownWindow)
    ));
    assert_eq!(count(store.as_ref()), 1);
}

#[tokio::test]
async fn ok_amendments_are_rows_of_their_own_and_stored_once() {
    let kept = kept().await;
    let store = &kept.store;
    store.create_rating(tap(1, "07")).await.unwrap();
    let refine = Amendment {
        level: Some(Level::Dissatisfied),
        ..Amendment::default()
    };
    let first = store
        .amend_rating(amendment(1, 1, refine.clone()))
        .await
        .unwrap();
    let Written::First(state) = first else {
        panic!("not first")
    };
    assert!(!state.satisfied);
    assert_eq!(
        store
            .amend_rating(amendment(1, 1, refine.clone()))
            .await
            .unwrap(),
        Written::Again(state)
    );
    let back = Amendment {
        withdrawn: Some(true),
        ..Amendment::default()
    };
    store
        .amend_rating(amendment(2, 1, back.clone()))
        .await
        .unwrap();
    let again = store.amend_rating(amendment(1, 1, refine)).await.unwrap();
    assert!(matches!(again, Written::Again(state) if !state.withdrawn));
    let row = store
        .rating(RatingId::from_bytes([1; 16]))
        .await
        .unwrap()
        .unwrap();
    assert_eq!(
        (
            row.amendments.len(),
            row.state.withdrawn,
            row.receipt.satisfied
        ),
        (2, true, true)
    );
    assert!(matches!(
        store.amend_rating(amendment(1, 1, back.clone())).await,
        Err(StoreError::IdReused)
    ));
    assert!(matches!(
        store.amend_rating(amendment(3, 9, back)).await,
        Err(StoreError::UnknownRating)
    ));
}

#[tokio::test(flavor = "multi_thread")]
async fn ok_many_at_once_are_each_stored_once_and_a_failing_one_fails_alone() {
    let kept = kept().await;
    let store = &kept.store;
    let sent = |store: Arc<dyn Store>, n| async move {
        // Every tenth names an id that is taken, with the other button.
        let rating = if n % 10 == 9 {
            NewRating {
                satisfied: false,
                ..tap(n - 1, "07")
            }
        } else {
            tap(n, "07")
        };
        store.create_rating(rating).await
    };
    let mut stored = 0;
    for outcome in kept.at_once(sent).await {
        match outcome {
            Ok(_) => stored += 1,
            Err(StoreError::IdReused) => {}
            Err(error) => panic!("{error}"),
        }
    }
    assert_eq!(stored, 180);
    assert_eq!(count(store.as_ref()), 180);
}

#[tokio::test]
async fn ok_everything_is_there_after_opening_again() {
    let kept = kept().await;
    kept.store.create_rating(tap(1, "07")).await.unwrap();
    let kept = kept.opened_again();
    let again = kept.store;
    assert_eq!(again.centre().await.unwrap().units.len(), 1);
    assert!(
        again
            .rating(RatingId::from_bytes([1; 16]))
            .await
            .unwrap()
            .is_some()
    );
    assert_eq!(count(again.as_ref()), 1);
}

#[tokio::test]
async fn err_ratings_are_not_updated_or_deleted_by_anybody() {
    let kept = kept().await;
    let (store, database) = (&kept.store, &kept.database);
    store.create_rating(tap(1, "07")).await.unwrap();
    store
        .amend_rating(amendment(
            1,
            1,
            Amendment {
                withdrawn: Some(true),
                ..Amendment::default()
            },
        ))
        .await
        .unwrap();
    for statement in [
        "delete from rating",
        "update rating set satisfied = not satisfied",
        "delete from amendment",
    ] {
        let refused = database.sql(statement).unwrap_err();
        assert!(refused.contains("append-only"), "{refused}");
    }
}
