//! What is sent: the same each time, but for an id.

use std::io::{Error, Result};

use zuoban::model::WindowId;
use zuoban::server::http::system_time;
use zuoban::server::signature::Signer;

/// A request with a body of JSON, in which an id stands.
#[derive(Clone)]
pub struct Post {
    before: String,
    after: String,
    pages: Signer,
    /// The status of the right answer.
    pub right: u16,
}

impl Post {
    /// A rating from the page behind a window's code, which is no rating unless `whole`.
    pub fn rating(signer: &Signer, whole: bool) -> Self {
        let k = signer.sign(&WindowId::parse("07").unwrap());
        let satisfied = if whole { "true" } else { "\"true\"" };
        let rest = format!("\"window\":\"07\",\"k\":\"{k}\",\"satisfied\":{satisfied}");
        let right = if whole { 201 } else { 400 };
        Self::new("/api/v1/ratings", "id", &rest, right, signer)
    }

    /// What comes nearest to it in PocketBase, with ids of the same kind.
    pub fn record() -> Self {
        let path = "/api/collections/ratings/records";
        let rest = "\"window\":\"07\",\"satisfied\":true";
        Self::new(path, "key", rest, 200, &Signer::new([0; 32]))
    }

    fn new(path: &str, id: &str, rest: &str, right: u16, pages: &Signer) -> Self {
        let [begin, end] = [format!("{{\"{id}\":\""), format!("\",{rest}}}")];
        let length = begin.len() + 36 + end.len();
        let before = format!(
            "POST {path} HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\ncontent-length: {length}\r\n\r\n{begin}"
        );
        Self {
            before,
            after: end,
            pages: pages.clone(),
            right,
        }
    }

    /// Writes one in place of what is there.
    pub fn write(&self, chance: &mut Chance, to: &mut Vec<u8>) {
        to.clear();
        to.extend_from_slice(self.before.as_bytes());
        let id = self.pages.page_id(system_time(), chance.bytes());
        to.extend_from_slice(id.to_string().as_bytes());
        to.extend_from_slice(self.after.as_bytes());
    }
}

/// Bytes that nobody made before (SplitMix64): asking the system each time would slow the sender.
pub struct Chance(u64);

impl Chance {
    pub fn new() -> Result<Self> {
        let mut seed = [0; 8];
        getrandom::fill(&mut seed).map_err(Error::other)?;
        Ok(Self(u64::from_ne_bytes(seed)))
    }

    pub fn bytes<const N: usize>(&mut self) -> [u8; N] {
        let mut bytes = [0; N];
        for part in bytes.chunks_mut(8) {
            let next = self.next().to_ne_bytes();
            part.copy_from_slice(&next[..part.len()]);
        }
        bytes
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }
}
