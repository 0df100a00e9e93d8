//! The rows of ratings put into SQLite by themselves: no HTTP, no checks, nothing hashed. What the engine could do
//! with groups of that size.

use std::time::{Duration, Instant};

use rusqlite::config::DbConfig;
use rusqlite::{Connection, params};
use tempfile::TempDir;
use zuoban::model::RatingId;
use zuoban::server::http::system_time;
use zuoban::server::store::sqlite::SqliteStore;

use super::post::Chance;

/// As `ratings.rs` and the files beside it have them, in their order.
const RATING: &str = "insert into rating (id, window, unit, satisfied, source, rated_at, received_at, shift, director)
    values (?1, '07', 'tax', 1, 'scan', ?2, ?2, null, null) on conflict (id) do nothing";
const LINK: &str = "insert into link (seq, kind, row, hash) values (?1, 1, ?2, ?3)";
const BEGIN_HOUR: &str =
    "insert into pace (window, hour, from_page, past, weeks, taken) values ('07', ?1, 0, 0, 0, 0)";
const TAKE: &str =
    "update pace set taken = taken + 1 where window = '07' and hour = ?1 and from_page = 0";
const TALLY: &str = "insert into tally (day, window, unit, source, on_duty, counted, satisfied)
    values ('2026-11-24', '07', 'tax', 'scan', 0, ?1, ?1)
    on conflict (day, window, unit, source, on_duty) do update set
      counted = counted + excluded.counted, satisfied = satisfied + excluded.satisfied";
const BEGIN: &str = "insert into head (day, links, hash) values ('2026-11-24', 0, zeroblob(32))";
const HEAD: &str = "update head set links = ?1, hash = ?2 where seq = 1";

/// The moment of all of them.
const AT: i64 = 1_795_485_600_000;
const HOUR_MS: i64 = 3_600_000;

/// A database of its own, with the store's schema and settings.
pub struct Rows {
    connection: Connection,
    chance: Chance,
    links: i64,
    _folder: TempDir,
}

impl Rows {
    pub fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("rows.db");
        // It leaves the tables behind, and the file in WAL mode.
        drop(SqliteStore::open(&path).unwrap());
        let connection = Connection::open(&path).unwrap();
        let set = |name, value| connection.pragma_update(None, name, value).unwrap();
        set("synchronous", "full");
        set("foreign_keys", "on");
        set("secure_delete", "on");
        let set = |name, value: i64| connection.pragma_update(None, name, value).unwrap();
        set("cache_size", -6144);
        set("wal_autocheckpoint", 2000);
        connection.set_prepared_statement_cache_capacity(64);
        let stable = DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG;
        connection.set_db_config(stable, true).unwrap();
        connection.execute(BEGIN, []).unwrap();
        connection.execute(BEGIN_HOUR, [AT / HOUR_MS]).unwrap();
        Self {
            connection,
            chance: Chance::new().unwrap(),
            links: 0,
            _folder: folder,
        }
    }

    /// Puts groups of that size in for so long; ratings a second.
    pub fn put(&mut self, group: f64, long: Duration) -> f64 {
        let (begun, mut put, mut due) = (Instant::now(), 0, 0.0);
        while begun.elapsed() < long {
            due += group.max(1.0);
            self.connection.execute_batch("begin immediate").unwrap();
            let before = put;
            while f64::from(put) < due {
                self.rating().unwrap();
                put += 1;
            }
            self.run(TALLY, [put - before]).unwrap();
            let hash: [u8; 32] = self.chance.bytes();
            self.run(HEAD, params![self.links, hash]).unwrap();
            self.connection.execute_batch("commit").unwrap();
        }
        f64::from(put) / begun.elapsed().as_secs_f64()
    }

    fn rating(&mut self) -> rusqlite::Result<()> {
        let id = RatingId::at(system_time(), self.chance.bytes()).bytes();
        self.run(RATING, params![id, AT])?;
        let rating = self.connection.last_insert_rowid();
        self.link(rating)?;
        self.run(TAKE, [AT / HOUR_MS])
    }

    fn link(&mut self, row: i64) -> rusqlite::Result<()> {
        self.links += 1;
        let hash: [u8; 32] = self.chance.bytes();
        self.run(LINK, params![self.links, row, hash])
    }

    fn run(&self, statement: &str, values: impl rusqlite::Params) -> rusqlite::Result<()> {
        let mut statement = self.connection.prepare_cached(statement)?;
        statement.execute(values).map(drop)
    }
}
