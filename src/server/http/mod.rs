//! The endpoint over HTTP: who may ask what. Every route there is stands in [`router`].

mod amendments;
mod around;
mod assets;
mod body;
mod cached;
mod centre;
mod contract;
mod encoding;
mod feed;
mod floods;
mod follow;
mod full;
mod guesses;
mod guides;
mod headers;
mod log;
mod near;
mod offline;
mod pages;
pub mod problem;
mod ratings;
mod render;
mod request;
mod results;
mod shell;
mod steps;
mod suggestions;
mod template;
mod unclear;
mod visits;

use std::sync::Arc;

use axum::Router;
use axum::http::header::ALLOW;
use axum::http::{HeaderMap, Method, Uri};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};

use crate::model::{Code, Moment};
use crate::server::guides::Guides;
use crate::server::metrics::Metrics;
use crate::server::points::ServicePoints;
use crate::server::rules::Rules;
use crate::server::signature::Signer;
use crate::server::store::Store;
use crate::server::visit_key::VisitKey;
use around::AroundLayer;
pub use floods::Floods;
pub use guesses::Guesses;
use problem::Refusal;
pub use visits::NewVisits;

/// What every handler shares.
pub struct App {
    /// Where everything is kept.
    pub store: Arc<dyn Store>,
    /// Signs and checks the windows' codes.
    pub signer: Signer,
    /// The clock.
    pub now: fn() -> Moment,
    /// What the centre may set.
    pub rules: Rules,
    /// The guides there are.
    pub guides: Guides,
    /// Tracking codes asked for that do not exist.
    pub guesses: Guesses,
    /// How often each token came lately.
    pub floods: Floods,
    /// Where tax business is done.
    pub points: ServicePoints,
    /// The queue machine's key.
    pub visit_key: VisitKey,
    /// Counts what is answered, where that is told.
    pub metrics: Option<Arc<Metrics>>,
}

pub(crate) type Shared = Arc<App>;

/// The system's clock.
#[must_use]
pub fn system_time() -> Moment {
    let since = std::time::SystemTime::now()
        .duration_since(std::time::UNIX_EPOCH)
        .unwrap_or_default();
    Moment(i64::try_from(since.as_millis()).unwrap_or(i64::MAX))
}

/// Every route there is, grouped by who calls it.
pub fn router(app: App) -> Router {
    let citizens = Router::new()
        .route("/", get(pages::home))
        .route("/duty", get(pages::duty))
        .route("/suggest", get(follow::suggest))
        .route("/s", get(follow::look_up))
        .route("/s/{code}", get(follow::follow_page))
        .route("/s/{code}/card.svg", get(follow::card))
        .route("/near", get(near::near))
        .route("/results", get(results::results))
        .route("/guides", get(guides::guides))
        .route("/guides/present", get(guides::staff))
        .route("/guides/{guide}", get(guides::guide))
        .route("/guides/{guide}/{part}", get(guides::part))
        .route("/privacy", get(pages::privacy))
        .route("/w/{window}", get(shell::window))
        .route("/offline", get(offline::empty_page))
        .route("/sw.js", get(offline::service_worker));
    let app_and_others = Router::new()
        .route("/api/v1/centre", get(centre::get_centre))
        .route("/api/v1/windows/{window}", get(centre::get_window))
        .route("/api/v1/duty", get(centre::get_duty))
        .route("/api/v1/duty.ics", get(feed::get_duty_ics))
        .route("/api/v1/points", get(near::get_points))
        .route("/api/v1/openapi.json", get(contract::get_openapi))
        .route("/api/v1/docs", get(contract::docs))
        .route("/api/v1/results", get(results::get_results))
        .route(
            "/api/v1/guides/{guide}/{step}/unclear",
            post(unclear::say_unclear),
        )
        .route("/api/v1/ratings", post(ratings::create_rating))
        .route(
            "/api/v1/ratings/{id}",
            post(amendments::amend_rating_by_form).patch(amendments::amend_rating),
        );
    let suggestions = Router::new()
        .route("/api/v1/suggestions", post(suggestions::create_suggestion))
        .route(
            "/api/v1/suggestions/{code}",
            get(suggestions::get_suggestion),
        )
        .route(
            "/api/v1/suggestions/{code}/reopen",
            post(steps::reopen_suggestion),
        )
        .route("/api/v1/suggestions/{code}/rate", post(steps::rate_answer));
    let machines = Router::new().route("/api/v1/visits", post(visits::create_visit));
    let operators = Router::new()
        .route("/healthz", get(live))
        .route("/readyz", get(ready));
    let app = Arc::new(app);
    Router::new()
        .merge(citizens)
        .merge(app_and_others)
        .merge(suggestions)
        .merge(machines)
        .merge(operators)
        .fallback(anything_else)
        .method_not_allowed_fallback(method_not_allowed)
        .with_state(Arc::clone(&app))
        .layer(AroundLayer(app))
}

/// A file of the site, or a page that helps to find the right one.
async fn anything_else(
    app: axum::extract::State<Shared>,
    prefs: request::ReadAs,
    method: Method,
    uri: Uri,
    headers: HeaderMap,
) -> Response {
    if let Some(file) = assets::file(uri.path(), &headers) {
        if method == Method::GET || method == Method::HEAD {
            return file;
        }
        let allow = [(ALLOW, "GET,HEAD")];
        return (allow, method_not_allowed(prefs, headers).await).into_response();
    }
    if uri.path().starts_with("/api/") || !request::wants_page(&headers) {
        return Refusal::new(Code::NotFound).into_response();
    }
    shell::not_found(app, prefs).await
}

/// A page for a browser: whoever reloads where a refused form led to comes here.
async fn method_not_allowed(prefs: request::ReadAs, headers: HeaderMap) -> Response {
    let refusal = Refusal::new(Code::MethodNotAllowed);
    if request::wants_page(&headers) {
        shell::problem_page(prefs, &refusal)
    } else {
        refusal.into_response()
    }
}

/// `GET /healthz`: the process answers.
#[utoipa::path(
    get,
    path = "/healthz",
    tag = "operation",
    summary = "The process answers",
    responses((status = 200, description = "`ok`", body = String, content_type = "text/plain"))
)]
async fn live() -> &'static str {
    "ok\n"
}

/// `GET /readyz`: the store can be written to.
#[utoipa::path(
    get,
    path = "/readyz",
    tag = "operation",
    summary = "The store can be written to",
    responses(
        (status = 200, description = "`ok`", body = String, content_type = "text/plain"),
        contract::refusals::Probing
    )
)]
async fn ready(app: axum::extract::State<Shared>) -> Result<&'static str, Refusal> {
    app.store.ready().await?;
    Ok("ok\n")
}
