//! The whole endpoint in this process, on a database in memory's folder: no network, and nothing else left out.

use std::path::Path;
use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{Arc, LazyLock, Mutex};

use axum::Router;
use axum::body::Body;
use axum::http::{Method, Request};
use tokio::runtime::Runtime;
use tower_service::Service;
use zuoban::model::Moment;
use zuoban::server::demo;
use zuoban::server::guides::Guides;
use zuoban::server::http::{App, Floods, Guesses, router};
use zuoban::server::points::ServicePoints;
use zuoban::server::rules::Rules;
use zuoban::server::signature::Signer;
use zuoban::server::store::Store;
use zuoban::server::store::sqlite::SqliteStore;
use zuoban::server::visit_key::VisitKey;

static ENDPOINT: LazyLock<Mutex<(Runtime, Router)>> = LazyLock::new(|| Mutex::new(endpoint()));

/// 2026-11-24, ten in the morning.
const NOW: Moment = Moment(1_795_485_600_000);

/// A second later each time, and the same day again after that: at a clock that stands, the rating that is amended
/// here would be a flood after its first two minutes' worth, and nothing sent to it would be read any more.
fn now() -> Moment {
    static ASKED: AtomicI64 = AtomicI64::new(0);
    Moment(NOW.0 + ASKED.fetch_add(1, Ordering::Relaxed) % 86_400 * 1_000)
}

fn endpoint() -> (Runtime, Router) {
    let memory = Path::new("/dev/shm");
    let place = if memory.is_dir() {
        memory.to_owned()
    } else {
        std::env::temp_dir()
    };
    // Left behind with the process; the system empties such places.
    let folder = tempfile::tempdir_in(place).unwrap().keep();
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .unwrap();
    let store: Arc<dyn Store> = Arc::new(SqliteStore::open(&folder.join("zuoban.db")).unwrap());
    let centre = demo::centre();
    runtime.block_on(async {
        store.put_centre(centre.clone()).await.unwrap();
        let monday = NOW.day().monday();
        let shifts = demo::shifts(monday, &centre);
        store
            .put_shifts_if_none(monday, monday.plus(6), shifts)
            .await
            .unwrap();
    });
    let app = App {
        store,
        signer: Signer::new([7; 32]),
        now,
        rules: Rules::usual().unwrap(),
        guides: Guides::of(&folder),
        guesses: Guesses::default(),
        floods: Floods::default(),
        points: ServicePoints::of(&folder),
        visit_key: VisitKey::of(&folder),
        metrics: None,
    };
    (runtime, router(app))
}

/// Asks, and answers the status; nothing asked where it is no address.
pub fn asked(method: &Method, path: &str, kind: &str, body: &[u8]) -> u16 {
    let request = Request::builder()
        .method(method)
        .uri(path)
        .header("host", "x");
    let request = request
        .header("content-type", kind)
        .body(Body::from(body.to_vec()));
    let Ok(request) = request else { return 0 };
    let mut endpoint = ENDPOINT.lock().unwrap();
    let (runtime, router) = &mut *endpoint;
    let answer = runtime.block_on(router.call(request));
    answer.unwrap().status().as_u16()
}
