//! `zuoban erase` beside a running server: the words are gone from pages, exports and files; all else stays.

use serde_json::{Value, json};
use tempfile::TempDir;
use zuoban::model::{Minute, Moment, TrackingCode};
use zuoban::server::http::system_time;

use super::command::done;
use super::database::Database;
use super::server::Server;
use super::support::{client, new_id, tap, with};

const ERASED: &str = "〔应本人要求已删除〕";

/// What is sent again must be answered as the first time.
type Sent = (String, Value, Value);

/// A running server, and what was said to it.
struct Running {
    server: Server,
    folder: TempDir,
    sent: Vec<Sent>,
}

impl Running {
    fn start() -> Self {
        let folder = tempfile::tempdir().unwrap();
        Self {
            server: Server::start(folder.path()),
            folder,
            sent: Vec::new(),
        }
    }

    /// Sends JSON and remembers what was answered.
    async fn say(&mut self, path: &str, body: Value) -> Value {
        let answer = self.send(path, &body).await;
        self.sent.push((path.to_owned(), body, answer.clone()));
        answer
    }

    async fn send(&self, path: &str, body: &Value) -> Value {
        let address = format!("{}/api/v1/{path}", self.server.address);
        let request = match path.strip_prefix("ratings/") {
            Some(_) => client().patch(address),
            None => client().post(address),
        };
        let response = request.json(body).send().await.unwrap();
        assert!(response.status().is_success(), "{path}: {response:?}");
        response.json().await.unwrap()
    }

    async fn page(&self, path: &str) -> String {
        let address = format!("{}{path}", self.server.address);
        let page = client().get(address).send().await.unwrap();
        page.text().await.unwrap()
    }

    /// A rating of window 07 at that moment, with a comment.
    async fn commented(&mut self, at: Moment, words: &str) -> String {
        let id = new_id();
        let rated = with(tap(&id, false), &json!({ "rated_at": at.rfc3339() }));
        self.say("ratings", rated).await;
        let said = json!({ "id": new_id(), "comment": words });
        self.say(&format!("ratings/{id}"), said).await;
        id
    }

    /// `zuoban` in the same folder, with the server still running.
    fn zuoban(&self, args: &[&str]) -> (Option<i32>, String, String) {
        let data = self.folder.path().to_str().unwrap();
        done(&[args, &["--data", data]].concat())
    }

    /// What it wrote out.
    fn exported(&self, what: &str) -> String {
        let args: Vec<_> = what.split(' ').collect();
        let (code, out, error) = self.zuoban(&args);
        assert_eq!(code, Some(0), "{error}");
        out
    }

    /// Whether any file of the database holds the words.
    fn holds(&self, words: &str) -> bool {
        Database::of(self.folder.path()).holds(words)
    }
}

/// An hour ago, a little after the full minute.
fn an_hour_ago() -> (Moment, String) {
    let then = Moment(system_time().0 - 3_600_000);
    let minute = then.minute();
    let said = format!("{} {:02}:{:02}", then.day(), minute.0 / 60, minute.0 % 60);
    (
        Moment(Moment::at(then.day(), Minute(minute.0)).0 + 7_000),
        said,
    )
}

#[tokio::test]
async fn ok_a_suggestion_loses_its_words_and_nothing_else_while_it_is_served() {
    let mut running = Running::start();
    let body = json!({ "id": new_id(), "kind": "complaint", "text": "取号机的字太小", "window": "07",
        "contact": "李先生 13800000000" });
    let receipt = running.say("suggestions", body).await;
    let code = receipt["code"].as_str().unwrap().to_owned();
    let answer = ["reply", &code, "--status", "answered", "--text", "已换大字"];
    assert_eq!(running.zuoban(&answer).0, Some(0));
    let more = json!({ "id": new_id(), "text": "还是看不清" });
    running
        .say(&format!("suggestions/{code}/reopen"), more)
        .await;
    let words = ["取号机的字太小", "13800000000", "还是看不清"];
    assert!(words.iter().all(|words| running.holds(words)));
    assert!(running.page(&format!("/s/{code}")).await.contains(words[2]));

    let (exit, out, told) = running.zuoban(&["erase", "--suggestion", &code.to_lowercase()]);
    assert_eq!((exit, out.as_str()), (Some(0), ""), "{told}");
    for word in [&code, "text, contact, reopening", "backups"] {
        assert!(told.contains(word), "{told}");
    }
    for words in words {
        assert!(!running.holds(words), "{words}");
    }
    let page = running.page(&format!("/s/{code}")).await;
    assert_eq!(page.matches(ERASED).count(), 2);
    assert!(page.contains("已换大字") && page.contains("您说还没解决"));
    let english = running.page(&format!("/s/{code}?lang=en")).await;
    assert_eq!(
        english
            .matches("[deleted at the citizen's request]")
            .count(),
        2
    );
    for format in ["csv", "jsonl"] {
        let text = running.exported(&format!(
            "export suggestions --with-contact --format {format}"
        ));
        assert_eq!(text.matches(ERASED).count(), 2, "{text}");
        assert!(
            text.contains("已换大字") && !text.contains("李先生"),
            "{text}"
        );
    }
    // The phone that did not hear the answers sends all of it again.
    for (path, body, first) in &running.sent {
        assert_eq!(running.send(path, body).await, *first, "{path}");
    }
    assert!(words.iter().all(|words| !running.holds(words)));
    let (exit, _, told) = running.zuoban(&["erase", "--suggestion", &code]);
    assert!(
        exit == Some(0) && told.contains("nothing is left"),
        "{told}"
    );
}

