//! The binary as a process: how it stops, what is still there when it starts again, what it logs.

use std::io::{Read, Write};
use std::net::TcpStream;
use std::time::{Duration, Instant};

use serde_json::json;
use zuoban::model::WindowId;
use zuoban::server::command::DataFolder;

use super::server::Server;
use super::support::{client, new_id, tap, with};

#[tokio::test]
async fn ok_it_stops_when_told_and_what_was_rated_is_there_again() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("new/data");
    let id = new_id();
    let mut server = Server::start(&data);
    let (status, first) = server.rate(&tap(&id, true)).await;
    assert_eq!(status, 201, "{first}");
    server.signal("-TERM");
    assert_eq!(server.ended().0, Some(0));
    let server = Server::start(&data);
    assert_eq!(server.rate(&tap(&id, true)).await, (200, first));
}

#[tokio::test]
async fn ok_what_was_answered_survives_a_kill() {
    let folder = tempfile::tempdir().unwrap();
    let mut kept = Vec::new();
    for _ in 0..3 {
        let mut server = Server::start(folder.path());
        let rating = tap(&new_id(), false);
        let (status, receipt) = server.rate(&rating).await;
        server.signal("-KILL");
        assert_eq!(status, 201, "{receipt}");
        assert_eq!(server.ended().0, None);
        kept.push((rating, receipt));
    }
    let server = Server::start(folder.path());
    for (rating, receipt) in kept {
        assert_eq!(server.rate(&rating).await, (200, receipt));
    }
}

#[tokio::test]
async fn ok_a_request_under_way_is_finished_before_it_stops() {
    let folder = tempfile::tempdir().unwrap();
    let mut server = Server::start(folder.path());
    let body = tap(&new_id(), true).to_string();
    let mut stream = TcpStream::connect(server.address.trim_start_matches("http://")).unwrap();
    let length = body.len();
    let head = format!(
        "POST /api/v1/ratings HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\ncontent-length: {length}\r\n\r\n"
    );
    stream.write_all(head.as_bytes()).unwrap();
    stream.write_all(&body.as_bytes()[..10]).unwrap();
    std::thread::sleep(Duration::from_millis(300));
    server.signal("-TERM");
    std::thread::sleep(Duration::from_millis(300));
    stream.write_all(&body.as_bytes()[10..]).unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    assert!(answer.starts_with("HTTP/1.1 201 "), "{answer}");
    assert_eq!(server.ended().0, Some(0));
}

/// It is held fast meanwhile, so that nothing of it was read when it hears of the stop.
#[tokio::test]
async fn ok_what_arrived_before_the_stop_is_answered() {
    let folder = tempfile::tempdir().unwrap();
    let mut server = Server::start(folder.path());
    let mut kept = TcpStream::connect(server.host()).unwrap();
    kept.write_all(b"GET /healthz HTTP/1.1\r\nhost: x\r\n\r\n")
        .unwrap();
    let read = kept.read(&mut [0; 4096]).unwrap();
    assert!(read > 100);
    server.signal("-STOP");
    let fresh = TcpStream::connect(server.host()).unwrap();
    let mut both = [kept, fresh];
    for stream in &mut both {
        let body = tap(&new_id(), true).to_string();
        let length = body.len();
        let request = format!(
            "POST /api/v1/ratings HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\n\
             content-length: {length}\r\n\r\n{body}"
        );
        stream.write_all(request.as_bytes()).unwrap();
    }
    server.signal("-TERM");
    server.signal("-CONT");
    for mut stream in both {
        let mut answer = String::new();
        stream.read_to_string(&mut answer).unwrap();
        assert!(answer.starts_with("HTTP/1.1 201 "), "{answer}");
    }
    assert_eq!(server.ended().0, Some(0));
}

/// Whoever reads the line may stop it at once.
#[tokio::test]
async fn ok_it_stops_well_from_its_first_line_on() {
    let folder = tempfile::tempdir().unwrap();
    for round in 0..20 {
        let mut server = Server::start(folder.path());
        server.signal(if round % 2 == 0 { "-TERM" } else { "-INT" });
        assert_eq!(server.ended().0, Some(0));
    }
}

#[tokio::test]
async fn ok_connections_without_a_request_do_not_hold_it_up() {
    let folder = tempfile::tempdir().unwrap();
    let mut server = Server::start(folder.path());
    let address = server.address.trim_start_matches("http://").to_owned();
    // A browser opens one more than it needs; and one is kept after its answer.
    let fresh = TcpStream::connect(&address).unwrap();
    let mut kept = TcpStream::connect(&address).unwrap();
    kept.write_all(b"GET /healthz HTTP/1.1\r\nhost: x\r\n\r\n")
        .unwrap();
    let mut answer = [0; 12];
    kept.read_exact(&mut answer).unwrap();
    assert_eq!(&answer, b"HTTP/1.1 200");
    let begun = Instant::now();
    server.signal("-TERM");
    assert_eq!(server.ended().0, Some(0));
    assert!(begun.elapsed() < Duration::from_secs(5), "{begun:?}");
    drop((fresh, kept));
}

#[tokio::test]
async fn ok_the_log_holds_nothing_personal() {
    let folder = tempfile::tempdir().unwrap();
    let mut server = Server::start(folder.path());
    let k = DataFolder::open(folder.path())
        .unwrap()
        .signer()
        .unwrap()
        .sign(&WindowId::parse("07").unwrap());
    let id = new_id();
    assert_eq!(
        server
            .rate(&with(tap(&id, true), &json!({ "k": k })))
            .await
            .0,
        201
    );
    let base = format!("{}/api/v1/ratings/{id}?k={k}", server.address);
    let change = json!({ "id": new_id(), "comment": "secretwords" });
    assert_eq!(
        client()
            .patch(&base)
            .json(&change)
            .send()
            .await
            .unwrap()
            .status()
            .as_u16(),
        200
    );
    let bad = json!({ "id": new_id(), "level": "secretlevel" });
    assert_eq!(
        client()
            .patch(&base)
            .json(&bad)
            .send()
            .await
            .unwrap()
            .status()
            .as_u16(),
        422
    );
    for path in [
        format!("/w/07?k={k}&r={id}"),
        "/w/secretpath".to_owned(),
        "/secretpath?q=secretquery".to_owned(),
    ] {
        client()
            .get(format!("{}{path}", server.address))
            .header("user-agent", "secretphone")
            .send()
            .await
            .unwrap();
    }
    server.signal("-TERM");
    let (code, log) = server.ended();
    assert_eq!(code, Some(0));
    assert!(
        log.contains("/api/v1/ratings/{id}") && log.contains("\"status\":201"),
        "{log}"
    );
    for secret in [k.as_str(), "secret", "127.0.0.1", &id, "k=", "r="] {
        assert!(!log.contains(secret), "{secret}: {log}");
    }
}
