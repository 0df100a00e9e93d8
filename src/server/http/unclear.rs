//! 这步没看懂: a step of a guide is counted, as JSON from the app or as a form from a page without scripts.

use axum::Json;
use axum::body::Body;
use axum::extract::rejection::PathRejection;
use axum::extract::{Path, RawQuery, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use serde::{Deserialize, Serialize};

use super::body::{self, Form};
use super::problem::Refusal;
use super::ratings::see;
use super::request::{ReadAs, value, wants_page};
use super::{App, Shared, shell};
use crate::model::guide::Slug;
use crate::model::{Code, UnclearId};
use crate::server::store::Written;
use crate::server::store::guides::NewUnclear;

/// What is sent.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct SayUnclear {
    id: UnclearId,
}

/// What is answered.
#[derive(Serialize)]
struct Unclear {
    id: UnclearId,
    guide: Slug,
    step: Slug,
}

/// `POST /api/v1/guides/{guide}/{step}/unclear`: 201 the first time, 200 with the same body after; a form is
/// sent back to its step.
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
