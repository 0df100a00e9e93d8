//! The store without HTTP: a commit for each rating, and commits of what waits.

use std::sync::Arc;
use std::time::{Duration, Instant};

use tokio::task::JoinSet;
use zuoban::model::{Moment, RatingId, Source, WindowId};
use zuoban::server::demo;
use zuoban::server::http::system_time;
use zuoban::server::store::sqlite::SqliteStore;
use zuoban::server::store::{NewRating, Store};

use super::goals::Goals;
use super::out;
use super::usual::accustom_at;

const ROUNDS: u32 = 3;
/// The moment of all of them.
const AT: Moment = Moment(1_795_485_600_000);
/// How many wait at once. Who waits for each commit before the next rating has a commit for each (e).
const AT_ONCE: [usize; 3] = [1, 64, 256];

/// By turns on one database.
pub async fn compare(turn: Duration, goals: &mut Goals) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("zuoban.db");
    let store = SqliteStore::open(&path).unwrap();
    store.put_centre(demo::centre()).await.unwrap();
    accustom_at(&path, AT.0 / 3_600_000);
    let store = Arc::new(store);
    let mut rates = [0.0; AT_ONCE.len()];
    for _ in 0..ROUNDS {
        for (seen, at_once) in rates.iter_mut().zip(AT_ONCE) {
            *seen += rate(&store, at_once, turn / ROUNDS).await / f64::from(ROUNDS);
        }
    }
    let [single, of_64, of_256] = rates;
    let times = of_256 / single;
    out(&format!(
        "\n(e) the store alone with a commit for each rating: {single:.0}/s; with groups {of_64:.0}/s at 64 ({:.1} ×), {of_256:.0}/s at 256 ({times:.1} ×)",
        of_64 / single
    ));
    goals.at_least(1.0, times, "× one commit each, in groups at 256");
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
        id: RatingId::at(system_time(), id),
        window: WindowId::parse("07").unwrap(),
        satisfied: true,
        source: Source::Scan,
        visit: None,
        rated_at: AT,
        received_at: AT,
        from_page: true,
    }
}
