//! One connection that stays open, and one request at a time over it.

use std::io::{Error, ErrorKind, Result};

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
            if let Some(status) = status_of_whole(&self.answer)? {
                return Ok(status);
            }
        }
    }
}

/// The status, once all of the answer is there.
fn status_of_whole(answer: &[u8]) -> Result<Option<u16>> {
    let mut headers = [httparse::EMPTY_HEADER; 32];
    let mut head = httparse::Response::new(&mut headers);
    let read = head.parse(answer).map_err(Error::other)?;
    let httparse::Status::Complete(end) = read else {
        return Ok(None);
    };
    let length = head
        .headers
        .iter()
        .find(|header| header.name.eq_ignore_ascii_case("content-length"));
    let length = length.and_then(|header| str::from_utf8(header.value).ok()?.parse().ok());
    let whole = answer.len() >= end + length.unwrap_or(0);
    Ok(head.code.filter(|_| whole))
}
