//! Ratings: the tap and what is said after it, as JSON from the app or as a form from a page without scripts.

use axum::Json;
use axum::body::Body;
use axum::extract::rejection::PathRejection;
use axum::extract::{Path, RawQuery, State};
use axum::http::header::LOCATION;
use axum::http::{HeaderMap, HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use serde::Deserialize;
use serde_html_form::de::empty_as_none;
use time::OffsetDateTime;
use time::format_description::well_known::Rfc3339;

use super::body::{self, Form};
use super::contract::refusals;
use super::problem::Refusal;
use super::request::{ReadAs, value, wants_page};
use super::{App, Shared, shell};
use crate::model::{
    AmendRating, Amendment, AmendmentId, Aspect, Code, Comment, CreateRating, Level, Moment,
    RatingId, RatingReceipt, RatingState, Source, VisitCode, VisitProof, WindowId,
};
use crate::server::store::{NewAmendment, NewRating, Written};

/// How long a tap may have waited on a phone, in milliseconds: 14 days.
pub(super) const LONGEST_WAIT: i64 = 14 * 86_400_000;

/// `POST /api/v1/ratings`: 201 the first time, 200 with the same body after; a form is sent on to its thanks.
#[utoipa::path(
    post,
    path = "/api/v1/ratings",
    tag = "ratings",
    summary = "The tap",
    description = "A form is taken too, and sent on to its thanks. What a window gets in an hour beyond its usual is \
        stored and answered like any other, and counted once it is reviewed. The same id or the same ticket's code, \
        again and again, is slowed with 429.",
    request_body(content(
        (CreateRating = "application/json"),
        (RateForm = "application/x-www-form-urlencoded")
    )),
    responses(
        (status = 201, description = "Stored now", body = RatingReceipt,
            headers(("location" = String, description = "Where it is amended"))),
        (status = 200, description = "Stored before", body = RatingReceipt),
        (status = 303, description = "A form was stored",
            headers(("location" = String, description = "Its thanks"))),
        refusals::Tap
    )
)]
pub(super) async fn create_rating(
    State(app): State<Shared>,
    read_as: ReadAs,
    headers: HeaderMap,
    body: Body,
) -> Response {
    let form = Form::of(&headers);
    let is_form = form == Ok(Form::Html);
    match take_rating(&app, form, &headers, body).await {
        Ok((k, written)) if is_form => {
            let (Written::First(receipt) | Written::Again(receipt)) = written;
            let k = k.map(|k| format!("k={k}&")).unwrap_or_default();
            see(&read_as
                .0
                .address(&format!("/w/{}?{k}r={}", receipt.window, receipt.id)))
        }
        Ok((_, Written::First(receipt))) => {
            let location = [(LOCATION, format!("/api/v1/ratings/{}", receipt.id))];
            (StatusCode::CREATED, location, Json(receipt)).into_response()
        }
        Ok((_, Written::Again(receipt))) => Json(receipt).into_response(),
        Err(refusal) if is_form || wants_page(&headers) => shell::problem_page(read_as, &refusal),
        Err(refusal) => refusal.into_response(),
    }
}

/// The tap as a form. It is read as [`CreateRating`] is; a form has no `null`.
#[derive(Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
#[expect(dead_code, reason = "told in the contract, and read by another type")]
struct RateForm {
    /// Made with the page.
    id: RatingId,
    /// The window rated.
    window: WindowId,
    /// Which button.
    satisfied: bool,
    /// The signature of the printed code, from its address.
    #[schema(nullable = false)]
    k: Option<String>,
    /// The one-time code of a queue ticket; blank is none.
    #[schema(nullable = false)]
    visit: Option<String>,
    /// When the tap was, RFC 3339, where it was earlier than the sending.
    #[schema(nullable = false, format = DateTime)]
    rated_at: Option<String>,
}

type Taken = (Option<String>, Written<RatingReceipt>);

async fn take_rating(
    app: &App,
    form: Result<Form, Refusal>,
    headers: &HeaderMap,
    body: Body,
) -> Result<Taken, Refusal> {
    body::same_site(headers)?;
    let sent: CreateRating = body::read(form?, &body::bytes(body).await?)?;
    let ticket = sent.visit.filter(|text| !text.trim().is_empty());
    let visit = ticket.as_deref().map(VisitCode::parse);
    let signed = sent.k.filter(|k| app.signer.verify(&sent.window, k));
    let received_at = (app.now)();
    not_a_flood(app, sent.id, received_at)?;
    if let Some(Ok(code)) = visit
        && !app.floods.allow_ticket(code, received_at)
    {
        return Err(Refusal::new(Code::SlowDown).detail("the same ticket's code, again and again"));
    }
    let rating = NewRating {
        id: sent.id,
        window: sent.window,
        satisfied: sent.satisfied,
        source: if signed.is_some() {
            Source::Scan
        } else {
            Source::Open
        },
        visit: visit.and_then(Result::ok),
        from_page: app.signer.is_page_id(sent.id),
        rated_at: earlier(sent.rated_at.as_deref(), "rated_at", received_at)?,
        received_at,
    };
    let mut written = app
        .store
        .create_rating(rating)
        .await
        .map_err(|error| Refusal::from(error).field_if_unknown())?;
    if visit.is_some_and(|code| code.is_err()) {
        // Mistyped: there is no such code, and no rating is refused for that.
        let (Written::First(receipt) | Written::Again(receipt)) = &mut written;
        receipt.visit = Some(VisitProof::Unknown);
    }
    Ok((signed, written))
}

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

fn not_a_flood(app: &App, rating: RatingId, now: Moment) -> Result<(), Refusal> {
    if app.floods.allow_rating(rating, now) {
        return Ok(());
    }
    Err(Refusal::new(Code::SlowDown).detail("the same rating, again and again"))
}

fn rating_id(path: Result<Path<String>, PathRejection>) -> Result<RatingId, Refusal> {
    let Path(text) = path.map_err(|_| Refusal::new(Code::BadAddress))?;
    RatingId::parse(&text).map_err(|_| Refusal::new(Code::UnknownRating))
}

/// The moment a phone gives, where it can be: not in the future, not longer ago than a tap may wait.
/// Outside, the phone's clock is wrong, and no rating is refused for that.
pub(super) fn earlier(text: Option<&str>, field: &str, now: Moment) -> Result<Moment, Refusal> {
    let Some(text) = text else { return Ok(now) };
    let read = OffsetDateTime::parse(text, &Rfc3339).ok();
    let given = read.and_then(|at| i64::try_from(at.unix_timestamp_nanos() / 1_000_000).ok());
    let given = given.ok_or_else(|| {
        Refusal::new(Code::BadValue)
            .field(field)
            .detail("a time as in RFC 3339")
    })?;
    let fits = (now.0 - LONGEST_WAIT..=now.0).contains(&given);
    Ok(if fits { Moment(given) } else { now })
}

pub(super) fn see(address: &str) -> Response {
    let mut response = StatusCode::SEE_OTHER.into_response();
    if let Ok(address) = HeaderValue::from_str(address) {
        response.headers_mut().insert(LOCATION, address);
    }
    response
}

impl Refusal {
    /// An unknown window is the field `window`'s fault.
    fn field_if_unknown(self) -> Self {
        if self.code == Code::UnknownWindow {
            self.field("window")
        } else {
            self
        }
    }
}
