//! More writes than can wait: those beyond are refused before anything of them is read, and readers notice nothing.

use std::sync::Arc;
use std::time::{Duration, Instant};

use rusqlite::Connection;
use tokio::task::JoinSet;
use zuoban::model::{RatingId, Source, WindowId};
use zuoban::server::store::{MOST_WAITING, NewRating};

use super::database::Database;
use super::support::{TestApp, at, header, new_id, spawn_app, tap, told};

/// Sends ratings to a store that cannot write, until no more may wait.
async fn fill(app: &TestApp) -> JoinSet<bool> {
    let mut waiting = JoinSet::new();
    let moment = at("2026-11-24", 10, 0);
    // The writer has taken a group away already.
    while app.store.waiting() < MOST_WAITING {
        for _ in 0..512 {
            let store = Arc::clone(&app.store);
            let rating = NewRating {
                id: RatingId::parse(&new_id()).unwrap(),
                window: WindowId::parse("07").unwrap(),
                satisfied: true,
                source: Source::Open,
                visit: None,
                from_page: false,
                rated_at: moment,
                received_at: moment,
            };
            waiting.spawn(async move { store.create_rating(rating).await.is_ok() });
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    waiting
}

#[tokio::test]
async fn err_what_is_too_much_is_refused_unread() {
    let app = spawn_app().await;
    // Where others hold PostgreSQL up is tried beside its writer.
    let Database::File(path) = &app.database else {
        return;
    };
    let other = Connection::open(path).unwrap();
    other.execute_batch("begin immediate").unwrap();
    let waiting = fill(&app).await;
    let begun = Instant::now();

    let refused = app.rate(&tap(&new_id(), true)).await;
    assert_eq!(header(&refused, "retry-after"), "5");
    assert_eq!(header(&refused, "cache-control"), "no-store");
    assert_eq!(told(refused).await, "503 busy");
    let head = "POST /api/v1/ratings HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\ncontent-length: 99\r\n\r\n";
    let answer = app.raw(head.into()).await;
    assert!(answer.starts_with("HTTP/1.1 503 "), "{answer}");

    let form = [("id", &*new_id()), ("window", "07"), ("satisfied", "true")];
    let page = app.form("/api/v1/ratings", &form).await;
    assert_eq!(page.status().as_u16(), 503);
    assert!(header(&page, "content-type").starts_with("text/html"));
    for path in ["/w/07", "/api/v1/results"] {
        assert_eq!(app.get(path).await.status().as_u16(), 200, "{path}");
    }
    assert!(begun.elapsed() < Duration::from_secs(4));

    drop(other);
    let stored = waiting
        .join_all()
        .await
        .into_iter()
        .filter(|stored| *stored);
    assert_eq!(stored.count(), app.count());
    assert_eq!(app.rate(&tap(&new_id(), true)).await.status().as_u16(), 201);
}
