//! The release binary with its own data.

use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Stdio};

use tempfile::TempDir;
use zuoban::model::WindowId;
use zuoban::server::command::DataFolder;

/// Running until it is dropped.
pub struct Server {
    child: Child,
    /// `127.0.0.1:PORT`
    pub host: String,
    /// The signature in window 07's code.
    pub k: String,
    _data: TempDir,
}

impl Server {
    /// Starts one, on the disk that temporary folders stand on.
    pub fn start() -> Self {
        let data = tempfile::tempdir().unwrap();
        let binary = std::env::var_os("ZUOBAN_BIN");
        let mut command =
            Command::new(binary.unwrap_or_else(|| env!("CARGO_BIN_EXE_zuoban").into()));
        command
            .args(["serve", "--listen", "127.0.0.1:0", "--data"])
            .arg(data.path());
        command
            .env("ZUOBAN_LOG", "error")
            .env_remove("ZUOBAN_DATABASE");
        command
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::null());
        let mut child = command.spawn().unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap())
            .read_line(&mut line)
            .unwrap();
        let host = line.split("http://").nth(1).unwrap().trim().to_owned();
        let signer = DataFolder::open(data.path()).unwrap().signer().unwrap();
        Self {
            child,
            host,
            k: signer.sign(&WindowId::parse("07").unwrap()),
            _data: data,
        }
    }

    /// What it holds in memory, in bytes.
    pub fn memory(&self) -> u64 {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.child.id())).unwrap();
        let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
        line.unwrap()
            .split_whitespace()
            .next()
            .unwrap()
            .parse::<u64>()
            .unwrap()
            * 1024
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
