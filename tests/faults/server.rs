//! The binary as a server that something happens to.

use std::ffi::OsString;
use std::io::{Read, Write};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use super::child::{address, plain};

/// A server of its own process, killed with the test.
pub struct Server {
    child: Child,
    /// `http://127.0.0.1:PORT`
    pub address: String,
    /// From its start to its first answer that it can be written to.
    pub ready_after: Duration,
}

/// `zuoban`, of this build or of `ZUOBAN_BIN`, with nothing of this shell's settings.
pub fn zuoban() -> Command {
    silent(Command::new(binary()))
}

/// Does a command on a data folder; what it said.
pub fn done(command: &str, data: &Path) -> Result<String, String> {
    let mut line = zuoban();
    line.arg(command).arg("--data").arg(data);
    let ended = line.stderr(Stdio::piped()).output().unwrap();
    let said = String::from_utf8_lossy(&ended.stderr).into_owned();
    if ended.status.success() {
        return Ok(said);
    }
    Err(format!("{command}: {said}"))
}

/// Another program, which starts `zuoban`.
pub fn by_way_of(program: &str, args: &[&str]) -> Command {
    let mut command = Command::new(program);
    command.args(args).arg(binary());
    silent(command)
}

fn binary() -> OsString {
    std::env::var_os("ZUOBAN_BIN").unwrap_or_else(|| env!("CARGO_BIN_EXE_zuoban").into())
}

fn silent(command: Command) -> Command {
    let mut command = plain(command);
    command.stderr(Stdio::null());
    command
}

impl Server {
    /// Starts one.
    pub fn start(data: &Path) -> Self {
        Self::start_as(zuoban(), data).unwrap()
    }

    /// Starts one by a command that lacks only its words; what it said where it ended instead.
    pub fn start_as(mut command: Command, data: &Path) -> Result<Self, String> {
        let begun = Instant::now();
        let mut child = serving(&mut command, data);
        let address = address(&mut child)
            .map_err(|line| format!("no address, but {line:?}: {:?}", child.wait()))?;
        let mut server = Self {
            child,
            address,
            ready_after: Duration::ZERO,
        };
        let ready = server.ask("GET /readyz HTTP/1.1\r\n");
        if !ready.starts_with("HTTP/1.1 200") {
            return Err(ready);
        }
        server.ready_after = begun.elapsed();
        Ok(server)
    }

    /// Starts one and kills it after so long, however far it came.
    pub fn start_and_kill(data: &Path, after: Duration) {
        let mut child = serving(&mut zuoban(), data);
        std::thread::sleep(after);
        child.kill().unwrap();
        child.wait().unwrap();
    }

    /// Its process' number; that of the program it was started by, unless that became it.
    pub fn process(&self) -> u32 {
        self.child.id()
    }

    /// The status of a page or of JSON.
    pub fn status(&self, path: &str) -> u16 {
        let answer = self.ask(&format!("GET {path} HTTP/1.1\r\n"));
        let status = answer.split_whitespace().nth(1).unwrap_or_default();
        status.parse().unwrap_or_default()
    }

    /// Sends the beginning of a request that has no body, and answers what comes back.
    pub fn ask(&self, head: &str) -> String {
        let mut stream = TcpStream::connect(self.host()).unwrap();
        let wait = Some(Duration::from_secs(20));
        stream.set_read_timeout(wait).unwrap();
        let request = format!("{head}host: x\r\nconnection: close\r\n\r\n");
        stream.write_all(request.as_bytes()).unwrap();
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer).unwrap();
        String::from_utf8_lossy(&answer).into_owned()
    }

    /// `127.0.0.1:PORT`
    pub fn host(&self) -> &str {
        self.address.split_once("://").unwrap().1
    }

    /// `kill -9`.
    pub fn kill(&mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }

    /// Asks the process, or the one that it started, to stop, and waits for its end.
    pub fn stop(&mut self) {
        let own = self.child.id();
        let children = std::fs::read_to_string(format!("/proc/{own}/task/{own}/children")).unwrap();
        let child = children.split_whitespace().next().map(str::to_owned);
        let id = child.unwrap_or_else(|| own.to_string());
        let told = Command::new("kill").args(["-TERM", &id]).status().unwrap();
        assert!(told.success());
        self.child.wait().unwrap();
    }
}

fn serving(command: &mut Command, data: &Path) -> Child {
    command
        .args(["serve", "--listen", "127.0.0.1:0", "--data"])
        .arg(data)
        .env("ZUOBAN_LOG", "off")
        .stdout(Stdio::piped())
        .spawn()
        .unwrap()
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
