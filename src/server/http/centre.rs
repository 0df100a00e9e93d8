//! The centre and its roster, for the app and for anybody.

use axum::extract::{RawQuery, State};
use axum::http::HeaderMap;
use axum::response::Response;
use serde::Deserialize;

use super::contract::refusals;
use super::problem::Refusal;
use super::request::InPath;
use super::{App, Shared, body, cached};
use crate::model::{Centre, Code, Day, Doing, Shift, WindowId, WindowPage};

/// How many days ahead a window's page looks.
const AHEAD: i64 = 13;
/// The most days one request for the roster may span.
const MOST_DAYS: i64 = 62;

/// `GET /api/v1/centre`
#[utoipa::path(
    get,
    path = "/api/v1/centre",
    tag = "roster",
    summary = "Units, windows and matters",
    responses((status = 200, description = "The centre", body = Centre), (status = 304, description = "As the client has it"), refusals::Stored)
)]
pub(super) async fn get_centre(
    State(app): State<Shared>,
    headers: HeaderMap,
) -> Result<Response, Refusal> {
    cached::json(&headers, app.store.centre().await?.as_ref())
}

/// `GET /api/v1/windows/{window}`
#[utoipa::path(
    get,
    path = "/api/v1/windows/{window}",
    tag = "roster",
    summary = "A window with two weeks of its sittings",
    params(("window" = WindowId, Path, description = "The number on the wall")),
    responses((status = 200, description = "The window", body = WindowPage), (status = 304, description = "As the client has it"), refusals::OfWindow)
)]
pub(super) async fn get_window(
    State(app): State<Shared>,
    InPath(window): InPath<String>,
    headers: HeaderMap,
) -> Result<Response, Refusal> {
    match window_page(&app, &window).await? {
        Some(page) => cached::json(&headers, &page),
        None => Err(Refusal::new(Code::UnknownWindow)),
    }
}

/// A window's page, or `None` where there is no such window.
pub(super) async fn window_page(app: &App, window: &str) -> Result<Option<WindowPage>, Refusal> {
    let Ok(id) = WindowId::parse(window) else {
        return Ok(None);
    };
    let Some((unit, window)) = app.store.window(&id).await? else {
        return Ok(None);
    };
    let centre = app.store.centre().await?;
    let today = (app.now)().day();
    let shifts = app
        .store
        .shifts(today, today.plus(AHEAD), Some(&id))
        .await?;
    Ok(Some(WindowPage {
        centre: centre.name.clone(),
        demo: centre.demo,
        unit: unit.short,
        window,
        shifts,
        later_until: app.rules.rate_until(today),
    }))
}

/// What `GET /api/v1/duty` is asked.
#[derive(Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub(super) struct DutyQuery {
    /// The first day.
    from: Option<Day>,
    /// The last day: not before the first, of 62 days at most.
    to: Option<Day>,
    /// The director's unit.
    unit: Option<String>,
    /// A matter's name or part of it, or the first letters of its pinyin.
    matter: Option<String>,
    /// The window sat at.
    window: Option<WindowId>,
}

/// `GET /api/v1/duty?from&to&unit&matter&window`: this week and the next where no days are named.
#[utoipa::path(
    get,
    path = "/api/v1/duty",
    tag = "roster",
    summary = "The roster: two weeks from a day on, this week and the next where none is named",
    params(DutyQuery),
    responses((status = 200, description = "By day, time and number", body = Vec<Shift>), (status = 304, description = "As the client has it"), refusals::Asked)
)]
pub(super) async fn get_duty(
    State(app): State<Shared>,
    headers: HeaderMap,
    RawQuery(query): RawQuery,
) -> Result<Response, Refusal> {
    let query: DutyQuery = body::query(query.as_deref().unwrap_or_default())?;
    let from = query.from.unwrap_or_else(|| (app.now)().day().monday());
    let to = query.to.unwrap_or_else(|| from.plus(AHEAD));
    if to < from || to.since(from) >= MOST_DAYS {
        return Err(Refusal::new(Code::BadValue)
            .field("to")
            .detail("from `from` on, at most 62 days"));
    }
    let mut shifts = app.store.shifts(from, to, query.window.as_ref()).await?;
    if let Some(unit) = query.unit {
        shifts.retain(|shift| shift.unit == unit);
    }
    if let Some(matter) = query.matter {
        let doing = Doing::of(app.store.centre().await?.as_ref(), &matter);
        shifts.retain(|shift| doing.takes(shift));
    }
    cached::json(&headers, &shifts)
}
