//! Ratings: the tap, as JSON from the app or as a form from a page without scripts.

use axum::Json;
use axum::extract::{Request, State};
use axum::http::header::LOCATION;
use axum::http::{HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use serde::Deserialize;
use time::OffsetDateTime;
use time::format_description::well_known::Rfc3339;

use super::body::{self, Form};
use super::contract::refusals;
use super::problem::Refusal;
use super::request::{ReadAs, wants_page};
use super::{App, Shared, shell};
use crate::model::{
    Code, CreateRating, Moment, RatingId, RatingReceipt, Source, VisitCode, VisitProof, WindowId,
};
use crate::server::store::{NewRating, Written};

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
pub(super) async fn create_rating(State(app): State<Shared>, request: Request) -> Response {
    let form = Form::of(request.headers());
    let is_form = form == Ok(Form::Html);
    let (read_as, sent) = read(request, form).await;
    let taken = match sent {
        Ok(sent) => take_rating(&app, sent).await,
        Err(refusal) => Err(refusal),
    };
    match (taken, read_as) {
        (Ok((k, written)), Some(read_as)) if is_form => {
            let (Written::First(receipt) | Written::Again(receipt)) = written;
            let k = k.map(|k| format!("k={k}&")).unwrap_or_default();
            let address = format!("/w/{}?{k}r={}", receipt.window, receipt.id);
            see(&read_as.0.address(&address))
        }
        (Ok((_, Written::First(receipt))), _) => {
            let location = [(LOCATION, format!("/api/v1/ratings/{}", receipt.id))];
            (StatusCode::CREATED, location, Json(receipt)).into_response()
        }
        (Ok((_, Written::Again(receipt))), _) => Json(receipt).into_response(),
        (Err(refusal), Some(read_as)) => shell::problem_page(read_as, &refusal),
        (Err(refusal), None) => refusal.into_response(),
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

/// The tap, and how its answer is read where that is a page. Nothing else is kept of the request: while the tap waits
/// for its commit, what came over the wire would be the most of what it holds.
async fn read(
    request: Request,
    form: Result<Form, Refusal>,
) -> (Option<ReadAs>, Result<CreateRating, Refusal>) {
    let (head, body) = request.into_parts();
    let page = form == Ok(Form::Html) || wants_page(&head.headers);
    let read_as = page.then(|| ReadAs::of(&head));
    let sent = async {
        body::same_site(&head.headers)?;
        body::read(form?, &body::bytes(body).await?)
    };
    (read_as, sent.await)
}

async fn take_rating(app: &App, sent: CreateRating) -> Result<Taken, Refusal> {
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

/// Refuses a rating's id that comes again and again.
pub(super) fn not_a_flood(app: &App, rating: RatingId, now: Moment) -> Result<(), Refusal> {
    if app.floods.allow_rating(rating, now) {
        return Ok(());
    }
    Err(Refusal::new(Code::SlowDown).detail("the same rating, again and again"))
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
