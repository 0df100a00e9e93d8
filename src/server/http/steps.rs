//! What a citizen does about an answer: 还没解决, or a rating of it.

use axum::Json;
use axum::body::Body;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::{IntoResponse, Response};
use serde::Serialize;

use super::body::{self, Form};
use super::contract::refusals;
use super::ratings::see;
use super::request::{InPath, ReadAs, wants_page};
use super::suggestions::{read_code, unknown};
use super::{App, Shared, shell};
use crate::model::{RateAnswer, ReopenSuggestion, Step, SuggestionId, TrackingCode};
use crate::server::store::StoreError;
use crate::server::store::suggestions::NewStep;

/// What is said to a citizen's step: whose it is.
#[derive(Serialize, utoipa::ToSchema)]
struct Taken {
    /// The step's id.
    id: SuggestionId,
    /// The suggestion.
    code: TrackingCode,
}

/// `POST /api/v1/suggestions/{code}/reopen`: 还没解决, with a new deadline.
#[utoipa::path(
    post,
    path = "/api/v1/suggestions/{code}/reopen",
    tag = "suggestions",
    summary = "还没解决: not settled, with a new deadline",
    description = "A form is taken too, and sent on to the suggestion's page.",
    params(("code" = TrackingCode, Path, description = "The tracking code; case, blanks and dashes do not matter")),
    request_body(content(
        (ReopenSuggestion = "application/json"),
        (ReopenSuggestion = "application/x-www-form-urlencoded")
    )),
    responses(
        (status = 200, description = "Stored, now or before", body = Taken),
        (status = 303, description = "A form was stored", headers(("location" = String, description = "Its page"))),
        refusals::Stepping
    )
)]
pub(super) async fn reopen_suggestion(
    State(app): State<Shared>,
    InPath(code): InPath<String>,
    read_as: ReadAs,
    headers: HeaderMap,
    body: Body,
) -> Response {
    let deadline = app.rules.deadline((app.now)());
    let step = |sent: ReopenSuggestion| {
        let text = sent.text.as_str().to_owned();
        (sent.id, Step::Reopened { text, deadline })
    };
    add(&app, &code, read_as, &headers, body, step).await
}

/// `POST /api/v1/suggestions/{code}/rate`: a rating of the answer.
#[utoipa::path(
    post,
    path = "/api/v1/suggestions/{code}/rate",
    tag = "suggestions",
    summary = "A rating of the answer",
    description = "A form is taken too, and sent on to the suggestion's page.",
    params(("code" = TrackingCode, Path, description = "The tracking code; case, blanks and dashes do not matter")),
    request_body(content(
        (RateAnswer = "application/json"),
        (RateAnswer = "application/x-www-form-urlencoded")
    )),
    responses(
        (status = 200, description = "Stored, now or before", body = Taken),
        (status = 303, description = "A form was stored", headers(("location" = String, description = "Its page"))),
        refusals::Stepping
    )
)]
pub(super) async fn rate_answer(
    State(app): State<Shared>,
    InPath(code): InPath<String>,
    read_as: ReadAs,
    headers: HeaderMap,
    body: Body,
) -> Response {
    let step = |sent: RateAnswer| {
        (
            sent.id,
            Step::Rated {
                satisfied: sent.satisfied,
            },
        )
    };
    add(&app, &code, read_as, &headers, body, step).await
}

/// A citizen's step, as JSON or as a form.
async fn add<T: serde::de::DeserializeOwned>(
    app: &App,
    code: &str,
    read_as: ReadAs,
    headers: &HeaderMap,
    body: Body,
    step: impl FnOnce(T) -> (SuggestionId, Step),
) -> Response {
    let form = Form::of(headers);
    let is_form = form == Ok(Form::Html);
    let taken = async {
        body::same_site(headers)?;
        let code = read_code(code)?;
        let (id, step) = step(body::read(form?, &body::bytes(body).await?)?);
        let at = (app.now)();
        let new = NewStep {
            id: Some(id),
            at,
            step,
        };
        match app.store.add_step(code, new).await {
            Err(StoreError::UnknownCode) => Err(unknown(app)),
            done => Ok(done.map(|_| Taken { id, code })?),
        }
    };
    match taken.await {
        Ok(taken) if is_form => see(&read_as.0.address(&format!("/s/{}", taken.code))),
        Ok(taken) => Json(taken).into_response(),
        Err(refusal) if is_form || wants_page(headers) => shell::problem_page(read_as, &refusal),
        Err(refusal) => refusal.into_response(),
    }
}
