//! The binary as a server: started, asked, told to stop, and what it logged.

use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command};
use std::sync::mpsc;
use std::time::{Duration, Instant};

use super::child;
use super::memory::memory;
use super::support::{client, zuoban};

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
        let address = child::address(&mut child);
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
            address: address.unwrap_or_else(|line| panic!("no address in {line:?}")),
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
        memory(self.child.id())
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
