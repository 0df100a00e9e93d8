//! In which form an answer is sent: compressed for who takes it, and never refused for its form.

use super::support::{TestApp, new_id, spawn_app, tap};

/// Asks with this `Accept-Encoding` and answers the status and the encoding.
async fn answered(app: &TestApp, request: &str, accepted: &str, body: &str) -> (u16, String) {
    let length = body.len();
    let request = format!(
        "{request} HTTP/1.1\r\nhost: x\r\nconnection: close\r\ncontent-type: application/json\r\n\
         content-length: {length}\r\naccept-encoding: {accepted}\r\n\r\n{body}"
    );
    let answer = app.raw(request.into_bytes()).await;
    let head = answer.split("\r\n\r\n").next().unwrap();
    assert!(head.contains("vary: accept-encoding"), "{accepted}: {head}");
    let encoding = head
        .lines()
        .find_map(|line| line.strip_prefix("content-encoding: "));
    let status = head.split(' ').nth(1).unwrap().parse().unwrap();
    (status, encoding.unwrap_or_default().to_owned())
}

const TAKEN: [(&str, &str); 16] = [
    ("gzip, deflate, br", "br"),
    ("gzip, deflate, br, zstd", "br"),
    ("zstd", "zstd"),
    ("zstd, gzip;q=0", "zstd"),
    ("identity;q=0, zstd", "zstd"),
    ("gzip", "gzip"),
    ("br;q=0, gzip", "gzip"),
    ("br;q=0.5, gzip;q=0.8, *;q=0", "gzip"),
    ("*", "br"),
    ("identity", ""),
    ("", ""),
    // Nothing at all is taken: better as it is than not.
    ("identity;q=0", ""),
    ("Identity ; q=0", ""),
    ("*;q=0", ""),
    ("identity;q=0, *;q=0", ""),
    ("deflate, identity;q=0", ""),
];

#[tokio::test]
async fn ok_pages_and_json_are_compressed_for_who_takes_it() {
    let app = spawn_app().await;
    for path in ["/w/07", "/", "/api/v1/centre", "/api/v1/duty"] {
        for (accepted, encoding) in TAKEN {
            let answer = answered(&app, &format!("GET {path}"), accepted, "").await;
            assert_eq!(answer, (200, encoding.to_owned()), "{path} {accepted}");
        }
    }
}

/// A tap that was stored was once told as refused: 406 with the receipt in it.
#[tokio::test]
async fn ok_a_stored_tap_is_never_told_as_refused() {
    let app = spawn_app().await;
    for (accepted, _) in TAKEN {
        let body = tap(&new_id(), true).to_string();
        let (status, _) = answered(&app, "POST /api/v1/ratings", accepted, &body).await;
        assert_eq!(status, 201, "{accepted}");
        let (status, _) = answered(&app, "POST /api/v1/ratings", accepted, "{}").await;
        assert_eq!(status, 400, "{accepted}");
    }
    assert_eq!(app.count(), TAKEN.len());
}

/// A page whoever has no scripts gets: on a bad network four times as long where it goes as it is.
#[tokio::test]
async fn ok_the_page_of_a_refused_form_is_compressed() {
    let app = spawn_app().await;
    let request = "POST /api/v1/ratings HTTP/1.1\r\nhost: x\r\nconnection: close\r\naccept: text/html\r\n\
        content-type: application/x-www-form-urlencoded\r\naccept-encoding: br\r\ncontent-length: 5\r\n\r\nid=zz";
    let answer = app.raw(request.into()).await;
    assert!(answer.starts_with("HTTP/1.1 4"), "{answer}");
    assert!(answer.contains("content-encoding: br"), "{answer}");
}
