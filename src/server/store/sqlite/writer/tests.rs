use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

use tempfile::TempDir;
use tokio::sync::oneshot;
use tokio::task::JoinSet;

use super::super::{connection, results, roster};
use super::*;
use crate::model::{
    Centre, Day, Minute, Moment, Name, RatingId, RatingReceipt, Shift, ShiftState, Source, WindowId,
};
use crate::server::store::queue::MOST_WAITING;
use crate::server::store::{NewRating, Written};

fn at_work() -> (TempDir, Arc<Writer>) {
    let folder = tempfile::tempdir().unwrap();
    let connection = connection::open(&file(&folder)).unwrap();
    connection::migrate(&connection).unwrap();
    (folder, Arc::new(Writer::start(connection).unwrap()))
}

fn file(folder: &TempDir) -> std::path::PathBuf {
    folder.path().join("zuoban.db")
}

fn tap(number: u16) -> NewRating {
    let mut id = [0; 16];
    id[..2].copy_from_slice(&number.to_be_bytes());
    NewRating {
        id: RatingId::from_bytes(id),
        window: WindowId::parse("07").unwrap(),
        satisfied: true,
        source: Source::Open,
        visit: None,
        from_page: false,
        rated_at: Moment(0),
        received_at: Moment(0),
    }
}

/// `Write::Tap`; without a unit its window is unknown, and it fails.
fn create(number: u16, unit: Option<&str>, answer: Answer<Written<RatingReceipt>>) -> Write {
    Write::Tap(Tap {
        rating: tap(number),
        unit: unit.map(str::to_owned),
        answer,
    })
}

/// A centre too large for a nearly full disk.
fn large(answer: Answer<()>) -> Write {
    let centre = Centre {
        name: Name::new(&"大".repeat(100_000), "Large"),
        demo: true,
        units: Vec::new(),
    };
    Write::other(answer, move |connection| {
        roster::put_centre(connection, &centre)
    })
}

fn ratings(path: &Path) -> i64 {
    let connection = connection::open_to_read(path).unwrap();
    connection
        .query_row("select count(*) from rating", [], |row| row.get(0))
        .unwrap()
}

/// How many commits were counted.
fn commits(pulse: &Pulse) -> usize {
    let mut registry = prometheus_client::registry::Registry::default();
    registry.register("size", "of a commit", pulse.commit_size.clone());
    let mut text = String::new();
    prometheus_client::encoding::text::encode(&mut text, &registry).unwrap();
    let count = text
        .lines()
        .find_map(|line| line.strip_prefix("size_count "));
    count.unwrap().parse().unwrap()
}

/// Keeps the writer waiting until it is dropped.
fn hold(path: &Path) -> Connection {
    let other = Connection::open(path).unwrap();
    other.execute_batch("begin immediate").unwrap();
    other
}

#[tokio::test]
async fn ok_what_waits_is_committed_as_a_group() {
    let (folder, writer) = at_work();
    empty_log(&file(&folder));
    let held = hold(&file(&folder));
    let mut sending = JoinSet::new();
    for number in 0..64 {
        let writer = Arc::clone(&writer);
        sending.spawn(async move {
            let unit = (number % 8 != 7).then_some("tax");
            writer.send(|answer| create(number, unit, answer)).await
        });
    }
    // On this one thread: every task runs up to where it waits.
    tokio::task::yield_now().await;
    drop(held);
    let stored = sending.join_all().await.into_iter().filter(Result::is_ok);
    assert_eq!((stored.count(), ratings(&file(&folder))), (56, 56));
    // One by one it would be three pages and more for each.
    let written = written(&file(&folder));
    assert!((1..30).contains(&written), "{written} pages for 56 ratings");
}

/// How many pages were written since [`empty_log`]: each commit adds those it changed.
fn written(path: &Path) -> i64 {
    checkpoint(path, "passive")
}

fn empty_log(path: &Path) {
    assert_eq!(checkpoint(path, "truncate"), 0);
}

fn checkpoint(path: &Path, how: &str) -> i64 {
    Connection::open(path)
        .unwrap()
        .query_row(&format!("pragma wal_checkpoint({how})"), [], |row| {
            row.get(1)
        })
        .unwrap()
}

