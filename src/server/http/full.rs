//! Where the queue is full, a write is refused before anything of it is read: what that costs is taken from the
//! ratings that were accepted. Who reads a page goes the whole way, to a page that says so.

use axum::extract::Request;

use super::App;
use super::request::is_write;
use crate::server::store::MOST_WAITING;

/// Whether there is no room for this request.
pub(super) fn refuses(app: &App, request: &Request) -> bool {
    is_write(request) && app.store.waiting() >= MOST_WAITING
}
