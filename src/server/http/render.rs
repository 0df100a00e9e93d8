//! From markup to a whole page: HTML, headers, the data for the app.

use axum::Json;
use axum::http::header::{CACHE_CONTROL, CONTENT_SECURITY_POLICY, CONTENT_TYPE, VARY};
use axum::http::{HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use maud::Markup;

use super::request::{PART, ReadAs};
use super::template::{Filling, TEMPLATE};
use crate::model::{Part, Shell};
use crate::view::{Around, frame};

/// The page, never cached: the form's id is in it. Without `data` the app does not start.
pub(super) fn page(
    status: StatusCode,
    around: Around<'_>,
    title: &str,
    data: Option<&Shell>,
    markup: &Markup,
) -> Response {
    let data = data
        .and_then(|data| serde_json::to_string(data).ok())
        .unwrap_or_default();
    whole(status, around, title, &data, markup)
}

/// A page that knows nothing, for the service worker to keep; the app starts in it all the same.
pub(super) fn kept(around: Around<'_>, title: &str, markup: &Markup) -> Response {
    whole(StatusCode::OK, around, title, "{}", markup)
}

fn whole(
    status: StatusCode,
    around: Around<'_>,
    title: &str,
    data: &str,
    markup: &Markup,
) -> Response {
    let prefs = around.prefs;
    let title = format!("{title} · {}", prefs.texts().app_name);
    let page = frame(around, markup).into_string();
    let lang = prefs.lang.tag();
    let text = TEMPLATE.fill(&Filling {
        lang,
        elder: prefs.elder,
        title: &title,
        data,
        page: &page,
    });
    let mut response = (status, text).into_response();
    let headers = response.headers_mut();
    headers.insert(
        CONTENT_TYPE,
        HeaderValue::from_static("text/html; charset=utf-8"),
    );
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    if let Ok(policy) = HeaderValue::from_str(TEMPLATE.policy()) {
        headers.insert(CONTENT_SECURITY_POLICY, policy);
    }
    response
}

/// A page that the app fetches: without its frame for the app, whole for everybody else.
pub(super) fn fetched(
    read_as: ReadAs,
    status: StatusCode,
    around: Around<'_>,
    title: &str,
    data: &Shell,
    markup: &Markup,
) -> Response {
    let mut response = if read_as.1 {
        let part = Part {
            title: title.to_owned(),
            centre: around.centre.to_owned(),
            demo: around.demo,
            here: around.here.to_owned(),
            html: markup.clone().into_string(),
        };
        (status, [(CACHE_CONTROL, "no-cache")], Json(part)).into_response()
    } else {
        page(status, around, title, Some(data), markup)
    };
    let vary = HeaderValue::from_static(PART);
    response.headers_mut().insert(VARY, vary);
    response
}