#[tokio::test]
async fn err_more_than_can_wait_is_refused_at_once() {
    let (folder, writer) = at_work();
    let held = hold(&file(&folder));
    let begun = Instant::now();
    let mut sending = JoinSet::new();
    for number in 0..u16::try_from(MOST_WAITING + GROUP + 8).unwrap() {
        let writer = Arc::clone(&writer);
        sending.spawn(async move {
            writer
                .send(|answer| create(number, Some("tax"), answer))
                .await
        });
    }
    // Those refused are done while the others still wait.
    let refused = sending.join_next().await.unwrap().unwrap();
    assert!(matches!(refused, Err(StoreError::Busy)), "{refused:?}");
    assert!(begun.elapsed() < Duration::from_secs(2));
    drop(held);
    let outcomes = sending.join_all().await;
    let stored = outcomes.iter().filter(|outcome| outcome.is_ok()).count();
    assert!(stored >= MOST_WAITING, "{stored}");
    assert!(
        outcomes
            .iter()
            .all(|outcome| matches!(outcome, Ok(_) | Err(StoreError::Busy)))
    );
    assert_eq!(ratings(&file(&folder)), i64::try_from(stored).unwrap());
}

#[tokio::test]
async fn err_a_full_disk_is_told_to_all_of_the_group_and_the_next_group_is_stored() {
    let folder = tempfile::tempdir().unwrap();
    let connection = connection::open(&file(&folder)).unwrap();
    connection::migrate(&connection).unwrap();
    let pages: i64 = connection
        .pragma_query_value(None, "page_count", |row| row.get(0))
        .unwrap();
    connection
        .pragma_update(None, "max_page_count", pages + 4)
        .unwrap();
    let (first, mut before) = oneshot::channel();
    let (full, mut too_large) = oneshot::channel();
    let (last, mut after) = oneshot::channel();
    let group = [
        create(1, Some("tax"), first),
        large(full),
        create(2, Some("tax"), last),
    ];
    let pulse = Pulse::default();
    commit(&connection, &Duties::default(), group.into_iter(), &pulse);
    assert!(matches!(before.try_recv(), Ok(Err(StoreError::Full))));
    assert!(matches!(too_large.try_recv(), Ok(Err(StoreError::Full))));
    assert!(matches!(after.try_recv(), Ok(Err(StoreError::Full))));
    // What was told to have failed is not there.
    assert_eq!(ratings(&file(&folder)), 0);
    let (again, mut stored) = oneshot::channel();
    commit(
        &connection,
        &Duties::default(),
        [create(1, Some("tax"), again)].into_iter(),
        &pulse,
    );
    assert!(matches!(stored.try_recv(), Ok(Ok(Written::First(_)))));
    assert_eq!(ratings(&file(&folder)), 1);
}

#[tokio::test]
async fn err_what_cannot_be_written_to_is_not_ready() {
    let (folder, writer) = at_work();
    empty_log(&file(&folder));
    writer.run(probe).await.unwrap();
    assert!(written(&file(&folder)) > 0, "nothing was written");
    let connection = connection::open(&file(&folder)).unwrap();
    connection.pragma_update(None, "query_only", true).unwrap();
    let refused = Writer::start(connection).unwrap().run(probe).await;
    assert!(matches!(refused, Err(StoreError::Failed(_))), "{refused:?}");
}

#[tokio::test]
async fn err_a_write_that_fails_halfway_leaves_nothing_and_its_neighbours_stand() {
    let (folder, writer) = at_work();
    let other = Connection::open(file(&folder)).unwrap();
    other
        .execute_batch(
            "create trigger broken before insert on shift when new.window = '08'
             begin select raise(abort, 'broken'); end;",
        )
        .unwrap();
    let day = Day::parse("2026-11-24").unwrap();
    let shift = |window| Shift {
        id: 0,
        day,
        from: Minute(540),
        to: Minute(720),
        window: WindowId::parse(window).unwrap(),
        unit: "tax".into(),
        director: Name::new("示例甲", "Sample A"),
        office: Name::new("局长", "Director"),
        state: ShiftState::Planned,
    };
    let shifts = [shift("07"), shift("08")];
    let put =
        writer.run(move |connection| roster::put_shifts_if_none(connection, day, day, &shifts));
    let unit = Some("tax");
    let (before, failed, after) = tokio::join!(
        writer.send(|answer| create(1, unit, answer)),
        put,
        writer.send(|answer| create(2, unit, answer)),
    );
    assert!(matches!(failed, Err(StoreError::Failed(_))), "{failed:?}");
    assert!(before.is_ok() && after.is_ok());
    assert_eq!(ratings(&file(&folder)), 2);
    let shifts: i64 = other
        .query_row("select count(*) from shift", [], |row| row.get(0))
        .unwrap();
    assert_eq!(shifts, 0);
}

