//! What is said after the tap, as JSON from the app or as a form from a page without scripts.

use axum::Json;
use axum::body::Body;
use axum::extract::rejection::PathRejection;
use axum::extract::{Path, RawQuery, State};
use axum::http::HeaderMap;
use axum::response::Response;
use serde::Deserialize;
use serde_html_form::de::empty_as_none;

use super::body::{self, Form};
use super::contract::refusals;
use super::problem::Refusal;
use super::ratings::{earlier, not_a_flood, see};
use super::request::{ReadAs, value};
use super::{App, Shared, shell};
use crate::model::{
    AmendRating, Amendment, AmendmentId, Aspect, Code, Comment, Level, RatingId, RatingState,
    WindowId,
};
use crate::server::store::{NewAmendment, Written};

/// `PATCH /api/v1/ratings/{id}`
#[utoipa::path(
    patch,
    path = "/api/v1/ratings/{id}",
    tag = "ratings",
    summary = "What is said after the tap",
    params(("id" = RatingId, Path, description = "The rating's id")),
    request_body = AmendRating,
    responses((status = 200, description = "What it comes to now", body = RatingState), refusals::Amending)
)]
pub(super) async fn amend_rating(
    State(app): State<Shared>,
    rating: Result<Path<String>, PathRejection>,
    headers: HeaderMap,
    body: Body,
) -> Result<Json<RatingState>, Refusal> {
    body::same_site(&headers)?;
    let rating = rating_id(rating)?;
    if Form::of(&headers)? != Form::Json {
        return Err(Refusal::new(Code::WrongContentType).detail("send application/json"));
    }
    let sent: AmendRating = body::read(Form::Json, &body::bytes(body).await?)?;
    let received_at = (app.now)();
    let amended_at = earlier(sent.amended_at.as_deref(), "amended_at", received_at)?;
    let AmendRating {
        id,
        level,
        aspects,
        comment,
        withdrawn,
        ..
    } = sent;
    let change = Amendment {
        level,
        aspects,
        comment,
        withdrawn,
    };
    amend(
        &app,
        NewAmendment {
            id,
            rating,
            change,
            amended_at,
            received_at,
        },
    )
    .await
    .map(Json)
}

/// The form after the tap, where scripts are off. Blank fields are none.
#[derive(Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
struct AmendForm {
    /// Made with the page.
    id: AmendmentId,
    /// The window rated.
    window: WindowId,
    /// The refinement to five levels; blank is none.
    #[serde(default, deserialize_with = "empty_as_none")]
    #[schema(
        value_type = String,
        required = false,
        pattern = "^(very_satisfied|satisfied|fairly_satisfied|dissatisfied|very_dissatisfied)?$"
    )]
    level: Option<Level>,
    /// What it speaks of.
    #[serde(default)]
    aspects: Vec<Aspect>,
    /// A comment; blank is none.
    #[serde(default)]
    #[schema(
        max_length = 500,
        pattern = "^[^\\u0000-\\u0008\\u000B\\u000C\\u000E-\\u001F\\u007F-\\u009F]*$"
    )]
    comment: String,
    /// `true` takes the rating back.
    #[schema(nullable = false)]
    withdrawn: Option<bool>,
}

/// `POST /api/v1/ratings/{id}`: the form of a page without scripts, sent on to the window's page.
#[utoipa::path(
    post,
    path = "/api/v1/ratings/{id}",
    tag = "ratings",
    summary = "The same as a form of a page without scripts",
    params(
        ("id" = RatingId, Path, description = "The rating's id"),
        ("k" = Option<String>, Query, description = "The signature of the printed code, for the page after it")
    ),
    request_body(content = AmendForm, content_type = "application/x-www-form-urlencoded"),
    responses(
        (status = 303, description = "Stored", headers(("location" = String, description = "The window's page"))),
        refusals::Amending
    )
)]
pub(super) async fn amend_rating_by_form(
    State(app): State<Shared>,
    rating: Result<Path<String>, PathRejection>,
    read_as: ReadAs,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
    body: Body,
) -> Response {
    let k = value(query.as_deref().unwrap_or_default(), "k");
    let taken = async {
        body::same_site(&headers)?;
        let rating = rating_id(rating)?;
        if Form::of(&headers)? != Form::Html {
            return Err(Refusal::new(Code::WrongContentType)
                .detail("send a form, or PATCH with application/json"));
        }
        let sent: AmendForm = body::read(Form::Html, &body::bytes(body).await?)?;
        let comment = Comment::parse(&sent.comment).map_err(|word| {
            let code = if word == "too_long" {
                Code::TooLong
            } else {
                Code::BadCharacters
            };
            Refusal::new(code).field("comment")
        })?;
        let withdrawn = sent.withdrawn;
        let aspects = (!sent.aspects.is_empty()).then_some(sent.aspects);
        let change = Amendment {
            level: sent.level,
            aspects,
            comment,
            withdrawn,
        };
        let now = (app.now)();
        let amendment = NewAmendment {
            id: sent.id,
            rating,
            change,
            amended_at: now,
            received_at: now,
        };
        amend(&app, amendment).await?;
        Ok((sent.window, rating, withdrawn == Some(true)))
    };
    match taken.await {
        Ok((window, rating, withdrawn)) => {
            let k = k
                .filter(|k| app.signer.verify(&window, k))
                .map(|k| format!("k={k}&"))
                .unwrap_or_default();
            let then = if withdrawn {
                "undone=1".to_owned()
            } else {
                format!("r={rating}&done=1")
            };
            see(&read_as.0.address(&format!("/w/{window}?{k}{then}")))
        }
        Err(refusal) => shell::problem_page(read_as, &refusal),
    }
}

async fn amend(app: &App, amendment: NewAmendment) -> Result<RatingState, Refusal> {
    not_a_flood(app, amendment.rating, amendment.received_at)?;
    let (Written::First(state) | Written::Again(state)) = app.store.amend_rating(amendment).await?;
    Ok(state)
}

fn rating_id(path: Result<Path<String>, PathRejection>) -> Result<RatingId, Refusal> {
    let Path(text) = path.map_err(|_| Refusal::new(Code::BadAddress))?;
    RatingId::parse(&text).map_err(|_| Refusal::new(Code::UnknownRating))
}
