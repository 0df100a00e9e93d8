//! Suggestions: what citizens write, and what may be known of it.

use axum::Json;
use axum::body::Body;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use serde::Deserialize;
use serde_html_form::de::empty_as_none;

use super::body::{self, Form};
use super::contract::refusals;
use super::problem::Refusal;
use super::ratings::{earlier, see};
use super::request::{InPath, ReadAs, wants_page};
use super::{App, Shared, shell};
use crate::model::{
    Code, CodeError, Contact, CreateSuggestion, Event, Follow, Kind, Step, SuggestionId,
    SuggestionReceipt, SuggestionText, TrackingCode, WindowId, masked,
};
use crate::server::store::suggestions::NewSuggestion;
use crate::server::store::{StoreError, Written};

/// How often a new code is made where one is taken: of 850 thousand million.
const TRIES: usize = 8;

/// `POST /api/v1/suggestions`: 201 the first time, 200 with the same body after; a form is sent on to its page.
#[utoipa::path(
    post,
    path = "/api/v1/suggestions",
    tag = "suggestions",
    summary = "A suggestion, a complaint, or asking for help",
    description = "A form is taken too, and sent on to its page.",
    request_body(content(
        (CreateSuggestion = "application/json"),
        (SuggestForm = "application/x-www-form-urlencoded")
    )),
    responses(
        (status = 201, description = "Stored now", body = SuggestionReceipt),
        (status = 200, description = "Stored before", body = SuggestionReceipt),
        (status = 303, description = "A form was stored", headers(("location" = String, description = "Its page"))),
        refusals::Suggesting
    )
)]
pub(super) async fn create_suggestion(
    State(app): State<Shared>,
    read_as: ReadAs,
    headers: HeaderMap,
    body: Body,
) -> Response {
    let form = Form::of(&headers);
    let is_form = form == Ok(Form::Html);
    match take(&app, form, &headers, body).await {
        Ok(Written::First(receipt) | Written::Again(receipt)) if is_form => {
            see(&read_as.0.address(&format!("/s/{}?new=1", receipt.code)))
        }
        Ok(Written::First(receipt)) => (StatusCode::CREATED, Json(receipt)).into_response(),
        Ok(Written::Again(receipt)) => Json(receipt).into_response(),
        Err(refusal) if is_form || wants_page(&headers) => shell::problem_page(read_as, &refusal),
        Err(refusal) => refusal.into_response(),
    }
}

/// The form of the page without scripts. Blank fields are none.
#[derive(Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
struct SuggestForm {
    /// Made with the page.
    id: SuggestionId,
    /// What it is; a suggestion where nothing is said.
    #[serde(default)]
    kind: Kind,
    /// What it says.
    text: SuggestionText,
    /// How to reach the citizen; blank is not at all.
    #[serde(default, deserialize_with = "empty_as_none")]
    #[schema(
        value_type = String,
        required = false,
        max_length = 100,
        pattern = "^([^\\u0000-\\u0008\\u000B\\u000C\\u000E-\\u001F\\u007F-\\u009F]*[^\\s\\u0000-\\u001F\\u007F-\\u009F][^\\u0000-\\u0008\\u000B\\u000C\\u000E-\\u001F\\u007F-\\u009F]*)?$"
    )]
    contact: Option<Contact>,
    /// The window it is about; blank is none.
    #[serde(default, deserialize_with = "empty_as_none")]
    #[schema(value_type = String, required = false, pattern = "^([0-9A-Za-z]{1,6})?$")]
    window: Option<WindowId>,
    /// Private numbers in the text stay: the citizen insists.
    #[serde(default)]
    #[schema(nullable = false)]
    keep: Option<String>,
}

