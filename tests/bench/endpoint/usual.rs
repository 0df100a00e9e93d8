//! A window that is used to as many ratings as are sent here. What one gets beyond its usual is put aside for review:
//! a row and a link more, and counted apart.

use std::path::Path;

use rusqlite::{Connection, params};
use zuoban::server::http::system_time;

const HOUR_MS: i64 = 3_600_000;
/// How many hours from now a measurement may reach.
const HOURS: i64 = 3;
/// In the weeks that are looked back at, together: as many as a counter holds, nearly.
const PAST: i64 = 4_000_000_000;
const WEEKS: i64 = 4;

const ACCUSTOM: &str = "
    insert into pace (window, hour, from_page, past, weeks, taken) values ('07', ?1, ?2, ?3, ?4, 0)
    on conflict do update set past = excluded.past, weeks = excluded.weeks";

/// Tells it to a store that may be open.
pub fn accustom(database: &Path) {
    accustom_at(database, system_time().0 / HOUR_MS);
}

/// The same, where another hour is meant, counted since 1970.
pub fn accustom_at(database: &Path, hour: i64) {
    let connection = Connection::open(database).unwrap();
    for hour in hour..hour + HOURS {
        for from_page in [false, true] {
            let values = params![hour, from_page, PAST, WEEKS];
            connection.execute(ACCUSTOM, values).unwrap();
        }
    }
}
