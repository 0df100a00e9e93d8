//! The binary as a process of its own: what all that start it as a server have to do alike.

use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Stdio};

/// A command with nothing of this shell's settings, and nothing to read.
pub fn plain(mut command: Command) -> Command {
    let own = |name: &std::ffi::OsString| name.to_string_lossy().starts_with("ZUOBAN_");
    for name in std::env::vars_os().map(|(name, _)| name).filter(own) {
        command.env_remove(name);
    }
    command.stdin(Stdio::null());
    command
}

/// The address that a server says first, `http://127.0.0.1:PORT`; else the line it said instead.
pub fn address(child: &mut Child) -> Result<String, String> {
    let mut line = String::new();
    BufReader::new(child.stdout.take().unwrap())
        .read_line(&mut line)
        .unwrap();
    let mut words = line.split_whitespace();
    let address = words.find(|word| word.contains("://127.0.0.1:"));
    address.map(str::to_owned).ok_or(line)
}
