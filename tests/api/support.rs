//! A real server on a free port with a database of its own, and the few words the tests share.

use std::cell::Cell;
use std::io::{Read, Write};
use std::net::TcpStream;
use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::sync::Arc;
use std::time::Duration;

use reqwest::redirect::Policy;
use reqwest::{Client, RequestBuilder, Response};
use serde_json::{Value, json};
use zuoban::model::{Day, Minute, Moment, RatingId, WindowId};
use zuoban::server::demo;
use zuoban::server::guides::Guides;
use zuoban::server::http::{App, Floods, Guesses, router, system_time};
use zuoban::server::points::ServicePoints;
use zuoban::server::rules::Rules;
use zuoban::server::signature::Signer;
use zuoban::server::store::postgres::PostgresStore;
use zuoban::server::store::sqlite::SqliteStore;
use zuoban::server::store::{RatingRow, Store};
use zuoban::server::visit_key::VisitKey;

use super::child::plain;
use super::cluster;
use super::database::Database;
pub use super::reading::{between, header, told};

thread_local! {
    /// Each test's server runs on the test's own thread, so each has a clock of its own.
    static NOW: Cell<Moment> = const { Cell::new(Moment(0)) };
}

/// A Tuesday.
pub const TODAY: &str = "2026-11-24";

/// Sets the server's clock.
pub fn set_clock(day: &str, hour: u16, minute: u16) {
    NOW.set(at(day, hour, minute));
}

/// Sets the server's clock by the machine's, which commands go by.
pub fn set_clock_by_machine() {
    NOW.set(system_time());
}

/// A moment in the centre's time.
pub fn at(day: &str, hour: u16, minute: u16) -> Moment {
    Moment::at(Day::parse(day).unwrap(), Minute(hour * 60 + minute))
}

/// A running server.
pub struct TestApp {
    pub address: String,
    pub client: Client,
    pub store: Arc<dyn Store>,
    pub database: Database,
    signer: Signer,
    folder: tempfile::TempDir,
}

/// Starts one, on [`TODAY`] at ten in the morning.
pub async fn spawn_app() -> TestApp {
    set_clock(TODAY, 10, 0);
    let folder = tempfile::tempdir().unwrap();
    let database = Database::of(folder.path());
    let store: Arc<dyn Store> = match &database {
        Database::Schema(address) => Arc::new(PostgresStore::open(address).unwrap()),
        Database::File(path) => Arc::new(SqliteStore::open(path).unwrap()),
    };
    let centre = demo::centre();
    store.put_centre(centre.clone()).await.unwrap();
    let this_week = NOW.get().day().monday();
    for monday in [this_week, this_week.plus(7), this_week.plus(14)] {
        store
            .put_shifts_if_none(monday, monday.plus(6), demo::shifts(monday, &centre))
            .await
            .unwrap();
    }
    let signer = Signer::new([7; 32]);
    let address = serve(App {
        store: Arc::clone(&store),
        signer: signer.clone(),
        now: || NOW.get(),
        rules: Rules::usual().unwrap(),
        guides: Guides::of(folder.path()),
        guesses: Guesses::default(),
        floods: Floods::default(),
        points: ServicePoints::of(folder.path()),
        visit_key: VisitKey::of(folder.path()),
        metrics: None,
    })
    .await;
    TestApp {
        address,
        client: client(),
        store,
        database,
        signer,
        folder,
    }
}

/// Serves on a free port and answers the address.
pub async fn serve(app: App) -> String {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = format!("http://{}", listener.local_addr().unwrap());
    tokio::spawn(async move { axum::serve(listener, router(app)).await });
    address
}

/// One that follows nothing by itself.
pub fn client() -> Client {
    Client::builder()
        .redirect(Policy::none())
        .no_proxy()
        .timeout(Duration::from_secs(30))
        .build()
        .unwrap()
}

impl TestApp {
    /// `GET`
    pub async fn get(&self, path: &str) -> Response {
        self.client
            .get(format!("{}{path}", self.address))
            .send()
            .await
            .unwrap()
    }