#[tokio::test]
async fn ok_a_comment_is_found_by_window_and_minute_and_one_of_several_by_its_id() {
    let mut running = Running::start();
    let (then, said) = an_hour_ago();
    let first = running.commented(then, "等了一上午").await;
    let second = running.commented(Moment(then.0 + 40_000), "态度不好").await;
    let later = running.commented(Moment(then.0 + 60_000), "下一分钟").await;
    let by_minute = ["erase", "--window", "07", "--at", &said];
    let (exit, out, told) = running.zuoban(&by_minute);
    assert_eq!((exit, out.as_str()), (Some(1), ""));
    for word in [&first, &second, "--rating", "not satisfied"] {
        assert!(told.contains(word), "{word}: {told}");
    }
    assert!(!told.contains(&later) && !told.contains("态度"), "{told}");
    assert!(running.holds("等了一上午"));

    let by_id = ["erase", "--rating", &first, "--reason", "电话要求"];
    let (exit, _, told) = running.zuoban(&by_id);
    assert_eq!(exit, Some(0), "{told}");
    let (exit, _, told) = running.zuoban(&by_minute);
    assert!(exit == Some(0) && told.contains(&second), "{told}");
    for (words, there) in [
        ("等了一上午", false),
        ("态度不好", false),
        ("下一分钟", true),
    ] {
        assert_eq!(running.holds(words), there, "{words}");
    }
    let (exit, _, told) = running.zuoban(&by_minute);
    assert!(exit == Some(1) && told.contains("export ratings"), "{told}");
    // The ratings still count, and say what is missing.
    let csv = running.exported("export ratings --format csv");
    assert_eq!(csv.matches(ERASED).count(), 2, "{csv}");
    assert_eq!(csv.lines().filter(|line| line.contains(",07,")).count(), 3);
    for (path, body, first) in &running.sent {
        assert_eq!(running.send(path, body).await, *first, "{path}");
    }
    assert!(!running.holds("等了一上午") && !running.holds("态度不好"));
}

/// Citizens rate as ever while words are deleted.
#[tokio::test]
async fn ok_the_server_goes_on_taking_ratings_meanwhile() {
    let mut running = Running::start();
    let (then, _) = an_hour_ago();
    let mut ids = Vec::new();
    for n in 0..5 {
        ids.push(running.commented(then, &format!("第{n}句不要留")).await);
    }
    let address = format!("{}/api/v1/ratings", running.server.address);
    let rating = tokio::spawn(async move {
        let client = client();
        // Not more: nobody reads the server's log meanwhile, and a pipe holds 64 KiB.
        for _ in 0..150 {
            let sent = client.post(&address).json(&tap(&new_id(), true));
            assert_eq!(sent.send().await.unwrap().status(), 201);
        }
    });
    let running = tokio::task::spawn_blocking(move || {
        for id in &ids {
            let (exit, _, told) = running.zuoban(&["erase", "--rating", id]);
            assert_eq!(exit, Some(0), "{told}");
        }
        running
    })
    .await
    .unwrap();
    rating.await.unwrap();
    for n in 0..5 {
        assert!(!running.holds(&format!("第{n}句不要留")));
    }
}

#[tokio::test]
async fn err_what_cannot_be_erased_is_told_with_what_to_do() {
    let mut running = Running::start();
    let id = new_id();
    running.say("ratings", tap(&id, true)).await;
    let (nobody, nothing) = (
        new_id(),
        TrackingCode::from_random(&[5; 8]).unwrap().to_string(),
    );
    for (args, word) in [
        (["erase", "--rating", &id], "no words"),
        (["erase", "--rating", &nobody], "--data"),
        (["erase", "--suggestion", &nothing], "--data"),
    ] {
        let (exit, out, told) = running.zuoban(&args);
        assert_eq!((exit, out.as_str()), (Some(1), ""), "{args:?}: {told}");
        assert!(told.contains(word), "{args:?}: {told}");
    }
    let empty = tempfile::tempdir().unwrap();
    let none = empty.path().join("at/all");
    let nowhere = ["erase", "--rating", &id, "--data", none.to_str().unwrap()];
    let (exit, _, told) = done(&nowhere);
    assert!(exit == Some(1) && told.contains("--data"), "{told}");
}

#[test]
fn err_typed_wrong() {
    let cases: [&[&str]; 8] = [
        &[],
        &["--suggestion", "K7M4"],
        &["--rating", "7"],
        &["--window", "07"],
        &["--at", "2026-11-24 10:12"],
        &["--window", "07", "--at", "yesterday"],
        &[
            "--suggestion",
            "K7M4-9TQX-R",
            "--window",
            "07",
            "--at",
            "2026-11-24 10:12",
        ],
        &[
            "--window",
            "07",
            "--at",
            "2026-11-24 10:12",
            "--reason",
            " ",
        ],
    ];
    for args in cases {
        let (exit, out, told) = done(&[&["erase"], args].concat());
        assert_eq!((exit, out.as_str()), (Some(2), ""), "{args:?}: {told}");
        assert!(told.contains("--help"), "{args:?}: {told}");
    }
}
