//! Suggestions as they are read: each with its text and all that happened to it.

use std::collections::BTreeMap;

use tokio_postgres::Row;

use crate::model::{
    Day, Event, Kind, Minute, Moment, Step, SuggestionId, SuggestionReceipt, TrackingCode, WindowId,
};
use crate::server::store::postgres::session::{Problem, Session, unreadable};
use crate::server::store::stored::together;
use crate::server::store::suggestions::SuggestionRow;

/// Suggestions with their text, by `suggestion_text`'s primary key; a deleted text is empty.
macro_rules! suggestions {
    ($those:literal) => {
        concat!(
            "
    select seq, id, code, kind, coalesce(said.words, ''), window_id, unit, led_by, written_at, received_at,
      deadline
    from suggestion left join suggestion_text as said on said.belongs_to = seq ",
            $those
        )
    };
}

pub(super) use suggestions;

/// By the unique index on `id`.
pub(super) const BY_ID: &str = suggestions!("where id = $1");

/// By the unique index on `code`.
pub(super) const BY_CODE: &str = suggestions!("where code = $1");

pub(super) const PAGE: &str = suggestions!("where seq > $1 order by seq limit 1000");

/// By `suggestion_event_suggestion`, and `event_words`' primary key.
const EVENTS: &str = "
    select suggestion, at, step, coalesce(words, '') from suggestion_event left join event_words on belongs_to = seq
    where suggestion = any($1) order by seq";

/// By `suggestion_received`, `suggestion_event_suggestion`; deadlines of a month lie within its arrivals' reach.
const OF_DAYS: &str = suggestions!(
    "
    where received_at between $1 and $2 or deadline between $3 and $4
      or seq in (select suggestion from suggestion_event where at between $1 and $2)
    order by seq"
);

pub(super) async fn by_code(
    session: &Session,
    code: TrackingCode,
) -> Result<Option<(i64, SuggestionRow)>, Problem> {
    let rows = session.rows(BY_CODE, &[&code.to_string()]).await?;
    Ok(with_events(session, &rows).await?.pop())
}

pub(super) async fn of_days(
    session: &Session,
    from: Day,
    to: Day,
) -> Result<Vec<SuggestionRow>, Problem> {
    let minute = Minute(0);
    let begin = Moment::at(from, minute).0;
    let end = Moment::at(to.plus(1), minute).0 - 1;
    let days = (from.to_string(), to.to_string());
    let rows = session
        .rows(OF_DAYS, &[&begin, &end, &days.0, &days.1])
        .await?;
    let found = with_events(session, &rows).await?;
    Ok(found.into_iter().map(|(_, row)| row).collect())
}

pub(super) async fn with_events(
    session: &Session,
    rows: &[Row],
) -> Result<Vec<(i64, SuggestionRow)>, Problem> {
    let mut found: Vec<_> = rows.iter().map(row).collect::<Result<_, _>>()?;
    if found.is_empty() {
        return Ok(found);
    }
    let seqs: Vec<_> = found.iter().map(|(seq, _)| *seq).collect();
    let mut events: BTreeMap<i64, Vec<Event>> = BTreeMap::new();
    for row in session.rows(EVENTS, &[&seqs]).await? {
        let step = serde_json::from_str(row.try_get(2)?).map_err(|_| unreadable("step"))?;
        let event = Event {
            at: Moment(row.try_get(1)?),
            step: together(step, row.try_get(3)?),
        };
        events.entry(row.try_get(0)?).or_default().push(event);
    }
    for (seq, row) in &mut found {
        row.events.extend(events.remove(seq).unwrap_or_default());
    }
    Ok(found)
}

pub(super) fn row(row: &Row) -> Result<(i64, SuggestionRow), Problem> {
    let id: &[u8] = row.try_get(1)?;
    let id = id.try_into().map_err(|_| unreadable("id"))?;
    let deadline = Day::parse(row.try_get(10)?).map_err(|_| unreadable("deadline"))?;
    let received_at = Moment(row.try_get(9)?);
    let code = TrackingCode::parse(row.try_get(2)?).map_err(|_| unreadable("code"))?;
    let receipt = SuggestionReceipt {
        id: SuggestionId::from_bytes(id),
        code,
        received_at,
        deadline,
    };
    let kind: String = row.try_get(3)?;
    let window: Option<&str> = row.try_get(5)?;
    let led_by: Option<&str> = row.try_get(7)?;
    let found = SuggestionRow {
        receipt,
        kind: Kind::try_from(kind).map_err(|_| unreadable("kind"))?,
        text: row.try_get(4)?,
        window: window.and_then(|window| WindowId::parse(window).ok()),
        unit: row.try_get(6)?,
        led_by: led_by.and_then(|name| serde_json::from_str(name).ok()),
        written_at: Moment(row.try_get(8)?),
        events: vec![Event {
            at: received_at,
            step: Step::Received { deadline },
        }],
    };
    Ok((row.try_get(0)?, found))
}
