//! The pages of suggestions: writing one, and following it.

use axum::extract::{RawQuery, State};
use axum::http::StatusCode;
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE};
use axum::response::{IntoResponse, Response};
use maud::Markup;

use super::problem::Refusal;
use super::ratings::see;
use super::render::{fetched, page};
use super::request::{InPath, ReadAs, value};
use super::shell::{problem_page, random, start};
use super::suggestions::follow;
use super::{App, Shared};
use crate::model::{Centre, Code, CodeError, Follow, Kind, SuggestionId, TrackingCode};
use crate::view::{self, Around, SuggestForm, Tab};

/// `GET /suggest?kind&window`
pub(super) async fn suggest(
    State(app): State<Shared>,
    read_as: ReadAs,
    RawQuery(query): RawQuery,
) -> Response {
    let query = query.unwrap_or_default();
    let of = |name| value(&query, name).unwrap_or_default();
    let form = SuggestForm {
        id: SuggestionId::from_random(random()),
        kind: Kind::try_from(of("kind")).unwrap_or_default(),
        text: String::new(),
        contact: String::new(),
        window: of("window"),
    };
    let centre = match app.store.centre().await {
        Ok(centre) => centre,
        Err(error) => return problem_page(read_as, &Refusal::from(error)),
    };
    let markup = view::suggest(read_as.0, &form, false);
    let title = read_as.0.texts().suggest.heading;
    let around = around(read_as, &centre, "/suggest");
    page(StatusCode::OK, around, title, Some(&start(&app)), &markup)
}

/// `GET /s?code=…`: what was typed becomes an address.
pub(super) async fn look_up(read_as: ReadAs, RawQuery(query): RawQuery) -> Response {
    let typed = value(query.as_deref().unwrap_or_default(), "code").unwrap_or_default();
    let code =
        TrackingCode::parse(&typed).map_or_else(|_| view::encoded(&typed), |code| code.to_string());
    if code.is_empty() {
        return see(&read_as.0.address("/suggest"));
    }
    see(&read_as.0.address(&format!("/s/{code}")))
}

/// `GET /s/{code}`
pub(super) async fn follow_page(
    State(app): State<Shared>,
    InPath(typed): InPath<String>,
    read_as: ReadAs,
    RawQuery(query): RawQuery,
) -> Response {
    let centre = match app.store.centre().await {
        Ok(centre) => centre,
        Err(error) => return problem_page(read_as, &Refusal::from(error)),
    };
    let new = value(query.as_deref().unwrap_or_default(), "new").is_some();
    let (status, here, markup) = match found(&app, &typed).await {
        Ok(found) => {
            let ids = [random(), random()].map(SuggestionId::from_random);
            let markup = view::follow(read_as.0, &centre, &found, ids, new);
            (StatusCode::OK, format!("/s/{}", found.code), markup)
        }
        Err(Missing::Wrong(why)) => wrong(read_as, &typed, Some(&why)),
        Err(Missing::Refused(refusal)) if refusal.code == Code::UnknownCode => {
            wrong(read_as, &typed, None)
        }
        Err(Missing::Refused(refusal)) => return problem_page(read_as, &refusal),
    };
    let title = read_as.0.lang.follow_texts().heading;
    let around = around(read_as, &centre, &here);
    fetched(read_as, status, around, title, &start(&app), &markup)
}

/// `GET /s/{code}/card.svg`: the code as a picture to keep.
pub(super) async fn card(
    State(app): State<Shared>,
    InPath(typed): InPath<String>,
    read_as: ReadAs,
) -> Response {
    let made = async {
        let centre = app.store.centre().await.map_err(Refusal::from)?;
        let found = found(&app, &typed).await.map_err(|why| match why {
            Missing::Wrong(_) => Refusal::new(Code::UnknownCode),
            Missing::Refused(refusal) => refusal,
        })?;
        Ok::<_, Refusal>(view::card(read_as.0, &centre, &found))
    };
    match made.await {
        Ok(svg) => {
            let headers = [(CONTENT_TYPE, "image/svg+xml"), (CACHE_CONTROL, "no-store")];
            (headers, svg.into_string()).into_response()
        }
        Err(refusal) => refusal.into_response(),
    }
}

/// Why there is nothing to follow.
enum Missing {
    Wrong(CodeError),
    Refused(Refusal),
}

async fn found(app: &App, typed: &str) -> Result<Follow, Missing> {
    let code = TrackingCode::parse(typed).map_err(Missing::Wrong)?;
    follow(app, code).await.map_err(Missing::Refused)
}

fn wrong(read_as: ReadAs, typed: &str, why: Option<&CodeError>) -> (StatusCode, String, Markup) {
    let markup = view::wrong_code(read_as.0, typed, why);
    (StatusCode::NOT_FOUND, "/suggest".to_owned(), markup)
}

fn around<'a>(read_as: ReadAs, centre: &'a Centre, here: &'a str) -> Around<'a> {
    Around {
        prefs: read_as.0,
        centre: read_as.0.lang.of(&centre.name),
        demo: centre.demo,
        here,
        tab: Some(Tab::Suggest),
    }
}
