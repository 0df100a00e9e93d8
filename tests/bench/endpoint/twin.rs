//! The server in this program's own process, over a store that syncs each commit or over one that does not: no
//! command opens the latter, so this program starts itself again. What both have in common is all but that.

use std::path::Path;
use std::process::Command;
use std::sync::Arc;

use tempfile::TempDir;
use tokio::net::TcpListener;
use zuoban::server::command::DataFolder;
use zuoban::server::demo;
use zuoban::server::guides::Guides;
use zuoban::server::http::{App, Floods, Guesses, router, system_time};
use zuoban::server::listen::{Room, serve};
use zuoban::server::points::ServicePoints;
use zuoban::server::rules::Rules;
use zuoban::server::store::Store;
use zuoban::server::store::sqlite::SqliteStore;

use super::out;
use super::post::Post;
use super::process::Process;
use super::server::signer;
use super::usual::accustom;

const FULL: &str = "full";
const NORMAL: &str = "normal";

/// Running until it is dropped.
pub struct Twin {
    pub process: Process,
    pub rating: Post,
    _data: TempDir,
}

impl Twin {
    /// One that is as durable as the real one.
    pub fn full() -> Self {
        Self::start(FULL)
    }

    /// One that answers before the disk has it.
    pub fn normal() -> Self {
        Self::start(NORMAL)
    }

    fn start(synchronous: &str) -> Self {
        let data = tempfile::tempdir().unwrap();
        let mut command = Command::new(std::env::current_exe().unwrap());
        command.arg(synchronous).arg(data.path());
        let process = Process::start(command);
        let rating = Post::rating(&signer(&data), true);
        Self {
            process,
            rating,
            _data: data,
        }
    }
}

/// Serves until it is killed, where this program was started for that.
pub fn serve_if_asked() {
    let words: Vec<_> = std::env::args().collect();
    let [_, synchronous, data] = words.as_slice() else {
        return;
    };
    let open = match synchronous.as_str() {
        FULL => SqliteStore::open,
        NORMAL => SqliteStore::open_less_durable,
        _ => return,
    };
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let folder = DataFolder::open(Path::new(data)).unwrap();
    let store = open(&folder.database_file()).unwrap();
    runtime.block_on(listen(Path::new(data), &folder, store));
}

async fn listen(data: &Path, folder: &DataFolder, store: SqliteStore) {
    store.put_centre(demo::centre()).await.unwrap();
    accustom(&folder.database_file());
    let app = App {
        store: Arc::new(store),
        signer: folder.signer().unwrap(),
        now: system_time,
        rules: Rules::usual().unwrap(),
        guides: Guides::of(data),
        guesses: Guesses::default(),
        floods: Floods::default(),
        points: ServicePoints::of(data),
        visit_key: folder.visit_key(),
        metrics: None,
    };
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    out(&format!("http://{address}"));
    let never = std::future::pending();
    serve(listener, router(app), None, Room::most(), never).await;
}