    /// `GET` a page's text.
    pub async fn page(&self, path: &str) -> String {
        self.get(path).await.text().await.unwrap()
    }

    /// `POST /api/v1/ratings`, not sent yet.
    pub fn create(&self, content_type: &str, body: impl Into<reqwest::Body>) -> RequestBuilder {
        let address = format!("{}/api/v1/ratings", self.address);
        self.client
            .post(address)
            .header("content-type", content_type)
            .body(body)
    }

    /// `POST /api/v1/ratings` as JSON.
    pub async fn rate(&self, rating: &Value) -> Response {
        self.create("application/json", rating.to_string())
            .send()
            .await
            .unwrap()
    }

    /// `PATCH /api/v1/ratings/{id}`
    pub async fn amend(&self, rating: &str, change: &Value) -> Response {
        let address = format!("{}/api/v1/ratings/{rating}", self.address);
        self.client
            .patch(address)
            .json(change)
            .send()
            .await
            .unwrap()
    }

    /// `POST` a form.
    pub async fn form(&self, path: &str, fields: &[(&str, &str)]) -> Response {
        self.client
            .post(format!("{}{path}", self.address))
            .form(fields)
            .send()
            .await
            .unwrap()
    }

    /// The signature in the window's printed code.
    pub fn k(&self, window: &str) -> String {
        self.signer.sign(&WindowId::parse(window).unwrap())
    }

    /// What the store holds of a rating.
    pub async fn stored(&self, id: &str) -> Option<RatingRow> {
        self.store
            .rating(RatingId::parse(id).unwrap())
            .await
            .unwrap()
    }

    /// How many ratings there are.
    pub fn count(&self) -> usize {
        let mut count = 0;
        let mut each = |_| {
            count += 1;
            Ok(())
        };
        self.store.each_rating(&mut each).unwrap();
        count
    }

    /// The data folder, as it is typed.
    pub fn data(&self) -> &str {
        self.folder.path().to_str().unwrap()
    }

    /// Where the centre's own guides are put; not there yet.
    pub fn guides(&self) -> PathBuf {
        self.folder.path().join("guides")
    }

    /// Sends bytes as they are and answers what comes back until the server closes.
    pub async fn raw(&self, request: Vec<u8>) -> String {
        raw(&self.address, request).await
    }
}

/// See [`TestApp::raw`].
pub async fn raw(address: &str, request: Vec<u8>) -> String {
    let address = address.trim_start_matches("http://").to_owned();
    let talk = move || {
        let mut stream = TcpStream::connect(address).unwrap();
        stream
            .set_read_timeout(Some(Duration::from_secs(20)))
            .unwrap();
        stream.write_all(&request).unwrap();
        let mut answer = Vec::new();
        // A reset after the answer is no matter.
        let _ = stream.read_to_end(&mut answer);
        String::from_utf8_lossy(&answer).into_owned()
    };
    tokio::task::spawn_blocking(talk).await.unwrap()
}

/// Whether `cargo xtask build` has left this file for the binary.
pub fn built(name: &str) -> bool {
    std::path::Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("target/site")
        .join(name)
        .exists()
}

/// A fresh id.
pub fn new_id() -> String {
    let mut bytes = [0; 16];
    getrandom::fill(&mut bytes).unwrap();
    RatingId::from_random(bytes).to_string()
}

/// A tap at window 07.
pub fn tap(id: &str, satisfied: bool) -> Value {
    json!({ "id": id, "window": "07", "satisfied": satisfied })
}

/// A value with more fields, or others.
pub fn with(mut value: Value, more: &Value) -> Value {
    for (name, new) in more.as_object().unwrap() {
        value[name] = new.clone();
    }
    value
}

/// `zuoban` with nothing of this shell's settings.
pub fn zuoban(args: &[&str]) -> Command {
    let mut command = plain(Command::new(env!("CARGO_BIN_EXE_zuoban")));
    let data = args.iter().position(|arg| *arg == "--data");
    if let Some(address) = data.and_then(|at| cluster::of_folder(args.get(at + 1)?)) {
        command.env("ZUOBAN_DATABASE", address);
    }
    command
        .args(args)
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    command
}
