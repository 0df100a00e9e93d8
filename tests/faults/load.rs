//! Citizens who write all the time, and what they were told.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use reqwest::Client;
use reqwest::redirect::Policy;
use rusqlite::{Connection, OpenFlags};
use serde_json::{Value, json};
use tokio::task::JoinSet;
use zuoban::model::RatingId;

use super::chance::Chance;

/// Something that a citizen sends.
#[derive(Clone, Debug)]
pub struct Request {
    /// The table its row stands in.
    pub table: &'static str,
    /// The id its row has.
    pub id: String,
    method: reqwest::Method,
    path: String,
    body: Value,
}

impl Request {
    /// A tap.
    pub fn rating(chance: &mut Chance) -> Self {
        let (id, satisfied) = (chance.id(), chance.percent(90));
        let window = ["07", "08", "09"][chance.below(3)];
        Self {
            table: "rating",
            method: reqwest::Method::POST,
            path: "/api/v1/ratings".to_owned(),
            body: json!({ "id": id, "window": window, "satisfied": satisfied }),
            id,
        }
    }

    /// What is said to a tap later.
    fn amendment(rating: &str, chance: &mut Chance) -> Self {
        let id = chance.id();
        Self {
            table: "amendment",
            method: reqwest::Method::PATCH,
            path: format!("/api/v1/ratings/{rating}"),
            body: json!({ "id": id, "comment": format!("排队很久 {}", chance.below(1000)) }),
            id,
        }
    }

    fn suggestion(chance: &mut Chance) -> Self {
        let id = chance.id();
        Self {
            table: "suggestion",
            method: reqwest::Method::POST,
            path: "/api/v1/suggestions".to_owned(),
            body: json!({ "id": id, "kind": "suggestion", "text": "取号机的字太小" }),
            id,
        }
    }

    /// Sends it; the status and the body, or nothing where no whole answer came.
    pub async fn send(&self, client: &Client, address: &str) -> Option<(u16, String)> {
        let to = format!("{address}{}", self.path);
        let request = client.request(self.method.clone(), to).json(&self.body);
        let answer = request.send().await.ok()?;
        let status = answer.status().as_u16();
        Some((status, answer.text().await.ok()?))
    }
}

/// One that follows nothing by itself and asks for plain text, which whoever listens can read.
pub fn client() -> Client {
    Client::builder()
        .redirect(Policy::none())
        .no_gzip()
        .no_brotli()
        .no_proxy()
        // Longer than a busy machine may stand still.
        .timeout(Duration::from_secs(600))
        .build()
        .unwrap()
}

/// What was sent, and what was answered.
#[derive(Default)]
pub struct Kept {
    sent: BTreeMap<&'static str, BTreeSet<String>>,
    /// Each request that was acknowledged, with its answer's body.
    pub acknowledged: Vec<(Request, String)>,
}

impl Kept {
    /// Notes what is about to be sent.
    pub fn sent(&mut self, request: &Request) {
        let ids = self.sent.entry(request.table).or_default();
        ids.insert(request.id.clone());
    }

    /// Adds what another load kept.
    pub fn add(&mut self, other: Self) {
        for (table, ids) in other.sent {
            self.sent.entry(table).or_default().extend(ids);
        }
        self.acknowledged.extend(other.acknowledged);
    }

    /// Compares with the database: what is not as it must be, in words.
    pub fn compare(&self, database: &Path) -> Result<(), String> {
        for table in ["rating", "amendment", "suggestion"] {
            let stored = ids(database, table)?;
            let once: BTreeSet<_> = stored.iter().cloned().collect();
            if once.len() != stored.len() {
                return Err(format!("{table}: something is there twice"));
            }
            let sent = self.sent.get(table).cloned().unwrap_or_default();
            if let Some(id) = once.difference(&sent).next() {
                return Err(format!("{table}: nobody sent {id}"));
            }
            let told = self.acknowledged.iter();
            let told = told.filter(|(request, _)| request.table == table);
            for (request, _) in told {
                if !once.contains(&request.id) {
                    return Err(format!("{table}: {} is lost", request.id));
                }
            }
        }
        Ok(())
    }
}

/// The ids in a table, as they are written.
pub fn ids(database: &Path, table: &str) -> Result<Vec<String>, String> {
    let read = || -> rusqlite::Result<Vec<String>> {
        let open = Connection::open_with_flags(database, OpenFlags::SQLITE_OPEN_READ_ONLY)?;
        open.busy_timeout(Duration::from_secs(10))?;
        let mut all = open.prepare(&format!("select id from {table}"))?;
        let id = |row: &rusqlite::Row<'_>| Ok(RatingId::from_bytes(row.get(0)?).to_string());
        all.query_map([], id)?.collect()
    };
    read().map_err(|error| format!("{table}: {error}"))
}

/// The id in an answer that says of a rating that it is stored, as the bytes leave the server.
pub fn acknowledged(answer: &[u8]) -> Option<String> {
    let answer = str::from_utf8(answer).ok()?;
    let id = answer.split("\"id\":\"").nth(1)?.split('"').next()?;
    answer.starts_with("HTTP/1.1 20").then_some(id.to_owned())
}

/// Who writes at the moment.
pub struct Load {
    kept: Arc<Mutex<Kept>>,
    writers: JoinSet<()>,
}

impl Load {
    /// So many citizens who rate, comment and suggest until the server is gone.
    pub fn begin(address: &str, many: usize, chance: &mut Chance) -> Self {
        Self::of(address, many, usize::MAX, true, chance)
    }

    /// So many citizens who each rate so many times.
    pub fn ratings(address: &str, many: usize, each: usize, chance: &mut Chance) -> Self {
        Self::of(address, many, each, false, chance)
    }

    fn of(address: &str, many: usize, each: usize, all_kinds: bool, chance: &mut Chance) -> Self {
        let kept = Arc::new(Mutex::new(Kept::default()));
        let client = client();
        let mut writers = JoinSet::new();
        for _ in 0..many {
            let (kept, client, chance) = (Arc::clone(&kept), client.clone(), chance.fork());
            let address = address.to_owned();
            writers.spawn(
                async move { write(&address, &client, each, all_kinds, chance, &kept).await },
            );
        }
        Self { kept, writers }
    }

    /// Waits until nobody writes any more.
    pub async fn ended(self) -> Kept {
        self.writers.join_all().await;
        Arc::into_inner(self.kept).unwrap().into_inner().unwrap()
    }
}

async fn write(
    address: &str,
    client: &Client,
    each: usize,
    all_kinds: bool,
    mut chance: Chance,
    kept: &Mutex<Kept>,
) {
    let mut rated: Option<String> = None;
    for _ in 0..each {
        let request = match (chance.below(10), &rated) {
            (0, _) if all_kinds => Request::suggestion(&mut chance),
            (1 | 2, Some(id)) if all_kinds => Request::amendment(id, &mut chance),
            _ => Request::rating(&mut chance),
        };
        kept.lock().unwrap().sent(&request);
        let Some((status, body)) = request.send(client, address).await else {
            return;
        };
        // Refused is no harm: it was not acknowledged.
        if (200..300).contains(&status) {
            if request.table == "rating" {
                rated = Some(request.id.clone());
            }
            kept.lock().unwrap().acknowledged.push((request, body));
        } else {
            assert_eq!(status, 503, "{request:?}: {body}");
        }
    }
}
