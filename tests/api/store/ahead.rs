//! PostgreSQL: ratings that follow each other are stored without a question, as long as nobody else writes.

use std::sync::Arc;
use std::time::Duration;

use tokio::task::JoinSet;
use zuoban::model::{Amendment, AmendmentId, Moment, RatingId, RatingReceipt};
use zuoban::server::store::audit::Audit;
use zuoban::server::store::postgres::PostgresStore;
use zuoban::server::store::{NewAmendment, Store, StoreError, Written};

use super::failing::{Holding, numbered};
use super::{Kept, centre, count, kept_in, kept_in_postgres, tap};
use crate::cluster::{Cluster, Sync, wanted};
use crate::database::Database;

/// One that writes down by which statements ratings are stored.
async fn watched() -> Option<Kept> {
    Some(watching(kept_in_postgres().await?))
}

fn watching(kept: Kept) -> Kept {
    let watch = "create table watched (statement text);
        create function watch() returns trigger language plpgsql as
        $$ begin insert into watched values (current_query()); return null; end $$;
        create trigger watch after insert on rating for each row execute function watch()";
    kept.database.sql(watch).unwrap();
    kept
}

/// How many times ratings were stored, and how many of these by a statement that is a transaction of its own.
fn stored(kept: &Kept) -> String {
    let counts =
        "select count(*), count(*) filter (where statement like '%turn = $2%') from watched";
    kept.database.sql(counts).unwrap()
}

async fn rate(store: &dyn Store, ids: std::ops::Range<u8>, window: &str) {
    for id in ids {
        let outcome = store.create_rating(tap(id, window)).await;
        assert!(
            matches!(outcome, Ok(Written::First(_))),
            "{id}: {outcome:?}"
        );
    }
}

fn sound(store: &dyn Store) {
    let mut audit = Audit::default();
    store.show(&mut audit).unwrap();
    audit.end().unwrap();
}

#[tokio::test]
async fn ok_ratings_that_follow_each_other_are_stored_without_a_question() {
    let Some(kept) = watched().await else { return };
    let store = kept.store.as_ref();
    // The first begins the day; the second finds that nobody wrote in between.
    rate(store, 0..10, "07").await;
    assert_eq!(stored(&kept), "10|8");
    // What is said later leaves what ratings hang on as it was.
    let amendment = NewAmendment {
        id: AmendmentId::from_bytes([1; 16]),
        rating: RatingId::from_bytes([1; 16]),
        change: Amendment {
            withdrawn: Some(true),
            ..Amendment::default()
        },
        amended_at: tap(1, "07").rated_at,
        received_at: tap(1, "07").received_at,
    };
    store.amend_rating(amendment).await.unwrap();
    rate(store, 10..12, "07").await;
    assert_eq!(stored(&kept), "12|10");
    // Of another window it is not known who sits there; of the first it still is.
    rate(store, 12..14, "08").await;
    rate(store, 14..16, "07").await;
    assert_eq!(stored(&kept), "16|13");
    // The centre is asked for again.
    store.put_centre(centre()).await.unwrap();
    rate(store, 16..20, "07").await;
    assert_eq!(stored(&kept), "20|16");
    assert_eq!(store.rebuild().await.unwrap(), []);
    sound(store);
}

#[tokio::test]
async fn ok_what_another_process_wrote_in_between_is_noticed() {
    let Some(kept) = watched().await else { return };
    let Database::Schema(address) = &kept.database else {
        panic!("a file")
    };
    let (store, other) = (kept.store.as_ref(), PostgresStore::open(address).unwrap());
    rate(store, 0..4, "07").await;
    assert_eq!(stored(&kept), "4|2");
    for turn in 0..3 {
        rate(&other, 10 * turn + 10..10 * turn + 15, "07").await;
        rate(store, 10 * turn + 15..10 * turn + 20, "07").await;
    }
    // Whoever finds that the other wrote asks, and once more to find that it did not again.
    assert_eq!(stored(&kept), "34|20");
    assert_eq!(count(store), 34);
    let newest = "select max(seq) - count(*) from rating";
    assert_eq!(kept.database.sql(newest).unwrap(), "0");
    assert_eq!(store.rebuild().await.unwrap(), []);
    sound(store);
    // By hand, too.
    let gone = "update centre set version = version + 1, document = replace(document, '\"07\"', '\"077\"')";
    kept.database.sql(gone).unwrap();
    let outcome = store.create_rating(tap(100, "07")).await;
    assert!(
        matches!(outcome, Err(StoreError::UnknownWindow)),
        "{outcome:?}"
    );
    rate(store, 100..103, "077").await;
}

