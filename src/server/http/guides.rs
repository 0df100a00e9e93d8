//! Guides: the list, a guide whole or step by step, and its file.

use axum::extract::{RawQuery, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use maud::Markup;

use super::contract::refusals;
use super::problem::Refusal;
use super::render::fetched;
use super::request::{InPath, ReadAs, value};
use super::shell::{not_found, problem_page, random, start};
use super::{Shared, cached};
use crate::model::guide::Slug;
use crate::model::{Code, Guide, UnclearId, find_guides};
use crate::server::guides::{SCHEMA, built_in_text};
use crate::view::{self, Around, GuidePage, Tab};

/// `GET /guides?q`: every guide, or those that fit what was typed.
pub(super) async fn guides(
    State(app): State<Shared>,
    read_as: ReadAs,
    RawQuery(query): RawQuery,
) -> Response {
    let typed = value(query.as_deref().unwrap_or_default(), "q").unwrap_or_default();
    let all = app.guides.all();
    // The app sifts the list itself, without a network too.
    let found = if read_as.1 {
        all.iter().collect()
    } else {
        find_guides(&all, &typed)
    };
    let markup = view::guides(read_as.0, &found, &typed, (app.now)().day());
    let title = read_as.0.lang.guide_texts().heading;
    send(&app, read_as, "/guides", title, &markup).await
}

/// `GET /guides/present`: staff choose what to present or print.
pub(super) async fn staff(State(app): State<Shared>, read_as: ReadAs) -> Response {
    let all = app.guides.all();
    let all: Vec<_> = all.iter().collect();
    let markup = view::staff(read_as.0, &all, (app.now)().day());
    let [title, _] = read_as.0.lang.guide_texts().present;
    send(&app, read_as, "/guides/present", title, &markup).await
}

/// `GET /guides/{guide}?present`, or the file behind it: `/guides/{guide}.json`.
pub(super) async fn guide(
    state: State<Shared>,
    InPath(name): InPath<String>,
    read_as: ReadAs,
    query: RawQuery,
    headers: HeaderMap,
) -> Response {
    match name.strip_suffix(".json") {
        Some(id) => file(&state, id, &name, &headers),
        None => part(state, InPath((name, String::new())), read_as, query).await,
    }
}

/// `GET /guides/{guide}/{step}?present`: a step, or the page to print.
pub(super) async fn part(
    State(app): State<Shared>,
    InPath((guide, part)): InPath<(String, String)>,
    read_as: ReadAs,
    RawQuery(query): RawQuery,
) -> Response {
    let all = app.guides.all();
    let asked = |name: &str| value(query.as_deref().unwrap_or_default(), name).is_some();
    let present = asked("present");
    let sections = find(&all, &guide).map(|guide| {
        let ids: Vec<_> = guide
            .steps
            .iter()
            .map(|_| UnclearId::from_random(random()))
            .collect();
        view::sections(GuidePage {
            prefs: read_as.0,
            guide,
            today: (app.now)().day(),
            present,
            ids: &ids,
            // The app knows it of each step.
            said: asked("said") && !read_as.1,
        })
    });
    let at = sections
        .as_ref()
        .and_then(|all| all.iter().position(|section| section.id == part));
    let (Some(sections), Some(at)) = (sections, at) else {
        return not_found(State(app), read_as).await;
    };
    let Some(section) = sections.get(at) else {
        return not_found(State(app), read_as).await;
    };
    let joint = if part.is_empty() { "" } else { "/" };
    let asked = if present { "?present=1" } else { "" };
    let here = format!("/guides/{guide}{joint}{part}{asked}");
    // The app gets every part at once: going on needs no network.
    let whole = read_as.1.then(|| view::joined(&sections));
    let markup = whole.as_ref().unwrap_or(&section.markup);
    send(&app, read_as, &here, &section.title, markup).await
}

/// The file of a guide as it holds here, or the schema of such files.
#[utoipa::path(
    get,
    path = "/guides/{guide}.json",
    tag = "guides",
    summary = "A guide as it holds here",
    description = "Described by /guides/guide.schema.json.",
    params(("guide" = Slug, Path, description = "The guide", example = "vat-credit-refund")),
    responses(
        (status = 200, description = "The guide", body = Object),
        (status = 304, description = "As the client has it"),
        refusals::OfGuide
    )
)]
pub(super) fn file(app: &Shared, id: &str, name: &str, headers: &HeaderMap) -> Response {
    if name == SCHEMA {
        let schema = built_in_text(SCHEMA).unwrap_or_default();
        return cached::answer(headers, "application/json", schema);
    }
    let all = app.guides.all();
    let Some(guide) = find(&all, id) else {
        return Refusal::new(Code::NotFound).into_response();
    };
    cached::kept_json(headers, guide).into_response()
}

fn find<'a>(all: &'a [Guide], id: &str) -> Option<&'a Guide> {
    all.iter().find(|guide| guide.id.as_str() == id)
}

async fn send(app: &Shared, read_as: ReadAs, here: &str, title: &str, markup: &Markup) -> Response {
    let prefs = read_as.0;
    let centre = match app.store.centre().await {
        Ok(centre) => centre,
        Err(error) => return problem_page(read_as, &Refusal::from(error)),
    };
    let around = Around {
        prefs,
        centre: prefs.lang.of(&centre.name),
        demo: centre.demo,
        here,
        tab: Some(Tab::Guides),
    };
    fetched(read_as, StatusCode::OK, around, title, &start(app), markup)
}
