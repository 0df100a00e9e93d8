//! Where the queue is full, a write is refused before anything of it is read: what that costs is taken from the
//! ratings that were accepted. Who reads a page goes the whole way, to a page that says so.

use axum::extract::Request;
use axum::http::Method;

use super::App;
use super::body::Form;
use super::request::wants_page;
use crate::server::store::MOST_WAITING;

/// Whether there is no room for this request.
pub(super) fn refuses(app: &App, request: &Request) -> bool {
    is_write(request) && app.store.waiting() >= MOST_WAITING
}

fn is_write(request: &Request) -> bool {
    let headers = request.headers();
    matches!(*request.method(), Method::POST | Method::PATCH)
        && Form::of(headers) == Ok(Form::Json)
        && !wants_page(headers)
}
