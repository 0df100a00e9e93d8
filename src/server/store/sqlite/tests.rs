use std::sync::atomic::AtomicUsize;
use std::sync::atomic::Ordering::SeqCst;
use std::time::Duration;

use tempfile::TempDir;
use tokio::task::JoinSet;

use super::*;
use crate::model::{Minute, Moment, Name, Source, WindowPlace};

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
        from_page: false,
        rated_at: at,
        received_at: at,
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
    assert!(begun.elapsed() < Duration::from_secs(1));
}

/// Also those whose asker went away count until they end.
#[tokio::test(flavor = "multi_thread")]
async fn ok_of_many_that_read_at_once_a_few_do_and_the_others_wait() {
    let (_folder, store) = store().await;
    let store = Arc::new(store);
    let now = Arc::new(AtomicUsize::new(0));
    let most = Arc::new(AtomicUsize::new(0));
    let mut reading = JoinSet::new();
    for n in 0..100 {
        let (store, now, most) = (Arc::clone(&store), Arc::clone(&now), Arc::clone(&most));
        reading.spawn(async move {
            let read = store.read(move |_| {
                most.fetch_max(now.fetch_add(1, SeqCst) + 1, SeqCst);
                std::thread::sleep(Duration::from_millis(5));
                now.fetch_sub(1, SeqCst);
                Ok(n)
            });
            let patience = Duration::from_millis(if n % 5 == 0 { 1 } else { 60_000 });
            tokio::time::timeout(patience, read).await
        });
    }
    let read = reading.join_all().await;
    assert!(read.iter().flatten().count() >= 80);
    assert!(read.iter().flatten().all(Result::is_ok));
    assert!((2..=READERS).contains(&most.load(SeqCst)), "{most:?}");
    assert!(store.idle.lock().unwrap().len() <= READERS);
}
