//! Service points, as JSON and as a page. A position is never asked for here: the phone has its own.

use axum::extract::{RawQuery, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;

use super::contract::refusals;
use super::problem::Refusal;
use super::render::fetched;
use super::request::{ReadAs, value};
use super::shell::{problem_page, start};
use super::{Shared, cached};
use crate::model::Points;
use crate::view::{self, Around, Locating, NearFrom, NearPage, Tab};

/// `GET /api/v1/points`
#[utoipa::path(
    get,
    path = "/api/v1/points",
    tag = "guides",
    summary = "Service points",
    responses(
        (status = 200, description = "Towns and points", body = Points),
        (status = 304, description = "As the client has it"),
        refusals::Stored
    )
)]
pub(super) async fn get_points(
    State(app): State<Shared>,
    headers: HeaderMap,
) -> Result<Response, Refusal> {
    cached::kept_json(&headers, app.points.all().as_ref())
}

/// `GET /near?town&within`: `within=5` leaves out what is beyond five kilometres.
pub(super) async fn near(
    State(app): State<Shared>,
    read_as: ReadAs,
    RawQuery(query): RawQuery,
) -> Response {
    let prefs = read_as.0;
    let centre = match app.store.centre().await {
        Ok(centre) => centre,
        Err(error) => return problem_page(read_as, &Refusal::from(error)),
    };
    let query = query.unwrap_or_default();
    let points = app.points.all();
    let town = value(&query, "town").filter(|town| !town.is_empty());
    let from = town.map_or(NearFrom::Nowhere, NearFrom::Town);
    let page = NearPage {
        points: &points,
        now: (app.now)(),
        from: &from,
        locating: Locating::No,
        within_5km: value(&query, "within").as_deref() == Some("5"),
    };
    let around = Around {
        prefs,
        centre: prefs.lang.of(&centre.name),
        demo: centre.demo,
        here: &page.address(),
        tab: Some(Tab::Guides),
    };
    let markup = view::near(prefs, &page);
    let title = prefs.lang.near_texts().heading;
    let data = start(&app);
    fetched(read_as, StatusCode::OK, around, title, &data, &markup)
}
