//! The endpoint's contract, OpenAPI 3.1: made of the handlers' own types, served as JSON and as a page.

mod page;
pub(super) mod refusals;

use std::sync::LazyLock;

use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use utoipa::openapi::security::{HttpAuthScheme, HttpBuilder, SecurityScheme};
use utoipa::{Modify, OpenApi};

use super::cached::Marked;
use super::problem::Refusal;
use super::request::ReadAs;
use super::shell::problem_page;
use super::{Shared, render};
use crate::model::Problem;
use crate::view::Around;

/// What there is to ask, in the order of the page.
#[derive(OpenApi)]
#[openapi(
    info(
        title = "坐班 Zuoban",
        description = "Rate the service window you were at, see who is on duty there, leave a suggestion and follow its answer. \
A 2xx for a write means it is on disk. Ids are made by the client: sending the same again answers the same again. \
Every error is `application/problem+json` (RFC 9457) with a stable `code`; where a form was sent or a page was asked for, \
it is a page.",
        license(name = "MIT", identifier = "MIT")
    ),
    servers((url = "/", description = "This server")),
    tags(
        (name = "roster", description = "The centre and who sits where, when"),
        (name = "ratings", description = "The tap and what is said after it"),
        (name = "suggestions", description = "What citizens write, and what becomes of it"),
        (name = "guides", description = "How a thing is done"),
        (name = "results", description = "What the centre publishes"),
        (name = "operation", description = "For whoever runs it")
    ),
    paths(
        super::centre::get_centre,
        super::centre::get_window,
        super::centre::get_duty,
        super::feed::get_duty_ics,
        super::near::get_points,
        super::ratings::create_rating,
        super::amendments::amend_rating,
        super::amendments::amend_rating_by_form,
        super::suggestions::create_suggestion,
        super::suggestions::get_suggestion,
        super::steps::reopen_suggestion,
        super::steps::rate_answer,
        super::guides::file,
        super::unclear::say_unclear,
        super::visits::create_visit,
        super::results::get_results,
        get_openapi,
        docs,
        super::live,
        super::ready
    ),
    components(schemas(Problem)),
    modifiers(&Keys)
)]
struct Contract;

/// Who may ask what not everybody may.
struct Keys;

impl Modify for Keys {
    fn modify(&self, contract: &mut utoipa::openapi::OpenApi) {
        let key = HttpBuilder::new()
            .scheme(HttpAuthScheme::Bearer)
            .description(Some("The queue machine's key, of `zuoban visits key`"));
        let components = contract.components.get_or_insert_default();
        components.add_security_scheme("visit_key", SecurityScheme::Http(key.build()));
    }
}

/// Made once: it never changes while the program runs.
static CONTRACT: LazyLock<serde_json::Value> =
    LazyLock::new(|| serde_json::to_value(Contract::openapi()).unwrap_or_default());

/// As it is sent.
static AS_JSON: LazyLock<Marked> =
    LazyLock::new(|| Marked::new("application/json", CONTRACT.to_string()));

/// `GET /api/v1/openapi.json`
#[utoipa::path(
    get,
    path = "/api/v1/openapi.json",
    tag = "operation",
    summary = "This description",
    responses((status = 200, description = "OpenAPI 3.1", body = Object), (status = 304, description = "As the client has it"))
)]
pub(super) async fn get_openapi(headers: HeaderMap) -> Response {
    AS_JSON.kept(&headers)
}

/// `GET /api/v1/docs`: the same to read.
#[utoipa::path(
    get,
    path = "/api/v1/docs",
    tag = "operation",
    summary = "This description to read",
    responses((status = 200, description = "A page", body = String, content_type = "text/html"), refusals::Stored)
)]
pub(super) async fn docs(State(app): State<Shared>, read_as: ReadAs) -> Response {
    let centre = match app.store.centre().await {
        Ok(centre) => centre,
        Err(error) => return problem_page(read_as, &Refusal::from(error)),
    };
    let around = Around {
        prefs: read_as.0,
        centre: read_as.0.lang.of(&centre.name),
        demo: centre.demo,
        here: "/api/v1/docs",
        tab: None,
    };
    let markup = page::markup(&CONTRACT);
    render::page(StatusCode::OK, around, "API", None, &markup)
}
