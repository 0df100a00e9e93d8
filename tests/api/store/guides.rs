//! Steps that were not understood: each counted once.

use std::sync::Arc;

use zuoban::model::guide::Slug;
use zuoban::model::{Day, Minute, Moment, UnclearId};
use zuoban::server::store::guides::NewUnclear;
use zuoban::server::store::{Store, StoreError, Written};

use super::kept;

fn day(text: &str) -> Day {
    Day::parse(text).unwrap()
}

/// The step of a guide, on a day at a minute.
fn said(id: u8, step: &str, on: &str, minute: u16) -> NewUnclear {
    NewUnclear {
        id: UnclearId::from_bytes([id; 16]),
        guide: Slug::parse("refund").unwrap(),
        step: Slug::parse(step).unwrap(),
        at: Moment::at(day(on), Minute(minute)),
        known: true,
    }
}

async fn counted(store: &dyn Store, from: &str, to: &str) -> Vec<(String, String, u32)> {
    let counts = store.unclear(day(from), day(to)).await.unwrap();
    counts
        .into_iter()
        .map(|count| {
            assert_eq!(count.guide, "refund");
            (count.step, count.month.to_string(), count.count)
        })
        .collect()
}

fn row(step: &str, month: &str, count: u32) -> (String, String, u32) {
    (step.to_owned(), month.to_owned(), count)
}

#[tokio::test]
async fn ok_a_repetition_counts_once() {
    let kept = kept().await;
    let store = &kept.store;
    let first = said(1, "form", "2026-11-24", 600);
    assert_eq!(
        store.say_unclear(first.clone()).await.unwrap(),
        Written::First(())
    );
    let later = NewUnclear {
        at: Moment::at(day("2026-12-01"), Minute(0)),
        ..first
    };
    assert_eq!(
        store.say_unclear(later.clone()).await.unwrap(),
        Written::Again(())
    );
    // Also where the centre has taken the step away since.
    let gone = NewUnclear {
        known: false,
        ..later
    };
    assert_eq!(store.say_unclear(gone).await.unwrap(), Written::Again(()));
    let all = counted(store.as_ref(), "2026-01-01", "2026-12-31").await;
    assert_eq!(all, [row("form", "2026-11", 1)]);
}

#[tokio::test]
async fn err_an_unknown_step_or_an_id_of_another() {
    let kept = kept().await;
    let store = &kept.store;
    let known = said(1, "form", "2026-11-24", 600);
    let unknown = NewUnclear {
        known: false,
        ..said(1, "form", "2026-11-24", 600)
    };
    assert!(matches!(
        store.say_unclear(unknown).await,
        Err(StoreError::UnknownStep)
    ));
    store.say_unclear(known).await.unwrap();
    let other = said(1, "review", "2026-11-24", 600);
    assert!(matches!(
        store.say_unclear(other.clone()).await,
        Err(StoreError::IdReused)
    ));
    let guide = NewUnclear {
        guide: Slug::parse("other").unwrap(),
        ..said(1, "form", "2026-11-24", 600)
    };
    assert!(matches!(
        store.say_unclear(guide).await,
        Err(StoreError::IdReused)
    ));
    let gone = NewUnclear {
        known: false,
        ..other
    };
    assert!(matches!(
        store.say_unclear(gone).await,
        Err(StoreError::UnknownStep)
    ));
    let all = counted(store.as_ref(), "2026-11-24", "2026-11-24").await;
    assert_eq!(all, [row("form", "2026-11", 1)]);
}

#[tokio::test]
async fn ok_counts_are_by_step_and_month_in_the_centres_time() {
    let kept = kept().await;
    let store = &kept.store;
    for new in [
        said(1, "review", "2026-10-31", 1439),
        said(2, "form", "2026-10-31", 1439),
        said(3, "form", "2026-11-01", 0),
        said(4, "form", "2026-11-30", 1439),
        said(5, "form", "2026-12-01", 0),
    ] {
        store.say_unclear(new).await.unwrap();
    }
    let all = counted(store.as_ref(), "2026-10-31", "2026-12-01").await;
    assert_eq!(
        all,
        [
            row("form", "2026-10", 1),
            row("form", "2026-11", 2),
            row("form", "2026-12", 1),
            row("review", "2026-10", 1)
        ]
    );
    let november = counted(store.as_ref(), "2026-11-01", "2026-11-30").await;
    assert_eq!(november, [row("form", "2026-11", 2)]);
    assert!(
        counted(store.as_ref(), "2027-01-01", "2027-12-31")
            .await
            .is_empty()
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn ok_many_at_once_are_each_counted_once() {
    let kept = kept().await;
    let store = &kept.store;
    // Each id twice.
    let say = |store: Arc<dyn Store>, n| async move {
        let new = said(n / 2, "form", "2026-11-24", 600);
        store.say_unclear(new).await.unwrap()
    };
    let outcomes = kept.at_once(say).await;
    let first = outcomes.iter().filter(|said| **said == Written::First(()));
    assert_eq!(first.count(), 100);
    let all = counted(store.as_ref(), "2026-11-24", "2026-11-24").await;
    assert_eq!(all, [row("form", "2026-11", 100)]);
}

#[tokio::test]
async fn err_what_was_counted_is_not_updated_or_deleted_by_anybody() {
    let kept = kept().await;
    let (store, database) = (&kept.store, &kept.database);
    store
        .say_unclear(said(1, "form", "2026-11-24", 600))
        .await
        .unwrap();
    for statement in ["delete from unclear", "update unclear set step = 'x'"] {
        let refused = database.sql(statement).unwrap_err();
        assert!(refused.contains("append-only"), "{refused}");
    }
}
