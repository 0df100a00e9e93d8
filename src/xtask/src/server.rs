//! A server of our own for a moment: on a free port, with data that nobody keeps.

use std::fs::{self, File};
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::mpsc;
use std::thread;
use std::time::Duration;

use crate::error::{Context, Failure, Result};
use crate::place::Place;
use crate::{files, process};

const START: Duration = Duration::from_secs(60);
const ANSWER: Duration = Duration::from_secs(20);

/// The release server, running until this value is dropped.
pub struct Server {
    child: Child,
    data: PathBuf,
    address: String,
}

impl Server {
    /// Starts it and waits for the line in which it says its address.
    pub fn start(place: &Place) -> Result<Self> {
        let data = std::env::temp_dir().join(format!("zuoban-xtask-{}", std::process::id()));
        files::create_folder(&data)?;
        let log_path = data.join("server.log");
        let log =
            File::create(&log_path).context(|| format!("cannot write {}", log_path.display()))?;
        let mut child = Command::new(place.zuoban())
            .args(["serve", "--listen", "127.0.0.1:0", "--data"])
            .arg(data.join("data"))
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(log)
            .spawn()
            .context(|| "cannot start target/release/zuoban: `cargo xtask build` makes it")?;
        let stdout = child.stdout.take();
        let mut server = Self {
            child,
            data,
            address: String::new(),
        };
        let (say, heard) = mpsc::channel();
        // Reads on after the address, or the server would block on a full pipe.
        thread::spawn(move || {
            for line in stdout
                .into_iter()
                .flat_map(|out| BufReader::new(out).lines())
            {
                if let Some(address) = line.ok().as_deref().and_then(address) {
                    let _ = say.send(address);
                }
            }
        });
        server.address = heard.recv_timeout(START).context(|| {
            let log = fs::read_to_string(&log_path).unwrap_or_default();
            format!("target/release/zuoban serve printed no http://127.0.0.1:PORT, but said: {log}")
        })?;
        Ok(server)
    }

    /// `127.0.0.1:PORT`
    pub fn address(&self) -> &str {
        &self.address
    }

    /// A folder that goes with it; its data is `data` in there.
    pub fn folder(&self) -> &Path {
        &self.data
    }

    /// Sends JSON and answers what comes back, headers and all.
    pub fn post(&self, path: &str, json: &str) -> Result<String> {
        let cannot = || format!("cannot post to http://{}{path}", self.address);
        let mut stream = TcpStream::connect(&self.address).context(cannot)?;
        stream.set_read_timeout(Some(ANSWER)).context(cannot)?;
        let length = json.len();
        let request = format!(
            "POST {path} HTTP/1.0\r\nHost: {}\r\nContent-Type: application/json\r\nContent-Length: {length}\r\n\r\n{json}",
            self.address
        );
        let mut answer = String::new();
        stream
            .write_all(request.as_bytes())
            .and_then(|()| stream.read_to_string(&mut answer))
            .context(cannot)?;
        Ok(answer)
    }

    /// The body of `path` as it is sent to a phone that knows brotli, and still compressed.
    pub fn get_brotli(&self, path: &str) -> Result<Vec<u8>> {
        let cannot = || format!("cannot fetch http://{}{path}", self.address);
        let mut stream = TcpStream::connect(&self.address).context(cannot)?;
        stream.set_read_timeout(Some(ANSWER)).context(cannot)?;
        // HTTP/1.0: the body ends with the connection and has no chunk marks in it.
        let request = format!(
            "GET {path} HTTP/1.0\r\nHost: {}\r\nAccept: text/html\r\nAccept-Encoding: br\r\n\r\n",
            self.address
        );
        let mut response = Vec::new();
        stream
            .write_all(request.as_bytes())
            .and_then(|()| stream.read_to_end(&mut response))
            .context(cannot)?;
        brotli_body(&response)
            .map(<[u8]>::to_vec)
            .map_err(|failure| Failure::new(format!("{}: {failure}", cannot())))
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        process::end(&mut self.child);
        let _ = fs::remove_dir_all(&self.data);
    }
}

/// `127.0.0.1:PORT` of a line that names it as a link.
fn address(line: &str) -> Option<String> {
    let (_, after) = line.split_once("http://127.0.0.1:")?;
    let port: String = after.chars().take_while(char::is_ascii_digit).collect();
    (!port.is_empty()).then(|| format!("127.0.0.1:{port}"))
}

fn brotli_body(response: &[u8]) -> Result<&[u8]> {
    let gap = response
        .windows(4)
        .position(|window| window == b"\r\n\r\n")
        .context(|| "the answer is no HTTP")?;
    let head = String::from_utf8_lossy(&response[..gap]).to_ascii_lowercase();
    let status = head.split_whitespace().nth(1).unwrap_or_default();
    if status != "200" {
        return Err(Failure::new(format!("the status is {status}, not 200")));
    }
    if !head.lines().any(|line| line == "content-encoding: br") {
        return Err(Failure::new("the answer is not compressed with brotli"));
    }
    Ok(&response[gap + 4..])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ok_address() {
        let line = "坐班 · open http://127.0.0.1:40123/w/07 on this machine";
        assert_eq!(address(line).as_deref(), Some("127.0.0.1:40123"));
        assert_eq!(address("http://192.168.1.4:8080"), None);
    }

    #[test]
    fn ok_brotli_body() {
        let response = b"HTTP/1.0 200 OK\r\nContent-Encoding: br\r\n\r\n\x01\x02";
        assert_eq!(brotli_body(response).ok(), Some(&b"\x01\x02"[..]));
    }

    #[test]
    fn err_other_answers() {
        for response in [
            "HTTP/1.0 404 Not Found\r\nContent-Encoding: br\r\n\r\n",
            "HTTP/1.0 200 OK\r\nContent-Type: text/html\r\n\r\n<p>",
            "SSH-2.0",
        ] {
            assert!(brotli_body(response.as_bytes()).is_err(), "{response}");
        }
    }
}
