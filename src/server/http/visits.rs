//! Codes of visits, for the queue machine: who has its key gets one for each ticket.

use axum::Json;
use axum::body::Body;
use axum::extract::State;
use axum::http::header::AUTHORIZATION;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};

use super::Shared;
use super::body::{self, Form};
use super::contract::refusals;
use super::problem::Refusal;
use crate::model::{Code, CreateVisit, Minute, Moment, Visit, VisitCode, WindowId};
use crate::server::rules::Rules;
use crate::server::signature::Signer;
use crate::server::store::visits::NewVisit;
use crate::server::store::{Store, StoreError};

/// How often other codes are made where one is taken: of 25 million thousand million.
const TRIES: usize = 8;

/// `POST /api/v1/visits`: 201 with a fresh code each time; one that is not printed is of no harm.
#[utoipa::path(
    post,
    path = "/api/v1/visits",
    tag = "ratings",
    summary = "A one-time code for a queue ticket",
    description = "For the queue machine: `Authorization: Bearer` with the key of `zuoban visits key`.",
    request_body = CreateVisit,
    security(("visit_key" = [])),
    responses((status = 201, description = "A fresh code", body = Visit), refusals::Issuing)
)]
pub(super) async fn create_visit(
    State(app): State<Shared>,
    headers: HeaderMap,
    body: Body,
) -> Result<Response, Refusal> {
    let fits = match bearer(&headers) {
        Some(key) => app.visit_key.fits(key).await,
        None => false,
    };
    if !fits {
        let what = "send the key of `zuoban visits key` as Authorization: Bearer";
        return Err(Refusal::new(Code::Unauthorized).detail(what));
    }
    if Form::of(&headers)? != Form::Json {
        return Err(Refusal::new(Code::WrongContentType).detail("send application/json"));
    }
    let CreateVisit { window } = body::read(Form::Json, &body::bytes(body).await?)?;
    let new = NewVisits {
        store: app.store.as_ref(),
        signer: &app.signer,
        rules: &app.rules,
        now: (app.now)(),
    };
    match new.issue(&window, 1).await {
        Ok(mut visits) => {
            let visit = visits.pop().ok_or_else(|| Refusal::new(Code::Internal))?;
            Ok((StatusCode::CREATED, Json(visit)).into_response())
        }
        Err(error @ StoreError::UnknownWindow) => Err(Refusal::from(error).field("window")),
        Err(error) => Err(error.into()),
    }
}

fn bearer(headers: &HeaderMap) -> Option<&str> {
    let (scheme, key) = headers.get(AUTHORIZATION)?.to_str().ok()?.split_once(' ')?;
    scheme
        .eq_ignore_ascii_case("bearer")
        .then(|| key.trim_start())
}

/// What codes are made with.
pub struct NewVisits<'a> {
    /// Where they are kept.
    pub store: &'a dyn Store,
    /// Signs their addresses, so that a rating counts as a scan where its code does not fit.
    pub signer: &'a Signer,
    /// How long a visit may be rated.
    pub rules: &'a Rules,
    /// The clock.
    pub now: Moment,
}

impl NewVisits<'_> {
    /// Makes so many codes for a window, valid to the end of the last day on which a visit of today may be rated.
    ///
    /// # Errors
    /// `UnknownWindow`; `Failed` where the system has no random bytes.
    pub async fn issue(&self, window: &WindowId, count: u32) -> Result<Vec<Visit>, StoreError> {
        let last_day = self.rules.rate_until(self.now.day());
        let valid_until = Moment(Moment::at(last_day.plus(1), Minute(0)).0 - 1);
        for _ in 0..TRIES {
            let codes = (0..count).map(|_| fresh());
            let codes: Vec<VisitCode> = codes.collect::<Result<_, _>>()?;
            let new = codes.iter().map(|code| NewVisit {
                code: *code,
                window: window.clone(),
                issued_at: self.now,
                valid_until,
            });
            match self.store.issue_visits(new.collect()).await {
                Err(StoreError::CodeTaken) => {}
                Err(error) => return Err(error),
                Ok(()) => {
                    let k = self.signer.sign(window);
                    let told = codes.into_iter().map(|code| Visit {
                        code,
                        window: window.clone(),
                        valid_until: valid_until.rfc3339(),
                        path: format!("/w/{window}?k={k}&v={code}"),
                    });
                    return Ok(told.collect());
                }
            }
        }
        Err(StoreError::CodeTaken)
    }
}

fn fresh() -> Result<VisitCode, StoreError> {
    let mut chance = [0; 40];
    loop {
        getrandom::fill(&mut chance).map_err(|error| StoreError::Failed(error.to_string()))?;
        if let Some(code) = VisitCode::from_random(&chance) {
            return Ok(code);
        }
    }
}
