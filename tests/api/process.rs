//! The binary as a server: how it stops, what is still there when it starts again, what it logs.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, Command};
use std::sync::mpsc;
use std::time::{Duration, Instant};

use serde_json::json;
use zuoban::model::WindowId;
use zuoban::server::command::DataFolder;

use super::support::{client, new_id, tap, with, zuoban};

/// A server of its own process, killed with the test.
pub struct Server {
    child: Child,
    /// Its lines, read as they come.
    log: mpsc::Receiver<String>,
    pub address: String,
}

impl Server {
    /// Starts one that logs all it can.
    pub fn start(data: &Path) -> Self {
        Self::start_with(data, &[])
    }

    /// Starts one with more options.
    pub fn start_with(data: &Path, more: &[&str]) -> Self {
        let data = data.to_str().unwrap();
        let mut command = zuoban(&["serve", "--listen", "127.0.0.1:0", "--data", data]);
        command.args(more);
        Self::started(command.env("ZUOBAN_LOG", "debug"))
    }

    /// Starts one on the database in its folder, whatever the others of this run are on; it logs what is wrong.
    pub fn start_on_file(data: &Path, more: &[&str]) -> Self {
        let data = data.to_str().unwrap();
        let mut command = zuoban(&["serve", "--listen", "127.0.0.1:0", "--data", data]);
        command.args(more).env_remove("ZUOBAN_DATABASE");
        Self::started(command.env("ZUOBAN_LOG", "off"))
    }

    /// Starts one on a PostgreSQL database; it logs what is wrong.
    pub fn start_on(data: &Path, database: &str) -> Self {
        let data = data.to_str().unwrap();
        let mut command = zuoban(&["serve", "--listen", "127.0.0.1:0", "--data", data]);
        command.env("ZUOBAN_DATABASE", database);
        Self::started(command.env("ZUOBAN_LOG", "off"))
    }

    fn started(command: &mut Command) -> Self {
        let mut child = command.spawn().unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap())
            .read_line(&mut line)
            .unwrap();
        let address = line
            .split_whitespace()
            .find(|word| word.contains("://127.0.0.1:"))
            .map(str::to_owned);
        let (send, log) = mpsc::channel();
        let lines = BufReader::new(child.stderr.take().unwrap()).lines();
        std::thread::spawn(move || {
            for line in lines.map_while(Result::ok) {
                // It may have ended with its test; it must not wait for a full pipe before that.
                drop(send.send(line));
            }
        });
        Self {
            child,
            log,
            address: address.unwrap_or_else(|| panic!("no address in {line:?}")),
        }
    }

    /// `127.0.0.1:PORT`
    pub fn host(&self) -> &str {
        self.address.split_once("://").unwrap().1
    }

    /// Waits until a line of its log says that, and answers the line. Those before it are not told at the end.
    pub fn logged(&self, words: &str) -> String {
        let patience = Duration::from_secs(30);
        loop {
            match self.log.recv_timeout(patience) {
                Ok(line) if line.contains(words) => return line,
                Ok(_) => {}
                Err(error) => panic!("{words:?} is not in the log: {error}"),
            }
        }
    }

    /// How many connections it has open.
    pub fn connections(&self) -> usize {
        let files = std::fs::read_dir(format!("/proc/{}/fd", self.child.id())).unwrap();
        let names = files.filter_map(|file| std::fs::read_link(file.ok()?.path()).ok());
        names
            .filter(|name| name.to_string_lossy().starts_with("socket:"))
            .count()
    }

    /// Sends a rating and answers the status and the body.
    pub async fn rate(&self, rating: &serde_json::Value) -> (u16, String) {
        let request = client()
            .post(format!("{}/api/v1/ratings", self.address))
            .json(rating);
        let response = request.send().await.unwrap();
        (response.status().as_u16(), response.text().await.unwrap())
    }

    /// What it holds in memory, in bytes.
    pub fn memory(&self) -> u64 {
        let status = format!("/proc/{}/status", self.child.id());
        let status = std::fs::read_to_string(status).unwrap();
        let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
        let words = line.unwrap().split_whitespace().next().unwrap();
        words.parse::<u64>().unwrap() * 1024
    }

    /// Sends a signal, as `-TERM`.
    pub fn signal(&self, signal: &str) {
        let id = self.child.id().to_string();
        assert!(
            Command::new("kill")
                .args([signal, &id])
                .status()
                .unwrap()
                .success()
        );
    }

    /// Waits for its end and answers the exit code and the log.
    pub fn ended(&mut self) -> (Option<i32>, String) {
        let begun = Instant::now();
        while self.child.try_wait().unwrap().is_none() {
            assert!(
                begun.elapsed() < Duration::from_secs(15),
                "it does not stop"
            );
            std::thread::sleep(Duration::from_millis(20));
        }
        let log: Vec<_> = self.log.iter().collect();
        (self.child.wait().unwrap().code(), log.join("\n"))
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

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
