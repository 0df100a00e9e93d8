//! The roster as a calendar to subscribe to.

use axum::extract::{RawQuery, State};
use axum::http::header::CONTENT_DISPOSITION;
use axum::http::{HeaderMap, HeaderValue};
use axum::response::Response;
use serde::Deserialize;

use super::contract::refusals;
use super::problem::Refusal;
use super::request::ReadAs;
use super::{Shared, body, cached};
use crate::model::{Code, Doing};
use crate::server::calendar;

/// How many days back it reaches: what was moved or cancelled stays in the calendars that have it.
const BACK: i64 = 14;

/// What `GET /api/v1/duty.ics` is asked.
#[derive(Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
struct FeedQuery {
    /// The id of one of the centre's units.
    unit: Option<String>,
    /// A matter's name or part of it, or the first letters of its pinyin.
    matter: Option<String>,
    /// `zh` or `en`; else what the browser prefers.
    // Read by `ReadAs`.
    #[serde(rename = "lang")]
    _lang: Option<String>,
}

/// `GET /api/v1/duty.ics?unit&matter&lang`: from two weeks back to what is published.
#[utoipa::path(
    get,
    path = "/api/v1/duty.ics",
    tag = "roster",
    summary = "The roster as a calendar to subscribe to",
    params(FeedQuery),
    responses(
        (status = 200, description = "iCalendar (RFC 5545)", body = String, content_type = "text/calendar"),
        (status = 304, description = "As the client has it"),
        refusals::Asked
    )
)]
pub(super) async fn get_duty_ics(
    State(app): State<Shared>,
    read_as: ReadAs,
    headers: HeaderMap,
    RawQuery(query): RawQuery,
) -> Result<Response, Refusal> {
    let query: FeedQuery = body::query(query.as_deref().unwrap_or_default())?;
    let centre = app.store.centre().await?;
    let unit = match &query.unit {
        // A subscription to nothing would never say so.
        Some(id) => Some(
            centre
                .units
                .iter()
                .find(|unit| unit.id == *id)
                .ok_or_else(|| {
                    Refusal::new(Code::BadValue)
                        .field("unit")
                        .detail("a unit's id, as in GET /api/v1/centre")
                })?,
        ),
        None => None,
    };
    let mut shifts = app.store.published((app.now)().day().plus(-BACK)).await?;
    if let Some(unit) = unit {
        shifts.retain(|published| published.shift.unit == unit.id);
    }
    if let Some(matter) = query.matter {
        let doing = Doing::of(&centre, &matter);
        shifts.retain(|published| doing.takes(&published.shift));
    }
    let text = calendar::write(&centre, unit, &shifts, read_as.0.lang);
    let mut response = cached::answer(&headers, "text/calendar; charset=utf-8", text);
    response.headers_mut().insert(
        CONTENT_DISPOSITION,
        HeaderValue::from_static("inline; filename=\"duty.ics\""),
    );
    Ok(response)
}
