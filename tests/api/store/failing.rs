//! A write that fails fails alone; what can be tried again is.

use std::io::{BufRead, BufReader, Write};
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use tokio::task::JoinSet;
use zuoban::model::RatingId;
use zuoban::server::store::audit::Audit;
use zuoban::server::store::postgres::PostgresStore;
use zuoban::server::store::{NewRating, Store, StoreError, Written};

use super::{Kept, count, kept, kept_in, kept_in_postgres, tap, window};
use crate::cluster::{Cluster, Sync, program, wanted};
use crate::database::Database;

pub fn numbered(n: u32) -> NewRating {
    let mut id = [7; 16];
    id[..4].copy_from_slice(&n.to_be_bytes());
    NewRating {
        id: RatingId::from_bytes(id),
        ..tap(0, "07")
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn err_a_write_that_fails_in_the_database_leaves_its_neighbours() {
    let kept = kept().await;
    let (store, database) = (&kept.store, &kept.database);
    let file = "create trigger broken before insert on rating when new.window = '08'
        begin select raise(abort, 'broken'); end";
    let schema = "create function broken() returns trigger language plpgsql as
        $$ begin if new.window_id = '08' then raise exception 'broken'; end if; return new; end $$;
        create trigger broken before insert on rating for each row execute function broken()";
    database.sql_of(file, schema).unwrap();
    every_25th_fails(store, 100).await;
}

/// Sends so many at once, every 25th to a window at which the database refuses them; these fail, and no other.
async fn every_25th_fails(store: &Arc<dyn Store>, many: u32) {
    let mut sending = JoinSet::new();
    for n in 0..many {
        let store = Arc::clone(store);
        let number = if n % 25 == 7 { "08" } else { "07" };
        let new = NewRating {
            window: window(number),
            ..numbered(n)
        };
        sending.spawn(async move { (n, store.create_rating(new).await) });
    }
    for (n, outcome) in sending.join_all().await {
        if n % 25 == 7 {
            assert!(matches!(outcome, Err(StoreError::Failed(_))), "{outcome:?}");
        } else {
            assert!(matches!(outcome, Ok(Written::First(_))), "{n}: {outcome:?}");
        }
    }
    let stored = u32::try_from(count(store.as_ref())).unwrap();
    assert_eq!(stored, many - many / 25);
}

/// By then the group behind it is under way.
#[tokio::test(flavor = "multi_thread")]
async fn err_a_commit_that_fails_is_done_again_without_the_one_to_blame() {
    let Some(kept) = kept_in_postgres().await else {
        return;
    };
    let (store, database) = (&kept.store, &kept.database);
    database
        .sql(
            "create function broken() returns trigger language plpgsql as
             $$ begin raise exception 'broken'; end $$;
             create constraint trigger broken after insert on rating deferrable initially deferred
             for each row when (new.window_id = '08') execute function broken()",
        )
        .unwrap();
    every_25th_fails(store, 1000).await;
    let mut audit = Audit::default();
    store.show(&mut audit).unwrap();
    assert!(audit.end().is_ok());
}

/// The newest row is looked for from the last that was seen on.
#[tokio::test]
async fn ok_where_another_database_took_its_place_it_is_written_to_that_one() {
    let Some(kept) = kept_in_postgres().await else {
        return;
    };
    let (store, database) = (&kept.store, &kept.database);
    for n in 0..3 {
        store.create_rating(tap(n, "07")).await.unwrap();
    }
    let emptied = ["link", "head", "tally", "rating"].map(|table| format!("delete from {table};"));
    database
        .sql(&format!(
            "set session_replication_role = replica; {}",
            emptied.concat()
        ))
        .unwrap();
    for n in 1..3 {
        let outcome = store.create_rating(tap(n, "07")).await;
        assert!(matches!(outcome, Ok(Written::First(_))), "{outcome:?}");
    }
    assert_eq!(
        database.sql("select max(seq) from link").unwrap(),
        "2",
        "the chain begins anew"
    );
}

/// Two that cannot both be done make one of them fail in a database with several writers: it is done again.
#[tokio::test]
async fn ok_a_serialization_failure_is_tried_again() {
    let Some(kept) = kept_in_postgres().await else {
        return;
    };
    let (store, database) = (&kept.store, &kept.database);
    database
        .sql(
            "create sequence tries;
             create function collide() returns trigger language plpgsql as $$ begin
               if nextval('tries') % 3 <> 0 then raise exception 'collided' using errcode = '40001'; end if;
               return new; end $$;
             create trigger collide before insert on rating for each statement execute function collide()",
        )
        .unwrap();
    for n in 0..5 {
        let outcome = store.create_rating(tap(n, "07")).await;
        assert!(matches!(outcome, Ok(Written::First(_))), "{outcome:?}");
    }
    assert_eq!(database.sql("select last_value from tries").unwrap(), "15");
    assert_eq!(count(store.as_ref()), 5);
}

/// Somebody who holds what every writer needs.
pub struct Holding(Child);

impl Holding {
    pub fn of(kept: &Kept) -> Self {
        let Database::Schema(address) = &kept.database else {
            panic!("a file")
        };
        let mut holding = Command::new(program("psql").unwrap())
            .args(["-X", "-q", "-A", "-t", address])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let typed = holding.stdin.as_mut().unwrap();
        writeln!(typed, "begin; select 'held' from store_version for update;").unwrap();
        let mut said = String::new();
        BufReader::new(holding.stdout.take().unwrap())
            .read_line(&mut said)
            .unwrap();
        assert_eq!(said.trim(), "held");
        Self(holding)
    }

    /// Does something before it lets go.
    pub fn say(&mut self, statement: &str) {
        writeln!(self.0.stdin.as_mut().unwrap(), "{statement};").unwrap();
    }

    pub fn let_go(mut self) {
        drop(self.0.stdin.take());
        self.0.wait().unwrap();
    }
}

/// One that always has something to write must not keep the others from it.
#[tokio::test(flavor = "multi_thread")]
async fn ok_who_writes_seldom_gets_its_turn_beside_one_that_always_does() {
    let kept = kept().await;
    let Database::Schema(address) = &kept.database else {
        return;
    };
    let seldom = PostgresStore::open(address).unwrap();
    let over = Arc::new(AtomicBool::new(false));
    let mut always = JoinSet::new();
    for task in 0..64 {
        let (store, over) = (Arc::clone(&kept.store), Arc::clone(&over));
        always.spawn(async move {
            for n in 0.. {
                if over.load(Ordering::Relaxed) {
                    break;
                }
                let new = numbered(task * 100_000 + n);
                store.create_rating(new).await.unwrap();
            }
        });
    }
    for n in 0..10 {
        let outcome = seldom.create_rating(tap(n, "08")).await;
        assert!(matches!(outcome, Ok(Written::First(_))), "{outcome:?}");
    }
    over.store(true, Ordering::Relaxed);
    always.join_all().await;
}

/// A store whose writers are held up; none where only SQLite is tested, whose own is beside its writer. In a cluster of
/// its own: others' deleted rows stay there while a transaction is open.
async fn held_up() -> Option<(Cluster, Kept, Holding)> {
    wanted()?;
    let cluster = Cluster::start(Sync::Never);
    let kept = kept_in(cluster.fresh()).await;
    let holding = Holding::of(&kept);
    Some((cluster, kept, holding))
}

#[tokio::test(flavor = "multi_thread")]
async fn err_more_than_can_wait_is_refused_at_once_and_what_waits_is_stored() {
    let Some((_cluster, kept, holding)) = held_up().await else {
        return;
    };
    let store = &kept.store;
    let begun = Instant::now();
    let mut sending = JoinSet::new();
    for n in 0..5000 {
        let store = Arc::clone(store);
        sending.spawn(async move { store.create_rating(numbered(n)).await });
    }
    let refused = sending.join_next().await.unwrap().unwrap();
    assert!(matches!(refused, Err(StoreError::Busy)), "{refused:?}");
    assert!(begun.elapsed() < Duration::from_secs(5));
    // A reader does not wait with them.
    let none = store.rating(RatingId::from_bytes([9; 16])).await.unwrap();
    assert!(none.is_none());
    holding.let_go();
    let outcomes = sending.join_all().await;
    let stored = outcomes.iter().filter(|outcome| outcome.is_ok()).count();
    assert!(stored >= 4096, "{stored}");
    let busy = |outcome: &Result<_, StoreError>| matches!(outcome, Ok(_) | Err(StoreError::Busy));
    assert!(outcomes.iter().all(busy));
    assert_eq!(count(store.as_ref()), stored);
}

/// Whoever waits is told in time that it was for nothing, and to come again; who reads does not wait.
#[tokio::test(flavor = "multi_thread")]
async fn err_what_waits_too_long_for_another_writer_is_refused() {
    let Some((_cluster, kept, holding)) = held_up().await else {
        return;
    };
    let store = &kept.store;
    let begun = Instant::now();
    let (waited, read) = tokio::join!(
        store.create_rating(numbered(1)),
        store.rating(RatingId::from_bytes([9; 16])),
    );
    assert!(matches!(waited, Err(StoreError::Busy)), "{waited:?}");
    let waited = begun.elapsed().as_secs();
    assert!((7..15).contains(&waited), "{waited} s");
    assert!(read.unwrap().is_none());
    holding.let_go();
    let again = store.create_rating(numbered(1)).await;
    assert!(matches!(again, Ok(Written::First(_))), "{again:?}");
}

/// Of one group: who cannot be stored is not told that it was, whoever has the same id.
#[tokio::test(flavor = "multi_thread")]
async fn err_an_id_that_another_of_the_same_group_has() {
    let Some((_cluster, kept, holding)) = held_up().await else {
        return;
    };
    let store = &kept.store;
    let send = |rating: NewRating| {
        let store = Arc::clone(store);
        tokio::spawn(async move { store.create_rating(rating).await })
    };
    // The first is a group of its own, which waits; the others come together.
    let mut sent = Vec::new();
    let unsatisfied = |rating: NewRating| NewRating {
        satisfied: !rating.satisfied,
        ..rating
    };
    for rating in [
        tap(1, "07"),
        tap(2, "99"),
        tap(2, "07"),
        tap(2, "07"),
        unsatisfied(tap(2, "07")),
    ] {
        let waiting = store.waiting();
        sent.push(send(rating));
        let begun = Instant::now();
        while sent.len() > 1 && store.waiting() == waiting {
            assert!(begun.elapsed() < Duration::from_secs(10), "it is not sent");
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    holding.let_go();
    let mut outcomes = Vec::new();
    for one in sent {
        outcomes.push(one.await.unwrap());
    }
    let [alone, unknown, first, again, other] = &outcomes[..] else {
        panic!("not five")
    };
    assert!(matches!(alone, Ok(Written::First(_))), "{alone:?}");
    assert!(unknown.is_err(), "{unknown:?}");
    assert!(matches!(first, Ok(Written::First(_))), "{first:?}");
    assert!(matches!(again, Ok(Written::Again(_))), "{again:?}");
    assert!(matches!(other, Err(StoreError::IdReused)), "{other:?}");
    assert_eq!(count(store.as_ref()), 2);
}