async fn take(
    app: &App,
    form: Result<Form, Refusal>,
    headers: &HeaderMap,
    body: Body,
) -> Result<Written<SuggestionReceipt>, Refusal> {
    body::same_site(headers)?;
    let form = form?;
    let bytes = body::bytes(body).await?;
    let sent = match form {
        Form::Json => body::read(form, &bytes)?,
        Form::Html => by_form(body::read(form, &bytes)?),
    };
    let CreateSuggestion {
        id,
        kind,
        text,
        contact,
        window,
        written_at,
    } = sent;
    let now = (app.now)();
    let written_at = earlier(written_at.as_deref(), "written_at", now)?;
    let deadline = app.rules.deadline(now);
    for _ in 0..TRIES {
        let new = NewSuggestion {
            id,
            code: new_code()?,
            kind,
            text: text.clone(),
            contact: contact.clone(),
            window: window.clone(),
            written_at,
            received_at: now,
            deadline,
        };
        match app.store.create_suggestion(new).await {
            Err(StoreError::CodeTaken) => {}
            Err(StoreError::UnknownWindow) => {
                return Err(Refusal::new(Code::UnknownWindow).field("window"));
            }
            done => return Ok(done?),
        }
    }
    Err(Refusal::new(Code::Internal))
}

/// Without scripts the phone masks nothing: then it is done here, before anything is stored.
fn by_form(form: SuggestForm) -> CreateSuggestion {
    let text = match form.keep {
        Some(_) => form.text,
        None => SuggestionText::parse(&masked(form.text.as_str())).unwrap_or(form.text),
    };
    CreateSuggestion {
        id: form.id,
        kind: form.kind,
        text,
        contact: form.contact,
        window: form.window,
        written_at: None,
    }
}

fn new_code() -> Result<TrackingCode, Refusal> {
    let mut bytes = [0; 32];
    // A code of the clock could be guessed.
    getrandom::fill(&mut bytes).map_err(|_| Refusal::new(Code::Internal))?;
    TrackingCode::from_random(&bytes).ok_or_else(|| Refusal::new(Code::Internal))
}

/// `GET /api/v1/suggestions/{code}`
#[utoipa::path(
    get,
    path = "/api/v1/suggestions/{code}",
    tag = "suggestions",
    summary = "What became of a suggestion",
    params(("code" = TrackingCode, Path, description = "The tracking code; case, blanks and dashes do not matter")),
    responses((status = 200, description = "What may be known by whoever has the code", body = Follow), refusals::OfSuggestion)
)]
pub(super) async fn get_suggestion(
    State(app): State<Shared>,
    InPath(code): InPath<String>,
) -> Result<Json<Follow>, Refusal> {
    let code = read_code(&code)?;
    follow(&app, code).await.map(Json)
}

/// The code in an address.
pub(super) fn read_code(text: &str) -> Result<TrackingCode, Refusal> {
    TrackingCode::parse(text).map_err(|why| {
        let detail = match why {
            CodeError::Length(letters) => format!("{letters} letters where nine are wanted"),
            CodeError::Misread(letters) => letters
                .first()
                .map(|m| format!("letter {} may be misread: {}", m.at, m.typed))
                .unwrap_or_else(|| "a letter is misread".to_owned()),
        };
        Refusal::new(Code::UnknownCode).detail(detail)
    })
}

/// No such code; too many of them are not even looked up.
pub(super) fn unknown(app: &App) -> Refusal {
    let code = if app.guesses.allow((app.now)()) {
        Code::UnknownCode
    } else {
        Code::SlowDown
    };
    Refusal::new(code)
}

/// All that may be known by whoever has the code.
pub(super) async fn follow(app: &App, code: TrackingCode) -> Result<Follow, Refusal> {
    let Some(row) = app.store.suggestion(code).await? else {
        return Err(unknown(app));
    };
    let mut follow = Follow {
        code,
        kind: row.kind,
        window: row.window,
        led_by: row.led_by,
        text: row.text,
        events: row.events,
        days_left: None,
        calendar_known: true,
    };
    if let (false, Some(deadline)) = (follow.is_answered(), follow.deadline()) {
        let calendar = &app.rules.calendar;
        follow.days_left = Some(calendar.left((app.now)().day(), deadline));
        follow.calendar_known = calendar.knows(deadline);
    }
    if let Some(unit) = row.unit {
        // The window's unit has it from the start.
        let arrived = follow.events.first().map_or((app.now)(), |event| event.at);
        let at = follow.events.len().min(1);
        let step = Step::Forwarded { unit };
        follow.events.insert(at, Event { at: arrived, step });
    }
    Ok(follow)
}
