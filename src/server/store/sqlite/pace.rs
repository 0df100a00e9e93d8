//! What windows take in an hour, read once and written once for the ratings of a savepoint: most change the same counter.

use rusqlite::{Connection, OptionalExtension, Row, named_params};

use crate::model::WindowId;
use crate::model::burst::Usual;
use crate::server::store::held::{Pace, over, usual, weeks_before};

/// By the primary key.
const PACE: &str = "
    select past, weeks, taken from pace where window = :window and hour = :hour and from_page = :from_page";

/// By the primary key.
const TAKE: &str = "
    update pace set taken = taken + :more where window = :window and hour = :hour and from_page = :from_page";

/// By the primary key: once for each window and hour.
const USUAL: &str = "
    select (select min(hour) from pace where window = :window),
      (select coalesce(sum(taken), 0) from pace
       where window = :window and hour in (:week, :fortnight, :third, :fourth) and from_page = :from_page)";

const BEGIN: &str = "
    insert into pace (window, hour, from_page, past, weeks, taken)
    values (:window, :hour, :from_page, :past, :weeks, 1)";

/// By `pace_hour`: as many as windows, and only where one has a burst.
const OTHERS: &str =
    "select past, weeks, taken from pace where hour = :hour and from_page and window <> :window";

/// The counters that ratings of this savepoint are in: a few.
#[derive(Default)]
pub(super) struct Paces(Vec<Stream>);

/// One window's hour, of the ratings from pages or of the others.
struct Stream {
    window: WindowId,
    hour: i64,
    from_page: bool,
    pace: Pace,
    /// How many of those taken are not written yet.
    more: u32,
}

impl Paces {
    /// Counts one more rating, or answers the bound that it is over.
    pub(super) fn take(
        &mut self,
        connection: &Connection,
        window: &WindowId,
        hour: i64,
        from_page: bool,
    ) -> rusqlite::Result<Option<u32>> {
        let known = |stream: &Stream| {
            stream.window == *window && stream.hour == hour && stream.from_page == from_page
        };
        let place = match self.0.iter().position(known) {
            Some(place) => place,
            None => match Stream::find(connection, window, hour, from_page)? {
                Some(stream) => {
                    self.0.push(stream);
                    self.0.len() - 1
                }
                // No bound is below one.
                None => return begin(connection, window, hour, from_page).map(|()| None),
            },
        };
        let pace = self.0.get(place).map(|stream| stream.pace);
        let others = || {
            self.write(connection)?;
            others(connection, window, hour)
        };
        let bound = pace.map_or(Ok(None), |pace| over(pace, from_page, others))?;
        if let (None, Some(stream)) = (bound, self.0.get_mut(place)) {
            stream.pace.1 += 1;
            stream.more += 1;
        }
        Ok(bound)
    }

    /// Writes what was taken, so that statements see it.
    pub(super) fn write(&mut self, connection: &Connection) -> rusqlite::Result<()> {
        for stream in self.0.iter_mut().filter(|stream| stream.more > 0) {
            connection.prepare_cached(TAKE)?.execute(named_params! {
                ":window": stream.window.as_str(), ":hour": stream.hour,
                ":from_page": stream.from_page, ":more": stream.more,
            })?;
            stream.more = 0;
        }
        Ok(())
    }
}

impl Stream {
    fn find(
        connection: &Connection,
        window: &WindowId,
        hour: i64,
        from_page: bool,
    ) -> rusqlite::Result<Option<Self>> {
        let key =
            named_params! { ":window": window.as_str(), ":hour": hour, ":from_page": from_page };
        let pace = connection
            .prepare_cached(PACE)?
            .query_row(key, pace_of)
            .optional()?;
        Ok(pace.map(|pace| Self {
            window: window.clone(),
            hour,
            from_page,
            pace,
            more: 0,
        }))
    }
}

fn pace_of(row: &Row<'_>) -> rusqlite::Result<Pace> {
    let usual = Usual {
        past: row.get(0)?,
        weeks: row.get(1)?,
    };
    Ok((usual, row.get(2)?))
}

/// What the other windows took in that hour.
fn others(connection: &Connection, window: &WindowId, hour: i64) -> rusqlite::Result<Vec<Pace>> {
    connection
        .prepare_cached(OTHERS)?
        .query_map(
            named_params! { ":hour": hour, ":window": window.as_str() },
            pace_of,
        )?
        .collect()
}

/// The first rating of a window's hour.
fn begin(
    connection: &Connection,
    window: &WindowId,
    hour: i64,
    from_page: bool,
) -> rusqlite::Result<()> {
    let [week, fortnight, third, fourth] = weeks_before(hour);
    let window = window.as_str();
    let usual = connection.prepare_cached(USUAL)?.query_row(
        named_params! {
            ":window": window, ":from_page": from_page,
            ":week": week, ":fortnight": fortnight, ":third": third, ":fourth": fourth,
        },
        |row| Ok(usual(hour, row.get(0)?, row.get(1)?)),
    )?;
    connection
        .prepare_cached(BEGIN)?
        .execute(named_params! {
            ":window": window, ":hour": hour, ":from_page": from_page,
            ":past": usual.past, ":weeks": usual.weeks,
        })
        .map(drop)
}
