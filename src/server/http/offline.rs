//! What a browser keeps so that the app opens without a network: the service worker and its empty page.

use axum::http::header::{CACHE_CONTROL, CONTENT_SECURITY_POLICY, CONTENT_TYPE};
use axum::response::{IntoResponse, Response};

use super::assets;
use super::problem::Refusal;
use super::render::kept;
use super::request::ReadAs;
use super::template::TEMPLATE;
use crate::model::Code;
use crate::view::{self, Around};

/// `GET /offline`: the page that the service worker keeps. No rating's id is in it: it is shown many times.
pub(super) async fn empty_page(read_as: ReadAs) -> Response {
    let around = Around {
        prefs: read_as.0,
        centre: "",
        demo: false,
        here: "/",
        tab: None,
    };
    let title = read_as.0.texts().loading;
    kept(around, title, &view::loading(read_as.0, false))
}

/// `GET /sw.js`: the service worker, with the version of what it keeps.
pub(super) async fn service_worker() -> Response {
    let Some(script) = assets::text("sw.js") else {
        return Refusal::new(Code::NotFound).into_response();
    };
    let headers = [
        (CONTENT_TYPE, "text/javascript; charset=utf-8"),
        (CACHE_CONTROL, "no-cache"),
        // A worker's own policy holds for what it asks for: this site alone.
        (
            CONTENT_SECURITY_POLICY,
            "default-src 'none'; connect-src 'self'",
        ),
    ];
    let script = script.replace("{{ version }}", &TEMPLATE.version());
    (headers, script).into_response()
}
