//! One connection that stays open, and one request at a time over it.

use std::io::{ErrorKind, Result};

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

use super::post::{Chance, Post};

/// See the module.
pub struct Connection {
    stream: TcpStream,
    chance: Chance,
    request: Vec<u8>,
    answer: Vec<u8>,
}

impl Connection {
    pub async fn open(host: &str) -> Result<Self> {
        let stream = TcpStream::connect(host).await?;
        stream.set_nodelay(true)?;
        Ok(Self {
            stream,
            chance: Chance::new()?,
            request: Vec::with_capacity(512),
            answer: Vec::with_capacity(2048),
        })
    }

    /// Sends it with a new id; the status.
    pub async fn send(&mut self, post: &Post) -> Result<u16> {
        post.write(&mut self.chance, &mut self.request);
        self.stream.write_all(&self.request).await?;
        self.answer.clear();
        loop {
            if self.stream.read_buf(&mut self.answer).await? == 0 {
                return Err(ErrorKind::UnexpectedEof.into());
            }
            if let Some(status) = status_of_whole(&self.answer) {
                return Ok(status);
            }
        }
    }
}

/// The status, once all of the answer is there.
fn status_of_whole(answer: &[u8]) -> Option<u16> {
    let end = answer.windows(4).position(|four| four == b"\r\n\r\n")?;
    let head = str::from_utf8(&answer[..end]).ok()?;
    let length = head.lines().find_map(|line| {
        let (name, value) = line.split_once(':')?;
        let right = name.eq_ignore_ascii_case("content-length");
        right.then(|| value.trim().parse::<usize>().ok())?
    });
    if answer.len() < end + 4 + length.unwrap_or(0) {
        return None;
    }
    head.split(' ').nth(1)?.parse().ok()
}