#[tokio::test]
async fn ok_what_is_there_already_is_answered_as_it_is_and_nothing_is_written() {
    let Some(kept) = watched().await else { return };
    let store = kept.store.as_ref();
    let again = async |id, window| -> Result<Written<RatingReceipt>, StoreError> {
        store.create_rating(tap(id, window)).await
    };
    rate(store, 0..4, "07").await;
    rate(store, 4..6, "08").await;
    let before = count(store);
    for id in 0..4 {
        let outcome = again(id, "07").await;
        assert!(matches!(outcome, Ok(Written::Again(_))), "{outcome:?}");
        let outcome = again(id, "08").await;
        assert!(matches!(outcome, Err(StoreError::IdReused)), "{outcome:?}");
    }
    assert_eq!(count(store), before);
    rate(store, 6..9, "07").await;
    assert_eq!(store.rebuild().await.unwrap(), []);
    sound(store);
}

/// Whoever has the row that all writers need may leave it as it was, or have had a turn. In a cluster of its own, as
/// `failing::held_up`.
#[tokio::test]
async fn ok_what_waits_for_another_writer_is_written_whatever_that_one_did() {
    if wanted().is_none() {
        return;
    }
    let cluster = Cluster::start(Sync::Never);
    let kept = watching(kept_in(cluster.fresh()).await);
    rate(kept.store.as_ref(), 0..4, "07").await;
    assert_eq!(stored(&kept), "4|2");
    for (id, says, expected) in [
        (4, "rollback", "5|3"),
        (5, "update store_version set turn = 7; rollback", "6|4"),
        (6, "update store_version set turn = 7; commit", "7|4"),
    ] {
        let mut holding = Holding::of(&kept);
        let store = Arc::clone(&kept.store);
        let waits = tokio::spawn(async move { store.create_rating(tap(id, "07")).await });
        let waiting = "select count(*) from pg_stat_activity where wait_event_type = 'Lock'";
        while kept.database.sql(waiting).unwrap() == "0" {
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
        holding.say(says);
        holding.let_go();
        let outcome = waits.await.unwrap();
        assert!(matches!(outcome, Ok(Written::First(_))), "{outcome:?}");
        assert_eq!(stored(&kept), expected, "{says}");
    }
    sound(kept.store.as_ref());
}

/// Some of what is under way is always in vain: the other had its turn, or the rating.
#[tokio::test(flavor = "multi_thread")]
async fn ok_two_that_send_the_same_at_once_store_it_once() {
    let Some(kept) = kept_in_postgres().await else {
        return;
    };
    let Database::Schema(address) = &kept.database else {
        panic!("a file")
    };
    let other: Arc<dyn Store> = Arc::new(PostgresStore::open(address).unwrap());
    let mut sending = JoinSet::new();
    for task in 0..64 {
        // Each rating twice by each of them, soon after one another.
        let store = Arc::clone([&kept.store, &other][task % 2]);
        sending.spawn(async move {
            let mut firsts = 0;
            for n in 0..40 {
                let outcome = store
                    .create_rating(numbered(task as u32 / 4 * 40 + n))
                    .await;
                firsts += usize::from(matches!(outcome, Ok(Written::First(_))));
                assert!(outcome.is_ok(), "{outcome:?}");
            }
            firsts
        });
    }
    let firsts: usize = sending.join_all().await.into_iter().sum();
    assert_eq!(firsts, 640);
    assert_eq!(count(kept.store.as_ref()), 640);
    assert_eq!(kept.store.rebuild().await.unwrap(), []);
    sound(kept.store.as_ref());
}

/// A day's head is the newest row until the day is over; after that it stays, whoever writes.
#[tokio::test]
async fn err_a_head_that_is_not_the_newest_or_gets_shorter() {
    let Some(kept) = kept_in_postgres().await else {
        return;
    };
    let later = |id: u8, days: i64| {
        let first = tap(id, "07");
        let at = Moment(first.received_at.0 + days * 86_400_000);
        zuoban::server::store::NewRating {
            received_at: at,
            ..first
        }
    };
    for (id, days) in [(1, 0), (2, 0), (3, 1)] {
        kept.store.create_rating(later(id, days)).await.unwrap();
    }
    let newest = "(select max(seq) from head)";
    let today = "to_char(now() at time zone 'UTC' + interval '8 hours', 'YYYY-MM-DD')";
    for change in [
        format!("update head set links = links + 1 where seq < {newest}"),
        format!("update head set links = links - 1 where seq = {newest}"),
        format!("update head set day = {today} where seq = {newest}"),
        "delete from head".to_owned(),
    ] {
        let refused = kept.database.sql(&change).unwrap_err();
        assert!(refused.contains("append-only"), "{change}: {refused}");
    }
    // As the program does it.
    let grows = format!("update head set links = links + 1 where seq = {newest}");
    kept.database.sql(&grows).unwrap();
    kept.database
        .sql(&format!(
            "insert into head (day, links, hash) values ({today}, 9, '')"
        ))
        .unwrap();
    kept.database.sql(&grows).unwrap();
    let shorter = format!("update head set links = 1 where seq = {newest}");
    assert!(
        kept.database
            .sql(&shorter)
            .unwrap_err()
            .contains("append-only")
    );
}
