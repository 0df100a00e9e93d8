//! The release binary with its own data.

use std::process::{Child, Command, Stdio};

use tempfile::TempDir;
use zuoban::model::WindowId;
use zuoban::server::command::DataFolder;

use super::child::{address, plain};
use super::memory::memory;

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
        let binary = binary.unwrap_or_else(|| env!("CARGO_BIN_EXE_zuoban").into());
        let mut command = plain(Command::new(binary));
        command
            .args(["serve", "--listen", "127.0.0.1:0", "--data"])
            .arg(data.path());
        command
            .env("ZUOBAN_LOG", "error")
            .stdout(Stdio::piped())
            .stderr(Stdio::null());
        let mut child = command.spawn().unwrap();
        let address = address(&mut child).unwrap();
        let signer = DataFolder::open(data.path()).unwrap().signer().unwrap();
        Self {
            child,
            host: address.trim_start_matches("http://").to_owned(),
            k: signer.sign(&WindowId::parse("07").unwrap()),
            _data: data,
        }
    }

    /// What it and this program have used of the processors, in seconds.
    pub fn used(&self) -> [f64; 2] {
        [self.child.id(), std::process::id()].map(used)
    }

    /// What it holds in memory, in bytes.
    pub fn memory(&self) -> u64 {
        memory(self.child.id())
    }
}

/// In its own code and in the system's.
fn used(process: u32) -> f64 {
    let stat = std::fs::read_to_string(format!("/proc/{process}/stat")).unwrap();
    // Counted from after the name, which may have blanks in it; in hundredths.
    let numbers = stat.rsplit_once(')').unwrap().1.split_whitespace();
    let ticks = numbers
        .skip(11)
        .take(2)
        .map(|ticks| ticks.parse::<u32>().unwrap());
    f64::from(ticks.sum::<u32>()) / 100.0
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
