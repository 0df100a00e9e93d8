//! Where the queue is full, a write is refused before anything of it is read: what that costs is taken from the
//! ratings that were accepted. Who reads a page goes the whole way, to a page that says so.

use axum::extract::{Request, State};
use axum::http::Method;
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

use super::Shared;
use super::body::Form;
use super::problem::Refusal;
use super::request::wants_page;
use crate::model::Code;
use crate::server::store::MOST_WAITING;

pub(super) async fn refuse(State(app): State<Shared>, request: Request, next: Next) -> Response {
    if app.store.waiting() >= MOST_WAITING && is_write(&request) {
        return Refusal::new(Code::Busy).into_response();
    }
    next.run(request).await
}

fn is_write(request: &Request) -> bool {
    let headers = request.headers();
    matches!(*request.method(), Method::POST | Method::PATCH)
        && Form::of(headers) == Ok(Form::Json)
        && !wants_page(headers)
}