/// Its row and its link are there already when it fails.
#[tokio::test]
async fn err_a_tap_that_fails_halfway_leaves_nothing_and_its_neighbours_stand() {
    let folder = tempfile::tempdir().unwrap();
    let connection = connection::open(&file(&folder)).unwrap();
    connection::migrate(&connection).unwrap();
    connection
        .execute_batch(
            "create trigger broken before insert on pace when new.window = '08'
             begin select raise(abort, 'broken'); end;",
        )
        .unwrap();
    let (first, before) = oneshot::channel();
    let (broken, mut failed) = oneshot::channel();
    let (unknown, mut nowhere) = oneshot::channel();
    let (last, after) = oneshot::channel();
    let mut there = tap(2);
    there.window = WindowId::parse("08").unwrap();
    let group = [
        create(1, Some("tax"), first),
        Write::Tap(Tap {
            rating: there,
            unit: Some("tax".to_owned()),
            answer: broken,
        }),
        create(3, None, unknown),
        create(4, Some("tax"), last),
    ];
    let pulse = Pulse::default();
    commit(&connection, &Duties::default(), group.into_iter(), &pulse);
    assert!(matches!(failed.try_recv(), Ok(Err(StoreError::Failed(_)))));
    let told = nowhere.try_recv();
    assert!(matches!(told, Ok(Err(StoreError::UnknownWindow))));
    for mut stood in [before, after] {
        assert!(matches!(stood.try_recv(), Ok(Ok(Written::First(_)))));
    }
    let of = |what| -> i64 { connection.query_row(what, [], |row| row.get(0)).unwrap() };
    assert_eq!(ratings(&file(&folder)), 2);
    assert_eq!(of("select sum(counted) from tally"), 2);
    assert_eq!(of("select sum(taken) from pace"), 2);
    // The chain goes from the one to the other.
    assert_eq!(of("select count(*) * 10 + max(seq) from link"), 22);
}

#[tokio::test]
async fn err_a_commit_that_fails_fails_its_group_alone() {
    let (folder, _) = at_work();
    let connection = Connection::open(file(&folder)).unwrap();
    connection
        .execute_batch(
            "pragma foreign_keys = on;
             create table parent (id integer primary key);
             create table child (parent references parent (id) deferrable initially deferred);
             create trigger broken after insert on rating when new.unit = 'broken'
             begin insert into child values (1); end;",
        )
        .unwrap();
    let (sender, mut fails) = oneshot::channel();
    let (neighbour, mut too) = oneshot::channel();
    let group = [
        create(1, Some("tax"), neighbour),
        create(2, Some("broken"), sender),
    ];
    let pulse = Pulse::default();
    commit(&connection, &Duties::default(), group.into_iter(), &pulse);
    assert!(matches!(fails.try_recv(), Ok(Err(StoreError::Failed(_)))));
    assert!(matches!(too.try_recv(), Ok(Err(StoreError::Failed(_)))));
    assert_eq!(ratings(&file(&folder)), 0);
    assert_eq!(commits(&pulse), 0);
    let (again, mut stored) = oneshot::channel();
    commit(
        &connection,
        &Duties::default(),
        [create(1, Some("tax"), again)].into_iter(),
        &pulse,
    );
    assert!(matches!(stored.try_recv(), Ok(Ok(Written::First(_)))));
    assert_eq!(commits(&pulse), 1);
}

/// Counting anew writes first what the ratings before it put off; taking that back must not lose it.
#[tokio::test]
async fn err_counting_anew_in_vain_loses_no_counter_of_its_group() {
    let folder = tempfile::tempdir().unwrap();
    let connection = connection::open(&file(&folder)).unwrap();
    connection::migrate(&connection).unwrap();
    connection
        .execute_batch("create temp table before (in_the_way)")
        .unwrap();
    let ((first, _), (rebuild, mut refused)) = (oneshot::channel(), oneshot::channel());
    let (second, _) = oneshot::channel();
    let group = [
        create(1, Some("tax"), first),
        Write::other(rebuild, results::rebuild),
        create(2, Some("tax"), second),
    ];
    let pulse = Pulse::default();
    commit(&connection, &Duties::default(), group.into_iter(), &pulse);
    assert!(matches!(refused.try_recv(), Ok(Err(StoreError::Failed(_)))));
    assert_eq!(ratings(&file(&folder)), 2);
    let counted: i64 = connection
        .query_row("select sum(counted) from tally", [], |row| row.get(0))
        .unwrap();
    assert_eq!(counted, 2);
}

#[tokio::test]
async fn ok_stopping_finishes_what_was_accepted() {
    let (folder, writer) = at_work();
    let held = hold(&file(&folder));
    let mut outcomes = Vec::new();
    for number in 0..100 {
        let accepted = writer
            .queue
            .accept(|answer| create(number, Some("tax"), answer));
        outcomes.push(accepted.unwrap());
    }
    let release = std::thread::spawn(move || {
        std::thread::sleep(Duration::from_millis(100));
        drop(held);
    });
    drop(Arc::into_inner(writer).unwrap());
    release.join().unwrap();
    assert!(
        outcomes
            .iter_mut()
            .all(|outcome| matches!(outcome.try_recv(), Ok(Ok(Written::First(_)))))
    );
    assert_eq!(ratings(&file(&folder)), 100);
}
