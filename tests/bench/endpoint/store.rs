//! The store without HTTP: a commit for each rating, and commits of what waits.

use std::sync::Arc;
use std::time::{Duration, Instant};

use tokio::task::JoinSet;
use zuoban::model::{Moment, RatingId, Source, WindowId};
use zuoban::server::demo;
use zuoban::server::store::sqlite::SqliteStore;
use zuoban::server::store::{NewRating, Store};

const ROUNDS: u32 = 3;

/// Ratings a second.
#[derive(Default)]
pub struct Compared {
    pub single: f64,
    pub of_64: f64,
    pub of_256: f64,
}

/// By turns on one database. Who waits for each commit before the next rating has a commit for each.
pub async fn compared(turn: Duration) -> Compared {
    let folder = tempfile::tempdir().unwrap();
    let store = SqliteStore::open(&folder.path().join("zuoban.db")).unwrap();
    store.put_centre(demo::centre()).await.unwrap();
    let store = Arc::new(store);
    let mut seen = Compared::default();
    let turn = turn / ROUNDS;
    for _ in 0..ROUNDS {
        seen.single += rate(&store, 1, turn).await / f64::from(ROUNDS);
        seen.of_64 += rate(&store, 64, turn).await / f64::from(ROUNDS);
        seen.of_256 += rate(&store, 256, turn).await / f64::from(ROUNDS);
    }
    seen
}

async fn rate(store: &Arc<SqliteStore>, at_once: usize, long: Duration) -> f64 {
    let begun = Instant::now();
    let mut writers = JoinSet::new();
    for _ in 0..at_once {
        let store = Arc::clone(store);
        writers.spawn_local(async move {
            let mut stored = 0;
            while begun.elapsed() < long {
                store.create_rating(tap()).await.unwrap();
                stored += 1;
            }
            stored
        });
    }
    let stored: usize = writers.join_all().await.into_iter().sum();
    stored as f64 / begun.elapsed().as_secs_f64()
}

fn tap() -> NewRating {
    let mut id = [0; 16];
    getrandom::fill(&mut id).unwrap();
    NewRating {
        id: RatingId::from_random(id),
        window: WindowId::parse("07").unwrap(),
        satisfied: true,
        source: Source::Scan,
        visit: None,
        rated_at: Moment(1_795_485_600_000),
        received_at: Moment(1_795_485_600_000),
        from_page: true,
    }
}
