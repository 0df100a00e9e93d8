use std::sync::Arc;

use tempfile::TempDir;

use super::*;
use crate::model::{
    Amendment, AmendmentId, Level, Minute, Moment, Name, ShiftState, Source, WindowPlace,
};

fn window(id: &str) -> WindowId {
    WindowId::parse(id).unwrap()
}

fn centre() -> Centre {
    let place = || WindowPlace {
        area: Name::new("一楼", "Floor 1"),
        matters: Name::new("退税", "Refunds"),
    };
    let windows = ["07", "08"]
        .map(|id| Window {
            id: window(id),
            place: place(),
        })
        .into();
    let name = Name::new("税务", "Tax");
    let unit = Unit {
        id: "tax".into(),
        name: name.clone(),
        short: name.clone(),
        windows,
        matters: Vec::new(),
    };
    Centre {
        name,
        demo: true,
        units: vec![unit],
    }
}

async fn store() -> (TempDir, SqliteStore) {
    let folder = tempfile::tempdir().unwrap();
    let store = SqliteStore::open(&folder.path().join("zuoban.db")).unwrap();
    store.put_centre(centre()).await.unwrap();
    (folder, store)
}

fn tap(id: u8, number: &str) -> NewRating {
    let at = Moment::at(Day::parse("2026-11-24").unwrap(), Minute(600));
    let id = RatingId::from_bytes([id; 16]);
    NewRating {
        id,
        window: window(number),
        satisfied: true,
        source: Source::Scan,
        visit: None,
        rated_at: at,
        received_at: at,
    }
}

fn amendment(id: u8, rating: u8, change: Amendment) -> NewAmendment {
    let at = Moment(1);
    let (id, rating) = (
        AmendmentId::from_bytes([id; 16]),
        RatingId::from_bytes([rating; 16]),
    );
    NewAmendment {
        id,
        rating,
        change,
        amended_at: at,
        received_at: at,
    }
}

async fn count(store: &SqliteStore) -> i64 {
    store
        .read(|c| c.query_row("select count(*) from rating", [], |row| row.get(0)))
        .await
        .unwrap()
}

#[tokio::test]
async fn ok_a_repetition_answers_the_first_result_whatever_has_changed() {
    let (_folder, store) = store().await;
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
    assert_eq!(count(&store).await, 2);
}

#[tokio::test]
async fn err_an_id_used_for_something_else() {
    let (_folder, store) = store().await;
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
    assert_eq!(count(&store).await, 1);
}

#[tokio::test]
async fn ok_amendments_are_rows_of_their_own_and_stored_once() {
    let (_folder, store) = store().await;
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
    let (_folder, store) = store().await;
    let store = Arc::new(store);
    let sent: Vec<_> = (0..200u8)
        .map(|n| {
            let store = Arc::clone(&store);
            // Every tenth names an id that is taken, with the other button.
            let rating = if n % 10 == 9 {
                NewRating {
                    satisfied: false,
                    ..tap(n - 1, "07")
                }
            } else {
                tap(n, "07")
            };
            tokio::spawn(async move { (n, store.create_rating(rating).await) })
        })
        .collect();
    let mut stored = 0;
    for task in sent {
        let (_, outcome) = task.await.unwrap();
        match outcome {
            Ok(_) => stored += 1,
            Err(StoreError::IdReused) => {}
            Err(error) => panic!("{error}"),
        }
    }
    assert_eq!(stored, 180);
    assert_eq!(count(&store).await, 180);
}

#[tokio::test]
async fn ok_everything_is_there_after_opening_again() {
    let (folder, store) = store().await;
    store.create_rating(tap(1, "07")).await.unwrap();
    drop(store);
    let again = SqliteStore::open(&folder.path().join("zuoban.db")).unwrap();
    assert_eq!(again.centre().await.unwrap().units.len(), 1);
    assert!(
        again
            .rating(RatingId::from_bytes([1; 16]))
            .await
            .unwrap()
            .is_some()
    );
    let mut exported = 0;
    again
        .each_rating(&mut |_| {
            exported += 1;
            Ok(())
        })
        .unwrap();
    assert_eq!(exported, 1);
}

#[tokio::test]
async fn err_ratings_are_not_updated_or_deleted_by_anybody() {
    let (folder, store) = store().await;
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
    let other = Connection::open(folder.path().join("zuoban.db")).unwrap();
    for statement in [
        "delete from rating",
        "update rating set satisfied = 0",
        "delete from amendment",
    ] {
        let refused = other.execute(statement, []).unwrap_err();
        assert!(refused.to_string().contains("append-only"), "{refused}");
    }
}

#[tokio::test]
async fn err_data_of_a_newer_program_is_left_alone() {
    let (folder, store) = store().await;
    drop(store);
    let path = folder.path().join("zuoban.db");
    Connection::open(&path)
        .unwrap()
        .pragma_update(None, "user_version", 99)
        .unwrap();
    let Err(StoreError::Failed(why)) = SqliteStore::open(&path) else {
        panic!("opened")
    };
    assert!(why.contains("newer zuoban"), "{why}");
}

#[tokio::test]
async fn ok_a_commit_is_on_the_disk_before_it_is_answered() {
    // What `synchronous` and `journal_mode` are on the connection that writes decides it.
    let folder = tempfile::tempdir().unwrap();
    let connection = connection::open(&folder.path().join("zuoban.db")).unwrap();
    let pragma = |name| {
        connection
            .pragma_query_value(None, name, |row| row.get::<_, i64>(0))
            .unwrap()
    };
    assert_eq!(pragma("synchronous"), 2);
    let mode: String = connection
        .pragma_query_value(None, "journal_mode", |row| row.get(0))
        .unwrap();
    assert_eq!(mode, "wal");
}

#[test]
fn ok_many_opening_new_data_at_once_agree_on_its_schema() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("zuoban.db");
    let gate = std::sync::Barrier::new(8);
    std::thread::scope(|scope| {
        for _ in 0..8 {
            scope.spawn(|| {
                gate.wait();
                if let Err(error) = SqliteStore::open(&path) {
                    panic!("{error}");
                }
            });
        }
    });
}

#[tokio::test]
async fn ok_a_read_never_waits_for_the_writer() {
    let (folder, store) = store().await;
    store.create_rating(tap(1, "07")).await.unwrap();
    let other = Connection::open(folder.path().join("zuoban.db")).unwrap();
    other.execute_batch("begin immediate").unwrap();
    let begun = std::time::Instant::now();
    let id = RatingId::from_bytes([1; 16]);
    assert!(store.rating(id).await.unwrap().is_some());
    let day = Day::parse("2026-11-24").unwrap();
    assert!(store.shifts(day, day, None).await.unwrap().is_empty());
    assert!(begun.elapsed() < std::time::Duration::from_secs(1));
}
