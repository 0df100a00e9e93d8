//! What is around each route: where the queue is full a write is refused, a panic is a problem like any other, every
//! answer gets its headers and its form, and a line in the log.
//!
//! One layer of its own, since each of `axum::middleware` copies all that is inside it for each request; and what is
//! answered to a tap is too small to be compressed. Two compressors around a tap alone take a third of the processors
//! that it takes before it is stored.

use std::convert::Infallible;
use std::future::ready;
use std::panic::AssertUnwindSafe;
use std::task::{Context, Poll};

use axum::extract::Request;
use axum::response::{IntoResponse, Response};
use futures_util::FutureExt;
use futures_util::future::{BoxFuture, Either};
use tower::{Layer, Service};

use super::encoding::Taken;
use super::log::Line;
use super::problem::Refusal;
use super::request::is_write;
use super::{Shared, encoding, full, headers};
use crate::model::Code;

/// See the module.
#[derive(Clone)]
pub(super) struct AroundLayer(pub(super) Shared);

impl<S> Layer<S> for AroundLayer {
    type Service = Around<S>;

    fn layer(&self, inner: S) -> Around<S> {
        let app = self.0.clone();
        Around { app, inner }
    }
}

/// A route with what is around it.
#[derive(Clone)]
pub(super) struct Around<S> {
    app: Shared,
    inner: S,
}

impl<S> Service<Request> for Around<S>
where
    S: Service<Request, Response = Response, Error = Infallible>,
    S::Future: Send + 'static,
{
    type Response = Response;
    type Error = Infallible;
    type Future = BoxFuture<'static, Result<Response, Infallible>>;

    fn poll_ready(&mut self, context: &mut Context<'_>) -> Poll<Result<(), Infallible>> {
        self.inner.poll_ready(context)
    }

    fn call(&mut self, request: Request) -> Self::Future {
        let line = Line::begin(&request);
        let metrics = self.app.metrics.clone();
        let taken = (!is_write(&request)).then(|| Taken::of(request.headers()));
        let answer = if full::refuses(&self.app, &request) {
            let refusal = Refusal::new(Code::Busy);
            Either::Left(ready(Ok(refusal.into_response())))
        } else {
            Either::Right(self.inner.call(request))
        };
        Box::pin(async move {
            let answer = AssertUnwindSafe(answer).catch_unwind().await;
            let mut response = match answer {
                Ok(Ok(response)) => response,
                Ok(Err(never)) => match never {},
                Err(_) => panicked(),
            };
            match taken {
                // Apart, since it is large, and taps do not need it.
                Some(taken) => response = Box::pin(taken.pack(response)).await,
                None => encoding::leave(&mut response),
            }
            headers::add(response.headers_mut());
            line.end(response.status(), metrics.as_deref());
            Ok(response)
        })
    }
}

fn panicked() -> Response {
    tracing::error!("a handler panicked: this is a mistake in zuoban, please report it");
    Refusal::new(Code::Internal).into_response()
}
