//! 这步没看懂: a step of a guide is counted, as JSON from the app or as a form from a page without scripts.

use axum::Json;
use axum::body::Body;
use axum::extract::rejection::PathRejection;
use axum::extract::{Path, RawQuery, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use serde::{Deserialize, Serialize};

use super::body::{self, Form};
use super::contract::refusals;
use super::problem::Refusal;
use super::ratings::see;
use super::request::{ReadAs, value, wants_page};
use super::{App, Shared, shell};
use crate::model::guide::Slug;
use crate::model::{Code, UnclearId};
use crate::server::store::Written;
use crate::server::store::guides::NewUnclear;

/// What is sent.
#[derive(Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
struct SayUnclear {
    /// Made by the client before the first sending.
    id: UnclearId,
}

/// What is answered.
#[derive(Serialize, utoipa::ToSchema)]
struct Unclear {
    /// What was sent.
    id: UnclearId,
    /// The guide.
    guide: Slug,
    /// Its step.
    step: Slug,
}

/// `POST /api/v1/guides/{guide}/{step}/unclear`: 201 the first time, 200 with the same body after; a form is
/// sent back to its step.
#[utoipa::path(
    post,
    path = "/api/v1/guides/{guide}/{step}/unclear",
    tag = "guides",
    summary = "这步没看懂: counts a step as not understood",
    description = "A form is taken too, and sent back to its step.",
    params(
        ("guide" = Slug, Path, description = "The guide", example = "vat-credit-refund"),
        ("step" = Slug, Path, description = "Its step"),
        ("present" = Option<String>, Query, description = "Whether a form leads back to the tablet's page")
    ),
    request_body(content(
        (SayUnclear = "application/json"),
        (SayUnclear = "application/x-www-form-urlencoded")
    )),
    responses(
        (status = 201, description = "Counted now", body = Unclear),
        (status = 200, description = "Counted before", body = Unclear),
        (status = 303, description = "A form was counted", headers(("location" = String, description = "Its step"))),
        refusals::Saying
    )
)]
pub(super) async fn say_unclear(
    State(app): State<Shared>,
    step: Result<Path<(String, String)>, PathRejection>,
    read_as: ReadAs,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
    body: Body,
) -> Response {
    let form = Form::of(&headers);
    let is_form = form == Ok(Form::Html);
    match take(&app, step, form, &headers, body).await {
        Ok(Written::First(said) | Written::Again(said)) if is_form => {
            let present = value(query.as_deref().unwrap_or_default(), "present").is_some();
            let present = if present { "present=1&" } else { "" };
            let Unclear { guide, step, .. } = said;
            see(&read_as
                .0
                .address(&format!("/guides/{guide}/{step}?{present}said=1")))
        }
        Ok(Written::First(said)) => (StatusCode::CREATED, Json(said)).into_response(),
        Ok(Written::Again(said)) => Json(said).into_response(),
        Err(refusal) if is_form || wants_page(&headers) => shell::problem_page(read_as, &refusal),
        Err(refusal) => refusal.into_response(),
    }
}

async fn take(
    app: &App,
    step: Result<Path<(String, String)>, PathRejection>,
    form: Result<Form, Refusal>,
    headers: &HeaderMap,
    body: Body,
) -> Result<Written<Unclear>, Refusal> {
    body::same_site(headers)?;
    let SayUnclear { id } = body::read(form?, &body::bytes(body).await?)?;
    let Path((guide, step)) = step.map_err(|_| Refusal::new(Code::BadAddress))?;
    let slug = |text: &str| Slug::parse(text).map_err(|_| Refusal::new(Code::UnknownStep));
    let (guide, step) = (slug(&guide)?, slug(&step)?);
    let guides = app.guides.all();
    let known = guides
        .iter()
        .any(|known| known.id == guide && known.step(step.as_str()).is_some());
    let new = NewUnclear {
        id,
        guide: guide.clone(),
        step: step.clone(),
        at: (app.now)(),
        known,
    };
    let said = Unclear { id, guide, step };
    Ok(match app.store.say_unclear(new).await? {
        Written::First(()) => Written::First(said),
        Written::Again(()) => Written::Again(said),
    })
}
