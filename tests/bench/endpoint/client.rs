//! One connection that stays open, and a rating at a time over it.

use std::io::{Error, ErrorKind, Result};

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use zuoban::model::RatingId;

/// See the module.
pub struct Connection {
    stream: TcpStream,
    answer: Vec<u8>,
}

impl Connection {
    pub async fn open(host: &str) -> Result<Self> {
        let stream = TcpStream::connect(host).await?;
        stream.set_nodelay(true)?;
        let answer = Vec::with_capacity(1024);
        Ok(Self { stream, answer })
    }

    /// Posts a rating with this signature, which is no rating unless `whole`; the status.
    pub async fn rate(&mut self, k: &str, whole: bool) -> Result<u16> {
        let mut bytes = [0; 16];
        getrandom::fill(&mut bytes).map_err(Error::other)?;
        let id = RatingId::from_random(bytes);
        let satisfied = if whole { "true" } else { "\"true\"" };
        let body = format!(
            "{{\"id\":\"{id}\",\"window\":\"07\",\"k\":\"{k}\",\"satisfied\":{satisfied}}}"
        );
        let length = body.len();
        let request = format!(
            "POST /api/v1/ratings HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\ncontent-length: {length}\r\n\r\n{body}"
        );
        self.stream.write_all(request.as_bytes()).await?;
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
