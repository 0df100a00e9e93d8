//! Another process holds the database: writes wait for it, or are refused and say so; reads go on.

use std::time::Duration;

use rusqlite::Connection;

use super::chance::Chance;
use super::load::{Request, client};
use super::server::{Server, done};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn ok_a_database_that_another_process_holds_is_waited_for() {
    let folder = tempfile::tempdir().unwrap();
    let server = Server::start(folder.path());
    let database = folder.path().join("zuoban.db");
    let mut chance = Chance::seeded("locked");
    let mut rate = || {
        let (request, address) = (Request::rating(&mut chance), server.address.clone());
        tokio::spawn(async move { request.send(&client(), &address).await.unwrap() })
    };

    // For a while: nobody notices.
    let other = hold(&database);
    let waiting = rate();
    tokio::time::sleep(Duration::from_secs(1)).await;
    assert!(!waiting.is_finished(), "answered before it was stored");
    for path in ["/w/07", "/api/v1/results", "/api/v1/duty"] {
        assert_eq!(server.status(path), 200, "{path}");
        assert!(!waiting.is_finished(), "{path} waited with it");
    }
    drop(other);
    assert_eq!(waiting.await.unwrap().0, 201);

    // For long: refused, and to be sent again.
    let other = hold(&database);
    let (status, body) = rate().await.unwrap();
    assert!(
        status == 503 && body.contains("store_failed"),
        "{status} {body}"
    );
    assert_eq!(server.status("/w/07"), 200);
    drop(other);
    assert_eq!(rate().await.unwrap().0, 201);
    assert_eq!(server.status("/readyz"), 200);
    done("verify", folder.path()).unwrap();
}

/// Keeps everybody else from writing until it is dropped.
fn hold(database: &std::path::Path) -> Connection {
    let other = Connection::open(database).unwrap();
    other.busy_timeout(Duration::from_secs(5)).unwrap();
    other.execute_batch("begin immediate").unwrap();
    other
}
