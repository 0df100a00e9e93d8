//! Seen from outside, by strace: no answer leaves before the sync that covers what it acknowledges.

use zuoban::model::RatingId;

use super::chance::Chance;
use super::load::{Load, acknowledged};
use super::server::{Server, by_way_of};

const CITIZENS: usize = 8;
const EACH: usize = 25;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn ok_no_answer_leaves_before_the_sync_that_covers_it() {
    let folder = tempfile::tempdir().unwrap();
    let trace = folder.path().join("trace");
    let calls = "trace=write,pwrite64,writev,sendto,sendmsg,fsync,fdatasync";
    let strace = by_way_of(
        "strace",
        // Every thread, files by name, all bytes and in hexadecimal.
        &[
            "-f",
            "-y",
            "-xx",
            "-s",
            "70000",
            "-e",
            calls,
            "-o",
            trace.to_str().unwrap(),
        ],
    );
    let mut server = Server::start_as(strace, &folder.path().join("data")).unwrap();
    let mut chance = Chance::seeded("trace");
    let load = Load::ratings(&server.address, CITIZENS, EACH, &mut chance);
    let kept = load.ended().await;
    assert_eq!(kept.acknowledged.len(), CITIZENS * EACH);
    server.stop();
    let trace = std::fs::read_to_string(trace).unwrap();
    let found = judged(trace.lines());
    assert_eq!((found.answers, found.early), (CITIZENS * EACH, Vec::new()));
    // Blind to the syncs it must find every answer too early, or it would find nothing.
    let blind = trace.lines().filter(|line| !line.contains("sync"));
    assert_eq!(judged(blind).early.len(), CITIZENS * EACH);
}

/// What a trace shows.
#[derive(Default)]
struct Found {
    /// How many answers acknowledged a rating.
    answers: usize,
    /// The ratings whose answers left before a sync that began after their row was in the log.
    early: Vec<String>,
    /// What was written to the log, once it was.
    written: Vec<Vec<u8>>,
    /// How much of it is synced.
    sure: usize,
    /// The calls that have not returned: by thread.
    open: std::collections::HashMap<String, Open>,
}

/// A call to the log.
enum Open {
    Write(Vec<u8>),
    /// So much was written when it began.
    Sync(usize),
}

fn judged<'a>(lines: impl Iterator<Item = &'a str>) -> Found {
    let mut found = Found::default();
    for line in lines {
        let (thread, call) = line.split_once(' ').unwrap();
        let call = call.trim_start();
        if !call.starts_with("<...") {
            found.begun(thread, call);
        }
        if call.ends_with("<unfinished ...>") {
            continue;
        }
        let returned = call.rsplit_once(" = ").map_or("", |(_, value)| value);
        found.returned(thread, !returned.starts_with('-'));
    }
    found
}

impl Found {
    /// `write(9</data/zuoban.db-wal>, "…", 24`: with letters as `\x41`.
    fn begun(&mut self, thread: &str, call: &str) {
        let Some((name, rest)) = call.split_once('(') else {
            return;
        };
        let Some((file, rest)) = rest
            .split_once('<')
            .and_then(|(_, rest)| rest.split_once('>'))
        else {
            return;
        };
        let file = bytes(file);
        if file.ends_with(b"-wal") {
            let open = match name {
                "fsync" | "fdatasync" => Open::Sync(self.written.len()),
                _ => Open::Write(bytes(rest)),
            };
            self.open.insert(thread.to_owned(), open);
        } else if file.starts_with(b"socket:") || file.starts_with(b"TCP:") {
            self.answered(&bytes(rest));
        }
    }

    fn returned(&mut self, thread: &str, well: bool) {
        match self.open.remove(thread) {
            Some(Open::Write(bytes)) if well => self.written.push(bytes),
            Some(Open::Sync(before)) if well => self.sure = self.sure.max(before),
            _ => {}
        }
    }

    fn answered(&mut self, answer: &[u8]) {
        let Some(id) = acknowledged(answer) else {
            return;
        };
        self.answers += 1;
        let id_bytes = RatingId::parse(&id).unwrap().bytes();
        let holds = |page: &Vec<u8>| page.windows(16).any(|part| part == id_bytes);
        if !self.written[..self.sure].iter().rev().any(holds) {
            self.early.push(id);
        }
    }
}

/// All bytes that stand in a text as `\x41`, whatever is between them.
fn bytes(text: &str) -> Vec<u8> {
    let parts = text.split("\\x").skip(1);
    let byte = |part: &str| u8::from_str_radix(part.get(..2)?, 16).ok();
    parts.filter_map(byte).collect()
}
