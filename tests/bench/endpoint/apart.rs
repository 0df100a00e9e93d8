//! Processors of their own for the server and for who sends, since in life they are two machines: else each request
//! that is sent too much takes from the server what the goal is about.

use std::process::{Command, Stdio};

/// `taskset` has done it, as a part of every Linux; where not, nothing is apart, and that is said.
pub struct Apart {
    /// As `taskset -c` reads them.
    pub servers: String,
}

impl Apart {
    /// This program keeps to the last processor.
    pub fn keep() -> Option<Self> {
        let last = std::thread::available_parallelism().ok()?.get() - 1;
        let servers = match last {
            0 => return None,
            1 => "0".to_owned(),
            _ => format!("0-{}", last - 1),
        };
        let mut keep = Command::new("taskset");
        keep.args(["--all-tasks", "--cpu-list", "--pid", &last.to_string()]);
        keep.arg(std::process::id().to_string());
        let kept = keep.stdout(Stdio::null()).status().ok()?;
        kept.success().then_some(Self { servers })
    }

    /// The same program, on the others.
    pub fn there(&self, command: &Command) -> Command {
        let mut there = Command::new("taskset");
        there.args(["--cpu-list", &self.servers]);
        there.arg(command.get_program()).args(command.get_args());
        there
    }
}
