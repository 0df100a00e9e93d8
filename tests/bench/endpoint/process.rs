//! A server as a process of its own, gone when it is dropped: also where the measurement stops half-way.

use std::net::TcpListener;
use std::process::{Child, Command, Stdio};

use super::child::{address, plain};
use super::memory::memory;

/// Running until it is dropped.
pub struct Process {
    child: Child,
    /// `127.0.0.1:PORT`
    pub host: String,
}

impl Process {
    /// Starts one that says its address first.
    pub fn start(command: Command) -> Self {
        let mut command = plain(command);
        command.env("ZUOBAN_LOG", "error").stdout(Stdio::piped());
        let mut process = Self {
            child: command.stderr(Stdio::null()).spawn().unwrap(),
            host: String::new(),
        };
        let address = address(&mut process.child).unwrap();
        process.host = address.trim_start_matches("http://").to_owned();
        process
    }

    /// Starts one that listens there some time.
    pub fn start_at(host: String, mut command: Command) -> Self {
        command.stdin(Stdio::null()).stdout(Stdio::null());
        let child = command.stderr(Stdio::null()).spawn().unwrap();
        Self { child, host }
    }

    /// What it holds in memory, in bytes.
    pub fn memory(&self) -> u64 {
        memory(self.child.id())
    }

    /// What it and this program have used of the processors, in seconds.
    pub fn used(&self) -> [f64; 2] {
        [self.child.id(), std::process::id()].map(used)
    }

    /// Whether it has ended.
    pub fn ended(&mut self) -> bool {
        self.child.try_wait().unwrap().is_some()
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// A port that nobody listened at just now.
pub fn free_host() -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    listener.local_addr().unwrap().to_string()
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
