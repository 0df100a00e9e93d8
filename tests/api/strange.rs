//! What no phone sends, in every place that takes words: each is refused for what it is, and nothing of it is stored.

use reqwest::Method;
use serde_json::{Value, json};

use super::support::{TestApp, header, new_id, spawn_app, tap, told, with};

/// A place that takes JSON, a body that it would take, and the field for words in it.
struct Place {
    method: Method,
    path: String,
    good: Value,
    words: &'static str,
}

async fn places(app: &TestApp) -> Vec<Place> {
    let rating = new_id();
    assert_eq!(app.rate(&tap(&rating, true)).await.status().as_u16(), 201);
    let suggestion = json!({ "id": new_id(), "kind": "suggestion", "text": "x" });
    let place = |method, path: &str, good: &Value, words| Place {
        method,
        path: path.to_owned(),
        good: good.clone(),
        words,
    };
    let send = app
        .client
        .post(format!("{}/api/v1/suggestions", app.address));
    let receipt: Value = send
        .json(&suggestion)
        .send()
        .await
        .unwrap()
        .json()
        .await
        .unwrap();
    let reopen = format!(
        "/api/v1/suggestions/{}/reopen",
        receipt["code"].as_str().unwrap()
    );
    let fresh = with(suggestion, &json!({ "id": new_id() }));
    let amendment = json!({ "id": new_id() });
    let path = format!("/api/v1/ratings/{rating}");
    vec![
        place(Method::PATCH, &path, &amendment, "comment"),
        place(Method::POST, "/api/v1/suggestions", &fresh, "text"),
        place(Method::POST, "/api/v1/suggestions", &fresh, "contact"),
        place(Method::POST, &reopen, &json!({ "id": new_id() }), "text"),
    ]
}

impl Place {
    /// Its body with these bytes, as they are, for its words.
    fn with(&self, words: &[u8]) -> Vec<u8> {
        let mark = "here";
        let good = with(self.good.clone(), &json!({ self.words: mark })).to_string();
        let (before, after) = good.split_once("\"here\"").unwrap();
        [before.as_bytes(), words, after.as_bytes()].concat()
    }

    async fn told(&self, app: &TestApp, body: Vec<u8>) -> String {
        let to = format!("{}{}", app.address, self.path);
        let request = app.client.request(self.method.clone(), to);
        let request = request
            .header("content-type", "application/json")
            .body(body);
        told(request.send().await.unwrap()).await
    }
}

#[tokio::test]
async fn err_words_that_are_none() {
    let app = spawn_app().await;
    let quoted = |bytes: &[u8]| [b"\"", bytes, b"\""].concat();
    let deep = "[".repeat(7000) + &"]".repeat(7000);
    let objects = "{\"a\":".repeat(2000) + "1" + &"}".repeat(2000);
    let cases = [
        ("NUL, written", quoted(b"a\\u0000b"), "422 bad_characters"),
        ("NUL, raw", quoted(b"a\0b"), "400 bad_body"),
        ("a half of a pair", quoted(b"\\ud83d"), "400 bad_body"),
        ("the other half", quoted(b"\\ude00"), "400 bad_body"),
        (
            "halves the wrong way",
            quoted(b"\\ude00\\ud83d"),
            "400 bad_body",
        ),
        (
            "a half as raw bytes",
            quoted(b"\xed\xa0\x80"),
            "400 bad_body",
        ),
        (
            "a byte that begins nothing",
            quoted(b"\xff"),
            "400 bad_body",
        ),
        ("too long a form", quoted(b"\xc0\xaf"), "400 bad_body"),
        ("cut off", quoted(b"\xe5\x9d"), "400 bad_body"),
        ("an escape of nothing", quoted(b"\\x00"), "400 bad_body"),
        (
            "an escape sequence",
            quoted(b"\\u001b[2J"),
            "422 bad_characters",
        ),
        ("lists in lists", deep.into_bytes(), "400 wrong_type"),
        ("objects in objects", objects.into_bytes(), "400 wrong_type"),
        ("a huge number", b"1e99999".to_vec(), "400"),
        (
            "16 KiB of it",
            quoted(&vec![b'x'; 17 * 1024]),
            "413 too_large",
        ),
    ];
    let mut wrong = Vec::new();
    for place in places(&app).await {
        for (what, words, problem) in &cases {
            let told = place.told(&app, place.with(words)).await;
            let field = told.split(' ').nth(2).unwrap_or(place.words);
            if !told.starts_with(problem) || field != place.words {
                wrong.push(format!("{} {} {what}: {told}", place.path, place.words));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
    let mut said = 0;
    let mut each = |row: zuoban::server::store::RatingRow| {
        said += row.amendments.len();
        Ok(())
    };
    app.store.each_rating(&mut each).unwrap();
    assert_eq!(said, 0, "something of it was stored");
}

/// A face is a pair, and a pair is a letter.
#[tokio::test]
async fn ok_a_whole_pair_is_taken() {
    let app = spawn_app().await;
    let places = places(&app).await;
    let amendment = places[0].with(b"\"\\ud83d\\ude00\"");
    assert_eq!(
        places[0].told(&app, amendment).await.split(' ').next(),
        Some("200")
    );
}

/// However a way out of the folder is written, there is none.
#[tokio::test]
async fn err_ways_out_of_the_folder() {
    let app = spawn_app().await;
    let ups = [
        "..",
        "%2e%2e",
        "%2E%2e",
        ".%2e",
        "%252e%252e",
        "..%00",
        "..;",
        "....",
        "%c0%ae%c0%ae",
        "..%5c..",
    ];
    let begins = ["", "/guides", "/icons", "/api/v1", "/w", "/s"];
    let slashes = ["/", "%2f", "%252f", "\\", "%5c", "//"];
    let targets = ["etc/passwd", "Cargo.toml", "secret", "zuoban.db"];
    for begin in begins {
        for (up, slash) in ups.iter().flat_map(|up| slashes.map(|slash| (up, slash))) {
            let target = targets[(up.len() + slash.len()) % targets.len()];
            let out = format!("{up}{slash}").repeat(6);
            let request = format!(
                "GET {begin}/{out}{target} HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n"
            );
            let answer = app.raw(request.clone().into_bytes()).await;
            assert!(answer.starts_with("HTTP/1.1 4"), "{request} {answer}");
            for inside in ["root:", "[package]", "SQLite format"] {
                assert!(!answer.contains(inside), "{request} {answer}");
            }
        }
    }
    let own = app.get("/healthz").await;
    assert_eq!(header(&own, "content-type"), "text/plain; charset=utf-8");
}
