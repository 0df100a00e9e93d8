//! The release binary with its own data.

use std::io::{Read, Write};
use std::net::TcpStream;
use std::process::Command;

use tempfile::TempDir;
use zuoban::server::command::DataFolder;
use zuoban::server::signature::Signer;

use super::apart::Apart;
use super::post::Post;
use super::process::{Process, free_host};
use super::usual::accustom;

/// Running until it is dropped.
pub struct Server {
    pub process: Process,
    metrics: String,
    /// A rating from the page behind window 07's code.
    pub rating: Post,
    /// What is refused at parsing.
    pub no_rating: Post,
    data: TempDir,
}

impl Server {
    /// The same, at a window that is used to what it gets.
    pub fn accustomed(apart: Option<&Apart>) -> Self {
        let server = Self::start(apart);
        let folder = DataFolder::open(server.data.path()).unwrap();
        accustom(&folder.database_file());
        server
    }

    /// One whose data is in a PostgreSQL.
    pub fn over(database: &str) -> Self {
        Self::begin(None, &["--database", database])
    }

    /// Starts one, on the disk that temporary folders stand on; on processors of its own, where there are some.
    pub fn start(apart: Option<&Apart>) -> Self {
        Self::begin(apart, &[])
    }

    fn begin(apart: Option<&Apart>, more: &[&str]) -> Self {
        let data = tempfile::tempdir().unwrap();
        let binary = std::env::var_os("ZUOBAN_BIN");
        let binary = binary.unwrap_or_else(|| env!("CARGO_BIN_EXE_zuoban").into());
        let metrics = free_host();
        let mut command = Command::new(binary);
        command.args(["serve", "--listen", "127.0.0.1:0", "--metrics-listen"]);
        command.arg(&metrics).arg("--data").arg(data.path());
        command.args(more);
        let process = Process::start(match apart {
            Some(apart) => apart.there(&command),
            None => command,
        });
        let signer = signer(&data);
        Self {
            process,
            metrics,
            rating: Post::rating(&signer, true),
            no_rating: Post::rating(&signer, false),
            data,
        }
    }

    /// How many commits there were, and how many writes in them.
    pub fn commits(&self) -> [f64; 2] {
        let mut stream = TcpStream::connect(&self.metrics).unwrap();
        let ask = "GET /metrics HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n";
        stream.write_all(ask.as_bytes()).unwrap();
        let mut text = String::new();
        stream.read_to_string(&mut text).unwrap();
        ["zuoban_commit_size_count ", "zuoban_commit_size_sum "].map(|name| {
            let mut lines = text.lines();
            let number = lines.find_map(|line| line.strip_prefix(name)).unwrap();
            number.parse().unwrap()
        })
    }
}

/// Whoever signs the server's codes and pages.
pub fn signer(data: &TempDir) -> Signer {
    DataFolder::open(data.path()).unwrap().signer().unwrap()
}
