//! The shifts of the centre.

use async_trait::async_trait;
use tokio_postgres::Row;

use super::PostgresStore;
use super::group::Group;
use super::session::{Problem, Session, unreadable};
use super::work::Work;
use crate::model::{Day, Moment, Shift, ShiftId, WindowId};
use crate::server::store::StoreError;
use crate::server::store::feed::{FeedStore, Published};
use crate::server::store::stored::json;

/// By `shift_day`.
const SHIFTS_OF_ALL: &str = "
    select id, document from shift
    where day between $1 and $2
    order by day, from_minute, id";

/// By `shift_window_day`.
const SHIFTS_OF_WINDOW: &str = "
    select id, document from shift
    where day between $1 and $2 and window_id = $3
    order by day, from_minute, id";

/// By `shift_window_day`.
pub(super) const SHIFTS_AT: &str = "
    select sitting.id, sitting.document
    from (select unnest($1::text[]) as window_id, unnest($2::text[]) as day) as wanted, lateral (
      select id, document from shift where window_id = wanted.window_id and day = wanted.day offset 0
    ) as sitting";

/// By `shift_day`.
const PUBLISHED: &str = "
    select id, document, revision, changed_at from shift
    where day >= $1 order by day, from_minute, id";

const ANY_SHIFT: &str = "select exists (select 1 from shift where day between $1 and $2)";

const ADD_SHIFTS: &str = "
    insert into shift (day, from_minute, to_minute, window_id, unit, document)
    select day, from_minute, to_minute, window_id, unit, document
    from unnest($1::text[], $2::integer[], $3::integer[], $4::text[], $5::text[], $6::text[]) with ordinality
      as new (day, from_minute, to_minute, window_id, unit, document, number)
    order by number";

pub(super) async fn shifts(
    session: &Session,
    from: Day,
    to: Day,
    window: Option<&WindowId>,
) -> Result<Vec<Shift>, Problem> {
    let (from, to) = (from.to_string(), to.to_string());
    let rows = match window {
        None => session.rows(SHIFTS_OF_ALL, &[&from, &to]).await?,
        Some(window) => {
            let with = window.as_str();
            session.rows(SHIFTS_OF_WINDOW, &[&from, &to, &with]).await?
        }
    };
    rows.iter().map(shift).collect()
}

async fn published(session: &Session, from: Day) -> Result<Vec<Published>, Problem> {
    let rows = session.rows(PUBLISHED, &[&from.to_string()]).await?;
    let published = |row: &Row| {
        let revision: i32 = row.try_get(2)?;
        Ok(Published {
            shift: shift(row)?,
            revision: u32::try_from(revision).unwrap_or_default(),
            changed_at: Moment(row.try_get(3)?),
        })
    };
    rows.iter().map(published).collect()
}

/// Shifts for days that have none.
pub(super) struct PutShifts {
    pub(super) from: Day,
    pub(super) to: Day,
    pub(super) shifts: Vec<Shift>,
}

#[async_trait]
impl Work for PutShifts {
    type Done = ();

    async fn write(&self, group: &Group<'_>) -> Result<(), Problem> {
        let session = group.session;
        let (from, to) = (self.from.to_string(), self.to.to_string());
        let any = session.row(ANY_SHIFT, &[&from, &to]).await?;
        if any.is_some_and(|row| row.get(0)) {
            return Ok(());
        }
        let all = &self.shifts;
        let days: Vec<_> = all.iter().map(|shift| shift.day.to_string()).collect();
        let begin: Vec<_> = all.iter().map(|shift| i32::from(shift.from.0)).collect();
        let end: Vec<_> = all.iter().map(|shift| i32::from(shift.to.0)).collect();
        let windows: Vec<_> = all.iter().map(|shift| shift.window.as_str()).collect();
        let units: Vec<_> = all.iter().map(|shift| shift.unit.as_str()).collect();
        let documents: Vec<_> = all.iter().map(json).collect::<Result<_, _>>()?;
        session
            .run(
                ADD_SHIFTS,
                &[&days, &begin, &end, &windows, &units, &documents],
            )
            .await?;
        Ok(())
    }

    fn lane(&self) -> Vec<u8> {
        b"shifts".to_vec()
    }
}

fn shift(row: &Row) -> Result<Shift, Problem> {
    shift_of(row.try_get(0)?, row.try_get(1)?)
}

/// The document says everything but the number it got.
pub(super) fn shift_of(id: ShiftId, document: &str) -> Result<Shift, Problem> {
    let shift: Shift = serde_json::from_str(document).map_err(|_| unreadable("shift"))?;
    Ok(Shift { id, ..shift })
}

#[async_trait]
impl FeedStore for PostgresStore {
    async fn published(&self, from: Day) -> Result<Vec<Published>, StoreError> {
        Ok(published(self.reader().await?.get()?, from).await?)
    }
}
